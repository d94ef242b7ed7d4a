"""What the code of a task is: all of it that the project holds."""

from __future__ import annotations

import ast
import dis
import hashlib
import importlib.util
import inspect
import os
import pickle
import sys
import textwrap
from types import CodeType, FunctionType, MethodType, ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_PLAIN = (type(None), bool, int, float, complex, str, bytes)


def deep_digest(function: Any, projects: Callable[[ModuleType], bool]) -> str:
    """32 hex digits of the function's source, and of all that it calls or reads in the project, however deep.

    ``projects`` says whether a module is one of the project. What lies outside of it counts by its name: the
    environment counts apart.
    """
    walk = _Walk(projects)
    walk.value("", function)
    text = "\n".join(f"{name} {digest}" for name, digest in sorted(walk.parts.items()))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


class _Walk:
    def __init__(self, projects: Callable[[ModuleType], bool]) -> None:
        self.projects = projects
        self.parts: dict[str, str] = {}
        self._seen: dict[int, Any] = {}  # the values, too: an id counts only as long as its value lives
        self._modules: set[tuple[str, tuple[str, ...]]] = set()

    def value(self, name: str, value: Any) -> None:
        if isinstance(value, _PLAIN):
            self._say(name, repr(value))
            return
        if id(value) in self._seen:
            return
        self._seen[id(value)] = value
        inner = getattr(value, "function", None)
        if type(value).__module__ == "headrace._api" and isinstance(inner, FunctionType):
            self.value(name, inner)
        elif isinstance(value, ModuleType):
            self._say(name, f"module {value.__name__}")
        elif isinstance(value, MethodType):
            self.value(name, value.__func__)
            self.value(f"{name}.self", value.__self__)
        elif isinstance(value, FunctionType):
            self._function(name, value)
        elif isinstance(value, type):
            self._class(name, value)
        elif isinstance(value, (list, tuple)):
            self._say(name, f"{type(value).__qualname__} {len(value)}")
            for i, item in enumerate(value):
                self.value(f"{name}[{i}]", item)
        elif isinstance(value, dict):
            self._say(name, f"{type(value).__qualname__} {len(value)}")
            for i, (key, item) in enumerate(value.items()):
                self.value(f"{name}[{i}]", key)
                self.value(f"{name}[{i}]=", item)
        elif isinstance(value, (set, frozenset)):
            self._say(name, f"{type(value).__qualname__} {sorted(map(repr, value))}")
        else:
            self._object(name, value)

    def _say(self, name: str, text: str) -> None:
        self.parts[name] = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    def _is_ours(self, module: str | None) -> bool:
        loaded = sys.modules.get(module or "")
        return loaded is not None and self.projects(loaded)

    def _object(self, name: str, value: Any) -> None:
        kind = type(value)
        self._say(name, f"{kind.__module__}.{kind.__qualname__}")
        if callable(value) and hasattr(value, "__wrapped__"):
            self.value(f"{name}.wrapped", value.__wrapped__)
            return
        if self._is_ours(kind.__module__):
            self.value(f"{kind.__module__}.{kind.__qualname__}", kind)
        try:
            self._say(f"{name}.state", pickle.dumps(value, protocol=5).hex())
        except Exception:
            return  # locks, files, connections: their type must do

    def _class(self, name: str, value: type) -> None:
        if not self._is_ours(value.__module__):
            self._say(name, f"{value.__module__}.{value.__qualname__}")
            return
        self._say(name, _source(value) or value.__qualname__)
        for base in value.__bases__:
            self.value(f"{base.__module__}.{base.__qualname__}", base)
        for part, member in list(vars(value).items()):
            inner = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
            if isinstance(inner, FunctionType):
                self.value(f"{name}.{part}", inner)

    def _function(self, name: str, value: FunctionType) -> None:
        own = f"{value.__module__}.{value.__qualname__}"
        if not self._is_ours(value.__module__):
            self._say(name, own)
            return
        self._say(name, own)
        self._say(own, self._body(own, value))
        for part, default in enumerate((*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values())):
            self.value(f"{own}={part}", default)
        for variable, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=False):
            try:
                self.value(f"{own}.{variable}", cell.cell_contents)
            except ValueError:
                continue  # not bound yet
        names = _names(value.__code__)
        for global_name in names:
            if global_name in value.__globals__:
                self._named(value.__module__, global_name, value.__globals__[global_name], names)
        for module in _imports(value.__code__, value.__globals__):
            self._imported(module, names)

    def _body(self, name: str, function: FunctionType) -> str:
        """Its text without the decorators of ours, whose options are no code of the task."""
        text = _source(function)
        if text is None:
            return function.__code__.co_code.hex()
        try:
            tree = ast.parse(text).body[0]
        except (SyntaxError, IndexError):
            return text
        if not isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return text
        kept = []
        for decorator in tree.decorator_list:
            if not _is_mark(decorator, function.__globals__):
                kept.append(ast.unparse(decorator))
                for node in ast.walk(decorator):
                    if isinstance(node, ast.Name) and node.id in function.__globals__:
                        self._named(function.__module__, node.id, function.__globals__[node.id], [])
        lines = text.splitlines(keepends=True)[tree.lineno - 1 :]
        return "\n".join(kept) + "\n" + "".join(lines)

    def _named(self, module: str, name: str, value: Any, names: list[str]) -> None:
        if isinstance(value, ModuleType):
            self._module(value, names)
        else:
            self.value(f"{module}:{name}", value)

    def _module(self, module: ModuleType, names: list[str]) -> None:
        """Of a module of the project counts what the code names of it."""
        self._say(f"module {module.__name__}", module.__name__)
        key = (module.__name__, tuple(names))
        if not self.projects(module) or key in self._modules:
            return
        self._modules.add(key)
        for name in names:
            if name in vars(module):
                self._named(module.__name__, name, vars(module)[name], names)

    def _imported(self, module: str, names: list[str]) -> None:
        """What a function imports when it runs: if it is not there yet, its file counts as a whole."""
        loaded = sys.modules.get(module)
        if loaded is not None:
            self._module(loaded, names)
            return
        try:
            spec = importlib.util.find_spec(module)
        except (ImportError, ValueError, AttributeError):
            return
        if spec is None or spec.origin is None or not os.path.isfile(spec.origin):
            return
        probe = ModuleType(module)
        probe.__file__ = spec.origin
        if self.projects(probe):
            with open(spec.origin, "rb") as file:
                self._say(f"file {module}", hashlib.sha256(file.read()).hexdigest())


