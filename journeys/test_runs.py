"""What a run is, seen from the command line."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from conftest import DIGITS, EXAMPLES, ID, Headrace

RUN = ["id", "flow", "state", "result", "started", "ended", "tasks"]
TASK = ["path", "name", "state", "inputs", "started", "ended", "attempts"]
ATTEMPT = ["number", "worker", "state", "started", "ended", "error"]


def shape(document: dict[str, Any], promised: list[str]) -> None:
    """What is promised is there, in that order; more may stand beside it."""
    assert [name for name in document if name in promised] == promised


def when(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_hello_is_one_document_of_the_promised_shape(headrace: Headrace) -> None:
    done = headrace.ok("run", EXAMPLES / "hello.py", "--json")
    document = done.json
    shape(document, RUN)
    assert ID.fullmatch(document["id"])
    assert (document["flow"], document["state"], document["result"]) == ("hello", "succeeded", "hello")
    assert when(document["started"]) <= when(document["ended"])
    [task] = document["tasks"]
    shape(task, TASK)
    assert (task["path"], task["name"], task["state"], task["inputs"]) == ("nothing", "nothing", "succeeded", {})
    assert when(document["started"]) <= when(task["started"]) <= when(task["ended"]) <= when(document["ended"])
    [attempt] = task["attempts"]
    shape(attempt, ATTEMPT)
    assert (attempt["number"], attempt["state"], attempt["error"]) == (1, "succeeded", None)
    assert isinstance(attempt["worker"], str)
    assert attempt["worker"]
    assert when(attempt["started"]) <= when(attempt["ended"])


def test_show_gives_the_same_document_as_run(headrace: Headrace) -> None:
    document = headrace.ok("run", EXAMPLES / "hello.py", "--json").json
    assert headrace.show(document["id"]) == document


def test_without_json_the_result_alone_is_on_standard_output(headrace: Headrace) -> None:
    done = headrace.ok("run", EXAMPLES / "hello.py")
    assert done.out in ("hello\n", '"hello"\n')
    assert done.err


def test_a_flow_in_yaml_runs_shell_and_python_tasks(headrace: Headrace) -> None:
    document = headrace.ok("run", EXAMPLES / "hello.yaml", "--json").json
    assert document["state"] == "succeeded"
    assert document["tasks"]
    assert all(task["state"] == "succeeded" for task in document["tasks"])


def test_a_shell_task_has_its_needs_its_environment_and_its_output(headrace: Headrace) -> None:
    flow = headrace.file(
        "shell.yaml",
        """
flow: shell
tasks:
  first:
    run: echo "first says $WORD"; echo one > made
    env: {WORD: hallo}
  second:
    run: cat made; echo "second after first"
    needs: [first]
""",
    )
    document = headrace.ok("run", flow, "--json").json
    assert [task["path"] for task in document["tasks"]] == ["first", "second"]
    assert "first says hallo" in headrace.ok("logs", document["id"], "first").out
    assert "second after first" in headrace.ok("logs", document["id"], "second").out
    first, second = document["tasks"]
    assert when(first["ended"]) <= when(second["started"])


def test_the_examples_of_control_flow_and_futures_do_what_they_say(headrace: Headrace) -> None:
    branches = headrace.ok("run", EXAMPLES / "branches.py", "--json").json
    assert branches["result"]["rows"] == {"big": 1000, "small": 10}
    assert (branches["result"]["score"], branches["result"]["rounds"]) == (0.9375, 3)
    states = {task["path"]: task["state"] for task in branches["tasks"]}
    assert states["count_rows"] == states["count_rows#2"] == "succeeded"
    assert states["count_rows#3"] == "failed"
    assert states["improve#3"] == "succeeded"
    assert "improve#4" not in states

    futures = headrace.ok("run", EXAMPLES / "futures.py", "--json", "--slots", "4").json
    assert futures["result"]["lengths"] == [4, 4, 5, 5]
    assert futures["result"]["text"] == "18 letters, twice that is 36"


def test_the_digits_are_read_right_and_the_report_is_there(headrace: Headrace) -> None:
    done = headrace.ok("run", DIGITS, "--set", 'models=["knn", "svm"]', "--json", seconds=600)
    document = done.json
    assert document["result"]["accuracy"] > 0.95
    assert document["result"]["model"] in ("knn", "svm")
    assert document["result"]["candidates"] == 6
    trained = [task for task in document["tasks"] if task["name"] == "train"]
    assert [task["path"] for task in trained] == [f"train[{i}]" for i in range(6)]
    assert {task["inputs"]["candidate"]["model"] for task in trained} == {"knn", "svm"}

    artifacts = {a["ref"]: a for a in headrace.ok("artifacts", document["id"], "--json").json["artifacts"]}
    [picture] = [ref for ref in artifacts if "confusion.png" in ref]
    target = headrace.project / "confusion.png"
    headrace.ok("get", picture, "-o", target)
    data = target.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
    assert artifacts[picture]["size"] == len(data)
    [table] = [ref for ref in artifacts if "candidates.csv" in ref]
    headrace.ok("get", table, "-o", headrace.project / "candidates.csv")
    assert len((headrace.project / "candidates.csv").read_text().splitlines()) == 7


def test_arguments_come_from_set_and_params(headrace: Headrace) -> None:
    flow = headrace.file(
        "given.py",
        """
