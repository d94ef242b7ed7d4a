"""A Future: the promise of a task's value."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from types import TracebackType
    from typing import Any, Generic, NoReturn, TypeVar

    from ._bodies import Body

    T = TypeVar("T")
else:

    class Generic:
        """Stands in for typing.Generic, so that importing headrace does not import typing."""

        def __class_getitem__(cls, item):
            return cls

    T = None

PENDING = object()

TIMEOUT_MAX = 30 * 24 * 3600
"""Seconds that a wait may take."""


class Future(Generic[T]):
    """The promise of a task's value, made by ``submit`` and ``map``.

    As an argument of another task, alone or in lists, tuples and dicts, it stands for that value: the other task waits
    for it, this body does not.
    """

    __slots__ = ("_body", "_error", "_key", "_path", "_steps", "_task", "_trace", "_value", "_wire")

    def __init__(self, body: Body, key: str, path: str) -> None:
        self._body = body
        self._key = key
        self._path = path
        self._wire: Any = None
        self._value: Any = PENDING
        self._error: BaseException | None = None
        self._trace: TracebackType | None = None
        self._task: Any = None  # of asyncio, in a plain body
        self._steps: dict[Any, Generator[Any, Any, T]] | None = None

    @property
    def path(self) -> str:
        """The path of the task in the run, such as ``train[3]``."""
        return self._path

    def result(self, timeout: float | None = None) -> T:
        """Waits for the task and gives its value, or raises the exception that the task raised.

        After ``timeout`` seconds (0 to 30 days) without an outcome :class:`WaitTimeout` is raised, which is a
        ``TimeoutError``; the task goes on. A replay of this body takes the same way again, whatever has come meanwhile.
        The exception is the task's own: type, arguments and cause, and its traceback shows the task's lines. When it
        cannot be carried over (its class cannot be unpickled), :class:`TaskFailed` with the same text is raised.
        """
        self._look(timeout)
        if self._error is not None:
            raise self._error.with_traceback(self._trace)  # as it came, however often it is raised
        return self._value  # type: ignore[no-any-return]

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Waits for the task, like ``result``, and gives its exception, or ``None`` when it succeeded."""
        self._look(timeout)
        return self._error

    def done(self) -> bool:
        """Whether the task is over. It asks the engine when this body does not know; a replay gives the same answer.

        To wait for whichever task is over first use ``as_completed``.
        """
        return self._known() or self._body.over(self)

    def cancel(self) -> None:
        """Ends the task, and all that it has called, unless it is over: it need not be waited for.

        ``result`` waits until it has ended and then raises :class:`TaskCancelled`, or gives what it came to when it was
        quicker. What was cancelled is no failure that somebody has to look at.
        """
        if not self._known():
            self._body.cancel(self)

    def _known(self) -> bool:
        """Whether this body has been told the outcome."""
        return self._wire is not None or self._error is not None or self._value is not PENDING

    def _look(self, timeout: float | None = None) -> None:
        """Waits until the outcome is here, opens it, and notes that the body saw it."""
        if timeout is not None:
            self._body.wait([self], check_timeout(timeout))
        elif not self._known():
            self._body.wait([self])
        self._body.saw(self)

    def _settle(self, value: object, error: BaseException | None) -> None:
        self._value = value
        self._error = error
        self._trace = error.__traceback__ if error is not None else None

    def __iter__(self) -> NoReturn:
        raise TypeError("a Future is not its value yet: call .result() on it, or pass it to a task as it is")

    def __await__(self) -> Generator[Any, Any, T]:
        """In async code: waits for the task and gives its value, or raises its exception, like ``result``.

        When the waiting is cancelled, by ``asyncio.timeout`` for one, the task is; ``asyncio.shield`` prevents that.
        """
        if not self._known():
            yield from self._body.awaiting(self)
        self._body.saw(self)
        if self._error is not None:
            raise self._error.with_traceback(self._trace)
        return self._value  # type: ignore[no-any-return]

    # A coroutine for asyncio, so that create_task and TaskGroup.create_task take it as it is. Several may drive it.

    def send(self, value: Any) -> Any:
        """As that of a coroutine."""
        return self._step("send", value)

    def throw(self, *error: Any) -> Any:
        """As that of a coroutine."""
        return self._step("throw", *error)

    def close(self) -> None:
        """As that of a coroutine. The task goes on."""
        if self._steps is not None:
            for steps in list(self._steps.values()):
                steps.close()
            self._steps = None

    def _step(self, what: str, *args: Any) -> Any:
        import asyncio

        driver = asyncio.current_task()
        if self._steps is None:
            self._steps = {}
        steps = self._steps.get(driver)
        if steps is None:
            if what == "throw":  # cancelled before it began to wait
                if isinstance(args[0], asyncio.CancelledError):
                    self.cancel()
                raise args[0]
            steps = self._steps[driver] = self.__await__()
        try:
            return getattr(steps, what)(*args)
        except BaseException:
            if self._steps is not None:
                self._steps.pop(driver, None)
            raise

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a Future can be an argument of a task, alone or in a list, tuple or dict, but not inside objects"
        )

    def __repr__(self) -> str:
        state = "pending" if not self._known() else "failed" if self._error is not None else "done"
        return f"<Future {self._path} {state}>"


def _flat(futures: tuple[object, ...]) -> list[Future[Any]]:
    """The futures of ``gather(a, b)`` and of ``gather([a, b])`` alike."""
    given: Iterable[object] = futures
    if len(futures) == 1 and not isinstance(futures[0], Future):
        given = futures[0]  # type: ignore[assignment]
    flat = []
    for future in given:
        if not isinstance(future, Future):
            raise TypeError(f"expected Futures (from .submit or .map), got {type(future).__name__}")
        flat.append(future)
    return flat


def check_timeout(timeout: float) -> float:
    """Raises TypeError or ValueError for what is no time to wait."""
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise TypeError(f"timeout is a number of seconds, not {timeout!r}")
    if not 0 <= timeout <= TIMEOUT_MAX:
        raise ValueError(f"timeout goes from 0 to {TIMEOUT_MAX:,} s, not {timeout}")
    return timeout


def gather(*futures: Any, timeout: float | None = None) -> list[Any]:
    """Waits for all futures (given one by one, or as one iterable) and gives their values in the same order.

    Raises the exception of the first one, in that order, that failed; by then all have ended. After ``timeout`` seconds
    (0 to 30 days) :class:`WaitTimeout` is raised unless all have ended; those that go on, go on.
    """
    flat = _flat(futures)
    for body, of_body in _by_body(flat):
        body.wait(of_body, None if timeout is None else check_timeout(timeout))
    for future in flat:
        future._look()
    return [future.result() for future in flat]


def as_completed(futures: Iterable[Future[T]]) -> Iterator[Future[T]]:
    """Gives the futures one by one in the order in which their tasks end, those that failed too.

    A replay of this body gives them in the same order.
    """
    for body, of_body in _by_body(_flat((futures,))):
        yield from body.in_order(of_body)


def _by_body(futures: list[Future[Any]]) -> list[tuple[Body, list[Future[Any]]]]:
    """The futures of each body that made them: nearly always one."""
    if len({id(future._body) for future in futures}) == 1:
        return [(futures[0]._body, futures)]
    groups: dict[int, tuple[Body, list[Future[Any]]]] = {}
    for future in futures:
        groups.setdefault(id(future._body), (future._body, []))[1].append(future)
    return list(groups.values())
