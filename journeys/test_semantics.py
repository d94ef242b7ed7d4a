"""Every example of examples/semantics does what its expect.json says."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, Headrace, until

SEMANTICS = EXAMPLES / "semantics"
NAMES = sorted(path.parent.name for path in SEMANTICS.glob("*/expect.json"))
KEYS = {"arguments", "exit", "operations", "result", "skip", "slots", "state", "tasks", "why"}


def test_there_are_examples() -> None:
    assert "joins" in NAMES
    assert {path.name for path in SEMANTICS.iterdir() if path.is_dir()} >= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_semantics(headrace: Headrace, name: str) -> None:
    folder = SEMANTICS / name
    expected: dict[str, Any] = json.loads((folder / "expect.json").read_text())
    assert set(expected) <= KEYS, f"{name}/expect.json says what nobody looks at"
    (flow,) = [path for path in (folder / "flow.yaml", folder / "flow.py") if path.exists()]
    arguments = expected.get("arguments", {}).items()
    given = [word for key, value in arguments for word in ("--set", f"{key}={json.dumps(value)}")]
    command: tuple[str | Path, ...] = ("run", flow, "--json", "--slots", str(expected.get("slots", 2)), *given)
    if "operations" in expected:
        document = operated(headrace, command, expected)
    else:
        done = headrace(*command)
        assert done.status == expected["exit"], done
        document = done.json
    assert document["state"] == expected["state"], document
    if "result" in expected:
        assert document["result"] == expected["result"]
    tasks = {task["path"]: task for task in document["tasks"]}
    if "tasks" in expected:
        assert {path: task["state"] for path, task in tasks.items()} == expected["tasks"]
    for path, reason in expected.get("skip", {}).items():
        assert tasks[path]["skip"]["reason"] == reason, path
    for path, sentence in expected.get("why", {}).items():
        said = headrace.ok("why", document["id"], path, "--json").json["why"]
        assert fnmatchcase(said, sentence) if "*" in sentence else said == sentence


def operated(headrace: Headrace, command: tuple[str | Path, ...], expected: dict[str, Any]) -> dict[str, Any]:
    """What became of a run to which people did something, each as soon as things were as they waited for."""
    going = headrace.start(*command)
    run = going.run_id()
    for step in expected["operations"]:
        assert set(step) <= {"when", "do", "file", "exit"}, step
        wanted = step.get("when", {})
        until(partial(are, headrace, run, wanted), f"{wanted}: {going.err}")
        if "file" in step:
            (headrace.project / step["file"]).touch()
        if "do" in step:
            name, *rest = step["do"]
            done = headrace(name, run, *rest)
            assert done.status == step.get("exit", 0), (step, done)
    assert going.done().status == expected["exit"], going.err
    return headrace.show(run)


def are(headrace: Headrace, run: str, wanted: dict[str, str]) -> bool:
    return wanted.items() <= states(headrace, run).items()


def states(headrace: Headrace, run: str) -> dict[str, str]:
    """By path; that of the run has none."""
    document = headrace.show(run)
    return {"": document["state"]} | {task["path"]: task["state"] for task in document["tasks"]}
