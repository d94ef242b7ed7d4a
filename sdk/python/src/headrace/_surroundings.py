"""What an attempt may change of its process, and how it is put back for the next one."""

from __future__ import annotations

import os
import sys
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Surroundings:
    """The working folder, environment, umask, module path and warning filters as they should be."""

    def __init__(self, cwd: str) -> None:
        self._cwd = cwd
        self._threads: int | None = None
        self._umask = os.umask(0o022)
        os.umask(self._umask)
        self.note()

    def note(self) -> None:
        """From now on, this is how they should be."""
        self._environment = os.environ.copy()
        self._raw = dict(_raw_environment())
        self._path = list(sys.path)
        self._filters = list(warnings.filters)
        self._streams = (sys.stdin, sys.stdout, sys.stderr)

    def use_threads(self, cpus: float) -> None:
        """Tells BLAS and OpenMP, loaded or to be loaded, how many threads to use."""
        threads = max(1, int(cpus))
        if threads == self._threads:
            return
        self._threads = threads
        for name in _THREADS:
            os.environ[name] = str(threads)
            self._environment[name] = str(threads)
        self._raw = dict(_raw_environment())
        control = sys.modules.get("threadpoolctl")
        if control is not None:
            control.threadpool_limits(threads)

    def restore(self) -> None:
        """Puts back what the attempt changed. Costs a few microseconds when it changed nothing."""
        try:
            moved = os.getcwd() != self._cwd
        except FileNotFoundError:
            moved = True
        if moved:
            os.chdir(self._cwd)
        os.umask(self._umask)
        if _raw_environment() != self._raw:
            self._restore_environment()
        if sys.path != self._path:
            sys.path[:] = self._path
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]
            changed = getattr(warnings, "_filters_mutated", None) or getattr(
                warnings, "_filters_mutated_lock_held", None
            )
            if changed is not None:
                changed()
        sys.stdin, sys.stdout, sys.stderr = self._streams

    def _restore_environment(self) -> None:
        for name in list(os.environ):
            if name not in self._environment:
                del os.environ[name]
        for name, value in self._environment.items():
            if os.environ.get(name) != value:
                os.environ[name] = value


def _raw_environment() -> Any:
    """The dict within os.environ, which compares much faster than os.environ does."""
    return getattr(os.environ, "_data", os.environ)
