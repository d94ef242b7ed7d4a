"""Imports the user's files under their own names: never as ``__main__``, and in a run from the snapshot of that run."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import keyword
import linecache
import os
import re
import sys
from collections.abc import Iterable
from types import CodeType, ModuleType

from . import _bodies


class SnapshotLoader:
    """Reads one module's source from the snapshot, and compiles it as the original file."""

    def __init__(self, name: str, original: str, snapshot: str) -> None:
        self._name = name
        self._original = original
        self._snapshot = snapshot

    def is_package(self, fullname: str) -> bool:
        return os.path.basename(self._original) == "__init__.py"

    def get_filename(self, fullname: str) -> str:
        return self._original

    def get_source(self, fullname: str) -> str:
        with open(self._snapshot, "rb") as file:
            data = file.read()
        text = importlib.util.decode_source(data)
        # The original may have been edited since: tracebacks and digests must show what runs.
        linecache.cache[self._original] = (len(text), None, text.splitlines(keepends=True), self._original)
        return text

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """Python makes the module."""

    def exec_module(self, module: ModuleType) -> None:
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, fullname: str) -> CodeType:
        text = self.get_source(fullname)
        return compile(text, self._original, "exec", dont_inherit=True)


class SnapshotFinder:
    """Finds the modules of a run's snapshot; everything else is left to Python."""

    def __init__(self, code: Iterable[tuple[str, str, str]]) -> None:
        self._modules = {name: (original, snapshot) for name, original, snapshot in code}
        self._folders: dict[str, str] = {}
        for name, (original, _) in self._modules.items():
            folder = os.path.dirname(original)
            if os.path.basename(original) == "__init__.py":
                folder = os.path.dirname(folder)
            while "." in name:
                name = name.rpartition(".")[0]
                self._folders.setdefault(name, folder)
                folder = os.path.dirname(folder)

    def find_spec(
        self, fullname: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        found = self._modules.get(fullname)
        if found is None:
            if fullname in self._folders:  # a folder without __init__.py
                spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
                spec.submodule_search_locations = [self._folders[fullname]]
                return spec
            return None
        loader = SnapshotLoader(fullname, *found)
        # Not derived from importlib.abc.Loader, whose import takes 8 ms.
        spec = importlib.machinery.ModuleSpec(fullname, loader, origin=found[0])  # type: ignore[arg-type]
        spec.has_location = True
        if loader.is_package(fullname):
            spec.submodule_search_locations = [os.path.dirname(found[0])]
        return spec


def is_snapshot(module: ModuleType) -> bool:
    """Whether a module of this run comes from its snapshot."""
    return isinstance(getattr(module.__spec__, "loader", None), SnapshotLoader)


def module_name(file: str) -> str:
    """The name under which a flow file is imported: its own, unless that cannot be or belongs to another module."""
    stem = os.path.basename(file)
    stem = stem.removesuffix(".py")
    if (
        stem.isidentifier()
        and stem.isascii()
        and not keyword.iskeyword(stem)
        and stem not in sys.stdlib_module_names
        and stem not in sys.modules
        and stem not in ("headrace", "__main__")
    ):
        return stem
    return "flow_" + re.sub(r"[^A-Za-z0-9_]", "_", stem)


def import_file(name: str, shown: str) -> ModuleType:
    """Imports a module while no flow or task may run."""
    _bodies.importing = shown
    try:
        return importlib.import_module(name)
    finally:
        _bodies.importing = None
