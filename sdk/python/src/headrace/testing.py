"""Tests of flows: ``headrace.testing.run(flow, …)`` plays a flow with the real engine, without any service.

Tasks that are named in ``replace`` do not run: functions of the test, values or recorded results stand for them. Time
is skipped while nothing runs, those who wait are answered, and what comes back is the whole tree of the run::

    from headrace.testing import approve, fails, in_turn, run

    def test_release():
        played = run(release, replace={"fit": in_turn(fails("no memory"), 0.9)}, approvals={"ship": approve(rate=0.1)})
        assert played.succeeded
        assert played["fit"].attempts == 2

See docs/guide/testing.md.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import datetime
import inspect
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from . import _failures
from ._api import Flow
from ._errors import HeadraceError, Skip
from ._outside import _command, _show
from ._played import Played, PlayedTask
from ._values import Holes, decode, dumps, encode, loads

__all__ = [
    "BadTest",
    "Played",
    "PlayedTask",
    "Recorded",
    "TooLong",
    "Unanswered",
    "UnusedReplacement",
    "after",
    "approve",
    "fails",
    "in_turn",
    "recorded",
    "reject",
    "returns",
    "run",
    "skips",
    "takes",
]

LIMIT = 60.0
"""Seconds that a test may really take."""

_GRACE = 60.0
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_WAIT_MAX = 365 * 86400.0
_KINDS = ("user", "crash", "timeout", "memory", "value", "store", "lost")
_TYPES = {
    "crash": "SIGKILL",
    "timeout": "Timeout",
    "memory": "MemoryError",
    "value": "NotKept",
    "store": "StoreRefused",
}

Time = Any


class BadTest(HeadraceError):
    """The test says what cannot be: a task that the flow does not have, an answer that does not fit, …"""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class Unanswered(HeadraceError):
    """The flow waits for something that nobody will say. ``run`` is how far it has come."""

    def __init__(self, message: str, run: Played) -> None:
        super().__init__(message)
        self.run = run


class TooLong(HeadraceError):
    """The test has really taken longer than its limit. ``run`` is how far the flow has come."""

    def __init__(self, message: str, run: Played) -> None:
        super().__init__(message)
        self.run = run


class UnusedReplacement(UserWarning):
    """A task was replaced that never ran, or somebody answered for whom nothing waited."""


for _error in (BadTest, Unanswered, TooLong, UnusedReplacement):
    _error.__module__ = "headrace.testing"


# What stands for a task


class _Stand:
    """Something that stands for the work of a task; all but functions and plain values."""


class _Returns(_Stand):
    def __init__(self, value: Any) -> None:
        self.value = value


class _Fails(_Stand):
    def __init__(self, error: Exception | None, kind: str, message: str) -> None:
        self.error = error
        self.kind = kind
        self.message = message


class _Skips(_Stand):
    def __init__(self, why: str) -> None:
        self.why = why


class _Takes(_Stand):
    def __init__(self, time: float, then: Any) -> None:
        self.time = time
        self.then = then


class _InTurn(_Stand):
    def __init__(self, turns: tuple[Any, ...]) -> None:
        self.turns = turns


class Recorded(_Stand):
    """What came of the tasks of an earlier run; made with ``recorded``."""

    def __init__(self, source: str | os.PathLike[str] | Mapping[str, Any]) -> None:
        self._source = source
        self._file: str | None = None

    def _path(self, folder: str) -> str:
        """A file with the document of the run."""
        source = self._source
        if not isinstance(source, Mapping) and os.path.isfile(source):
            return os.path.abspath(source)
        document = dict(source) if isinstance(source, Mapping) else _show(str(source))
        descriptor, path = tempfile.mkstemp(".json", "recorded-", folder)
        with os.fdopen(descriptor, "w") as file:
            json.dump(document, file)
        return path


def returns(value: Any) -> _Stand:
    """The task succeeds with this value. A value by itself says the same, unless it can be called."""
    return _Returns(value)


def fails(error: Exception | str = "", *, kind: str = "user") -> _Stand:
    """The task fails: with this exception, or with a message.

    ``kind`` is the kind of failure: ``user``, ``crash``, ``timeout``, ``memory``, ``value``, ``store``, or ``lost``:
    then its worker is lost, which does not use up retries.
    """
    if kind not in _KINDS:
        raise ValueError(f"fails: kind is one of {', '.join(_KINDS)}, not {kind!r}")
    if isinstance(error, BaseException) and kind != "user":
        raise ValueError(f"fails: an exception is a failure of kind 'user', not {kind!r}")
    if isinstance(error, BaseException):
        return _Fails(error, kind, "")
    if kind == "user":
        return _Fails(Exception(error), kind, error)
    return _Fails(None, kind, error)


def skips(why: str = "") -> _Stand:
    """The task finds that there is nothing to do, as if it had raised ``headrace.Skip``."""
    return _Skips(why)


def takes(time: Time, then: Any = None) -> _Stand:
    """The task takes so much of the time of the test, and then does what is given: so its timeout can be tested."""
    return _Takes(_seconds("takes", time), then)


def in_turn(*turns: Any) -> Any:
    """One for each try, or for each wait: the first gets the first of them, and so on. There must be enough."""
    if not turns:
        raise ValueError("in_turn: there is nothing to take")
    return _InTurn(turns)


def recorded(source: str | os.PathLike[str] | Mapping[str, Any]) -> Recorded:
    """The tasks come to what they came to in an earlier run, each by its path.

    ``source`` is the id of a run in the store, a file that ``headrace show RUN --json --encoded`` has written, or that
    document itself.
    """
    return Recorded(source)


# What is said to those who wait


class _Answer:
    def __init__(self, approved: bool, fields: dict[str, Any], by: str, why: str) -> None:
        self.approved = approved
        self.fields = fields
        self.by = by
        self.why = why


class _After:
    def __init__(self, time: float, what: Any) -> None:
        self.time = time
        self.what = what


def approve(_by: str = "the test", /, **fields: Any) -> _Answer:
    """Somebody approves, and fills in these fields of the form."""
    return _Answer(True, fields, _by, "")


def reject(why: str = "", by: str = "the test") -> _Answer:
    """Somebody rejects."""
    return _Answer(False, {}, by, why)


def after(time: Time, what: Any = None) -> Any:
    """The answer comes so long after the wait began: ``after("3d", approve())``, ``after(3600, {"rate": 0.1})``."""
    return _After(_seconds("after", time), what)


# Playing


def run(
    flow: Flow[..., Any] | str | os.PathLike[str],
    *args: Any,
    arguments: Mapping[str, Any] | None = None,
    replace: Mapping[Any, Any] | None = None,
    shared: Mapping[Any, Any] | None = None,
    signals: Mapping[str, Any] | None = None,
    approvals: Mapping[str, Any] | None = None,
    start: datetime.datetime | None = None,
    cancel: Time | None = None,
    limit: Time = LIMIT,
    slots: int | None = None,
) -> Played:
    """Plays a flow to its end and gives what came of it. A run that fails is no error here: look at what comes back.

    flow:       a flow of a module, or the path of a file: ``release.yaml``, ``train.py:nightly``.
    args:       arguments by place; ``arguments`` are those by name.
    replace:    by task (the task itself, its name, or the path of one call such as ``fit[2]``): a function of the test,
                which is called in this process with the task's inputs; a value; or ``returns``, ``fails``, ``skips``,
                ``takes``, ``in_turn``, ``recorded``. An ``assert`` that does not hold in a function ends the test.
    shared:     like ``replace``, for several tests: it need not be used by each, and ``replace`` goes before it.
    signals:    by name what is sent along to each wait for it; ``after``: so much later, ``in_turn``: each once.
    approvals:  by path or name ``approve(…)`` or ``reject(…)``, with ``after`` and ``in_turn`` as well.
    start:      the time at which the flow begins, with its zone; now if not said.
    cancel:     how long after that it is cancelled, if it is.
    limit:      how long the test may really take: 60 s.
    slots:      cpus that tasks may use at once; else all of this machine.

    Raises BadTest when the test says what cannot be, Unanswered when the flow waits for what nobody will say, TooLong
    when the limit is over. Warns with UnusedReplacement.
    """
    file, names = _file(flow, args)
    given = {**names, **(arguments or {})}
    folder = tempfile.mkdtemp(prefix="headrace-test-")
    kept = False
    try:
        stands = [(replace or {}, False), (shared or {}, True)]
        plan, functions = _plan(given, stands, signals or {}, approvals or {}, start, cancel, limit, folder)
        done = _played(file, plan, functions, folder, slots, _seconds("limit", limit))
        played = Played(done, folder)
        kept = True
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    _judge(done, played)
    return played


def _judge(done: dict[str, Any], played: Played) -> None:
    if played.unused:
        text = ", ".join(map(repr, played.unused))
        warnings.warn(f"replaced or answered, and never came to pass: {text}", UnusedReplacement, stacklevel=3)
    what = "; ".join(done["open"]) or "the flow goes on"
    if done["end"] == "unanswered":
        raise Unanswered(f"nobody answers: {what} (HR-0452): add it to signals or approvals", played)
    if done["end"] == "too_long":
        raise TooLong(f"the test takes too long: {what} (HR-0453)", played)


def _file(flow: Flow[..., Any] | str | os.PathLike[str], args: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    """What the command is given, and the arguments by name."""
    if isinstance(flow, (str, os.PathLike)):
        if args:
            raise TypeError("run: the flow of a file takes its arguments by name: arguments={…}")
        return os.fspath(flow), {}
    if not isinstance(flow, Flow):
        raise TypeError(f"run: a flow, or the path of a file, not {flow!r}")
    if "<locals>" in flow.__qualname__:
        raise BadTest(f"the flow {flow.name!r} is made within a function: a flow must stand in a module (HR-0457)")
    file = inspect.getsourcefile(flow.function)
    if file is None or not os.path.isfile(file):
        raise BadTest(f"the flow {flow.name!r} is in no file (HR-0457)")
    names = [name for name, one in flow.signature.parameters.items() if one.kind in (0, 1)]
    if len(args) > len(names):
        raise TypeError(f"{flow.name}() takes {len(names)} arguments by place, and {len(args)} were given")
    return f"{os.path.abspath(file)}:{flow.name}", dict(zip(names, args, strict=False))


def _plan(
    arguments: dict[str, Any],
    stands: list[tuple[Mapping[Any, Any], bool]],
    signals: Mapping[str, Any],
    approvals: Mapping[str, Any],
    start: datetime.datetime | None,
    cancel: Time | None,
    limit: Time,
    folder: str,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the engine is told, and what is asked for here."""
    store = os.path.join(folder, "artifacts")
    functions: dict[str, Any] = {}
    replaced = []
    for stand_ins, shared in stands:
        for key, stand in stand_ins.items():
            task = key if isinstance(key, str) else getattr(key, "name", None)
            if not isinstance(task, str):
                raise TypeError(f"replace: a task, its name or its path, not {key!r}")
            if task not in functions:
                replaced.append({"task": task, "by": _stand(task, stand, store, folder), "shared": shared})
                functions[task] = stand
    try:
        json.dumps(arguments, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadTest(f"the arguments of a flow are JSON: {error} (HR-0108)", "HR-0108") from None
    if start is not None and start.tzinfo is None:
        raise ValueError(f"start: a datetime with a time zone, not {start!r}")
    plan: dict[str, Any] = {
        "arguments": arguments,
        "replace": replaced,
        "signals": [_reply(name, what, lambda one: {"data": encode(one, store)}) for name, what in signals.items()],
        "approvals": [_reply(name, what, lambda one: _approval(one, store)) for name, what in approvals.items()],
        "limit": _seconds("limit", limit),
    }
    if cancel is not None:
        plan["cancel"] = _seconds("cancel", cancel)
    if start is not None:
        plan["start"] = start.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    return plan, functions


def _stand(task: str, stand: Any, store: str, folder: str) -> dict[str, Any]:
    if isinstance(stand, _Returns):
        return {"gives": encode(stand.value, store)}
    if isinstance(stand, _Fails):
        if stand.kind == "lost":
            return {"lost": stand.message}
        if stand.error is not None:
            return {"fails": _failures.failure(stand.error, _failures.Own(), store)}
        return {"fails": {"kind": stand.kind, "type": _TYPES[stand.kind], "message": stand.message}}
    if isinstance(stand, _Skips):
        return {"skips": stand.why}
    if isinstance(stand, _Takes):
        return {"takes": stand.time, "then": _stand(task, stand.then, store, folder)}
    if isinstance(stand, _InTurn):
        return {"in_turn": [_stand(task, one, store, folder) for one in stand.turns]}
    if isinstance(stand, Recorded):
        stand._file = stand._file or stand._path(folder)
        return {"recorded": stand._file}
    if isinstance(stand, (_Answer, _After)):
        raise TypeError(f"replace: {task!r} is given an answer; answers are for signals and approvals")
    if callable(stand):
        return {"asked": True}
    return {"gives": encode(stand, store)}


def _reply(name: str, what: Any, turn: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    turns = what.turns if isinstance(what, _InTurn) else (what,)
    told = []
    for one in turns:
        late = one.time if isinstance(one, _After) else 0.0
        told.append({"after": late, **turn(one.what if isinstance(one, _After) else one)})
    return {"wait": name, "again": not isinstance(what, _InTurn), "turns": told}


def _approval(answer: Any, store: str) -> dict[str, Any]:
    if not isinstance(answer, _Answer):
        raise TypeError(f"approvals: approve(…) or reject(…), not {answer!r}")
    fields = {name: encode(value, store) for name, value in answer.fields.items()}
    return {"approved": answer.approved, "answers": fields, "by": answer.by, "why": answer.why}


def _seconds(what: str, time: Time) -> float:
    seconds: float | None = None
    if isinstance(time, datetime.timedelta):
        seconds = time.total_seconds()
    elif isinstance(time, str):
        digits = time.strip().rstrip("mshd")
        with contextlib.suppress(ValueError, KeyError):
            seconds = float(digits) * _UNITS[time.strip()[len(digits) :] or "s"]
    elif not isinstance(time, bool) and isinstance(time, (int, float)):
        seconds = float(time)
    if seconds is None:
        raise TypeError(f'{what}: a number of seconds, a timedelta, or a text such as "3d", not {time!r}')
    if not 0 <= seconds <= _WAIT_MAX:
        raise ValueError(f"{what}: 0 to 365 days, not {time!r}")
    return seconds


def _environment() -> dict[str, str]:
    """Of the child: the same Python, and what is found on its path, is what the flow is run with."""
    paths = sysconfig.get_paths()
    own = tuple(paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib") if name in paths)
    folders = [path for path in sys.path if path and os.path.isdir(path) and not path.startswith(own)]
    known = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    folders += [path for path in known if path not in folders]
    return {**os.environ, "HEADRACE_PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join(folders)}


def _played(
    file: str, plan: dict[str, Any], functions: dict[str, Any], folder: str, slots: int | None, limit: float
) -> dict[str, Any]:
    command = [_command(), "test", file, "--link", "--json", "--home", folder]
    if slots is not None:
        command += ["--slots", str(slots)]
    with open(os.path.join(folder, "said"), "w+") as said:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=_environment(), text=True
        )
        try:
            return _spoken(process, plan, functions, os.path.join(folder, "artifacts"))
        except (BrokenPipeError, EOFError):
            process.wait(_GRACE)
            said.seek(0)
            raise HeadraceError(f"headrace test ended with {process.returncode}: {said.read().strip()}") from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _spoken(
    process: subprocess.Popen[str], plan: dict[str, Any], functions: dict[str, Any], store: str
) -> dict[str, Any]:
    """Speaks with the engine until it says what came of the run."""
    assert process.stdin is not None and process.stdout is not None

    def say(words: Any) -> None:
        assert process.stdin is not None
        process.stdin.write(dumps(words) + "\n")
        process.stdin.flush()

    say(plan)
    for line in process.stdout:
        words = loads(line.strip())
        if isinstance(words, dict):
            problem = words["error"]
            place = f" {problem['place']}" if problem.get("place") else ""
            why = f": {problem['why']}" if problem.get("why") else ""
            mend = f"; {problem['mend']}" if problem.get("mend") else ""
            raise BadTest(f"{problem['code']}{place} {problem['what']}{why}{mend}", problem["code"])
        if words[0] == "done":
            return dict(words[1])
        _, task, nth, path, inputs, results = words
        function = _function(functions[task], nth)
        say(["ended", _called(function, task, path, inputs, Holes(results, store) if results else None, store)])
    raise EOFError


def _function(stand: Any, nth: int) -> Callable[..., Any]:
    """The function that stands for a task the nth time, counted from 0."""
    while isinstance(stand, (_Takes, _InTurn)):
        stand = stand.then if isinstance(stand, _Takes) else stand.turns[nth]
    function: Callable[..., Any] = stand
    return function


def _called(
    function: Callable[..., Any], task: str, path: str, inputs: list[list[Any]], holes: Holes | None, store: str
) -> list[Any]:
    """Calls it with the inputs of the task; gives the outcome."""
    named: dict[str, Any] = {}
    placed: list[Any] = []
    for name, coded, kind in inputs:
        value = decode(coded, store, holes)
        if kind == "n":
            named[name] = value
        elif kind == "*":
            placed = list(value)
        else:
            named.update(value)
    args, kwargs = _fitting(function, task, named, placed)
    try:
        result = function(*args, **kwargs)
        if inspect.iscoroutine(result):
            result = _awaited(result)
        return ["ok", encode(result, store, f"the result of the replacement of {task!r}")]
    except AssertionError:
        raise  # the test's own, not the task's
    except Skip as skip:
        return ["skipped", str(skip)]
    except Exception as error:
        return ["failed", _failures.failure(error, _failures.Own(), store)]


def _awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What it gives; also within a test that is itself asynchronous."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def _fitting(
    function: Callable[..., Any], task: str, named: dict[str, Any], placed: list[Any]
) -> tuple[list[Any], dict[str, Any]]:
    """By name, else by place: a replacement need not call its parameters as the task does."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return [*named.values(), *placed], {}
    for args, kwargs in (([], named), ([*named.values(), *placed], {})):
        if kwargs and placed:
            continue
        try:
            signature.bind(*args, **kwargs)
        except TypeError:
            continue
        return args, kwargs
    takes = ", ".join([*named, *(["*…"] if placed else [])])
    raise BadTest(
        f"HR-0458 the replacement of {task!r} takes {signature}, and the task is given ({takes}); "
        f"write its parameters as those of the task",
        "HR-0458",
    )
