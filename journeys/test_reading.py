"""Looking at runs: runs, show, logs, why, artifacts, get, rm, compile."""

from __future__ import annotations

import json
import os

import pytest
from conftest import Headrace, until

WRITES = """
import os, subprocess, sys
import headrace
from headrace import flow, task
from pathlib import Path

@task
def writes(i):
    print("out", i)
    print("err", i, file=sys.stderr)
    os.write(1, b"descriptor\\n")
    subprocess.run(["echo", "child"])
    headrace.current().log.info("logged %s", i)
    return i

@task
def keeps():
    headrace.artifact("notes.txt", b"my notes\\n")
    headrace.artifact("scores", {"knn": 0.5, "rows": (1, 2)})
    Path("made.bin").write_bytes(bytes(range(256)) * 64)
    headrace.artifact("made.bin", Path("made.bin"))
    return "x" * 10_000

@flow
def looks():
    print("the flow itself")
    return [f.result() for f in writes.map(range(3))] + [len(keeps())]
"""


@pytest.fixture
def run(headrace: Headrace) -> str:
    done = headrace.ok("run", headrace.file("looks.py", WRITES), "--json")
    return str(done.json["id"])


def test_runs_are_listed_with_the_newest_first(headrace: Headrace, run: str) -> None:
    other = headrace.ok("run", headrace.file("looks.py", WRITES), "--json").json["id"]
    rows = headrace.runs()
    assert [row["id"] for row in rows] == [other, run]
    assert {row["state"] for row in rows} == {"succeeded"}
    assert {row["flow"] for row in rows} == {"looks"}
    text = headrace.ok("runs").out
    assert text.index(other) < text.index(run)


def test_a_run_can_be_named_by_the_beginning_of_its_id(headrace: Headrace, run: str) -> None:
    assert headrace.show(run[:10])["id"] == run


def test_an_unknown_run_is_refused(headrace: Headrace, run: str) -> None:
    for command in ("show", "logs", "why", "artifacts", "cancel", "resume", "rm"):
        done = headrace(command, "1zzzzzzzzzzzzz")
        assert done.status == 2, f"{command}: {done}"
        assert "1zzzzzzzzzzzzz" in done.err


def test_what_a_task_wrote_is_kept_whoever_wrote_it(headrace: Headrace, run: str) -> None:
    lines = headrace.ok("logs", run, "writes[1]").out.splitlines()
    assert {"out 1", "err 1", "descriptor", "child", "INFO logged 1"} <= set(lines)
    assert "out 0" not in lines
    whole = headrace.ok("logs", run).out
    assert "the flow itself" in whole
    assert "out 0" in whole
    assert "out 2" in whole


def test_logs_of_an_unknown_task_name_the_nearest(headrace: Headrace, run: str) -> None:
    done = headrace("logs", run, "write[1]")
    assert done.status == 2
    assert "writes[1]" in done.err


def test_logs_follow_a_run_to_its_end(headrace: Headrace) -> None:
    flow = headrace.file(
        "talks.py",
        """
import os, time
from headrace import flow, task

@task
def talks(folder):
    print("first line", flush=True)
    while not os.path.exists(folder + "/go"):
        time.sleep(0.01)
    print("last line", flush=True)

@flow
def talk(folder: str):
    talks(folder)
""",
    )
    going = headrace.start("run", flow, "--set", f"folder={headrace.project}")
    run = going.run_id()
    until(lambda: [t for t in headrace.show(run)["tasks"] if t["state"] == "running"], "the task runs")
    follows = headrace.start("logs", run, "talks", "-f")
    until(lambda: "first line" in follows.out, f"the first line: {follows.err}")
    assert "last line" not in follows.out
    (headrace.project / "go").touch()
    assert going.done().status == 0
    done = follows.done(20)
    assert done.status == 0
    assert done.out.count("first line") == 1
    assert "last line" in done.out


def test_artifacts_are_listed_and_come_back_as_files(headrace: Headrace, run: str) -> None:
    rows = headrace.ok("artifacts", run, "--json").json["artifacts"]
    for row in rows:
        assert {"ref", "type", "size", "digest"} <= set(row)
    refs = {row["ref"]: row for row in rows}
    [notes] = [ref for ref in refs if ref.endswith("notes.txt")]
    [made] = [ref for ref in refs if ref.endswith("made.bin")]
    [scores] = [ref for ref in refs if ref.endswith("scores")]

    def got(ref: str) -> bytes:
        target = headrace.project / f"back-{ref.rpartition(':')[2]}"
        headrace.ok("get", ref, "-o", target)
        return target.read_bytes()

    assert got(notes) == b"my notes\n"
    assert got(made) == bytes(range(256)) * 64
    assert refs[made]["size"] == 256 * 64
    assert json.loads(got(scores))["knn"] == 0.5
    assert notes in headrace.ok("artifacts", run).out
    done = headrace("get", notes + "x", "-o", headrace.project / "nothing")
    assert done.status == 2
    assert not (headrace.project / "nothing").exists()


