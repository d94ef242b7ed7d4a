"""Answers a body as the engine does: what it calls is worked out here, in an order that a test chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from worker import Worker


class TinyEngine:
    """Answers one attempt of ``main`` to its end.

    ``value`` gives the outcome of a call, from its key and its first input; ``pick`` says which of the calls that are
    not over, by their order of asking, ends next. Nothing ends while the body has something to do.
    """

    def __init__(
        self,
        worker: Worker,
        value: Callable[[str, Any], list[Any]] | None = None,
        pick: Callable[[list[str]], str] | None = None,
        recorded: dict[str, Any] | None = None,
        over: list[str] | None = None,
    ) -> None:
        self.worker = worker
        self.value = value or (lambda key, x: ["ok", x])
        self.pick = pick or (lambda keys: keys[0])
        self.inputs: dict[str, Any] = {}
        self.digests: dict[str, str] = {}
        self.over: dict[str, int] = {}
        self.watched: list[str] = []
        self.recorded = dict(recorded or {})
        for key in over or []:  # of an earlier attempt, in the order in which they ended
            self._settle(key)
        self.cancelled: list[str] = []
        self.rests: list[list[Any]] = []
        self.roused: list[Any] = []
        self.said: list[str] = []

    def _outcome(self, key: str) -> list[Any]:
        if key in self.cancelled:
            return ["failed", {"kind": "cancelled", "type": "Cancelled", "message": "cancelled", "place": None,
                               "frames": [], "traceback": "", "exception": None, "cause": None}]  # fmt: skip
        return self.value(key, self.inputs[key])

    def _settle(self, key: str) -> None:
        self.over[key] = len(self.over) + 1

    def _answer(self, aid: str, keys: list[str]) -> None:
        there = sorted((key for key in keys if key in self.over), key=self.over.__getitem__)
        self.worker.send("answer", aid, [[key, self._outcome(key), self.over[key]] for key in there])

    def _next(self) -> str | None:
        open_ = [key for key in self.watched if key not in self.over]
        return self.pick(open_) if open_ else None

    def run(self, file: Path, *inputs: Any, function: str = "main") -> list[Any]:
        """Gives the entry of ``ended``."""
        task = self.worker.task(file, function, *inputs, path="", aid="b1")
        self.worker.send("tasks", [[*task, self.recorded]])
        while True:
            frame = self.worker.receive()
            verb = frame[0]
            self.said.append(verb)
            if verb == "ended":
                return frame[1][0]
            aid = frame[1]
            if verb == "ask":
                for key, _, given, digest, *_ in frame[2]:
                    assert key not in self.digests, f"{key} is called twice"
                    self.digests[key] = digest
                    self.inputs[key] = given[0][1] if given else None
                if frame[3] is not None:
                    keys = frame[3][0]
                    for key in keys:
                        if key not in self.over:
                            self._settle(key)
                    self._answer(aid, keys)
            elif verb == "watch":
                self.watched += frame[2]
                self._answer(aid, frame[2]) if any(key in self.over for key in frame[2]) else None
            elif verb == "rest":
                self.rests.append(frame[2:])
                heard = sum(1 for key in self.watched if key in self.over)
                if frame[3] < heard:
                    continue
                chosen = self._next()
                if chosen is not None:
                    self._settle(chosen)
                    self._answer(aid, [chosen])
            elif verb == "rouse":
                self.roused.append(frame[3])
                if frame[3] is not None:
                    self.recorded[frame[3]] = True
                self.worker.send("answer", aid, [])
            elif verb == "cancel":
                self.cancelled += frame[2]
            elif verb == "record":
                value = self.recorded.setdefault(frame[2], frame[3])
                self.worker.send("recorded", aid, frame[2], value)
            else:
                raise AssertionError(frame)
