"""A body that an engine runs: its calls go over the link, its values come back over it."""

from __future__ import annotations

import contextlib
import os
import threading
import time

from . import _failures
from ._bodies import Artifact, Body, PlainBody, call_place, no_loop
from ._digests import inputs_digest
from ._errors import Diverged, HeadraceError, LimitExceeded, Skip, WaitTimeout
from ._futures import Future
from ._link import Link
from ._scopes import loop_runs
from ._values import decode, dumps, encode, encode_bytes, encode_file, encode_input, encode_stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator, Iterator
    from typing import Any

    from ._api import Task
    from ._loops import Loop
    from ._watches import Watches

CALLS_MAX = 1_000
"""Calls in one frame."""

CALLS_BYTES = 4 << 20
"""Bytes of inputs after which a frame is sent, far below the limit of a frame."""

PROGRESS_EVERY = 0.05
"""Seconds."""

_NOTHING = contextlib.nullcontext()
_KINDS = {2: "*", 4: "**"}  # inspect.Parameter.VAR_POSITIONAL, VAR_KEYWORD


class AttachedBody(Body):
    """One attempt under an engine. Threads of it may call tasks too; they take turns."""

    def __init__(
        self,
        link: Link,
        aid: str,
        run: str,
        flow: str,
        path: str,
        attempt: int,
        store: str,
        before_wait: Callable[[], None],
        take: Callable[[], list[Any] | None],
        recorded: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(run, flow, path, attempt)
        self.aid = aid
        self.store = store
        self.looked: dict[str, None] = {}
        self.artifacts: dict[str, Any] = {}
        self.closed = False
        self._link = link
        self._before_wait = before_wait
        self._take = take
        self._watches: Watches | None = None
        self.loop: Loop | None = None
        self._turn = threading.RLock()
        self._futures: dict[str, list[Future[Any]]] = {}
        self._progress_at = 0.0
        self._recorded = recorded or {}

    # Who runs in it

    def has_begun(self) -> None:
        self.several().begun()

    def has_ended(self) -> None:
        if self._watches is not None:
            self._watches.ended()

    def several(self) -> Watches:
        """From now on several may wait at once. To be called where one thread runs."""
        if self._watches is None:
            from ._watches import Watches

            self._open()
            self._watches = Watches(self._link, self.aid, self._take, self._tell, self._before_wait)
        return self._watches

    def run_async(self, coro: Coroutine[Any, Any, Any]) -> Any:
        """What an ``async def`` function comes to."""
        from . import _loops

        return _loops.run(coro, self.several(), self._recorded, self.keys)

    def end(self) -> None:
        """Its code is at its end."""
        self.closed = True
        if self._watches is not None:
            self._watches.close()

    def awake(self) -> None:
        """Returns when whoever calls this may go on."""
        if self._watches is not None:
            self._watches.awake()

    def awaiting(self, future: Future[Any]) -> Generator[Any, None, None]:
        if self.loop is None or threading.get_ident() != self._main:
            raise HeadraceError(
                f"HR-0441: {future.path} is awaited in an event loop that is not the body's own: make the body itself "
                "'async def', and it has one"
            )
        return self.loop.awaiting(future)

    # Calls

    def call(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        no_loop()
        call = self._call(task, args, kwargs)
        future = self._future(call[0])
        self._ask([call], [[call[0]], "all"] if self._watches is None else None)
        return future.result()

    def submit(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Future[Any]:
        call = self._call(task, args, kwargs)
        future = self._future(call[0])
        self._ask([call], None)
        return future

    def map(
        self, task: Task[Any, Any], items: list[Any], shared: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> list[Future[Any]]:
        if not items:
            self.key(task)
            return []
        place = call_place()
        marker = object()
        bound = task.bind((marker, *shared), kwargs)
        inputs: list[list[Any]] = []
        slot = -1
        for name, value in bound.items():
            if value is marker:
                slot = len(inputs)
                inputs.append([name, None, "n"])
            elif type(value) is tuple and value and value[0] is marker:
                slot = len(inputs)
                rest = [encode_input(part, self.store, name) for part in value[1:]]
                inputs.append([name, rest, "*"])
            else:
                inputs.append(self._input(task, name, value))
        base = self.key(task)
        name, rest, kind = inputs[slot]
        futures, calls, size = [], [], 0
        template = self._template(task)
        for i, item in enumerate(items):
            coded = encode_input(item, self.store, name)
            mine = list(inputs)
            mine[slot] = [name, coded if kind == "n" else [coded, *rest], kind]
            key = f"{base}[{i}]"
            calls.append([key, template, mine, inputs_digest(mine), task.code, place, task.tuning])
            futures.append(self._future(key))
            size += len(dumps(mine))
            if len(calls) == CALLS_MAX or size > CALLS_BYTES:
                self._ask(calls, None)
                calls, size = [], 0
        if calls:
            self._ask(calls, None)
        return futures

    def _call(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        bound = task.bind(args, kwargs)
        inputs = [self._input(task, name, value) for name, value in bound.items()]
        template = self._template(task)
        key = self.key(task)
        return [key, template, inputs, inputs_digest(inputs), task.code, call_place(), task.tuning]

    def _input(self, task: Task[Any, Any], name: str, value: Any) -> list[Any]:
        kind = _KINDS.get(task.signature.parameters[name].kind, "n")
        if kind == "*":
            return [name, [encode_input(part, self.store, f"{name}[{i}]") for i, part in enumerate(value)], "*"]
        if kind == "**":
            return [name, {key: encode_input(part, self.store, key) for key, part in value.items()}, "**"]
        return [name, encode_input(value, self.store, name), "n"]

    @staticmethod
    def _template(task: Task[Any, Any]) -> str:
        if "<locals>" in task.__qualname__:
            raise HeadraceError(
                f"the task {task.name!r} is made inside of a function, where another process cannot find it: "
                "move it to the top level of its file"
            )
        return task.name

    def _future(self, key: str) -> Future[Any]:
        future: Future[Any] = Future(self, key, self.child(key))
        self._futures.setdefault(key, []).append(future)
        return future

    # Waiting. What a body knows must depend on its code alone, and not on when it is replayed: so of what an answer
    # holds it is told just what it asked for, all of it or one by one in the order of the journal.

    def awaited(self, name: str, inputs: dict[str, Any], what: list[Any]) -> Any:
        no_loop()
        given = [[key, encode_input(value, self.store, key), "n"] for key, value in inputs.items()]
        key = self.scope().next(name)
        future = self._future(key)
        call = [key, name, given, inputs_digest(given), "", call_place(), {"wait": what}]
        self._ask([call], [[key], "all"] if self._watches is None else None)
        return future.result()

    def _ask(self, calls: list[Any], wait: list[Any] | None) -> None:
        if self._watches is not None and wait is None:
            self._open()
            self._watches.say(["ask", self.aid, calls, None])
            return
        with self._turn:
            self._open()
            if wait is None:
                self._link.send(["ask", self.aid, calls, None])
                return
            self._before_wait()
            self._link.send(["ask", self.aid, calls, wait])
            answer = self._expect("answer")
            for result in answer[2]:
                self._tell(result[0], result[1])

    def _tell(self, key: str, outcome: list[Any]) -> None:
        for future in self._futures.pop(key, ()):
            future._wire = outcome

    def wait(self, futures: list[Future[Any]], timeout: float | None = None) -> None:
        no_loop()
        with self._turn if self._watches is None else _NOTHING:
            limit: list[Any] = []
            if timeout is not None:
                name = self.scope().timed()
                if name in self._recorded:  # an earlier attempt waited in vain
                    raise self._timeout(futures, timeout)
                limit = [timeout, name]
            keys = list(dict.fromkeys(future._key for future in futures if not future._known()))
            if not keys:
                return
            if self._watches is None:
                self._ask([], [keys, "all", *limit])
            else:
                self._open()
                if not self._watches.wait(keys, True, timeout):
                    self._watches.lapsed(limit[1])
                    raise self._timeout(futures, limit[0])
                self._open()
            missing = [future.path for future in futures if not future._known()]
            if not missing:
                return
            told = [future for future in futures if future._key in keys and future._known()]
            if not told and timeout is not None:
                raise self._timeout(futures, timeout)
            for future in told:  # a call that could not be made at all ends the wait for the others
                self.saw(future)
                if isinstance(future._error, (Diverged, LimitExceeded)):
                    raise future._error
            raise HeadraceError(f"the answer lacks the outcome of {missing[0]}")

    def _timeout(self, futures: list[Future[Any]], timeout: float) -> WaitTimeout:
        more = f" and {len(futures) - 1:,} more" if len(futures) > 1 else ""
        return WaitTimeout(f"waited {timeout:g} s in vain for {futures[0].path}{more}")

    def in_order(self, futures: list[Future[Any]]) -> Iterator[Future[Any]]:
        no_loop()
        if self._watches is not None:
            yield from self._in_order(futures, self._watches)
            return
        left: dict[str, list[Future[Any]]] = {}
        for future in futures:
            left.setdefault(future._key, []).append(future)
        while left:
            for result in self._ended(list(left)):
                self._tell(result[0], result[1])
                yield from left.pop(result[0])

    def _ended(self, keys: list[str]) -> list[list[Any]]:
        """Those of the calls that have ended, at least one, in that order, with their outcomes."""
        with self._turn:
            self._open()
            self._before_wait()
            self._link.send(["ask", self.aid, [], [keys, "any"]])
            outcomes: list[list[Any]] = self._expect("answer")[2]
        if not outcomes:
            raise HeadraceError(f"the answer lacks any outcome of {self.child(keys[0])}")
        return outcomes

    def _in_order(self, futures: list[Future[Any]], waits: Watches) -> Iterator[Future[Any]]:
        left = list(futures)
        while left:
            self._open()
            waits.wait(list(dict.fromkeys(future._key for future in left)), False, None)
            self._open()
            over = [future for future in left if future._known()]
            over.sort(key=lambda future: waits.order(future._key))
            yield over[0]
            left.remove(over[0])

    def over(self, future: Future[Any]) -> bool:
        if loop_runs():
            return False  # the loop has not given it yet
        try:
            self.wait([future], 0)
        except WaitTimeout:
            return False
        return True

    def cancel(self, future: Future[Any]) -> None:
        self._open()
        if self._watches is None:
            self._link.send(["cancel", self.aid, [future._key]])
        else:
            self._watches.say(["cancel", self.aid, [future._key]])

    def saw(self, future: Future[Any]) -> None:
        wire = future._wire
        if wire is None:
            return
        with self._turn:
            self.looked[future._key] = None
            if future._wire is None:
                return
            if wire[0] == "ok":
                future._settle(decode(wire[1], self.store), None)
            elif wire[0] == "skipped":
                future._settle(None, Skip(wire[1]))
            else:
                future._settle(None, _failures.exception(wire[1], self.store))
            future._wire = None

    def record(self, key: str, make: Callable[[], Any]) -> Any:
        if key in self._recorded:  # an earlier attempt did it
            return decode(self._recorded[key], self.store)
        coded = encode(make(), self.store, key)
        if self._watches is not None:
            self._open()
            return decode(self._watches.record(["record", self.aid, key, coded]), self.store)
        with self._turn:
            self._open()
            self._before_wait()
            self._link.send(["record", self.aid, key, coded])
            return decode(self._expect("recorded")[3], self.store)

    def _expect(self, verb: str) -> list[Any]:
        frame = self._take()
        while frame is None:
            frame = self._take()
        if frame[0] != verb or frame[1] != self.aid:
            raise ValueError(f"expected {verb!r} for {self.aid}, got {frame[:2]}")
        return frame

    def _open(self) -> None:
        if self.closed:
            raise HeadraceError(f"{self.path or self.flow} has ended: nothing can be called in it any more")

    # What it makes

    def artifact(self, name: str, value: object) -> Artifact:
        if isinstance(value, os.PathLike):
            coded = encode_file(os.path.abspath(os.fspath(value)), self.store)
        elif type(value) is bytes:
            coded = encode_bytes(value, self.store)
        else:
            coded = encode_stored(value, self.store, name)
        with self._turn:
            self._open()
            self.artifacts[name] = coded
        return Artifact(name, coded["type"], coded["size"], coded["digest"])

    def progress(self, fraction: float | None, text: str) -> None:
        now = time.monotonic()
        if now - self._progress_at >= PROGRESS_EVERY or fraction == 1.0:
            self._progress_at = now
            if not self.closed:
                self._link.send(["progress", self.aid, fraction, text])

    def resolved(self, value: Any) -> Any:
        """A result in which every Future is replaced by its value."""
        kind = type(value)
        if kind is Future:
            return value.result()
        if kind is dict:
            return {key: self.resolved(item) for key, item in value.items()}
        if kind is list or kind is tuple:
            return kind(self.resolved(item) for item in value)
        return value


class ForkedBody(PlainBody):
    """The body in a process that the attempt has forked, such as one of a pool: it has no link."""

    def __init__(self, body: Body) -> None:
        super().__init__(body.flow, body.path)
        self.run = body.run
        self.attempt = body.attempt

    def key(self, task: Task[Any, Any]) -> str:
        raise HeadraceError(
            f"the task {task.name!r} is called in a process that {self.path or self.flow} has forked: "
            "call tasks in the body itself, and plain functions there"
        )

    def record(self, key: str, make: Callable[[], Any]) -> Any:
        raise HeadraceError(f"{self.path or self.flow} has forked this process: only the body itself can record")

    def artifact(self, name: str, value: object) -> Artifact:
        raise HeadraceError(
            f"{self.path or self.flow} has forked this process: only the body itself can name artifacts"
        )