def _source(value: Any) -> str | None:
    try:
        return textwrap.dedent(inspect.getsource(value))
    except (OSError, TypeError):
        return None


def _is_mark(decorator: ast.expr, known: dict[str, Any]) -> bool:
    """Whether it is ``@task`` or ``@flow`` of ours, by whatever name."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    value: Any = None
    if isinstance(called, ast.Name):
        value = known.get(called.id)
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        value = getattr(known.get(called.value.id), called.attr, None)
    return getattr(value, "__module__", "") == "headrace._api"


def _codes(code: CodeType) -> list[CodeType]:
    codes = [code]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            codes.extend(_codes(constant))
    return codes


def _names(code: CodeType) -> list[str]:
    return sorted({name for one in _codes(code) for name in one.co_names})


def _imports(code: CodeType, known: dict[str, Any]) -> list[str]:
    found = set()
    for one in _codes(code):
        before: list[Any] = []
        for step in dis.get_instructions(one):
            if step.opname == "IMPORT_NAME":
                level = next((value for value in before[-2:] if isinstance(value, int)), 0)
                name = str(step.argval)
                package = str(known.get("__package__") or "")
                for _ in range(level - 1):
                    package = package.rpartition(".")[0]
                whole = f"{package}.{name}".strip(".") if level > 0 else name
                found.add(whole)
                listed = next((value for value in before[-1:] if isinstance(value, tuple)), ())
                found.update(f"{whole}.{part}" for part in listed)
            before.append(step.argval)
    return sorted(found)
