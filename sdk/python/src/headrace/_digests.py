"""Digests of inputs and code: how the engine sees that a replayed body asks for the same thing."""

from __future__ import annotations

import hashlib
import inspect
import json
import textwrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_canonical = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False, allow_nan=False
).encode


def inputs_digest(inputs: list[Any]) -> str:
    """16 hex digits of the canonical JSON of encoded inputs. Previews do not count: they may hold addresses."""
    text = _canonical(inputs)
    if '"preview":' in text:
        text = _canonical(_bare(inputs))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _bare(value: Any) -> Any:
    if type(value) is dict:
        tagged = value.get("$") in ("pickle", "stored")
        return {key: _bare(item) for key, item in value.items() if not (tagged and key == "preview")}
    return [_bare(item) for item in value] if type(value) is list else value


def code_digest(function: Any) -> str:
    """16 hex digits of the function's source text, or of its byte code where there is no source."""
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        text = function.__code__.co_code.hex()
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
