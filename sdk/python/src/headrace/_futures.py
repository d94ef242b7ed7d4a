"""A Future: the promise of a task's value."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


class Future(Generic[T]):
    """The promise of a task's value, made by ``submit`` and ``map``.

    As an argument of another task, alone or in lists, tuples and dicts, it stands for that value: the other task waits
    for it, this body does not.
    """

    __slots__ = ("_body", "_error", "_key", "_path", "_trace", "_value", "_wire")

    def __init__(self, body: Body, key: str, path: str) -> None:
        self._body = body
        self._key = key
        self._path = path
        self._wire: Any = None
        self._value: Any = PENDING
        self._error: BaseException | None = None
        self._trace: TracebackType | None = None

    @property
    def path(self) -> str:
        """The path of the task in the run, such as ``train[3]``."""
        return self._path

    def result(self) -> T:
        """Waits for the task and gives its value, or raises the exception that the task raised.

        The exception is the task's own: type, arguments and cause, and its traceback shows the task's lines. When it
        cannot be carried over (its class cannot be unpickled), :class:`TaskFailed` with the same text is raised.
        """
        self._look()
        if self._error is not None:
            raise self._error.with_traceback(self._trace)  # as it came, however often it is raised
        return self._value  # type: ignore[no-any-return]

    def exception(self) -> BaseException | None:
        """Waits for the task and gives its exception, or ``None`` when it succeeded."""
        self._look()
        return self._error

    def done(self) -> bool:
        """Whether the outcome is already known here: after ``result``, ``exception``, ``gather`` or ``as_completed``.

        It does not ask the engine, so do not wait for it in a loop; use ``as_completed``.
        """
        return self._wire is not None or self._error is not None or self._value is not PENDING

    def _look(self) -> None:
        """Waits until the outcome is here, opens it, and notes that the body saw it."""
        if not self.done():
            self._body.wait([self], "all")
        self._body.saw(self)

    def _settle(self, value: object, error: BaseException | None) -> None:
        self._value = value
        self._error = error
        self._trace = error.__traceback__ if error is not None else None

    def __iter__(self) -> NoReturn:
        raise TypeError("a Future is not its value yet: call .result() on it, or pass it to a task as it is")

    def __await__(self) -> NoReturn:
        raise TypeError("async flows are not supported yet: call .result()")

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a Future can be an argument of a task, alone or in a list, tuple or dict, but not inside objects"
        )

    def __repr__(self) -> str:
        state = "pending" if not self.done() else "failed" if self._error is not None else "done"
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


def gather(*futures: Any) -> list[Any]:
    """Waits for all futures (given one by one, or as one iterable) and gives their values in the same order.

    Raises the exception of the first one, in that order, that failed; by then all have ended.
    """
    flat = _flat(futures)
    _wait(flat, "all")
    for future in flat:
        future._look()
    return [future.result() for future in flat]


def as_completed(futures: Iterable[Future[T]]) -> Iterator[Future[T]]:
    """Gives the futures one by one as they end, those that failed too."""
    left = _flat((futures,))
    while left:
        if not any(future.done() for future in left):
            _wait(left, "any")
        ended = [future for future in left if future.done()]
        left = [future for future in left if not future.done()]
        yield from ended


def _wait(futures: list[Future[Any]], mode: str) -> None:
    """Waits in one question to each body that made them (nearly always one)."""
    missing = [future for future in futures if not future.done()]
    while missing:
        body = missing[0]._body
        body.wait([future for future in missing if future._body is body], mode)
        if mode == "any":
            return
        missing = [future for future in missing if future._body is not body]
