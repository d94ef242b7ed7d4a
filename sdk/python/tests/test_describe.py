"""What a runner says about a file, and about one that cannot be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from headrace._describe import describe
from headrace._failures import Own
from headrace._importer import module_name
from worker import Worker


def test_a_description(worker: Worker):
    helper = worker.write(
        "lib/steps.py", 'from headrace import task\n@task(cpus=2, memory="1KiB")\ndef clean(x): ...\n'
    )
    file = worker.write(
        "train.py",
        '''
from __future__ import annotations
import json
import lib.steps
from lib.steps import clean
from headrace import flow, task

@task(name="fit-it", retries=2, retry_delay=0.5, timeout=10)
def fit(x):
    "Fits."

def plain(x): return x
other = task(name="other")(plain)

@flow
def main(models: list[str] = ("knn", "svm"), *, n: int = 3, model=None, hook=lambda: 1, must):
    """Trains.

    All of it.
    """

@flow(name="second")
def another(): ...
''',
    )
    description, failure = worker.describe(file)
    assert failure is None
    assert description["file"] == str(file)
    assert description["modules"] == [["train", str(file)], ["lib.steps", str(helper)]]
    first, second = description["flows"]
    params = {param.pop("name"): param for param in first["params"]}
    assert params["models"] == {"type": "list[str]", "default": {"$": "tuple", "v": ["knn", "svm"]}}
    assert params["n"] == {"type": "int", "default": 3}
    assert params["model"] == {"type": None, "default": None}
    assert params["hook"]["default"]["$"] == "pickle"
    assert params["must"] == {"type": None}
    assert (first["name"], first["function"], first["doc"]) == ("main", "main", "Trains.\n\nAll of it.")
    assert (second["name"], second["function"], second["params"]) == ("second", "another", [])
    tasks = {entry["name"]: entry for entry in description["tasks"]}
    assert tasks["fit-it"] == {
        "name": "fit-it",
        "function": "fit",
        "retries": 2,
        "retry_delay": 0.5,
        "retry_factor": 2.0,
        "timeout": 10,
        "cpus": 1,
        "memory": None,
        "doc": "Fits.",
        "place": f"{file}:8",
    }
    assert tasks["other"]["function"] == "other"
    assert (tasks["clean"]["function"], tasks["clean"]["cpus"], tasks["clean"]["memory"]) == (
        "lib.steps:clean",
        2,
        1024,
    )
    # The same runner goes on to run what it described.
    worker.setup(file, code=[["train", str(file), str(file)], ["lib.steps", str(helper), str(helper)]])
    assert worker.run(file, "lib.steps:clean", ["x", 1, "n"])[1] == ["ok", None]
    assert worker.run(file, "other", ["x", 1, "n"])[1] == ["ok", 1]


@pytest.mark.parametrize(
    ("text", "type_name", "message", "line"),
    [
        ("x = 1\ndef f(:\n", "SyntaxError", "invalid syntax", 2),
        ("x = 1\n\nboom = 1 / 0\n", "ZeroDivisionError", "division by zero", 3),
        ("import sys\nsys.exit(3)\n", "SystemExit", "called sys.exit(3)", 2),
        ("import nothing_like_that\n", "ModuleNotFoundError", "No module named 'nothing_like_that'", 1),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt", "", 1),
        ("x = 1\n", "headrace.HeadraceError", "holds no flow", None),
        ("from headrace import flow\n@flow\ndef f(): ...\nf()\n", "RuntimeError", "while it is imported", 4),
        ("from headrace import task\n@task\nasync def f():\n  yield\n", "TypeError", "async", 2),
        (
            "from headrace import task\n@task\ndef f(): ...\n@task(name='f')\ndef g(): ...\n",
            "HeadraceError",
            "two tasks",
            None,
        ),
        ("\0", "SyntaxError", "", None),
        ("# coding: nonsense\n", "SyntaxError", "", None),
    ],
)
def test_files_that_cannot_be_imported(worker: Worker, text, type_name, message, line):
    file = worker.write("broken.py", text)
    description, failure = worker.describe(file)
    assert description is None
    assert failure["kind"] == "input"
    assert failure["type"].endswith(type_name)
    assert message in failure["message"]
    if line is not None:
        assert failure["place"] == f"{file}:{line}"
        assert failure["frames"][-1][:2] == [str(file), line]
    assert failure["place"].startswith(str(file))
    # The runner is none the worse for it.
    good = worker.write("good.py", "from headrace import flow\n@flow\ndef f(): ...\n")
    assert worker.describe(good)[0]["flows"][0]["name"] == "f"


def test_a_missing_file(worker: Worker):
    description, failure = worker.describe(worker.code / "nowhere.py")
    assert description is None
    assert failure["type"] == "FileNotFoundError"
    assert "nowhere.py" in failure["message"]


def test_functions_alone_are_enough_where_no_flow_is_needed(worker: Worker):
    file = worker.write("steps.py", "def clean(x): return x\n")
    description, failure = worker.describe(file, flow=False)
    assert failure is None
    assert description["modules"] == [["steps", str(file)]]
    assert description["flows"] == []


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("/a/train.py", "train"),
        ("/a/json.py", "flow_json"),
        ("/a/my-flow.py", "flow_my_flow"),
        ("/a/2nd.py", "flow_2nd"),
        ("/a/class.py", "flow_class"),
        ("/a/headrace.py", "flow_headrace"),
    ],
)
def test_names_of_modules(file, name):
    assert module_name(file) == name


def test_a_file_that_shadows_the_library(worker: Worker):
    file = worker.write(
        "random.py", "import random as chance\nfrom headrace import flow\n@flow\ndef f(): ...\nX = chance.random\n"
    )
    description, failure = worker.describe(file)
    assert failure is None or "random" in failure["message"]
    if description:
        assert description["modules"][0] == ["flow_random", str(file)]


def cache_code(tmp_path: Path, helper: str, flow: str) -> str:
    (tmp_path / "helper.py").write_text(helper)
    (tmp_path / "cached.py").write_text(flow)
    verb, description, problem = describe(str(tmp_path / "cached.py"), str(tmp_path), Own())
    assert (verb, problem) == ("described", None)
    (entry,) = description["tasks"]
    assert entry["cache"]["expiry"] == 43200
    return str(entry["cache"]["code"])


def test_the_code_of_a_cached_task_is_all_that_it_calls_in_the_project(tmp_path: Path) -> None:
    helper = (
        "A = 1\nB = 2\n\ndef f(x):\n    return g(x) + A\n\n"
        "def g(x):\n    return f(x - 1) if x else 0\n\ndef other():\n    return B\n"
    )
    flow = (
        "import helper\nfrom headrace import flow, task\n\n"
        '@task(cache="12h")\ndef work(x):\n    return helper.f(x)\n\n@flow\ndef main():\n    return work(1)\n'
    )
    first = cache_code(tmp_path, helper, flow)
    assert cache_code(tmp_path, helper, flow) == first
    assert cache_code(tmp_path, helper.replace("B = 2", "B = 3"), flow) == first
    assert cache_code(tmp_path, "# moved\n\n" + helper, "\n\n" + flow) == first
    assert cache_code(tmp_path, helper, flow.replace('cache="12h"', 'cache="12h", retries=3')) == first
    assert cache_code(tmp_path, helper.replace("A = 1", "A = 4"), flow) != first
    assert cache_code(tmp_path, helper.replace("else 0", "else 1"), flow) != first
    assert cache_code(tmp_path, helper, flow.replace("helper.f(x)", "helper.f(x + 1)")) != first
    within = flow.replace("import helper\n", "").replace("    return helper", "    import helper\n    return helper")
    whole = cache_code(tmp_path, helper, within)
    assert cache_code(tmp_path, helper.replace("A = 1", "A = 4"), within) != whole
