"""What a file holds: its flows and tasks, and which of the user's files its import loaded."""

from __future__ import annotations

import importlib.util
import inspect
import os
import sys
from types import ModuleType

from ._api import Flow, Handler, Task
from ._errors import Cancelled, HeadraceError, NotKept, StoreRefused
from ._failures import Own, failure
from ._importer import import_file, module_name
from ._previews import preview, type_name
from ._values import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._policy import CachePolicy

_OURS = os.path.dirname(os.path.realpath(__file__)) + os.sep


def describe(file: str, root: str, own: Own, must_have_flow: bool = True) -> list[Any]:
    """The frame that answers ``describe``."""
    file = os.path.abspath(file)
    own.files.add(file)
    path, argv = list(sys.path), list(sys.argv)
    before = set(sys.modules)
    try:
        module = _load(file)
        return ["described", _description(module, file, root, must_have_flow), None]
    except Cancelled:
        raise
    except BaseException as error:
        return ["described", None, failure(error, own, None, "input", file)]
    finally:
        # Nothing of the user's stays: what runs is imported from the snapshot, and another file is another world.
        sys.path[:], sys.argv = path, argv
        for name in set(sys.modules) - before:
            if is_users(sys.modules[name], root) or _is_users_folder(sys.modules[name], root):
                del sys.modules[name]


def _load(file: str) -> ModuleType:
    if not os.path.isfile(file):
        raise FileNotFoundError(f"there is no file {file}")
    name = module_name(file)
    folder = os.path.dirname(file)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    sys.argv = [file]
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise HeadraceError(f"{file} is no Python file: its name should end in .py")
    _Only.name, _Only.spec = name, spec
    sys.meta_path.insert(0, _Only)
    try:
        return import_file(name, file)
    finally:
        sys.meta_path.remove(_Only)


class _Only:
    """Finds the flow file under the name chosen for it, before anything of that name on sys.path."""

    name = ""
    spec: Any = None

    @classmethod
    def find_spec(cls, fullname: str, path: object = None, target: object = None) -> Any:
        return cls.spec if fullname == cls.name else None


def _description(module: ModuleType, file: str, root: str, must_have_flow: bool) -> dict[str, Any]:
    modules = _user_modules(module, root)
    flows: dict[str, dict[str, Any]] = {}
    tasks: dict[str, dict[str, Any]] = {}
    places: dict[str, str] = {}
    seen: set[int] = set()
    for name, path in modules:
        loaded = sys.modules[name]
        for attribute, value in list(vars(loaded).items()):
            if type(value) is Task and value.__module__ == name and id(value) not in seen:
                seen.add(id(value))
                function = attribute if loaded is module else f"{name}:{attribute}"
                entry = _task(value, function, path, module.__name__)
                if value.cache is not None:
                    entry["cache"] = _cache(value, value.cache, {own for own, _ in modules}, root)
                if value.name in tasks:
                    raise HeadraceError(
                        f"two tasks have the name {value.name!r}, at {places[value.name]} and {entry['place']}: "
                        'give one of them another with @task(name="…")'
                    )
                tasks[value.name] = entry
                places[value.name] = entry["place"]
            elif type(value) is Flow and loaded is module and value.__module__ == name and id(value) not in seen:
                seen.add(id(value))
                if value.name in flows:
                    raise HeadraceError(f"two flows have the name {value.name!r}")
                flows[value.name] = _flow(value, attribute, module.__name__)
    if must_have_flow and not flows:
        raise HeadraceError(f"{file} holds no flow: mark the function that is to run with @flow")
    return {"flows": list(flows.values()), "tasks": list(tasks.values()), "file": file, "modules": modules}


def _user_modules(module: ModuleType, root: str) -> list[list[str]]:
    """The user's source files that are loaded, the flow file first."""
    first = [module.__name__, str(module.__file__)]
    others = [
        [name, os.path.abspath(str(loaded.__file__))]
        for name, loaded in list(sys.modules.items())
        if loaded is not module and name != "__main__" and is_users(loaded, root)
    ]
    return [first, *sorted(others)]


def is_users(module: ModuleType, root: str) -> bool:
    """Whether the module is a source file under ``root``, but of no installed library and no interpreter there."""
    path = getattr(module, "__file__", None)
    if not isinstance(path, str) or not path.endswith(".py"):
        return False
    root = os.path.realpath(root) + os.sep
    real = os.path.realpath(path)
    if not real.startswith(root) or real.startswith(_OURS) or f"{os.sep}site-packages{os.sep}" in real:
        return False
    prefixes = (os.path.realpath(sys.prefix) + os.sep, os.path.realpath(sys.base_prefix) + os.sep)
    return not any(real.startswith(prefix) and not root.startswith(prefix) for prefix in prefixes)


