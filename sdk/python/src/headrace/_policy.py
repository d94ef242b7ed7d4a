"""Whether a result may be taken from an earlier run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

EXPIRY_MAX = 3_650 * 24 * 3600
SALT_MAX = 200
_UNITS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


class CachePolicy:
    """When a result of an earlier run is taken instead of running the task again.

    expiry: how old it may be, in seconds or as ``"12h"``, ``"7d"``; any age if None.
    salt:   counts like an input: with another one, nothing that was kept is taken.
    ignore: names of parameters that do not count.
    """

    __slots__ = ("expiry", "ignore", "salt")

    def __init__(self, expiry: float | str | None = None, salt: str = "", ignore: Iterable[str] = ()) -> None:
        self.expiry = None if expiry is None else _seconds(expiry)
        if type(salt) is not str or len(salt) > SALT_MAX:
            raise ValueError(f"salt is a text of at most {SALT_MAX} characters, not {salt!r}")
        self.salt = salt
        if isinstance(ignore, str):
            raise TypeError(f"ignore is a list of names, not {ignore!r}")
        self.ignore = sorted(set(ignore))

    def __repr__(self) -> str:
        return f"CachePolicy(expiry={self.expiry!r}, salt={self.salt!r}, ignore={self.ignore!r})"


def policy(cache: object) -> CachePolicy | None:
    """What ``cache=…`` means. Raises TypeError or ValueError for what it cannot mean."""
    if cache is None or cache is False:
        return None
    if cache is True:
        return CachePolicy()
    if isinstance(cache, CachePolicy):
        return cache
    if isinstance(cache, (int, float, str)):
        return CachePolicy(expiry=cache)
    raise TypeError(f'cache is True, False, how old a result may be such as "12h", or a CachePolicy, not {cache!r}')


def _seconds(age: object) -> float:
    seconds: object = age
    if type(age) is str:
        text = age.replace(" ", "")
        digits = text.rstrip("msdh")
        try:
            seconds = float(digits) * _UNITS[text[len(digits) :]]
        except (KeyError, ValueError):
            seconds = None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise ValueError(f'an expiry is a number of seconds or a text such as "12h" or "7d", not {age!r}')
    if not 0.001 <= seconds <= EXPIRY_MAX:
        raise ValueError(f"a result expires within 1 ms to 3,650 days, not {age!r}")
    return float(seconds)
