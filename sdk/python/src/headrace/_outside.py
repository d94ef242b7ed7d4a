"""Runs as seen from outside: what the ``headrace`` command says about them, with values decoded here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

from . import _failures
from ._errors import HeadraceError, TaskFailed
from ._values import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Run:
    """A run of the store, as it was when it was asked for. ``run["train[3]"]`` is one of its tasks."""

    def __init__(self, id: str) -> None:
        self._document = _show(id)
        home = self._document.get("home")
        self._store = os.path.join(home, "artifacts") if home else None
        self._tasks = {task["path"]: task for task in self._document.get("tasks", ())}

    @property
    def id(self) -> str:
        """The whole id."""
        return str(self._document["id"])

    @property
    def flow(self) -> str:
        """The name of the flow."""
        return str(self._document["flow"])

    @property
    def state(self) -> str:
        """``waiting running paused cancelling succeeded failed cancelled interrupted``."""
        return str(self._document["state"])

    @property
    def paths(self) -> list[str]:
        """The paths of its tasks, in the order in which they were asked for."""
        return list(self._tasks)

    def __getitem__(self, path: str) -> RunTask:
        """The task at that path. Raises KeyError, which names the nearest one."""
        if path not in self._tasks:
            import difflib

            near = difflib.get_close_matches(path, self._tasks, 1)
            raise KeyError(f"the run {self.id} has no task {path!r}" + (f"; there is {near[0]!r}" if near else ""))
        return RunTask(self._tasks[path], self._store)

    def result(self) -> Any:
        """The result of the flow. Raises TaskFailed unless the run has succeeded."""
        if self.state != "succeeded":
            raise TaskFailed(f"the run {self.id} is {self.state}")
        value = self._document.get("value", self._document.get("result"))
        return decode(value, self._store)

    def __repr__(self) -> str:
        return f"<run {self.id} {self.state}>"


class RunTask:
    """One task of a run."""

    def __init__(self, task: dict[str, Any], store: str | None) -> None:
        self._task = task
        self._store = store

    @property
    def state(self) -> str:
        """``succeeded``, ``failed``, ``running``, …"""
        return str(self._task["state"])

    def result(self) -> Any:
        """Its value. Raises its own exception when it failed, TaskFailed when there is none or it has not ended.

        Classes of the flow file are found only if that file can be imported here.
        """
        if self.state == "succeeded":
            return decode(self._task.get("value"), self._store)
        attempts = self._task.get("attempts") or [{}]
        error = attempts[-1].get("error")
        if type(error) is dict and "kind" in error:
            raise _failures.exception(error, self._store)
        path = self._task["path"]
        raise TaskFailed(f"the task {path} is {self.state}" + (f": {error}" if error else ""))

    def __repr__(self) -> str:
        return f"<task {self._task['path']} {self.state}>"


def _command() -> str:
    """The ``headrace`` command: $HEADRACE_BIN, else the one on PATH, else the one of the checkout this lies in."""
    named = os.environ.get("HEADRACE_BIN")
    if named:
        return named
    found = shutil.which("headrace")
    if found:
        return found
    here = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.normpath(os.path.join(here, "..", "..", "..", "..", "headrace"))
    if os.access(beside, os.X_OK) and os.path.isfile(beside):
        return beside
    raise HeadraceError("the headrace command is neither on PATH nor named by HEADRACE_BIN")


def _show(id: str) -> dict[str, Any]:
    command = [_command(), "show", id, "--json", "--encoded"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError as error:
        raise HeadraceError(f"{command[0]} cannot be run: {error.strerror}") from error
    if done.returncode == 2:
        raise LookupError(done.stderr.strip() or f"there is no run {id}")
    if done.returncode not in (0, 1):
        raise HeadraceError(done.stderr.strip() or f"{command[0]} show ended with {done.returncode}")
    document = json.loads(done.stdout)
    return dict(document)
