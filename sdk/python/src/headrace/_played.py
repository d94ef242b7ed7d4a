"""What came of a run that was played by a test."""

from __future__ import annotations

import datetime
import difflib
import os
import shutil
import weakref
from collections.abc import Iterator
from typing import Any

from . import _failures
from ._errors import TaskFailed
from ._values import decode


class _Outcome:
    """What became of a run or of one of its tasks."""

    def __init__(self, document: dict[str, Any], store: str, called: str, why: str) -> None:
        self._document = document
        self._store = store
        self._called = called
        self.why = why
        """What ``headrace why`` says of it."""

    @property
    def state(self) -> str:
        """``succeeded failed cancelled``, for a task also ``skipped``; ``waiting running`` for what was not over."""
        return str(self._document["state"])

    @property
    def succeeded(self) -> bool:
        return self.state == "succeeded"

    @property
    def failed(self) -> bool:
        return self.state == "failed"

    @property
    def result(self) -> Any:
        """Its value. Raises its own exception when it has failed, TaskFailed when there is none."""
        if self.succeeded:
            return decode(self._document.get("value"), self._store)
        error = self.error
        if error is not None:
            raise error
        raise TaskFailed(f"{self._called} is {self.state}")

    @property
    def error(self) -> BaseException | None:
        """The exception that it failed with, or that says why it never began. None when it has not failed."""
        return _error_of(self._document, self._store)


class PlayedTask(_Outcome):
    """A task or a wait of a run that was played."""

    def __init__(self, task: dict[str, Any], store: str, why: str) -> None:
        super().__init__(task, store, f"the task {task['path']}", why)

    @property
    def path(self) -> str:
        """``fit[2]``, ``train/fit#2``."""
        return str(self._document["path"])

    @property
    def name(self) -> str:
        return str(self._document["name"])

    @property
    def skipped(self) -> bool:
        return self.state == "skipped"

    @property
    def cancelled(self) -> bool:
        return self.state == "cancelled"

    @property
    def attempts(self) -> int:
        """How often it was tried."""
        return len(self._document["attempts"])

    @property
    def inputs(self) -> dict[str, Any]:
        """What it was given, by parameter, as documents show it: tuples are lists, large values previews."""
        return dict(self._document["inputs"])

    @property
    def errors(self) -> list[BaseException | None]:
        """What each of its tries failed with; None for one that has not."""
        return [_error_of(attempt, self._store) for attempt in self._document["attempts"]]

    @property
    def started(self) -> datetime.datetime | None:
        """In the time of the test."""
        return _moment(self._document["started"])

    @property
    def ended(self) -> datetime.datetime | None:
        """In the time of the test."""
        return _moment(self._document["ended"])

    def __repr__(self) -> str:
        return f"<task {self.path} {self.state}: {self.why}>"


class Played(_Outcome):
    """A run that was played. ``played["fit[2]"]`` is one of its tasks, also ``played.node("fit[2]")``."""

    def __init__(self, done: dict[str, Any], folder: str) -> None:
        why = done["why"]
        super().__init__(done["run"], os.path.join(folder, "artifacts"), "the run", str(why.get("", "")))
        self.skipped = datetime.timedelta(seconds=done["skipped"])
        """How much time was skipped."""
        self.unused: list[str] = list(done["unused"])
        """What was replaced or answered, and never came to pass."""
        self.tasks: dict[str, PlayedTask] = {
            task["path"]: PlayedTask(task, self._store, str(why.get(task["path"], "")))
            for task in self._document["tasks"]
        }
        """Its tasks and waits by path, in the order in which they were asked for."""
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def document(self) -> dict[str, Any]:
        """All of it, as ``headrace show RUN --json --encoded`` writes it."""
        return self._document

    def node(self, path: str) -> PlayedTask:
        """The task at that path. Raises KeyError, which names the nearest one."""
        return self[path]

    def calls(self, name: str) -> list[PlayedTask]:
        """All tasks of that name, in the order in which they were asked for."""
        return [task for task in self.tasks.values() if task.name == name]

    def __getitem__(self, path: str) -> PlayedTask:
        if path not in self.tasks:
            near = difflib.get_close_matches(path, self.tasks, 1)
            raise KeyError(f"the run has no task {path!r}" + (f"; there is {near[0]!r}" if near else ""))
        return self.tasks[path]

    def __contains__(self, path: object) -> bool:
        return path in self.tasks

    def __iter__(self) -> Iterator[str]:
        return iter(self.tasks)

    def __repr__(self) -> str:
        return f"<run {self.state}: {self.why}>"


def _error_of(part: dict[str, Any], store: str) -> BaseException | None:
    error = part.get("error")
    return _failures.exception(error, store) if type(error) is dict else None


def _moment(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
