"""The runner: one warm Python process beside user code, which a worker sends tasks to.

A supervisor forks and calls ``main`` in the child; ``python -m headrace._runner SOCKET TOKEN`` does the same by itself.
Everything that a task's way through here needs is imported above, once, before the fork.
"""

from __future__ import annotations

import _thread
import atexit
import gc
import importlib
import os
import signal
import stat
import sys
import threading
import time
from collections import deque

from . import _bodies
from ._api import Flow, Task
from ._attached import AttachedBody, ForkedBody
from ._bodies import Again, has_future
from ._describe import describe
from ._errors import Cancelled, HeadraceError, NotKept, Skip
from ._failures import Own, failure
from ._importer import SnapshotFinder, import_file
from ._link import Closed, Link
from ._surroundings import Surroundings
from ._values import Holes, decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = 1
WHY_MAX = 10_000
GIVE_BACK_AFTER = 0.020
"""Seconds after which tasks of a frame that have not begun are given back."""

BATCH_FOR = 1_000_000
"""Nanoseconds for which what has ended may wait to be sent with what ends next."""

_WATCHES_IDLE = 50
_perf = time.perf_counter_ns


class _Callable:
    """A function of the user's and how its inputs become arguments."""

    __slots__ = ("_order", "flow", "is_async", "name", "place", "run")

    def __init__(self, name: str, found: Any) -> None:
        function = found.function if isinstance(found, (Task, Flow)) else found
        if not callable(function):
            raise HeadraceError(f"{name} is no function")
        code = getattr(function, "__code__", None)
        self.run = function
        self.flow = found if isinstance(found, Flow) else None
        self.is_async = code is not None and bool(code.co_flags & 0x80)
        self.name = name
        self.place = f"{code.co_filename}:{code.co_firstlineno}" if code is not None else None
        # Positional parameters in order, where inputs cannot all be given by name.
        self._order: list[str] | None = None
        if code is None or code.co_posonlyargcount or code.co_flags & 0x04:
            self._order = list(code.co_varnames[: code.co_argcount]) if code is not None else []

    def arguments(self, inputs: list[list[Any]], store: str, holes: Holes | None) -> tuple[list[Any], dict[str, Any]]:
        """What to call it with. Raises NotKept for an input that cannot be read."""
        named: dict[str, Any] = {}
        spread: list[Any] = []
        for name, coded, kind in inputs:
            try:
                value = decode(coded, store, holes)
            except (HeadraceError, MemoryError):
                raise
            except Exception as error:
                raise NotKept(f"the input {name!r} cannot be read: {type(error).__name__}: {error}") from error
            if kind == "n":
                named[name] = value
            elif kind == "*":
                spread = value
            else:
                named.update(value)
        if self._order is None:
            return spread, named
        first = [named.pop(name) for name in self._order if name in named]
        return [*first, *spread], named


