"""What a value looks like in a line or so, made where it is made: nobody else unpickles it to look."""

from __future__ import annotations

import re
import reprlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PREVIEW_MAX = 120
"""Characters."""

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_short = reprlib.Repr()
_short.maxlevel = 3
_short.maxdict = _short.maxlist = _short.maxtuple = _short.maxset = _short.maxfrozenset = 6
_short.maxstring = _short.maxother = 80


def type_name(kind: type) -> str:
    """``dict``, ``numpy.ndarray``, ``train.Model``."""
    module = kind.__module__
    return kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"


def preview(value: Any) -> str:
    """At most 120 characters, without addresses, so that equal values look equal. Never fails."""
    try:
        shape = getattr(value, "shape", None)
        if type(value) is bytes:
            text = f"{len(value):,} bytes"
        elif type(shape) is tuple and shape:
            text = f"{type(value).__name__} {' x '.join(map(str, shape))}"
            dtype = getattr(value, "dtype", None)
            if dtype is not None:
                text += f" {dtype}"
        else:
            text = _short.repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    text = _ADDRESS.sub("", text).encode("utf-8", "replace").decode()
    return text if len(text) <= PREVIEW_MAX else text[: PREVIEW_MAX - 1] + "…"
