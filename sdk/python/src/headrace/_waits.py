"""Waits of a body: for a time, a signal, somebody's approval. The engine waits, and the body has no slot meanwhile."""

from __future__ import annotations

from ._bodies import here, is_name
from ._errors import TaskFailed, WaitTimeout

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import Any

WAIT_MAX = 365 * 24 * 3600
"""Seconds that anything may be waited for."""

FIELDS_MAX = 100
_TYPES = {str: "text", int: "int", float: "number", bool: "bool"}
_TAKEN = frozenset(("approved", "by", "why"))


def sleep(seconds: float) -> None:
    """Sleeps for so many seconds, 0 to 365 days, without a slot. Survives restarts: it ends when it would have ended.

    Without an engine it is ``time.sleep``.
    """
    _seconds("sleep", seconds, 0)
    here().awaited("sleep", {"seconds": seconds}, ["after", seconds])


def sleep_until(moment: datetime.datetime) -> None:
    """Sleeps until this moment, which must have a time zone; one that has passed is no sleep at all."""
    import datetime

    if not isinstance(moment, datetime.datetime) or moment.tzinfo is None:
        raise ValueError(f"sleep_until: a datetime with a time zone, not {moment!r}")
    utc = moment.astimezone(datetime.timezone.utc)
    text = utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    here().awaited("sleep_until", {"moment": text}, ["until", text])


def wait_for(signal: str, timeout: float | None = None) -> Any:
    """Waits for a signal of this name and gives the data that was sent along: ``headrace signal RUN NAME --data JSON``.

    A signal that came before is taken, the oldest first. Raises :class:`WaitTimeout`, a ``TimeoutError``, when none has
    come within ``timeout`` seconds (over 0, at most 365 days).
    """
    if not is_name(signal):
        raise ValueError(
            f"{signal!r} cannot be the name of a signal: letters, digits and _ . - beginning with a letter"
        )
    if timeout is not None:
        _seconds("timeout", timeout, 0.001)
    inputs = {"signal": signal} if timeout is None else {"signal": signal, "timeout": timeout}
    return _limited("wait_for", inputs, ["signal", signal, timeout])


def approval(
    question: str = "", fields: Mapping[str, Any] | None = None, timeout: float | None = None, name: str = "approval"
) -> dict[str, Any]:
    """Waits until somebody approves or rejects: ``headrace approve RUN NAME [--reject] [--set field=value]``.

    ``fields`` is the form: by name a type (``str``, ``int``, ``float``, ``bool``), or a value that is the default. What
    comes back is a dict with ``approved``, ``by``, ``why`` and the fields. Raises :class:`WaitTimeout` when nobody has
    said anything within ``timeout`` seconds. ``name`` is its path in the run.
    """
    if not is_name(name):
        raise ValueError(f"{name!r} cannot be a name: letters, digits and _ . - beginning with a letter or _")
    if timeout is not None:
        _seconds("timeout", timeout, 0.001)
    form = [_field(key, given) for key, given in (fields or {}).items()]
    if len(form) > FIELDS_MAX:
        raise ValueError(f"approval: {len(form)} fields, at most {FIELDS_MAX} are possible")
    inputs = {"question": question, "fields": form, "timeout": timeout}
    answer: dict[str, Any] = _limited(name, inputs, ["approval", question, form, timeout])
    return answer


def _limited(name: str, inputs: dict[str, Any], what: list[Any]) -> Any:
    try:
        return here().awaited(name, inputs, what)
    except TaskFailed as failed:
        if failed.kind == "timeout":
            raise WaitTimeout(str(failed)) from None
        raise


def _field(name: str, given: object) -> list[Any]:
    if not is_name(name) or name in _TAKEN:
        raise ValueError(f"approval: {name!r} cannot be a field")
    kind = given if isinstance(given, type) else type(given)
    word = _TYPES.get(kind)
    if word is None:
        raise TypeError(f"approval: the field {name} is str, int, float or bool, not {given!r}")
    return [name, word, None if isinstance(given, type) else given]


def _seconds(what: str, value: object, least: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is a number of seconds, not {value!r}")
    if not least <= value <= WAIT_MAX:
        raise ValueError(f"{what} goes from {least} to {WAIT_MAX:,} seconds, not {value}")
