"""Results of earlier runs: taken when all is as it was, made again when something is not."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from conftest import Headrace, until

FLOW = """
import helper
from headrace import CachePolicy, artifact, flow, task


@task(cache=CachePolicy(ignore=["verbose"]))
def fit(rate, n, verbose=False):
    artifact("model", b"x" * 10)
    return [helper.scale(rate)] * n


@task
def last(x):
    return x + 1


@flow
def main(rate=0.5, verbose=False):
    return last.options(cache=True)(sum(fit(rate, 2000, verbose=verbose)))
"""

HELPER = """
FACTOR = {factor}


def scale(x):
    return x * FACTOR


def stranger():
    return {stranger}
"""


def tasks(document: dict[str, Any]) -> dict[str, Any]:
    return {task["path"]: task.get("cache", {}) for task in document["tasks"]}


def write(headrace: Headrace, factor: int = 3, stranger: int = 0) -> Path:
    headrace.file("helper.py", HELPER.format(factor=factor, stranger=stranger))
    return headrace.file("flow.py", FLOW)


def test_what_is_as_it_was_is_taken(headrace: Headrace) -> None:
    flow = write(headrace)
    first = headrace.ok("run", flow, "--json").json
    assert [cache["reason"] for cache in tasks(first).values()] == ["new", "new"]
    second = headrace.ok("run", flow, "--json").json
    assert second["result"] == first["result"]
    assert [cache["taken"] for cache in tasks(second).values()] == [True, True]
    assert [task["attempts"] for task in second["tasks"]] == [[], []]
    assert tasks(second)["fit"]["run"] == first["id"]
    assert "cached" in headrace.ok("show", second["id"]).out
    assert f"run {first['id']} made it" in headrace.ok("why", second["id"], "fit").out
    assert headrace.ok("artifacts", second["id"]).out.count("model") >= 1
    # What does not count: other functions of the project, places, ignored inputs.
    write(headrace, stranger=1)
    flow.write_text("\n\n" + FLOW)
    third = headrace.ok("run", flow, "--json", "--set", "verbose=true").json
    assert [cache["taken"] for cache in tasks(third).values()] == [True, True]


def test_what_has_changed_is_named(headrace: Headrace) -> None:
    flow = write(headrace)
    first = headrace.ok("run", flow, "--json").json
    other = headrace.ok("run", flow, "--json", "--set", "rate=0.25").json
    why = headrace.ok("why", other["id"], "fit").out
    assert f"its input rate changed since run {first['id']} (0.5 → 0.25)" in why
    write(headrace, factor=4)
    edited = headrace.ok("run", flow, "--json").json
    assert tasks(edited)["fit"]["reason"] == "code"
    assert edited["result"] != first["result"]
    again = headrace.ok("run", flow, "--no-cache", "--json").json
    assert tasks(again)["fit"]["reason"] == "off"
    assert "--no-cache" in headrace.ok("why", again["id"], "fit").out


def test_a_result_whose_artifact_is_gone_is_made_again(headrace: Headrace) -> None:
    flow = write(headrace)
    first = headrace.ok("run", flow, "--json").json
    artifacts = headrace.ok("artifacts", first["id"], "--json").json["artifacts"]
    (digest,) = {artifact["digest"] for artifact in artifacts if artifact["name"]}
    name = digest.removeprefix("sha256:")
    (kept,) = [path for path in headrace.home.rglob("*") if path.is_file() and name[2:] in path.name]
    kept.unlink()
    second = headrace.ok("run", flow, "--json").json
    assert tasks(second)["fit"]["reason"] == "gone"
    assert tasks(second)["last"]["taken"] is True
    assert second["result"] == first["result"]


def test_a_removed_run_takes_its_results_with_it(headrace: Headrace) -> None:
    flow = write(headrace)
    first = headrace.ok("run", flow, "--json").json
    headrace.ok("rm", first["id"])
    second = headrace.ok("run", flow, "--json").json
    assert tasks(second)["fit"]["reason"] == "new"


def test_a_program_is_made_again_when_a_file_that_it_names_is_another(headrace: Headrace) -> None:
    flow = headrace.file("flow.yaml", "flow: f\ntasks:\n  a:\n    run: wc -c < data.txt\n    cache: 12h\n")
    data = headrace.file("data.txt", "one")
    headrace.ok("run", flow, "--json")
    assert tasks(headrace.ok("run", flow, "--json").json)["a"]["taken"] is True
    data.write_text("three")
    assert tasks(headrace.ok("run", flow, "--json").json)["a"]["reason"] == "code"


def test_a_run_that_is_killed_leaves_what_it_has_made(headrace: Headrace) -> None:
    task = "flow: f\ntasks:\n  a:\n    run: echo 7\n    cache: true\n"
    going = headrace.start("run", headrace.file("flow.yaml", task + "  b:\n    needs: [a]\n    run: sleep 60\n"))
    run = going.run_id()
    until(lambda: headrace.task(headrace.show(run), "a")["state"] == "succeeded", "the first task ends")
    going.signal(signal.SIGKILL)
    going.done()
    done = headrace.ok("run", headrace.file("other.yaml", task), "--json").json
    assert tasks(done)["a"] == {**tasks(done)["a"], "taken": True, "run": run, "task": "a"}
