"""Which failures are worth another try, and how long: what ``@task`` and ``.options`` take besides the number."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypedDict

    Failures = type[BaseException] | str | Iterable[type[BaseException] | str]

    class Retrying(TypedDict, total=False):
        """What can be said of retries."""

        retry_cap: float
        retry_jitter: int
        retry_within: float
        retry_on: Failures
        retry_never: Failures
        retry_when: str
        losses: int


KINDS = ("user", "crash", "timeout", "memory", "upstream", "unseen", "store")
"""What may pass by itself."""
HOPELESS = ("value", "input", "diverged", "limit", "capacity", "cancelled", "lost", "engine")
NAMES_MAX = 100
NAME_MAX = 200
WHEN_MAX = 4_096
DAYS_30 = 30 * 24 * 3600
DAYS_365 = 365 * 24 * 3600
LOSSES_MAX = 1_000


def retrying(given: dict[str, Any]) -> dict[str, Any]:
    """The same, checked and as it goes over the link; what is None is left out."""
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name not in _CHECKS:
            raise TypeError(f"{name!r} is not known here")
        if value is not None:
            checked[name] = _CHECKS[name](name, value)
    return checked


def failures(what: str, value: Failures) -> list[str]:
    """The names of failures: kinds such as ``"timeout"``, classes, or names of classes."""
    listed = [value] if isinstance(value, (str, type)) else list(value)
    if len(listed) > NAMES_MAX:
        raise ValueError(f"{what} names at most {NAMES_MAX} failures, not {len(listed)}")
    return [_name(what, one) for one in listed]


def _name(what: str, one: object) -> str:
    if isinstance(one, type) and issubclass(one, BaseException):
        from ._previews import type_name  # what nobody uses is not loaded

        return type_name(one)
    if not isinstance(one, str):
        raise TypeError(f'{what} names exceptions, or kinds of failures such as "timeout", not {one!r}')
    if not 0 < len(one.strip()) <= NAME_MAX:
        raise ValueError(f"{what}: a name has 1 to {NAME_MAX} letters")
    if one.isidentifier() and one.islower() and one not in KINDS + HOPELESS:
        raise ValueError(f"{what}: {one!r} is no kind of failure: {', '.join(KINDS)}")
    return one


def _worth(what: str, value: Any) -> list[str]:
    names = failures(what, value)
    for name in names:
        if name in HOPELESS:
            raise ValueError(f"{what}: what fails as {name!r} fails again: it is never tried again")
    return names


def _text(what: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{what} is a condition in CEL, such as 'error.message.contains(\"503\")', not {value!r}")
    if not 0 < len(value.strip()) <= WHEN_MAX or len(value) > WHEN_MAX:
        raise ValueError(f"{what} has 1 to {WHEN_MAX:,} letters")
    return value


def _seconds(most: float) -> Any:
    def check(what: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{what} is a number of seconds, not {value!r}")
        if not 0.001 <= value <= most:
            raise ValueError(f"{what} goes from 0.001 to {most:,}, not {value}")
        return value

    return check


def _whole(most: int) -> Any:
    def check(what: str, value: object) -> int:
        if type(value) is not int:
            raise TypeError(f"{what} is a whole number, not {value!r}")
        if not 0 <= value <= most:
            raise ValueError(f"{what} goes from 0 to {most:,}, not {value:,}")
        return value

    return check


def _flag(what: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{what} is True or False, not {value!r}")
    return value


_CHECKS: dict[str, Any] = {
    "retry_cap": _seconds(DAYS_30),
    "retry_jitter": _whole(100),
    "retry_within": _seconds(DAYS_365),
    "retry_on": _worth,
    "retry_never": failures,
    "retry_when": _text,
    "losses": _whole(LOSSES_MAX),
    "poll": _seconds(DAYS_30),
    "poll_limit": _seconds(DAYS_365),
    "poll_skip": _flag,
}
