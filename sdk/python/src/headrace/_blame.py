"""Which part of a value is to blame that it cannot be kept, and what to do about it."""

from __future__ import annotations

import pickle
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEPTH_MAX = 50
PARTS_MAX = 10_000


class _Nowhere:
    """A sink that keeps nothing."""

    def write(self, data: Any) -> int:
        return len(data)


def trouble(value: Any) -> BaseException | None:
    """What pickling raises, or None."""
    try:
        pickle.Pickler(_Nowhere(), protocol=5, buffer_callback=lambda _: False).dump(value)
    except Exception as error:
        return error
    return None


def blame(value: Any, name: str, error: BaseException) -> str:
    """``result["model"].callbacks[0] is a function (lambda) and cannot be kept: …``."""
    path, part, why = name, value, error
    seen = {id(value)}
    while path.count("[") + path.count(".") < DEPTH_MAX:
        for step, inner in _parts(part):
            if id(inner) in seen:
                continue
            found = trouble(inner)
            if found is not None:
                seen.add(id(inner))
                path, part, why = path + step, inner, found
                break
        else:
            break
    what, cure = _mend(part)
    return f"{path} is {what} and cannot be kept: {cure} ({type(why).__name__}: {why})"


def _parts(value: Any) -> list[tuple[str, Any]]:
    """The parts of a value and how one writes them."""
    parts: list[tuple[str, Any]] = []
    if isinstance(value, (type, ModuleType)):
        return parts
    if isinstance(value, dict):
        for key, item in list(value.items())[:PARTS_MAX]:
            parts.append((f"[{_quoted(key)}]", item))
            if not isinstance(key, (str, int)):
                parts.append((f" (its key {key!r:.40})", key))
    elif isinstance(value, (list, tuple)):
        parts.extend((f"[{i}]", item) for i, item in enumerate(value[:PARTS_MAX]))
    elif isinstance(value, (set, frozenset)):
        parts.extend((f" (its element {item!r:.40})", item) for item in list(value)[:PARTS_MAX])
    attributes = getattr(value, "__dict__", None)
    if isinstance(attributes, dict) and not (callable(value) and type(value).__module__ == "builtins"):
        parts.extend((f".{key}", item) for key, item in attributes.items())
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else tuple(slots):
            if hasattr(value, slot) and slot not in ("__dict__", "__weakref__"):
                parts.append((f".{slot}", getattr(value, slot)))
    function = getattr(value, "__func__", None)
    if function is not None:
        parts.append((".__self__", value.__self__))
    if type(value).__name__ == "partial" and hasattr(value, "func"):
        parts.append((".func", value.func))
        parts.append((".args", value.args))
    return parts


def _quoted(key: Any) -> str:
    return '"' + key.replace('"', '\\"') + '"' if isinstance(key, str) else f"{key!r:.40}"


def _mend(value: Any) -> tuple[str, str]:
    """What it is, and how to mend it."""
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if kind.__name__ == "function":
        if value.__name__ == "<lambda>":
            return "a function (lambda)", "write it with def at the top level of its module"
        return f"a function ({value.__qualname__})", "move it to the top level of its module"
    if hasattr(value, "fileno") or kind.__module__ in ("_io", "socket", "sqlite3"):
        return f"an open {name}", "close it and give its path or its content instead"
    if kind.__name__ in ("generator", "map", "filter", "zip") or hasattr(kind, "__next__"):
        return f"a {name}", "make a list of it with list(…)"
    if kind.__module__ in ("_thread", "threading", "weakref", "_asyncio", "asyncio"):
        return f"a {name}", "leave it out, or drop it in __getstate__ of the object that holds it"
    if kind.__name__ == "module":
        return f"a module ({value.__name__})", "import it where it is used instead"
    if "<locals>" in kind.__qualname__:
        return f"a {name}", "move its class to the top level of its module"
    if kind.__name__ == "Future" and kind.__module__.startswith("headrace"):
        return "a Future", "it stands for its value only in lists, tuples and dicts: call .result()"
    if isinstance(value, type):
        return f"a class ({value.__qualname__})", "move it to the top level of its module"
    if isinstance(value, (list, dict, tuple, set)):
        return f"a {name}", "it is nested too deeply or holds something that cannot be pickled"
    return f"a {name}", "give plain data instead, or teach it pickling with __getstate__ or __reduce__"
