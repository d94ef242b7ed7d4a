"""Bodies: running functions that call tasks. This module holds the plain one; ``_attached`` holds the engine's.

A body hands out the keys of its children, so that the paths are the same with and without the engine.
"""

from __future__ import annotations

import _thread
import os
import sys
import time

from ._errors import HeadraceError, TaskCancelled
from ._futures import Future
from ._scopes import Scope, loop_runs, mine, watch
from ._scopes import current as _scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    import logging
    from collections.abc import Callable, Generator, Iterable, Iterator
    from contextvars import Token
    from typing import Any

    from ._api import Flow, Task

MAP_MAX = 100_000
"""Items that one ``map`` call may have."""

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
NAME_MAX = 100
_CONTAINERS = frozenset((list, tuple, dict))
_HERE = os.path.dirname(os.path.abspath(__file__))
_ours: dict[str, bool] = {}


def is_name(text: object, first_may_be_digit: bool = False) -> bool:
    """Whether this can be the name of a flow, a task or a key: ``[A-Za-z_][A-Za-z0-9_.-]{0,99}``.

    With ``first_may_be_digit`` it is the grammar of artifact names: ``[A-Za-z0-9][A-Za-z0-9._-]{0,99}``.
    """
    if type(text) is not str or not 0 < len(text) <= NAME_MAX or not _NAME.issuperset(text):
        return False
    first = text[0]
    return (first.isalpha() or first.isdigit()) if first_may_be_digit else (first.isalpha() or first == "_")


def check_artifact_name(name: object) -> None:
    """Raises ValueError unless ``name`` can be that of an artifact."""
    if not is_name(name, first_may_be_digit=True):
        raise ValueError(
            f"{name!r} cannot be the name of an artifact: 1 to {NAME_MAX} letters, digits and . _ - beginning with a "
            "letter or digit"
        )


class Artifact:
    """A named output of a task, as ``artifact`` gives it: what it is, not the thing itself."""

    __slots__ = ("digest", "name", "size", "type")

    def __init__(self, name: str, type: str, size: int | None = None, digest: str | None = None) -> None:
        self.name = name
        self.type = type
        self.size = size
        self.digest = digest

    def __repr__(self) -> str:
        return f"<Artifact {self.name} ({self.type})>"


