"""``@task`` and ``@flow``: what people write."""

from __future__ import annotations

from . import _bodies
from ._bodies import MAP_MAX, Again, Inside, PlainBody, here, is_name, watch_threads
from ._errors import HeadraceError
from ._futures import Future
from ._policy import CachePolicy, policy
from ._retrying import retrying as checked
from ._scopes import loop_runs, mine

TYPE_CHECKING = False
if TYPE_CHECKING:
    import inspect
    from collections.abc import Callable, Iterable
    from typing import Any, Generic, ParamSpec, TypeVar, overload

    from ._retrying import Failures

    P = ParamSpec("P")
    R = TypeVar("R")
else:
    from ._futures import Generic

    P = R = None

    def overload(function):
        return function


RETRIES_MAX = 1_000
SECONDS_MAX = 30 * 24 * 3600
CPUS_MAX = 1_024
MEMORY_MAX = 1 << 50
FACTOR_MAX = 100
HISTORY_MIN = 100
HISTORY_MAX = 100_000_000

_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_UNITS.update({"KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "TIB": 1 << 40})


class _Definition(Generic[P, R]):
    """A function with a name under which the engine knows it."""

    def __init__(self, function: Callable[P, R], name: str | None, word: str) -> None:
        code = getattr(function, "__code__", None)
        if code is None or isinstance(function, _Definition):
            raise TypeError(f"@{word} marks a function made with def, not {function!r}")
        if code.co_flags & 0x200:  # an async generator
            raise TypeError(f"@{word}: {function.__name__} is an async generator: return a list of what it yields")
        if name is None:
            name = function.__name__
        if not is_name(name):
            raise ValueError(
                f"@{word}: {name!r} cannot be a name: 1 to 100 letters, digits and _ . - beginning with a letter or _; "
                f'give one with @{word}(name="…")'
            )
        self.function = function
        self.name = name
        self.is_async = bool(code.co_flags & 0x80)
        self.__name__: str
        self.__qualname__: str
        self._signature: inspect.Signature | None = None
        self._plain: tuple[str, ...] | None = None
        self._code: str | None = None
        for attribute in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(self, attribute, getattr(function, attribute))
        self.__wrapped__ = function

    @property
    def signature(self) -> inspect.Signature:
        """The parameters of the function."""
        if self._signature is None:
            import inspect
            import sys

            if sys.version_info >= (3, 14):  # names that only type checkers know must not be evaluated
                from annotationlib import Format

                self._signature = inspect.signature(self.function, annotation_format=Format.STRING)
            else:
                self._signature = inspect.signature(self.function)
        return self._signature

    @property
    def code(self) -> str:
        """16 hex digits: the digest of the function's source text."""
        if self._code is None:
            from ._digests import code_digest

            self._code = code_digest(self.function)
        return self._code

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Parameter name → argument, defaults left out. Raises TypeError as the call itself would."""
        plain = self._plain
        if plain is None:
            plain = self._plain = self._plain_names()
        if plain and not kwargs and len(args) == len(plain):
            return dict(zip(plain, args, strict=True))
        try:
            return self.signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise TypeError(f"{self.__name__}(): {error}") from None

    def _plain_names(self) -> tuple[str, ...]:
        """The names of the parameters when each of them takes just one argument by its place, else none."""
        parameters = self.signature.parameters.values()
        plain = all(parameter.kind in (0, 1) for parameter in parameters)  # POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD
        return tuple(parameter.name for parameter in parameters) if plain else ()

    def __reduce__(self) -> str:
        return self.__qualname__  # as functions are pickled: by where they are found

    def check(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Raises TypeError when the arguments do not fit."""
        self.bind(args, kwargs)


class Handler:
    """A function that follows a task or a flow, under a name, for some outcomes."""

    __slots__ = ("function", "name", "on")

    def __init__(self, name: str, on: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.on = on
        self.function = function


def handlers(
    finally_: Callable[..., Any] | None,
    on_failure: Callable[..., Any] | None,
    on_success: Callable[..., Any] | None,
) -> tuple[Handler, ...]:
    """Those that are given. Raises TypeError for what is no function."""
    given = (
        ("finally_", "finally", "ended", finally_),
        ("on_failure", "on_failure", "failed", on_failure),
        ("on_success", "on_success", "succeeded", on_success),
    )
    for parameter, _, _, function in given:
        if function is not None and not isinstance(function, Task):
            code = getattr(function, "__code__", None)
            if code is None or "." in getattr(function, "__qualname__", "."):
                raise TypeError(f"{parameter} is a function or a task at the top of a module, not {function!r}")
    return tuple(Handler(name, on, function) for _, name, on, function in given if function is not None)


class Task(_Definition[P, R]):
    """A function that the engine runs, records and retries; ``function`` is the function itself."""

    def __init__(
        self,
        function: Callable[P, R],
        name: str | None,
        retries: int,
        retry_delay: float,
        retry_factor: float,
        timeout: float | None,
        cpus: float,
        memory: int | str | None,
        retrying: dict[str, Any],
        hooks: tuple[Handler, ...] = (),
        cache: bool | float | str | CachePolicy = False,
    ) -> None:
        super().__init__(function, name, "task")
        self.hooks = hooks
        self.retries = _whole("retries", retries, RETRIES_MAX)
        self.retry_delay = _number("retry_delay", retry_delay, 0, SECONDS_MAX)
        self.retry_factor = _number("retry_factor", retry_factor, 1, FACTOR_MAX)
        self.timeout = None if timeout is None else _number("timeout", timeout, 0.001, SECONDS_MAX)
        self.cpus = _number("cpus", cpus, 0, CPUS_MAX)
        self.memory = None if memory is None else _memory(memory)
        self.retrying = checked(retrying)
        self.cache = policy(cache) if cache is not False else None
        self.key: str | None = None
        self.overrides: dict[str, Any] = {}
        self._tuning: dict[str, Any] | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs the task and gives its value, or raises its exception.

        An ``async def`` task that is called in async code gives what is to be awaited; its task has been started.
        """
        if self.is_async and loop_runs():
            return here().submit(self, args, kwargs)  # type: ignore[return-value]
        return here().call(self, args, kwargs)  # type: ignore[no-any-return]

    # Any argument may be a Future of its type instead, which no signature can say: hence Any.
    def submit(self, *args: Any, **kwargs: Any) -> Future[R]:
        """Starts the task and gives a Future at once. Without an engine it has ended by then."""
        return here().submit(self, args, kwargs)

    def map(self, items: Iterable[Any] | Future[Any], *shared: Any, **kwargs: Any) -> list[Future[R]]:
        """Starts one task per item, at most 100,000, and gives their Futures in the same order.

        The item is the first argument; all others are the same for every one. A Future of items is waited for.
        """
        if self.key is not None:
            raise TypeError(f"{self.name}.map: a key names one call; the items of a map are named by their number")
        if isinstance(items, Future):
            items = items.result()
        listed = list(items)
        if len(listed) > MAP_MAX:
            raise ValueError(
                f"{self.name}.map: {len(listed):,} items, at most {MAP_MAX:,} are possible: map over parts"
            )
        return here().map(self, listed, shared, kwargs)

    def options(
        self,
        *,
        key: str | None = None,
        retries: int | None = None,
        retry_delay: float | None = None,
        retry_factor: float | None = None,
        retry_cap: float | None = None,
        retry_jitter: int | None = None,
        retry_within: float | None = None,
        retry_on: Failures | None = None,
        retry_never: Failures | None = None,
        retry_when: str | None = None,
        losses: int | None = None,
        timeout: float | None = None,
        cpus: float | None = None,
        memory: int | str | None = None,
        cache: bool | float | str | CachePolicy | None = None,
    ) -> Task[P, R]:
        """The same task with other limits, for the calls that are made through what this gives.

        What is None stays as it is. Later options lie over earlier ones. Each goes as far as it does for ``@task``.
        ``key`` names the call, ``fit[eu]``, instead of counting it; it must not be used twice in a body.
        """
        if key is not None and not is_name(key):
            raise ValueError(
                f"{key!r} cannot be a key: 1 to 100 letters, digits and _ . - beginning with a letter or _"
            )
        other: Task[P, R] = object.__new__(Task)
        other.__dict__.update(self.__dict__)
        overrides = dict(self.overrides)
        if retries is not None:
            overrides["retries"] = _whole("retries", retries, RETRIES_MAX)
        if retry_delay is not None:
            overrides["retry_delay"] = _number("retry_delay", retry_delay, 0, SECONDS_MAX)
        if retry_factor is not None:
            overrides["retry_factor"] = _number("retry_factor", retry_factor, 1, FACTOR_MAX)
        if timeout is not None:
            overrides["timeout"] = _number("timeout", timeout, 0.001, SECONDS_MAX)
        if cpus is not None:
            overrides["cpus"] = _number("cpus", cpus, 0, CPUS_MAX)
        if memory is not None:
            overrides["memory"] = _memory(memory)
        overrides.update(
            checked(
                {
                    "retry_cap": retry_cap,
                    "retry_jitter": retry_jitter,
                    "retry_within": retry_within,
                    "retry_on": retry_on,
                    "retry_never": retry_never,
                    "retry_when": retry_when,
                    "losses": losses,
                }
            )
        )
        if cache is not None:
            overrides["cache"] = policy(cache)
        other.overrides = overrides
        other._tuning = None
        other.key = key if key is not None else self.key
        return other

    @property
    def tuning(self) -> dict[str, Any]:
        """What calls want otherwise than the task says, as the runner link says it."""
        if "cache" not in self.overrides:
            return self.overrides
        if self._tuning is None:
            self._tuning = {**self.overrides, "cache": _cache(self, self.overrides["cache"])}
        return self._tuning

    def __repr__(self) -> str:
        return f"<task {self.name}>"


class Flow(_Definition[P, R]):
    """A function whose tasks make a run. Made with ``@flow``; ``function`` is the function itself."""

    def __init__(
        self, function: Callable[P, R], name: str | None, history: int | None = None, hooks: tuple[Handler, ...] = ()
    ) -> None:
        super().__init__(function, name, "flow")
        if history is not None and (type(history) is not int or not HISTORY_MIN <= history <= HISTORY_MAX):
            raise ValueError(f"history goes from {HISTORY_MIN} to {HISTORY_MAX:,} events, not {history!r}")
        self.history = history
        self.hooks = hooks

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Without an engine, runs the flow here. Within a running body it is a plain call: its tasks are the body's."""
        body = here() if _bodies.attached is not None or _bodies.importing is not None else None
        if body is not None:
            return self._within(args, kwargs)  # type: ignore[no-any-return]
        watch_threads()
        if self.is_async:
            from . import _loops

            return _loops.flow_plain(self, args, kwargs)  # type: ignore[return-value]
        while True:
            try:
                with Inside(self._plain_body()):
                    return self.function(*args, **kwargs)
            except Again as again:
                if self._is_within():
                    raise self._not_itself() from None
                args, kwargs = (), again.arguments  # type: ignore[assignment]

    def _plain_body(self) -> PlainBody:
        body = PlainBody(self.name, "")
        body.definition = self
        return body

    def _within(self, args: Any, kwargs: Any) -> Any:
        """A plain call in a body."""
        try:
            return self.function(*args, **kwargs)
        except Again:
            raise self._not_itself() from None

    @staticmethod
    def _is_within() -> bool:
        """Whether a body calls it, without an engine."""
        scope = mine()
        return scope is not None and (scope.body.definition is not None or bool(scope.body.path))

    def _not_itself(self) -> HeadraceError:
        return HeadraceError(
            f"HR-0442: continue_as_new in {self.name}, which a body calls: only the flow that runs goes on as new"
        )

    def __repr__(self) -> str:
        return f"<flow {self.name}>"


@overload
def task(function: Callable[P, R], /) -> Task[P, R]: ...


@overload
def task(
    *,
    name: str | None = None,
    retries: int = 0,
    retry_delay: float = 1.0,
    retry_factor: float = 2.0,
    retry_cap: float | None = None,
    retry_jitter: int | None = None,
    retry_within: float | None = None,
    retry_on: Failures | None = None,
    retry_never: Failures | None = None,
    retry_when: str | None = None,
    losses: int | None = None,
    timeout: float | None = None,
    cpus: float = 1,
    memory: int | str | None = None,
    poll: float | None = None,
    poll_limit: float | None = None,
    poll_skip: bool | None = None,
    finally_: Callable[..., Any] | None = None,
    on_failure: Callable[..., Any] | None = None,
    on_success: Callable[..., Any] | None = None,
    cache: bool | float | str | CachePolicy = False,
) -> Callable[[Callable[P, R]], Task[P, R]]: ...


def task(
    function: Callable[P, R] | None = None,
    /,
    *,
    name: str | None = None,
    retries: int = 0,
    retry_delay: float = 1.0,
    retry_factor: float = 2.0,
    retry_cap: float | None = None,
    retry_jitter: int | None = None,
    retry_within: float | None = None,
    retry_on: Failures | None = None,
    retry_never: Failures | None = None,
    retry_when: str | None = None,
    losses: int | None = None,
    timeout: float | None = None,
    cpus: float = 1,
    memory: int | str | None = None,
    poll: float | None = None,
    poll_limit: float | None = None,
    poll_skip: bool | None = None,
    finally_: Callable[..., Any] | None = None,
    on_failure: Callable[..., Any] | None = None,
    on_success: Callable[..., Any] | None = None,
    cache: bool | float | str | CachePolicy = False,
) -> Task[P, R] | Callable[[Callable[P, R]], Task[P, R]]:
    """Marks a function as a task: ``@task`` or ``@task(retries=2, timeout=600)``.

    name:         of the task, else the function's: letters, digits and ``_ . -``, at most 100.
    retries:      further tries after a failure, 0 to 1,000.
    retry_delay:  seconds before the first of them, at most 30 days.
    retry_factor: by how much each further delay is longer, 1 to 100.
    retry_cap:    seconds of the longest delay.
    retry_jitter: how much of a delay may be added to it, in percent: 10 if not said.
    retry_within: seconds; no try begins later than this after the first one began.
    retry_on:     which failures are worth a retry: exceptions, names of them, or kinds: ``"timeout"``, ``"crash"``,
                  ``"memory"``, ``"user"``. All of them if not said.
    retry_never:  which are not, whatever else is said. ``headrace.Fatal`` never is.
    retry_when:   a condition in CEL on ``error`` and ``attempt``: ``'error.message.contains("503")'``.
    losses:       how often its worker may be lost, 10 if not said; this does not use up retries.
    timeout:      seconds that one attempt may take; then its process is killed.
    cpus:         cores that it takes, at most 1,024; BLAS and OpenMP are told to use as many threads.
    memory:       bytes, or a text such as ``"2GiB"``, ``"500MB"``.
    poll:         seconds between two looks: the task is run again and again until it gives something else than False or
                  None, and has no slot between two looks. That is no failure and uses up no retries.
    poll_limit:   seconds, from the first look on, after which it fails (``SensorTimeout``).
    poll_skip:    it is skipped then instead.
    finally_:     a function or task that follows it after its last attempt, whatever it came to, also when the run is
                  cancelled. One that takes an argument is given what the task came to: a dict with ``state``,
                  ``failure``, ``failures``, ``duration`` (seconds), ``result``, ``name``, ``attempt``, ``run``.
    on_failure:   the same when it failed.
    on_success:   the same when it succeeded.
    cache:        whether a result may be taken from an earlier run that did the same: True, how old it may be such as
                  ``"12h"``, or a ``CachePolicy``.

    Raises ValueError or TypeError for anything else. Without an engine, limits and retries do not apply.
    """
    hooks = handlers(finally_, on_failure, on_success)

    retrying = {
        "retry_cap": retry_cap,
        "retry_jitter": retry_jitter,
        "retry_within": retry_within,
        "retry_on": retry_on,
        "retry_never": retry_never,
        "retry_when": retry_when,
        "losses": losses,
        "poll": poll,
        "poll_limit": poll_limit,
        "poll_skip": poll_skip,
    }
    if poll is None and (poll_limit is not None or poll_skip is not None):
        raise TypeError("poll_limit and poll_skip are for a task that has poll")
    if poll is not None and cache is not False:
        raise TypeError("a task that has poll looks at what changes: it takes no cache")

    def mark(function: Callable[P, R]) -> Task[P, R]:
        return Task(function, name, retries, retry_delay, retry_factor, timeout, cpus, memory, retrying, hooks, cache)

    return mark if function is None else mark(function)


@overload
def flow(function: Callable[P, R], /) -> Flow[P, R]: ...


@overload
def flow(
    *,
    name: str | None = None,
    history: int | None = None,
    finally_: Callable[..., Any] | None = None,
    on_failure: Callable[..., Any] | None = None,
    on_success: Callable[..., Any] | None = None,
) -> Callable[[Callable[P, R]], Flow[P, R]]: ...


def flow(
    function: Callable[P, R] | None = None,
    /,
    *,
    name: str | None = None,
    history: int | None = None,
    finally_: Callable[..., Any] | None = None,
    on_failure: Callable[..., Any] | None = None,
    on_success: Callable[..., Any] | None = None,
) -> Flow[P, R] | Callable[[Callable[P, R]], Flow[P, R]]:
    """Marks a function as a flow: ``@flow`` or ``@flow(name="digits")``. Its parameters are those of the run.

    history: how many events a generation of a run may have before it fails, 100 to 100,000,000; 1,000,000 if not said.
             A flow that goes on for long calls :func:`continue_as_new`.

    ``finally_``, ``on_failure`` and ``on_success`` follow the run as a whole, as they do a task.
    """
    hooks = handlers(finally_, on_failure, on_success)

    def mark(function: Callable[P, R]) -> Flow[P, R]:
        return Flow(function, name, history, hooks)

    return mark if function is None else mark(function)


def _cache(task: Task[Any, Any], chosen: CachePolicy | None) -> list[Any] | None:
    """As the runner link says it."""
    if chosen is None:
        return None
    from ._caching import deep_digest
    from ._importer import is_snapshot

    return [chosen.expiry, chosen.salt, chosen.ignore, deep_digest(task.function, is_snapshot)]


def _whole(what: str, value: object, most: int) -> int:
    if type(value) is not int:
        raise TypeError(f"{what} is a whole number, not {value!r}")
    if not 0 <= value <= most:
        raise ValueError(f"{what} goes from 0 to {most:,}, not {value:,}")
    return value


def _number(what: str, value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is a number, not {value!r}")
    if not least <= value <= most:
        raise ValueError(f"{what} goes from {least:,} to {most:,}, not {value}")
    return value


def _memory(value: object) -> int:
    size: object = value
    if type(value) is str:
        text = value.replace(" ", "").upper()
        digits = text.rstrip("KMGTIB")
        try:
            size = int(float(digits) * _UNITS[text[len(digits) :] or "B"])
        except (KeyError, ValueError, OverflowError):
            size = None
    if type(size) is not int:
        raise ValueError(f'memory is a number of bytes or a text such as "2GiB" or "500MB", not {value!r}')
    if not 0 < size <= MEMORY_MAX:
        raise ValueError(f"memory goes from 1 byte to 1 PiB, not {value!r}")
    return size
