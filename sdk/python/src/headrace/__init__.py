"""Headrace: ordinary Python functions as durable workflows.

``from headrace import flow, task`` and call tasks in a flow. The same file runs under ``headrace run FILE``, where each
task is recorded, and under ``python FILE``, where tasks are plain calls. See the README beside this package.
"""

from __future__ import annotations

from ._again import continue_as_new
from ._api import Flow, Task, flow, task
from ._bodies import Artifact, Context, artifact, current, now, once, random
from ._errors import (
    Cancelled,
    Diverged,
    Fatal,
    HeadraceError,
    LimitExceeded,
    NotKept,
    Skip,
    StoreRefused,
    TaskCancelled,
    TaskFailed,
    UpstreamFailed,
    WaitTimeout,
)
from ._futures import Future, as_completed, gather
from ._policy import CachePolicy
from ._waits import approval, sleep, sleep_until, wait_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._outside import Run

__version__ = "0.1.0"

__all__ = [
    "Artifact",
    "CachePolicy",
    "Cancelled",
    "Context",
    "Diverged",
    "Fatal",
    "Flow",
    "Future",
    "HeadraceError",
    "LimitExceeded",
    "NotKept",
    "Skip",
    "StoreRefused",
    "Task",
    "TaskCancelled",
    "TaskFailed",
    "UpstreamFailed",
    "WaitTimeout",
    "approval",
    "artifact",
    "as_completed",
    "continue_as_new",
    "current",
    "flow",
    "gather",
    "now",
    "once",
    "random",
    "run",
    "sleep",
    "sleep_until",
    "task",
    "wait_for",
]


def run(id: str) -> Run:
    """A run that is or was, seen from outside: ``headrace.run(id)["train[3]"].result()``.

    Raises LookupError when there is no such run, HeadraceError when the ``headrace`` command cannot be found or fails.
    """
    from ._outside import Run

    return Run(id)