class Again(BaseException):
    """Not an ``Exception``, so that ``except Exception`` does not swallow it."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        super().__init__("the flow goes on as new")
        self.arguments = arguments


class Body:
    """A running function that may call tasks."""

    definition: Flow[Any, Any] | None = None
    """The flow whose body it is."""

    def __init__(self, run: str, flow: str, path: str, attempt: int) -> None:
        self.run = run
        self.flow = flow
        self.path = path
        self.attempt = attempt
        self.keys = Scope(self)
        self._main = _thread.get_ident()
        self._logger: logging.Logger | None = None

    def child(self, key: str) -> str:
        """The path of the child under that key."""
        return f"{self.path}/{key}" if self.path else key

    def key(self, task: Task[Any, Any]) -> str:
        """The key of the next call of this task."""
        return self.scope().next(task.name) if task.key is None else self.scope().named(task.name, task.key)

    def scope(self) -> Scope:
        """The scope that this code runs in. Raises HeadraceError where it has none."""
        scope = mine()
        if scope is None:
            if _thread.get_ident() == self._main:
                return self.keys
        elif scope.body is self:
            return scope
        raise HeadraceError(
            f"HR-0440: {self.path or self.flow or 'a body'} is used in a thread that nobody in it has started: what "
            "such a thread calls cannot be told from what others call. Start threads in the body with threading.Thread "
            "or ThreadPoolExecutor"
        )

    def starts(self) -> Scope | None:
        """The scope in which this code starts threads, if it is one of this body's."""
        scope = mine()
        if scope is None:
            return self.keys if _thread.get_ident() == self._main else None
        return scope if scope.body is self else None

    def has_begun(self) -> None:
        """A thread, or what was submitted to some, is about to run in this body."""

    def has_ended(self) -> None:
        """One of them does not run any more."""

    def call(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        raise NotImplementedError

    def submit(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Future[Any]:
        raise NotImplementedError

    def map(
        self, task: Task[Any, Any], items: list[Any], shared: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> list[Future[Any]]:
        raise NotImplementedError

    def wait(self, futures: list[Future[Any]], timeout: float | None = None) -> None:
        """Returns when the outcomes of all futures are here. Raises WaitTimeout after so many seconds."""
        raise NotImplementedError

    def in_order(self, futures: list[Future[Any]]) -> Iterator[Future[Any]]:
        """Gives the futures as they end, each with its outcome here."""
        raise NotImplementedError

    def over(self, future: Future[Any]) -> bool:
        """Whether the task of a future whose outcome is not here is over; then it is here."""
        raise NotImplementedError

    def cancel(self, future: Future[Any]) -> None:
        raise NotImplementedError

    def awaited(self, name: str, inputs: dict[str, Any], what: list[Any]) -> Any:
        """Waits for what is no task, and gives what comes of it. ``what`` is as the link says it."""
        raise NotImplementedError

    def awaiting(self, future: Future[Any]) -> Generator[Any, None, None]:
        """What ``await future`` does until the outcome is here."""
        raise NotImplementedError

    def saw(self, future: Future[Any]) -> None:
        """The body looks at an outcome that is here."""
        raise NotImplementedError

    def record(self, key: str, make: Callable[[], Any]) -> Any:
        raise NotImplementedError

    def artifact(self, name: str, value: object) -> Artifact:
        raise NotImplementedError

    def progress(self, fraction: float | None, text: str) -> None:
        raise NotImplementedError

    def logger(self) -> logging.Logger:
        """Writes plain lines to what is standard error when they are written."""
        if self._logger is None:
            import logging

            class Lines(logging.Handler):
                def emit(self, record: logging.LogRecord) -> None:
                    try:
                        sys.stderr.write(self.format(record) + "\n")
                        sys.stderr.flush()
                    except Exception:
                        self.handleError(record)

            logger = logging.Logger(f"headrace.{self.path or self.flow}", logging.INFO)
            handler = Lines()
            handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
            logger.addHandler(handler)
            self._logger = logger
        return self._logger


class PlainBody(Body):
    """A body without an engine: tasks are plain calls in the same thread, and a breakpoint works."""

    def __init__(self, flow: str, path: str) -> None:
        super().__init__("local", flow, path, 1)

    def call(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        no_loop()
        return self._inline(task, self.key(task), args, kwargs)

    def submit(self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Future[Any]:
        return self._future(task, self.key(task), args, kwargs)

    def map(
        self, task: Task[Any, Any], items: list[Any], shared: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> list[Future[Any]]:
        base = self.key(task)
        return [self._future(task, f"{base}[{i}]", (item, *shared), kwargs) for i, item in enumerate(items)]

    def _future(self, task: Task[Any, Any], key: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Future[Any]:
        task.check(args, kwargs)
        future: Future[Any] = Future(self, key, self.child(key))
        if task.is_async and loop_runs():
            from . import _loops

            _loops.submit_plain(future, task, PlainBody(self.flow, self.child(key)), args, kwargs)
            return future
        try:
            future._settle(self._inline(task, key, args, kwargs), None)
        except Exception as error:
            future._settle(None, error)
        return future

    def _inline(self, task: Task[Any, Any], key: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        args = tuple(_filled(arg) for arg in args)
        kwargs = {name: _filled(arg) for name, arg in kwargs.items()}
        with Inside(PlainBody(self.flow, self.child(key))):
            while True:
                result = task.function(*args, **kwargs)
                if task.is_async:
                    from . import _loops

                    result = _loops.run_plain(result)
                pause = task.retrying.get("poll")
                if pause is None or (result is not None and result is not False):
                    return result
                time.sleep(pause)

    def wait(self, futures: list[Future[Any]], timeout: float | None = None) -> None:
        """Nothing is ever pending, but what runs in the event loop of this thread."""
        no_loop()

    def in_order(self, futures: list[Future[Any]]) -> Iterator[Future[Any]]:
        no_loop()
        return iter(futures)

    def over(self, future: Future[Any]) -> bool:
        return future._task is None or future._task.done()

    def cancel(self, future: Future[Any]) -> None:
        """All has ended, but what runs in the event loop of this thread."""
        if future._task is not None and not future._task.done():
            future._settle(None, TaskCancelled("the task that called it cancelled it"))
            future._task.cancel()

    def awaiting(self, future: Future[Any]) -> Generator[Any, None, None]:
        from . import _loops

        return _loops.awaiting_plain(future)

    def awaited(self, name: str, inputs: dict[str, Any], what: list[Any]) -> Any:
        no_loop()
        self.scope().next(name)
        if what[0] == "after":
            import time

            time.sleep(what[1])
            return None
        if what[0] == "until":
            import datetime
            import time

            moment = datetime.datetime.strptime(what[1], "%Y-%m-%dT%H:%M:%S.%fZ")
            ahead = moment.replace(tzinfo=datetime.timezone.utc) - datetime.datetime.now(datetime.timezone.utc)
            time.sleep(max(0.0, ahead.total_seconds()))
            return None
        raise HeadraceError(f"{name}: without an engine nobody can answer: use headrace run")

    def saw(self, future: Future[Any]) -> None:
        """Nobody keeps account."""

    def record(self, key: str, make: Callable[[], Any]) -> Any:
        return make()

    def artifact(self, name: str, value: object) -> Artifact:
        folder = os.path.join("headrace-artifacts", self.path or self.flow or "local")
        os.makedirs(folder, exist_ok=True)
        target = os.path.join(folder, name)
        if isinstance(value, os.PathLike):
            import shutil

            shutil.copyfile(value, target)
            return Artifact(name, "file", os.path.getsize(target))
        data = value if type(value) is bytes else _readable(value)
        with open(target, "wb") as file:
            file.write(data)
        return Artifact(name, type(value).__qualname__, len(data))

    def progress(self, fraction: float | None, text: str) -> None:
        """Nobody looks."""


def _readable(value: object) -> bytes:
    """JSON where it says the value, else a pickle."""
    import json
    import pickle

    try:
        text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
        if json.loads(text) == value:
            return text.encode() + b"\n"
    except (TypeError, ValueError, RecursionError):
        pass
    return pickle.dumps(value, protocol=5)


def _filled(value: Any) -> Any:
    """The argument with every Future replaced by its value."""
    kind = type(value)
    if kind is Future:
        return value.result()
    if kind in _CONTAINERS and has_future(value):
        if kind is dict:
            return {key: _filled(item) for key, item in value.items()}
        return kind(_filled(item) for item in value)
    return value


def has_future(value: Any) -> bool:
    """Whether a Future lies in this argument, within lists, tuples and dicts."""
    kind = type(value)
    if kind is Future:
        return True
    if kind not in _CONTAINERS:
        return False
    left = [value]
    seen = set()
    while left:
        container = left.pop()
        if id(container) in seen:
            continue
        seen.add(id(container))
        items: Iterable[Any] = container.values() if type(container) is dict else container
        kinds = set(map(type, items))
        if Future in kinds:
            return True
        if not kinds.isdisjoint(_CONTAINERS):
            left.extend(item for item in items if type(item) in _CONTAINERS)
    return False


attached: Body | None = None
"""The one attempt that this process runs for an engine, or None. Threads of the body belong to it too."""

importing: str | None = None
"""The file that is being imported for an engine, when no task may run yet."""


class Inside:
    """Within it, this thread or asyncio task runs the given plain body."""

    __slots__ = ("_before", "_body")

    def __init__(self, body: Body) -> None:
        self._body = body
        self._before: Token[Scope | None]

    def __enter__(self) -> Body:
        self._before = _scope.set(self._body.keys)
        return self._body

    def __exit__(self, *_: object) -> None:
        _scope.reset(self._before)


def here() -> Body:
    """The body that runs in this thread; outside of any flow, a plain one."""
    if attached is not None:
        return attached
    scope = mine()
    if scope is None:
        if importing is not None:
            raise RuntimeError(
                f'{importing} runs a flow or task while it is imported: put that call under if __name__ == "__main__":'
            )
        scope = PlainBody("", "").keys
        _scope.set(scope)
    return scope.body


def starter() -> Scope | None:
    """The scope in which this code starts threads; None outside of any body."""
    return mine() if attached is None else attached.starts()


def watch_threads() -> None:
    """From now on, threads of bodies have scopes."""
    watch(starter)


def no_loop() -> None:
    """Raises where waiting would stop an event loop, and with it all that runs in it."""
    if loop_runs():
        raise HeadraceError(
            "HR-0441: this waits for a task, and with it the event loop would stand still, and all that runs in it: in "
            "async code write 'await task.submit(…)' or 'await future', for several 'await asyncio.gather(*futures)'"
        )


def _is_ours(file: str) -> bool:
    ours = _ours.get(file)
    if ours is None:
        ours = _ours[file] = os.path.dirname(file) == _HERE
    return ours


def call_place() -> str:
    """``file:line`` of the innermost frame that is not ours."""
    frame = sys._getframe(1)
    while frame.f_back is not None and _is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


class Context:
    """What a running task knows about itself; see ``current``."""

    __slots__ = ("_body",)

    def __init__(self, body: Body) -> None:
        self._body = body

    @property
    def run(self) -> str:
        """The id of the run; ``local`` without an engine."""
        return self._body.run

    @property
    def flow(self) -> str:
        """The name of the flow; empty outside of any flow."""
        return self._body.flow

    @property
    def task(self) -> str:
        """The path of the task in the run, such as ``train[3]``; empty in the body of the flow itself."""
        return self._body.path

    @property
    def attempt(self) -> int:
        """1 for the first attempt of this task, 2 for its first retry, …"""
        return self._body.attempt

    @property
    def log(self) -> logging.Logger:
        """A logger that writes plain lines to standard error, from level INFO."""
        return self._body.logger()

    def progress(self, fraction: float | None = None, text: str = "") -> None:
        """Shows how far the task is: ``fraction`` from 0 to 1, or None when unknown. Shown, not kept.

        Calls that follow each other within 50 ms may be left out.
        """
        if fraction is not None:
            fraction = float(fraction)
            if not 0.0 <= fraction <= 1.0:
                raise ValueError(f"progress goes from 0 to 1, not {fraction}")
        self._body.progress(fraction, str(text)[:500])

    def __repr__(self) -> str:
        return f"<run {self.run} task {self.task!r} attempt {self.attempt}>"


def current() -> Context:
    """The run, flow, task and attempt that this code runs in. Without an engine the run is called ``local``."""
    return Context(here())


def once(function: Callable[[], Any], key: str | None = None) -> Any:
    """Calls ``function()`` and records what it gives: a replay of this body sees the recorded value.

    ``key`` names the record (else they are counted: the first, second, … call in this body). Once its value is recorded
    the function does not run again, in no later attempt; when a crash comes before that, it does. The value must be one
    that can be kept.
    """
    body = here()
    if key is None:
        return body.record(body.scope().next("once"), function)
    if not is_name(key):
        raise ValueError(f"{key!r} cannot be a key: letters, digits and _ . - beginning with a letter or _")
    return body.record(body.scope().named("once", key), function)


def now() -> datetime.datetime:
    """The time, in UTC, to the microsecond. Recorded: a replay of this body sees the same time."""
    import datetime
    import time

    body = here()
    micros = body.record(body.scope().next("now"), lambda: time.time_ns() // 1000)
    return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(microseconds=micros)


def random() -> float:
    """A random number in [0, 1). Recorded: a replay of this body sees the same number."""
    import random as chance

    body = here()
    number: float = body.record(body.scope().next("random"), chance.random)
    return number


def artifact(name: str, value: object) -> Artifact:
    """Keeps a named output of the running task and gives a small handle.

    ``value`` is bytes, a ``pathlib.Path`` to a file (its content is copied), or any object that can be kept. ``name``:
    1 to 100 letters, digits and ``. _ -``, beginning with a letter or digit; the last value under a name counts.
    Without an engine it is written to ``./headrace-artifacts/<task>/<name>``.
    """
    check_artifact_name(name)
    return here().artifact(name, value)
