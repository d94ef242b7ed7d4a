"""What can go wrong, as a caller sees it."""

from __future__ import annotations


class HeadraceError(Exception):
    """The root of everything that Headrace itself raises."""


class Skip(HeadraceError):
    """Raised by a task that finds that there is nothing to do: it is skipped, not failed, and is not tried again.

    Who waits for its result gets the same exception; a body that lets it through skips itself. A task that needs the
    result is skipped, too.
    """


class Fatal(HeadraceError):
    """Raised by a task that knows that trying again is vain: it fails at once, however many retries it has left.

    Exceptions of one's own may be derived from it, too.
    """


class TaskFailed(HeadraceError):
    """A task failed, and its own exception cannot be raised here: it could not be carried over, or there was none.

    ``kind`` is the kind of failure (``user``, ``value``, ``store``, ``timeout``, …), ``type`` the qualified name of the
    exception that the task raised, or ``None``, ``place`` its ``file:line``, or ``None``.
    """

    def __init__(
        self, message: str = "", kind: str = "user", type: str | None = None, place: str | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.type = type
        self.place = place


class UpstreamFailed(TaskFailed):
    """The task was not run: a task whose result it needs has failed."""


class TaskCancelled(TaskFailed):
    """The task was cancelled."""


class LimitExceeded(TaskFailed):
    """The task was not run: it asks for more than there can ever be (cpus, depth, number of tasks)."""


class WaitTimeout(HeadraceError, TimeoutError):
    """A wait with a ``timeout`` was over before what it waited for. That goes on; ``Future.cancel`` ends it."""


class Diverged(HeadraceError):
    """A replayed body asked for something else than it did before: the same key with other inputs.

    Bodies must take the same way again. What may differ (time, chance, the outside world) belongs in ``once``, ``now``,
    ``random`` or a task of its own.
    """


class NotKept(HeadraceError):
    """A value cannot be kept. The message names the attribute path of the part that is to blame and how to mend it."""


class StoreRefused(HeadraceError):
    """The artifact store could not be written or read: full, read-only, or a file is missing."""


class Cancelled(BaseException):
    """Raised in a running task when it is told to end. ``finally`` clauses run; the process ends afterwards.

    Not an ``Exception``, so that ``except Exception`` does not swallow it.
    """


for _error in (
    HeadraceError,
    Skip,
    Fatal,
    TaskFailed,
    UpstreamFailed,
    TaskCancelled,
    LimitExceeded,
    WaitTimeout,
    Diverged,
    NotKept,
    StoreRefused,
    Cancelled,
):
    _error.__module__ = "headrace"  # as people import them; what is printed and pickled names them so
