"""Exceptions to failures and back, with the lines of the user's own code."""

from __future__ import annotations

import linecache
import os
import sys
import sysconfig
import traceback
from types import FrameType, TracebackType

from ._errors import (
    Diverged,
    HeadraceError,
    LimitExceeded,
    NotKept,
    StoreRefused,
    TaskCancelled,
    TaskFailed,
    UpstreamFailed,
)
from ._previews import type_name
from ._values import decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MESSAGE_MAX = 10_000
TEXT_MAX = 100_000
FRAMES_MAX = 100
CAUSES_MAX = 10
SOURCE_MAX = 400
TYPES_MAX = 30
_COMMON = (Exception, BaseException, object)

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_KINDS: dict[str, type[TaskFailed]] = {
    "upstream": UpstreamFailed,
    "cancelled": TaskCancelled,
    "limit": LimitExceeded,
}


class Own:
    """Which files count as the user's own."""

    def __init__(self) -> None:
        paths = sysconfig.get_paths()
        names = ("stdlib", "platstdlib", "purelib", "platlib")
        self._others = (_HERE, *{os.path.realpath(paths[name]) + os.sep for name in names if name in paths})
        self.files: set[str] = set()

    def __contains__(self, file: str) -> bool:
        if file in self.files:
            return True
        if file.startswith("<"):
            return False
        real = os.path.realpath(file)
        return not real.startswith(self._others) and "site-packages" not in real and "dist-packages" not in real


def failure(
    error: BaseException, own: Own, store: str | None, kind: str | None = None, place: str | None = None
) -> dict[str, Any]:
    """The failure that this exception makes. ``place`` is used where no frame is the user's own."""
    if kind is None:
        kind = "value" if type(error) is NotKept else "store" if type(error) is StoreRefused else "user"
        if isinstance(error, MemoryError):
            kind = "memory"
    return _failure(error, own, store, kind, place, 0)


def _failure(
    error: BaseException, own: Own, store: str | None, kind: str, place: str | None, depth: int
) -> dict[str, Any]:
    trace = _without_ours(error.__traceback__)
    frames = _frames(trace, own)
    if isinstance(error, SyntaxError) and error.filename is not None:
        text = (error.text or "").strip()
        frames.append([error.filename, error.lineno or 0, "<module>", text[:SOURCE_MAX]])
    if frames:
        place = f"{frames[-1][0]}:{frames[-1][1]}"
    cause = error.__cause__
    if cause is None and not error.__suppress_context__:
        cause = error.__context__
    inner = None
    if cause is not None and cause is not error and depth < CAUSES_MAX:
        inner = _failure(cause, own, store, "user", None, depth + 1)
        inner["explicit"] = error.__cause__ is not None
    described = {
        "kind": kind,
        "type": type_name(type(error)),
        "message": _message(error),
        "place": place,
        "frames": frames,
        "traceback": _text(error, trace) if depth == 0 else "",
        "exception": _carried(error, store) if kind in ("user", "memory") else None,
        "cause": inner,
    }
    if depth == 0:
        described["types"] = _types(type(error))
    return described


def _types(kind: type) -> list[str]:
    """The names of the class and of those it is derived from, but for those that all have."""
    return [type_name(base) for base in kind.__mro__ if base not in _COMMON][:TYPES_MAX]


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"called sys.exit({'' if error.code is None else repr(error.code)})"[:MESSAGE_MAX]
    try:
        if isinstance(error, SyntaxError):
            return str(error.msg)[:MESSAGE_MAX]
        return str(error)[:MESSAGE_MAX]
    except Exception:
        return f"<its text cannot be made: {type(error).__name__}.__str__ fails>"


def _carried(error: BaseException, store: str | None) -> Any:
    """The exception as a value; None when it cannot be carried."""
    if not isinstance(error, Exception):
        return None
    try:
        return encode(error, store, "exception")
    except (NotKept, StoreRefused):
        return None


def _without_ours(trace: TracebackType | None) -> TracebackType | None:
    """The traceback from the first frame that is not of the runner."""
    start = trace
    while start is not None and start.tb_frame.f_code.co_filename.startswith((_HERE, "<frozen importlib")):
        start = start.tb_next
    return start if start is not None else trace


def _frames(trace: TracebackType | None, own: Own) -> list[list[Any]]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in own:
            line = trace.tb_lineno
            source = linecache.getline(code.co_filename, line, trace.tb_frame.f_globals).strip()
            frames.append([code.co_filename, line, code.co_name, source[:SOURCE_MAX]])
        trace = trace.tb_next
    if len(frames) > FRAMES_MAX:
        frames = frames[: FRAMES_MAX // 2] + frames[-FRAMES_MAX // 2 :]
    return frames


def _text(error: BaseException, trace: TracebackType | None) -> str:
    try:
        text = "".join(traceback.format_exception(type(error), error, trace))
    except Exception:
        text = f"{type_name(type(error))}: {_message(error)}\n"
    if len(text) > TEXT_MAX:
        text = text[: TEXT_MAX // 2] + "\n  …\n" + text[-TEXT_MAX // 2 :]
    return text


def exception(failure: dict[str, Any], store: str | None) -> BaseException:
    """The exception to raise for a failure: the task's own where it can be, with the user's lines in its traceback."""
    kind, message = failure["kind"], failure.get("message") or ""
    if kind == "diverged":
        return Diverged(message)
    error: BaseException | None = None
    if kind in _KINDS:
        error = _KINDS[kind](message, kind, failure.get("type"), failure.get("place"))
    elif failure.get("exception") is not None:
        try:
            error = decode(failure["exception"], store)
        except Exception:
            error = None
    if not isinstance(error, Exception):
        name = failure.get("type")
        text = f"{name}: {message}" if name and kind == "user" else message
        error = TaskFailed(text, kind, name, failure.get("place"))
    cause = failure.get("cause")
    if cause is not None:
        inner = exception(cause, store)
        if cause.get("explicit", True):
            error.__cause__ = inner
        else:
            error.__context__ = inner
    return error.with_traceback(_rebuilt(failure.get("frames") or ()))


def _rebuilt(frames: Any) -> TracebackType | None:
    """A traceback that shows these lines, made of empty frames that bear their names."""
    trace = None
    for file, line, function, _ in reversed(frames):
        trace = TracebackType(trace, _frame(file, line, function), -1, max(line, 1))
    return trace


_EMPTY = compile("get()", "<remote>", "eval")


def _frame(file: str, line: int, function: str) -> FrameType:
    names = {"co_filename": file, "co_name": function, "co_firstlineno": max(line, 1)}
    if sys.version_info >= (3, 11):
        names["co_qualname"] = function
    code = _EMPTY.replace(**names)  # type: ignore[arg-type]
    frame: FrameType = eval(code, {"get": sys._getframe, "__name__": "remote"})
    return frame


__all__ = ["HeadraceError", "Own", "exception", "failure"]
