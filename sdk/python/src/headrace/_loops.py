"""Async bodies: the event loop that an engine's body runs in, and what async code does without an engine.

What a body sees must not depend on when it is replayed. So the loop gives it one outcome at a time, in the order in
which the tasks ended, and the next one only when nothing in the loop can go on; and a timer that rings while the body
waits for tasks is recorded, so that it rings again at that place.
"""

from __future__ import annotations

import asyncio
import contextvars
import heapq
import selectors
import time
from collections.abc import Coroutine, Generator
from typing import Any

from ._api import Flow, Task
from ._bodies import Again, Body, Inside
from ._futures import Future
from ._scopes import Scope, current
from ._watches import Watches

BUSY_MAX = 1_000
"""Rounds of a loop that never has nothing to do after which it is given what has come all the same."""


class _Selector(selectors.DefaultSelector):
    """Where the loop waits when nothing in it can go on."""

    loop: Loop

    def select(self, timeout: float | None = None) -> Any:
        return self.loop.idle(super().select, timeout)


class Loop(asyncio.SelectorEventLoop):
    """The event loop of one attempt."""

    def __init__(self, waits: Watches, recorded: dict[str, Any], root: Scope) -> None:
        self._real = time.monotonic
        self._now = self._real()
        self._ahead = 0.0  # how far a replay has skipped time
        self._watches = waits
        self._recorded = recorded
        self._fresh: list[str] = []  # to be watched
        self._open: dict[str, tuple[Future[Any], list[asyncio.Future[None]]]] = {}
        self._came: list[tuple[int, str, list[Any]]] = []
        self._given = 0
        self._rang = 0
        self._busy = 0
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)
        scopes = iter([root])

        def factory(loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> Any:
            return _scoped(loop, coro, next(scopes, None), more)

        self.set_task_factory(factory)
        waits.deliver = self._hear

    def time(self) -> float:
        """Stands still while something in the loop goes on."""
        return self._now

    # What is waited for

    def awaiting(self, future: Future[Any]) -> Generator[Any, None, None]:
        waiter: asyncio.Future[None] = self.create_future()
        entry = self._open.get(future._key)
        if entry is None:
            self._open[future._key] = future, [waiter]
            self._fresh.append(future._key)
        else:
            entry[1].append(waiter)
        try:
            yield from waiter
        except asyncio.CancelledError:
            if not future._known() and not future._body.closed:  # type: ignore[attr-defined]
                future.cancel()
            raise

    def _hear(self, key: str, outcome: list[Any], order: int) -> None:
        """On the listening thread."""
        heapq.heappush(self._came, (order, key, outcome))
        self.call_soon_threadsafe(lambda: None)

    def _give(self) -> None:
        """The outcome of the call that ended first."""
        _, key, outcome = heapq.heappop(self._came)
        if key not in self._open:
            return  # a thread has waited for it
        self._given += 1
        self._rang = 0
        future, waiters = self._open.pop(key)
        future._body._tell(key, outcome)  # type: ignore[attr-defined]
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    # Time

    def _catch_up(self) -> None:
        self._now = max(self._now, self._real() + self._ahead)

    def idle(self, select: Any, timeout: float | None) -> Any:
        """Waits for whatever comes first; the loop has nothing to do unless the timeout is 0."""
        if timeout is not None and timeout <= 0:
            if self._ready:  # type: ignore[attr-defined]
                self._busy += 1
                if not self._open:
                    self._catch_up()
                if self._busy < BUSY_MAX or not self._open:
                    return select(0)
            else:
                return select(0)  # a timer is due
        self._busy = 0
        if not self._open:
            events = select(timeout)
            self._catch_up()
            return events
        if self._fresh:
            self._watches.watch(self._fresh)
            self._fresh = []
            if self._came:
                self._watches.sync()
        if self._came:
            self._give()
            return []
        name = f"timeout#{self._given}.{self._rang + 1}~loop"
        if timeout is not None and name in self._recorded:
            self._rang += 1
            self._skip(timeout)
            return []
        left = None if timeout is None else max(0.0, timeout - (self._real() + self._ahead - self._now))
        if not self._watches.asleep(self._came):
            self._give()
            return []
        try:
            events = select(left)
        finally:
            self._watches.up()
        if self._came:
            self._watches.awake()
            self._give()
        elif not events and timeout is not None:
            self._rang += 1
            self._watches.lapsed(name)
            self._now = max(self._now + timeout + 1e-6, self._real() + self._ahead)
        else:
            self._watches.awake()
            self._catch_up()
        return events

    def _skip(self, seconds: float) -> None:
        """A replay need not wait for a timer that is known to ring."""
        now = self._now + seconds + 1e-6
        self._ahead = max(self._ahead, now - self._real())
        self._now = now


def _scoped(loop: asyncio.AbstractEventLoop, coro: Any, scope: Scope | None, more: dict[str, Any]) -> Any:
    """A task of asyncio in a scope of its own."""
    if scope is None:
        above = current.get()
        scope = above.child() if above is not None else None
    given = more.pop("context", None)
    context = given.copy() if given is not None else contextvars.copy_context()
    context.run(current.set, scope)
    return context.run(lambda: asyncio.Task(coro, loop=loop, **more))


def run(coro: Coroutine[Any, Any, Any], waits: Watches, recorded: dict[str, Any], root: Scope) -> Any:
    """Runs the coroutine of an attempt to its end."""
    loop = Loop(waits, recorded, root)
    root.body.loop = loop  # type: ignore[attr-defined]
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(coro)
    finally:
        try:
            _end(loop)
        finally:
            asyncio.set_event_loop(None)
            loop.close()


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Ends what is left in the loop, as asyncio.run does."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())


# Without an engine


def _watch_plain(loop: asyncio.AbstractEventLoop) -> None:
    """Gives what is started in the loop of somebody else the scopes that it has under an engine."""
    if loop.get_task_factory() is None:
        loop.set_task_factory(lambda loop, coro, **more: _scoped(loop, coro, None, more))


async def flow_plain(flow: Flow[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The flow, in the event loop that runs."""
    _watch_plain(asyncio.get_running_loop())
    while True:
        try:
            with Inside(flow._plain_body()):
                return await flow.function(*args, **kwargs)
        except Again as again:
            if flow._is_within():
                raise flow._not_itself() from None
            args, kwargs = (), again.arguments


def run_plain(coro: Coroutine[Any, Any, Any]) -> Any:
    """An async task that plain code calls."""

    async def watched() -> Any:
        _watch_plain(asyncio.get_running_loop())
        return await coro

    return asyncio.run(watched())


def submit_plain(
    future: Future[Any], task: Task[Any, Any], body: Body, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """An async task that async code calls begins at once."""

    async def call() -> Any:
        given = [await _there(arg) for arg in args]
        named = {name: await _there(arg) for name, arg in kwargs.items()}
        with Inside(body):
            return await task.function(*given, **named)

    loop = asyncio.get_running_loop()
    _watch_plain(loop)
    future._task = asyncio.Task(call(), loop=loop)


async def _there(value: Any) -> Any:
    """The argument with every Future replaced by its value."""
    kind = type(value)
    if kind is Future:
        return await value
    if kind is dict:
        return {key: await _there(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return kind([await _there(item) for item in value])
    return value


def awaiting_plain(future: Future[Any]) -> Generator[Any, None, None]:
    """What ``await future`` does in a plain body."""
    try:
        future._settle((yield from future._task.__await__()), None)
    except asyncio.CancelledError:
        if future._error is None:
            raise
    except Exception as error:
        future._settle(None, error)


__all__ = ["Loop", "awaiting_plain", "flow_plain", "run", "run_plain", "submit_plain"]