def _is_users_folder(module: ModuleType, root: str) -> bool:
    """Whether it is a package without an ``__init__.py`` under ``root``."""
    if getattr(module, "__file__", None) is not None:
        return False
    return any(os.path.realpath(path).startswith(os.path.realpath(root)) for path in getattr(module, "__path__", ()))


def _flow(flow: Flow[Any, Any], function: str, main: str) -> dict[str, Any]:
    params = []
    for parameter in flow.signature.parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        entry: dict[str, Any] = {"name": parameter.name, "type": _annotation(parameter.annotation)}
        if parameter.default is not parameter.empty:
            entry["default"] = _default(parameter.default, parameter.name)
        params.append(entry)
    entry = {
        "name": flow.name,
        "function": function,
        "params": params,
        "doc": inspect.getdoc(flow.function),
        **_hooks(flow, main),
    }
    return entry if flow.history is None else {**entry, "history": flow.history}


def _hooks(owner: Task[Any, Any] | Flow[Any, Any], main: str) -> dict[str, Any]:
    """What follows it, each as a task of its own; nothing where nothing does."""
    return {"hooks": [_hook(hook, owner, main) for hook in owner.hooks]} if owner.hooks else {}


def _hook(hook: Handler, owner: Task[Any, Any] | Flow[Any, Any], main: str) -> dict[str, Any]:
    found = hook.function
    function: Any = found.function if isinstance(found, Task) else found
    module, name = function.__module__, function.__name__
    loaded = vars(sys.modules[module]) if module in sys.modules else {}
    if loaded.get(name) is not found and loaded.get(name) is not function:
        named = [attribute for attribute, value in loaded.items() if value is found]
        if not named:
            raise HeadraceError(
                f"{owner.name}: {hook.name} is no function or task at the top of a module of this project: {found!r}"
            )
        name = named[0]
    task: Task[Any, Any] = found if isinstance(found, Task) else Task(found, name, 0, 1.0, 2.0, None, 1, None, {})
    entry = _task(task, name if module == main else f"{module}:{name}", function.__code__.co_filename, main)
    return {"name": hook.name, "on": hook.on, "task": entry, "outcome": _takes(hook, task, owner)}


def _takes(hook: Handler, task: Task[Any, Any], owner: Task[Any, Any] | Flow[Any, Any]) -> str | None:
    """The parameter that is given the outcome, if there is one."""
    takes = [one for one in task.signature.parameters.values() if one.kind in (0, 1, 3)]
    needed = [one for one in takes if one.default is one.empty]
    if len(needed) > 1:
        raise HeadraceError(
            f"{owner.name}: {hook.name} is given one argument, the outcome; {task.__name__} takes {len(needed)}"
        )
    return takes[0].name if takes else None


def _annotation(annotation: Any) -> str | None:
    if annotation is inspect.Parameter.empty:
        return None
    return annotation if type(annotation) is str else inspect.formatannotation(annotation)


def _default(value: Any, name: str) -> Any:
    """The default in wire form; one that cannot be kept is only shown, as a pickle without content."""
    try:
        return encode(value, None, name)
    except (NotKept, StoreRefused):
        return {"$": "pickle", "type": type_name(type(value)), "v": "", "preview": preview(value)}


def _cache(task: Task[Any, Any], cache: CachePolicy, own: set[str], root: str) -> dict[str, Any]:
    from ._caching import deep_digest

    def projects(module: ModuleType) -> bool:
        return module.__name__ in own or is_users(module, root)

    return {
        "expiry": cache.expiry,
        "salt": cache.salt,
        "ignore": cache.ignore,
        "code": deep_digest(task.function, projects),
    }


def _task(task: Task[Any, Any], function: str, path: str, main: str) -> dict[str, Any]:
    return {
        "name": task.name,
        "function": function,
        "retries": task.retries,
        "retry_delay": task.retry_delay,
        "retry_factor": task.retry_factor,
        "timeout": task.timeout,
        "cpus": task.cpus,
        "memory": task.memory,
        "doc": inspect.getdoc(task.function),
        "place": f"{path}:{task.function.__code__.co_firstlineno}",
        **task.retrying,
        **_hooks(task, main),
    }