class Runner:
    """Serves one worker over one link, one attempt at a time, on the main thread."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._own = Own()
        self._run = self._flow = self._store = ""
        self._threads: float = 1
        self._surroundings: Surroundings | None = None
        self._files: dict[str, str] = {}
        self._callables: dict[tuple[str, str], _Callable] = {}
        self._leaving = False
        self.cancelled = False
        self._log = _log_of(1)
        # Shared with the watching thread.
        self._pending: deque[list[Any]] = deque()
        self._ended: list[list[Any]] = []
        self._lock = _thread.allocate_lock()
        self._due = 0.0
        self._watch: _thread.LockType | None = None
        self._watching = False
        self._sent = 0

    # The link

    def serve(self) -> None:
        """Does what the worker says until it says bye. Raises Closed when the worker is gone."""
        while not self._leaving:
            frame = self._link.receive()
            verb = frame[0]
            if verb == "tasks":
                self._tasks(frame[1])
            elif verb == "setup":
                self._setup(frame[1])
            elif verb == "describe":
                what = frame[1]
                self._link.send(describe(what["file"], what["root"], self._own, what.get("flow", True)))
            elif verb == "bye":
                return
            else:
                raise ValueError(f"{verb!r} is no verb that a runner knows here")

    def _take(self) -> list[Any] | None:
        """A frame for the body that runs, or None for one that was not for it.

        A worker that is gone ends the process: user code must not go on alone.
        """
        try:
            frame = self._link.receive()
        except Closed:
            os._exit(1)
        if frame[0] != "bye":
            return frame
        self._leaving = True
        return None

    # Tasks

    def _tasks(self, tasks: list[list[Any]]) -> None:
        surroundings = self._surroundings
        if surroundings is None:
            raise ValueError("tasks came before setup")
        self._sent = _perf()
        pending = self._pending
        pending.extend(tasks)
        if len(tasks) > 1:
            self._watch_over()
        while pending:
            try:
                task = pending.popleft()
            except IndexError:  # the watching thread has just given them back
                break
            ended = self._attempt(task)
            if self.cancelled:
                raise Cancelled
            with self._lock:
                self._ended.append(ended)
            if not pending or _perf() - self._sent > BATCH_FOR:
                self._flush()
            surroundings.restore()  # once it is told: whoever waits for the value need not wait for this
        self._flush()

    def _flush(self) -> None:
        """Sends what has ended."""
        with self._lock:
            ended, self._ended = self._ended, []
            if ended:
                self._link.send(["ended", ended])
                self._sent = _perf()

    def _give_back(self) -> None:
        """Gives back what has not begun."""
        back = []
        while True:
            try:
                back.append(self._pending.popleft()[0])
            except IndexError:
                break
        if back:
            self._link.send(["returned", back])

    def _before_wait(self) -> None:
        self._flush()
        if self._pending:
            self._give_back()

    def _watch_over(self) -> None:
        """Has the watching thread give back, in 20 ms, what has not begun by then."""
        self._due = time.monotonic() + GIVE_BACK_AFTER
        if self._watch is None:
            self._watch = _thread.allocate_lock()
            self._watch.acquire()
            threading.Thread(target=self._watcher, args=(self._watch,), name="headrace", daemon=True).start()
        if not self._watching:
            self._watching = True
            self._watch.release()

    def _watcher(self, wake: _thread.LockType) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        try:
            while True:
                wake.acquire()
                idle = 0
                while idle < _WATCHES_IDLE:
                    left = self._due - time.monotonic()
                    if left > 0:
                        time.sleep(left)
                        continue
                    if self._pending or self._ended:
                        idle = 0
                        self._give_back()
                        self._flush()
                    idle += 1
                    time.sleep(GIVE_BACK_AFTER)
                self._watching = False
                if self._pending:  # a frame came while the watch ended
                    self._watch_over()
        except Closed:
            os._exit(1)

    def _attempt(self, task: list[Any]) -> list[Any]:
        """Runs one attempt; gives its entry in ``ended``."""
        aid, path, number, file, function, inputs, refs, cpus = task[:8]
        recorded = task[8] if len(task) > 8 else {}
        surroundings = self._surroundings
        assert surroundings is not None
        started = time.time_ns() // 1000
        clock = _perf()
        low = self._written()
        store = self._store
        surroundings.use_threads(cpus or self._threads)
        call: _Callable | None = None
        body = AttachedBody(
            self._link,
            aid,
            self._run,
            self._flow,
            path,
            number,
            store,
            self._before_wait,
            self._take,
            recorded,
        )
        try:
            call = self._callables.get((file, function)) or self._find(file, function)
            args, kwargs = call.arguments(inputs, store, Holes(refs, store) if refs else None)
            _bodies.attached = body
            body.definition = call.flow
            again = False
            try:
                result = call.run(*args, **kwargs)
                if call.is_async:
                    result = body.run_async(result)
            except Again as wish:
                again = True
                result = wish.arguments
            if has_future(result):
                result = body.resolved(result)
            body.awake()
            if again:
                outcome = ["again", {name: encode(value, store, name) for name, value in result.items()}]
            else:
                outcome = ["ok", encode(result, store)]
        except Cancelled:
            raise
        except Skip as skip:
            outcome = ["skipped", str(skip)[:WHY_MAX]]
        except BaseException as error:
            outcome = ["failed", self._failure(error, call)]
        finally:
            body.end()
            _bodies.attached = None
        micros = (_perf() - clock) // 1000
        high = self._written()
        artifacts = [[name, value] for name, value in body.artifacts.items()]
        log = [self._log, low, high] if high > low else None
        return [aid, outcome, list(body.looked), artifacts, started, micros, log]

    def _failure(self, error: BaseException, call: _Callable | None) -> dict[str, Any]:
        kind = "input" if call is None else None
        try:
            return failure(error, self._own, self._store, kind, call.place if call is not None else None)
        except Exception as worse:
            return {
                "kind": kind or "user",
                "type": type(error).__qualname__,
                "message": f"its failure cannot be described ({type(worse).__name__}: {worse})",
                "place": None,
                "frames": [],
                "traceback": "",
                "exception": None,
                "cause": None,
            }

    def _find(self, file: str, function: str) -> _Callable:
        """The function that a task names, its module imported by now. ``function`` is ``name`` or ``module:name``."""
        module_name, _, name = function.rpartition(":")
        if not module_name:
            if file not in self._files:
                raise HeadraceError(f"{file} is not part of the code of this run")
            module_name = self._files[file]
        assert self._surroundings is not None
        module = sys.modules.get(module_name)
        if module is None:
            module = import_file(module_name, file)
            self._surroundings.note()
        found: Any = module
        for part in name.split("."):
            try:
                found = getattr(found, part)
            except AttributeError:
                raise HeadraceError(f"{file} holds no function {name!r}") from None
        call = self._callables[file, function] = _Callable(name, found)
        return call

    def _setup(self, setup: dict[str, Any]) -> None:
        self._run, self._flow, self._store = setup["run"], setup["flow"], setup["artifacts"]
        self._threads = setup.get("threads") or 1
        code = setup["code"]
        for name, original, snapshot in code:
            self._own.files.add(original)
            for known in (
                original,
                snapshot,
                name,
                os.path.realpath(original),
                os.path.relpath(original, setup["cwd"]),
            ):
                self._files.setdefault(known, name)
            sys.modules.pop(name, None)  # ``describe`` may have imported it as it was then
        for name, _, _ in code:  # an exact name counts for more than a path that looks like it
            self._files[name] = name
        importlib.invalidate_caches()
        sys.meta_path.insert(0, SnapshotFinder(code))
        sys.path[:0] = [folder for folder in setup["path"] if folder not in sys.path]
        sys.argv = [code[0][1] if code else ""]
        os.chdir(setup["cwd"])
        self._surroundings = Surroundings(setup["cwd"])

    def _written(self) -> int:
        """Bytes in the log so far, with all that this process holds back written out."""
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (AttributeError, ValueError, OSError):
            pass  # closed or replaced by the task
        if "ctypes" in sys.modules:
            _flush_c()
        return os.fstat(1).st_size if self._log is not None else 0


_libc: Any = None


def _flush_c() -> None:
    """Flushes C's own standard output: only where ctypes is loaded anyway, which is where it matters."""
    global _libc
    try:
        if _libc is None:
            _libc = sys.modules["ctypes"].CDLL(None)
        _libc.fflush(None)
    except Exception:
        _libc = False


