"""``headrace.run(id)``: what the command says, decoded here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import headrace
from headrace._values import encode


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the launcher, which knows one run."""
    value = encode(list(range(3000)), str(tmp_path / "artifacts"))
    error = {"kind": "user", "type": "ValueError", "message": "bad", "exception": encode(ValueError("bad", 1), None)}
    document = {
        "id": "r-0001",
        "flow": "main",
        "state": "failed",
        "home": str(tmp_path),
        "tasks": [
            {"path": "train[3]", "state": "succeeded", "value": value},
            {"path": "report", "state": "failed", "attempts": [{"error": error}]},
            {"path": "later", "state": "waiting", "attempts": []},
        ],
    }
    (tmp_path / "document.json").write_text(json.dumps(document))
    launcher = tmp_path / "headrace"
    launcher.write_text(
        '#!/bin/sh\n[ "$*" = "show r-0001 --json --encoded" ] || { echo "HR-0001 no run $2" >&2; exit 2; }\n'
        f"cat {tmp_path}/document.json\n"
    )
    launcher.chmod(0o755)
    monkeypatch.setenv("HEADRACE_BIN", str(launcher))
    return launcher


def test_values_of_a_run(command):
    run = headrace.run("r-0001")
    assert (run.id, run.flow, run.state) == ("r-0001", "main", "failed")
    assert run.paths == ["train[3]", "report", "later"]
    assert run["train[3]"].result() == list(range(3000))
    with pytest.raises(ValueError, match="bad") as caught:
        run["report"].result()
    assert caught.value.args == ("bad", 1)
    with pytest.raises(headrace.TaskFailed, match="waiting"):
        run["later"].result()
    with pytest.raises(headrace.TaskFailed, match="failed"):
        run.result()
    with pytest.raises(KeyError, match=r"there is 'train\[3\]'"):
        run["train[4]"]


def test_no_such_run_and_no_command(command, monkeypatch):
    with pytest.raises(LookupError, match="no run r-2"):
        headrace.run("r-2")
    monkeypatch.setenv("HEADRACE_BIN", "/nowhere/headrace")
    with pytest.raises(headrace.HeadraceError, match="cannot be run"):
        headrace.run("r-0001")