def test_get_overwrites_nothing_unasked(headrace: Headrace, run: str) -> None:
    [ref] = [r["ref"] for r in headrace.ok("artifacts", run, "--json").json["artifacts"] if "notes" in r["ref"]]
    target = headrace.file("mine.txt", "mine\n")
    assert headrace("get", ref, "-o", target).status == 2
    assert target.read_text() == "mine\n"
    headrace.ok("get", ref, "-o", target, "--force")
    assert target.read_text() == "my notes\n"


def test_get_never_leaves_half_a_file(headrace: Headrace, run: str) -> None:
    [ref] = [r["ref"] for r in headrace.ok("artifacts", run, "--json").json["artifacts"] if "made.bin" in r["ref"]]
    done = headrace("get", ref, "-o", headrace.project / "no" / "such" / "folder")
    assert done.status in (2, 3)
    assert not (headrace.project / "no").exists()


def test_why_says_in_a_sentence_what_was_and_what_to_do(headrace: Headrace, run: str) -> None:
    assert "succeeded" in headrace.ok("why", run).out
    flow = headrace.file(
        "fails.py",
        """
from headrace import flow, task

@task
def bad():
    raise ValueError("no")

@task
def after(x):
    return x

@flow
def fails():
    after(bad.submit())
""",
    )
    failed = headrace("run", flow, "--json").json["id"]
    why = headrace.ok("why", failed).out
    assert "ValueError" in why or "UpstreamFailed" in why
    task = headrace.ok("why", failed, "bad").out
    assert "ValueError: no" in task
    assert "fails.py:5" in task
    assert f"headrace resume {failed}" in task
    assert "bad" in headrace.ok("why", failed, "after").out
    document = headrace.ok("why", failed, "bad", "--json").json
    assert isinstance(document, dict)


def test_why_of_a_waiting_task_names_what_it_waits_for(headrace: Headrace) -> None:
    flow = headrace.file(
        "waits.py",
        """
import os, time
from headrace import flow, task

@task
def gate(folder):
    while not os.path.exists(folder + "/go"):
        time.sleep(0.01)

@task
def after(x):
    return x

@flow
def waits(folder: str):
    return after(gate.submit(folder))
""",
    )
    going = headrace.start("run", flow, "--set", f"folder={headrace.project}")
    run = going.run_id()
    until(lambda: [t for t in headrace.show(run)["tasks"] if t["path"] == "after"], "both tasks are asked for")
    assert "gate" in headrace.ok("why", run, "after").out
    assert "running" in headrace.ok("why", run, "gate").out
    (headrace.project / "go").touch()
    assert going.done().status == 0


def test_rm_forgets_a_run_and_its_files(headrace: Headrace, run: str) -> None:
    def size() -> int:
        files = [path for path in headrace.home.rglob("*") if path.is_file() and "artifacts" in path.parts]
        return sum(path.stat().st_size for path in files)

    other = headrace.ok("run", headrace.file("looks.py", WRITES), "--json").json["id"]
    headrace.ok("rm", run)
    assert [row["id"] for row in headrace.runs()] == [other]
    assert headrace("show", run).status == 2
    assert "out 1" in headrace.ok("logs", other, "writes[1]").out
    assert headrace.ok("artifacts", other, "--json").json["artifacts"]
    headrace.ok("rm", other)
    assert headrace.runs() == []
    assert size() == 0
    assert not [path for path in headrace.home.rglob("*") if run in path.name or other in path.name]


def test_rm_refuses_a_run_that_is_under_way(headrace: Headrace) -> None:
    flow = headrace.file(
        "stays.py",
        """
import os, time
from headrace import flow, task

@task
def gate(folder):
    while not os.path.exists(folder + "/go"):
        time.sleep(0.01)
    return "stayed"

@flow
def stays(folder: str):
    return gate(folder)
""",
    )
    going = headrace.start("run", flow, "--set", f"folder={headrace.project}")
    run = going.run_id()
    until(lambda: headrace.show(run)["tasks"], "the task is asked for")
    assert headrace("rm", run).status == 2
    (headrace.project / "go").touch()
    done = going.done()
    assert (done.status, done.out.strip()) == (0, "stayed") or done.out.strip() == '"stayed"'


def test_compile_writes_the_flow_as_the_engine_sees_it(headrace: Headrace) -> None:
    flow = headrace.file("looks.py", WRITES)
    target = headrace.project / "spec.json"
    headrace.ok("compile", flow, "-o", target)
    spec = json.loads(target.read_text())
    assert "looks" in json.dumps(spec)
    first = target.read_bytes()
    headrace.ok("compile", flow, "-o", target)
    assert target.read_bytes() == first
    assert headrace.runs() == []


def test_help_and_version_need_nothing(headrace: Headrace) -> None:
    assert headrace.ok("--version").out.strip()
    text = headrace.ok("--help").out
    for command in ("run", "runs", "show", "logs", "why", "artifacts", "get", "cancel", "resume", "rm", "check"):
        assert command in text
    assert headrace("nonsense").status == 2
    assert headrace("run").status == 2
    assert not os.path.exists(headrace.home)