def _log_of(descriptor: int) -> str | None:
    """The file that a descriptor writes to; None when it is no plain file."""
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        pass
    return None


def _be_like_python() -> None:
    """What ``python train.py`` has and a supervisor under ``-I -S`` lacks: site-packages and PYTHONPATH."""
    if not sys.flags.no_site:
        return
    folders = [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder]
    sys.path[:0] = [folder for folder in folders if folder not in sys.path]
    import site

    if not os.environ.get("PYTHONNOUSERSITE"):
        site.ENABLE_USER_SITE = True
    try:
        site.main()
    except Exception as error:
        print(f"site-packages cannot be set up: {type(error).__name__}: {error}", file=sys.stderr)


def _be_alone() -> None:
    """Lets go of what the process that forked this one had set up for itself."""
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _leave_link(runner: Runner) -> None:
    """In a process that user code forked: the link is not its own, and SIGTERM ends it as any other process."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    runner._link.close()
    if _bodies.attached is not None:
        _bodies.attached = ForkedBody(_bodies.attached)


def main(socket_path: str, token: str) -> int:
    """Connects to a worker and serves it; gives the exit status. To be called once in a process, on its main thread."""
    _be_alone()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    runner = Runner(Link.connect(socket_path))

    def stop(number: int, frame: object) -> None:
        if not runner.cancelled:
            runner.cancelled = True
            body = _bodies.attached
            if isinstance(body, AttachedBody):
                body.closed = True  # what cleans up must not wait for answers
            raise Cancelled("this attempt is to end")

    signal.signal(signal.SIGTERM, stop)
    os.register_at_fork(after_in_child=lambda: _leave_link(runner))
    _bodies.watch_threads()
    status = 0
    try:
        _be_like_python()
        gc.freeze()
        runner._link.send(["hello", VERSION, "runner", token, os.getpid()])
        runner.serve()
    except Closed:
        os._exit(1)
    except Cancelled:
        status = -signal.SIGTERM
    except ValueError as error:
        print(f"headrace runner: the worker broke the protocol: {error}", file=sys.stderr, flush=True)
        os._exit(2)
    atexit._run_exitfuncs()
    runner._written()
    if status:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    return status


if __name__ == "__main__":
    from headrace._runner import main as _main

    sys.exit(_main(sys.argv[1], sys.argv[2]))
