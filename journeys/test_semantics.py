"""Every example of examples/semantics does what its expect.json says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import EXAMPLES, Headrace

SEMANTICS = EXAMPLES / "semantics"
NAMES = sorted(path.parent.name for path in SEMANTICS.glob("*/expect.json"))
KEYS = {"arguments", "exit", "result", "skip", "slots", "state", "tasks", "why"}


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
    done = headrace("run", flow, "--json", "--slots", str(expected.get("slots", 2)), *given)
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
        assert headrace.ok("why", document["id"], path, "--json").json["why"] == sentence