from headrace import flow, task

@task
def told(a, b, c, d):
    return [type(x).__name__ for x in (a, b, c, d)]

@flow
def given(a: int = 0, b: str = "x", c: list = [], d: dict = {}):
    return {"values": [a, b, c, d], "types": told(a, b, c, d)}
""",
    )
    params = headrace.file("params.json", json.dumps({"a": 1, "c": [1.5, None]}))
    done = headrace.ok(
        "run", flow, "--params", params, "--set", "a=7", "--set", "b=no json", "--set", 'd={"k": [true]}', "--json"
    )
    assert done.json["result"]["values"] == [7, "no json", [1.5, None], {"k": [True]}]
    assert done.json["result"]["types"] == ["int", "str", "list", "dict"]


def test_an_unknown_argument_is_refused_and_the_nearest_is_named(headrace: Headrace) -> None:
    done = headrace("run", DIGITS, "--set", 'modles=["knn"]', seconds=600)
    assert done.status == 2
    assert "modles" in done.err
    assert "'models'" in done.err
    assert "HR-0113" in done.err
    assert done.out == ""
    assert headrace.runs() == []


def test_inputs_are_named_also_when_they_were_given_by_place(headrace: Headrace) -> None:
    flow = headrace.file(
        "named.py",
        """
from headrace import flow, task

@task
def add(left, right=10, *, scale=1):
    return (left + right) * scale

@flow
def named():
    future = add.submit(1, 2)
    return [future.result(), add(1), add(future, scale=3), *[f.result() for f in add.map([5, 6], 1)]]
""",
    )
    document = headrace.ok("run", flow, "--json").json
    assert document["result"] == [3, 11, 39, 6, 7]
    inputs = {task["path"]: task["inputs"] for task in document["tasks"]}
    assert inputs["add"] == {"left": 1, "right": 2}
    assert inputs["add#2"] == {"left": 1}
    assert inputs["add#4[1]"] == {"left": 6, "right": 1}
    assert list(inputs) == ["add", "add#2", "add#3", "add#4[0]", "add#4[1]"]


def test_a_run_with_no_tasks_at_all_is_a_run(headrace: Headrace) -> None:
    flow = headrace.file("empty.py", "from headrace import flow\n@flow\ndef empty():\n    return None\n")
    document = headrace.ok("run", flow, "--json").json
    assert (document["result"], document["tasks"]) == (None, [])


def test_a_failed_run_prints_its_document_too(headrace: Headrace) -> None:
    flow = headrace.file(
        "fails.py",
        """
from headrace import flow, task

@task
def bad():
    raise ValueError("no")

@flow
def fails():
    bad()
""",
    )
    done = headrace("run", flow, "--json")
    assert done.status == 1
    assert done.json["state"] == "failed"
    assert done.json["result"] is None
    [task] = done.json["tasks"]
    assert task["state"] == "failed"
    assert "no" in json.dumps(task["attempts"][0]["error"])


def test_retries_are_attempts_of_one_task(headrace: Headrace) -> None:
    flow = headrace.file(
        "again.py",
        """
import headrace
from headrace import flow, task

@task(retries=3, retry_delay=0.01)
def third_time():
    attempt = headrace.current().attempt
    if attempt < 3:
        raise RuntimeError(f"attempt {attempt}")
    return attempt

@flow
def again():
    return third_time()
""",
    )
    document = headrace.ok("run", flow, "--json").json
    assert document["result"] == 3
    [task] = document["tasks"]
    assert [a["number"] for a in task["attempts"]] == [1, 2, 3]
    assert [a["state"] for a in task["attempts"]] == ["failed", "failed", "succeeded"]
