"""Scopes: who calls within a body. Each has its own count of calls, so that keys do not depend on who is quicker.

The main thread of a body has the outermost scope. A thread, a submission to a ThreadPoolExecutor and an asyncio task
that is started within a scope are its next child at that moment: ``1``, then ``2``; within ``1`` they are ``1.1``, …
"""

from __future__ import annotations

import _thread
import sys
from _contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._bodies import Body


class Scope:
    """The names of the calls that one thread, submission or asyncio task of a body makes. Safe from several threads."""

    __slots__ = ("_children", "_counts", "_lock", "_taken", "_timed", "body", "name")

    def __init__(self, body: Body, name: str = "", taken: set[str] | None = None) -> None:
        self.body = body
        self.name = name
        self._children = 0
        self._timed = 0
        self._counts: dict[str, int] = {}
        self._taken: set[str] = set() if taken is None else taken
        self._lock = _thread.allocate_lock()

    def next(self, name: str) -> str:
        """``fit`` for the first call of that name, then ``fit#2``, ``fit#3``, …; in scope 1.2 ``fit~1.2#2``."""
        with self._lock:
            count = self._counts.get(name, 0) + 1
            self._counts[name] = count
        if self.name:
            name = f"{name}~{self.name}"
        return name if count == 1 else f"{name}#{count}"

    def named(self, name: str, key: str) -> str:
        """``fit[eu]``. Raises ValueError when this body has used it, in whatever scope."""
        full = f"{name}[{key}]"
        with self._lock:
            if full in self._taken:
                raise ValueError(f"the key {key!r} is used twice for {name!r} in one body: keys name calls")
            self._taken.add(full)
        return full

    def timed(self) -> str:
        """The name of the next wait that has a limit: ``timeout#1``, in scope 1.2 ``timeout#1~1.2``."""
        with self._lock:
            self._timed += 1
            return f"timeout#{self._timed}~{self.name}" if self.name else f"timeout#{self._timed}"

    def child(self) -> Scope:
        """The scope of what is started here now."""
        with self._lock:
            self._children += 1
            name = f"{self.name}.{self._children}" if self.name else str(self._children)
        return Scope(self.body, name, self._taken)


_local = _thread._local()
current: ContextVar[Scope | None] = ContextVar("headrace_scope", default=None)
"""The scope of this thread or asyncio task; None in the main thread of an attempt, and in threads that have none."""


def mine() -> Scope | None:
    """The scope that this code runs in. A thread's own goes before that of whoever handed it a context."""
    scope = current.get()
    own: Scope | None = getattr(_local, "scope", None)
    return own if own is not None and (scope is None or scope.body is own.body) else scope


_starter: Callable[[], Scope | None] = mine
_watched = False


def watch(starter: Callable[[], Scope | None]) -> None:
    """From now on, what starts a thread in a body gives it a scope. ``starter`` says which scope this code runs in."""
    global _starter, _watched
    _starter = starter
    if _watched:
        return
    _watched = True
    import threading

    _watch_threads(threading)
    module = sys.modules.get("concurrent.futures.thread")
    if module is not None:
        _watch_pools(module)
    else:
        sys.meta_path.insert(0, _PoolsComing())


def _watch_threads(threading: Any) -> None:
    start = threading.Thread.start

    def start_in_scope(self: Any) -> None:
        scope = _starter()
        if scope is None or _is_of_pool(self):
            start(self)
            return
        child = scope.child()
        body = child.body
        run = self.run

        def run_in_scope() -> None:
            _local.scope = child
            current.set(child)
            try:
                run()
            finally:
                body.has_ended()

        self.run = run_in_scope
        body.has_begun()
        try:
            start(self)
        except BaseException:
            body.has_ended()
            raise

    start_in_scope.__doc__ = start.__doc__
    threading.Thread.start = start_in_scope


def _is_of_pool(thread: Any) -> bool:
    """Which thread of a pool does what is chance: what is submitted has a scope, the thread has none."""
    if type(thread).__module__ == "multiprocessing.dummy":
        return True
    target = getattr(thread, "_target", None)
    return getattr(target, "__module__", None) == "concurrent.futures.thread"


class _Submission:
    __slots__ = ("_function", "_scope")

    def __init__(self, scope: Scope, function: Callable[..., Any]) -> None:
        self._scope = scope
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        before = getattr(_local, "scope", None)
        token = current.set(self._scope)
        _local.scope = self._scope
        try:
            return self._function(*args, **kwargs)
        finally:
            _local.scope = before
            current.reset(token)


def _watch_pools(module: Any) -> None:
    submit = module.ThreadPoolExecutor.submit

    def submit_in_scope(self: Any, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        scope = _starter()
        if scope is None or type(self).__name__ == "InterpreterPoolExecutor":
            return submit(self, fn, *args, **kwargs)
        child = scope.child()
        body = child.body
        body.has_begun()
        try:
            future = submit(self, _Submission(child, fn), *args, **kwargs)
        except BaseException:
            body.has_ended()
            raise
        future.add_done_callback(lambda _: body.has_ended())
        return future

    submit_in_scope.__doc__ = submit.__doc__
    module.ThreadPoolExecutor.submit = submit_in_scope


class _PoolsComing:
    """Waits for somebody to import ``concurrent.futures.thread``, which is too slow to be imported for nothing."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "concurrent.futures.thread":
            return None
        sys.meta_path.remove(self)
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_watch(module: Any) -> None:
                execute(module)
                _watch_pools(module)

            spec.loader.exec_module = execute_and_watch  # type: ignore[method-assign]
        return spec


def loop_runs() -> bool:
    """Whether this thread is within an event loop of asyncio."""
    events = sys.modules.get("asyncio.events")
    return events is not None and events._get_running_loop() is not None
