"""``headrace test``, and ``headrace.testing`` in pytest: no store, no service, and nothing is left behind."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from conftest import COMMAND, EXAMPLES, PYTHON, SDK, Headrace

TESTING = EXAMPLES / "testing"

FLOW = """
flow: small
tasks:
  fetch: {run: "exit 1", retries: 1, retry_delay: 30d}
  ask: {approve: "Ship it?", needs: [fetch]}
"""


def test_the_example_passes(headrace: Headrace) -> None:
    beside = headrace("test", TESTING / "release.yaml", "--json")
    assert beside.status == 0, beside
    (document,) = beside.json["documents"]
    assert (document["passed"], document["failed"]) == (5, 0)
    assert document["cases"][0]["run"]["state"] == "succeeded"
    one = headrace.ok("test", TESTING / "release.test.yaml", "--case", "ships")
    assert "✓ ships   6 tasks, 30 d 00 h skipped" in one.out
    assert "1 passed, 0 failed" in one.out
    assert not headrace.home.exists()


def test_what_differs_is_said(headrace: Headrace) -> None:
    flow = headrace.file("small.yaml", FLOW)
    headrace.file(
        "small.test.yaml",
        """
flow: small.yaml
cases:
  nobody answers:
    replace: {fetch: 5}
    expect: {state: succeeded}
  it is to wait:
    replace: {fetch: 5}
    expect: {state: waiting, tasks: {ask: waiting, fetch: {result: 6}}}
  too often:
    replace: {fetch: {in_turn: [{fail: no}]}}
    expect: {state: failed}
  never:
    replace: {fetch: {fail: no}}
    approvals: {ask: {approve: {}}}
    expect: {state: failed, tasks: {fetch: {attempts: 2}}}
  wrong answer:
    replace: {fetch: 5}
    approvals: {ask: {approve: {n: 1}}}
    expect: {state: succeeded}
""",
    )
    done = headrace("test", flow, "--json")
    assert done.status == 1, done
    (document,) = done.json["documents"]
    found = {
        case["name"]: [(one["place"], one["what"], one["was"]) for one in case["differences"]]
        for case in document["cases"]
    }
    place = "small.test.yaml"
    (waits, state) = found["nobody answers"]
    assert waits[1:] == ("HR-0452", "nobody answers: ask waits for an approval")
    assert state[1] == "state"
    assert state[2].startswith("waiting (")
    assert [one[1:] for one in found["it is to wait"]] == [("tasks.fetch.result", "5")]
    assert [one[1] for one in found["too often"]] == ["HR-0454"]
    assert [one[1:] for one in found["never"]] == [("HR-0456", "'ask' is answered and nothing waited for it")]
    assert [one[1] for one in found["wrong answer"]] == ["HR-0432"]
    assert all(one[0].partition(":")[0].endswith(place) for case in found.values() for one in case)


def test_bad_documents_are_refused(headrace: Headrace) -> None:
    flow = headrace.file("small.yaml", FLOW)
    none = headrace("test", flow)
    assert none.status == 2
    assert "HR-0455" in none.err
    bad = {
        "flow: small.yaml\ncases: {a: {replace: {ftech: 1}, expect: {state: failed}}}": "HR-0450",
        "flow: small.yaml\ncases: {a: {replace: {ask: 1}, expect: {state: failed}}}": "HR-0450",
        "flow: small.yaml\ncases: {a: {expects: {}}}": "HR-0107",
        "flow: none.yaml\ncases: {a: {expect: {state: failed}}}": "HR-0420",
    }
    for text, code in bad.items():
        headrace.file("small.test.yaml", text)
        done = headrace("test", "small.test.yaml", "--json")
        assert done.status == 2, done
        assert done.json["error"]["code"] == code
    headrace.file("small.test.yaml", "flow: small.yaml\ncases: {a: {replace: {fetch: 1}, expect: {state: waiting}}}")
    assert "did you mean 'a'?" in headrace("test", "small.test.yaml", "--case", "b").err
    assert headrace("test", "small.test.yaml").status == 0


def test_recorded_results_come_from_the_store(headrace: Headrace) -> None:
    headrace.file("work.py", "def make():\n    return bytes(100_000)\n\n\ndef size(data):\n    return len(data)\n")
    flow = headrace.file(
        "sized.yaml",
        """
flow: sized
tasks:
  make: {python: "work.py:make"}
  size: {python: "work.py:size", with: {data: {from: make}}}
""",
    )
    run = headrace.ok("run", flow, "--json").json["id"]
    headrace.file("work.py", "def make():\n    raise OSError\n\n\ndef size(data):\n    return len(data)\n")
    document = headrace.project / "run.json"
    document.write_text(headrace.ok("show", run, "--json", "--encoded").out)
    for source in (run, "run.json"):
        headrace.file(
            "sized.test.yaml",
            f"flow: sized.yaml\ncases: {{a: {{replace: {{make: {{recorded: {source}}}}}, "
            "expect: {tasks: {size: {result: 100000}}}}}",
        )
        headrace.ok("test", flow)
    plain = json.loads(headrace.ok("show", run, "--json").out)
    document.write_text(json.dumps(plain))
    refused = headrace("test", flow)
    assert refused.status == 1
    assert "HR-0451" in refused.out


def test_pytest_plays_flows(headrace: Headrace) -> None:
    env = headrace.env(PYTHONPATH=str(SDK), HEADRACE_BIN=str(Path(COMMAND).resolve()), TMPDIR=str(headrace.folder))
    tests = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", str(TESTING)]
    done = subprocess.run(tests, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout
    assert not list(headrace.folder.glob("headrace-test-*"))
    assert not headrace.home.exists()
