"""Plain Python: no engine, no threads, a breakpoint works."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import headrace
from headrace import Future, flow, task
from worker import SRC

HERE = Path(__file__).parent


def python(*argv: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    return subprocess.run(
        [sys.executable, *argv], cwd=cwd, input=stdin, capture_output=True, text=True, env=environment, timeout=60
    )


def test_the_file_runs_under_plain_python(tmp_path):
    done = python(str(HERE / "flowfile.py"), "3", cwd=tmp_path)
    assert done.stderr == "INFO saved\n"
    ended = ["double[0]", "double[1]", "double[2]"]
    expected = [9, [0, 3, 6], "ValueError('bad', 7)", "local main save[eu] 1", ended, True, (5, True), 2]
    assert done.stdout == f"{expected}\n"
    folder = tmp_path / "headrace-artifacts" / "save[eu]"
    assert (folder / "note.txt").read_bytes() == b"hello"
    assert json.loads((folder / "table").read_text()) == {"a": 1}
    assert (folder / "copy").read_text() == (HERE / "flowfile.py").read_text()


def test_a_debugger_works(tmp_path):
    commands = "break flowfile.total\ncontinue\np sorted(xs)\nwhere\nclear 1\ncontinue\nq\n"
    done = python("-m", "pdb", str(HERE / "flowfile.py"), "3", cwd=tmp_path, stdin=commands.replace("flowfile.", ""))
    assert "[0, 3, 6]" in done.stdout


def test_an_import_needs_and_loads_little(tmp_path):
    probe = "import sys; before = set(sys.modules); import headrace; print(sorted(set(sys.modules) - before))"
    done = python("-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(SRC)!r}); {probe}", cwd=tmp_path)
    loaded = {name for name in eval(done.stdout) if not name.startswith("headrace")}
    bare = {
        "__future__",
        "_contextvars",
        "_collections_abc",
        "_stat",
        "genericpath",
        "os",
        "os.path",
        "posixpath",
        "stat",
        "abc",
        "_abc",
    }
    assert loaded <= bare, loaded


@task
def add(a: int, b: int = 1) -> int:
    return a + b


@flow
def outer() -> list[str]:
    inner = [add.submit(1), add.submit(2), *add.map([3, 4]), add.options(key="x").submit(5)]
    return [future.path for future in inner]


def test_paths_are_those_of_a_run():
    assert outer() == ["add", "add#2", "add#3[0]", "add#3[1]", "add[x]"]


def test_a_task_outside_of_a_flow_is_a_plain_call():
    assert add(1) == 2
    assert add.submit(2, b=5).result() == 7
    assert headrace.current().run == "local"
    assert add.function(3) == 4


def test_a_wrong_call_raises_where_it_is_made():
    with pytest.raises(TypeError, match="missing a required argument: 'a'"):
        add.submit()
    with pytest.raises(TypeError):
        add()  # type: ignore[call-arg]


def test_a_key_is_used_once():
    @flow
    def twice() -> None:
        add.options(key="k")(1)
        add.options(key="k")(1)

    with pytest.raises(ValueError, match="used twice"):
        twice()


def test_a_future_is_not_its_value():
    future = add.submit(1)
    with pytest.raises(TypeError, match=r"call \.result"):
        list(future)
    with pytest.raises(TypeError, match="expected Futures"):
        headrace.gather(1, 2)
    assert isinstance(future, Future)
    assert repr(future).endswith("done>")


def test_a_future_of_items_is_mapped():
    @task
    def names() -> list[int]:
        return [1, 2]

    assert headrace.gather(add.map(names.submit(), 10)) == [11, 12]


@pytest.mark.parametrize(
    "options",
    [
        {"retries": -1},
        {"retries": 1.5},
        {"retries": True},
        {"retries": 1001},
        {"retry_delay": -1},
        {"retry_factor": 0.5},
        {"timeout": 0},
        {"timeout": "10s"},
        {"timeout": float("nan")},
        {"cpus": -1},
        {"cpus": 1025},
        {"memory": "2 gigs"},
        {"memory": 0},
        {"memory": "5000TiB"},
        {"name": "a b"},
        {"name": ""},
        {"name": "x" * 101},
        {"name": "1st"},
    ],
    ids=repr,
)
def test_limits_of_a_task(options):
    with pytest.raises((TypeError, ValueError)):
        task(**options)(lambda: 1)


def test_memory_is_in_bytes():
    def f() -> None: ...

    sizes = {"2GiB": 2 << 30, "500MB": 500_000_000, "1.5 kib": 1536, 77: 77, "12": 12}
    assert {text: task(memory=text)(f).memory for text in sizes} == sizes
    assert task(retries=1000, timeout=0.001, cpus=1024, name="x" * 100)(f).retries == 1000


def test_a_task_is_pickled_by_its_name():
    assert pickle.loads(pickle.dumps(add)) is add
    with pytest.raises(pickle.PicklingError):
        pickle.dumps(add.options(retries=1))


def test_a_result_can_be_asked_for_again():
    @task
    def bad() -> None:
        raise ValueError("once")

    future = bad.submit()
    lengths = []
    for _ in range(3):
        with pytest.raises(ValueError, match="once") as caught:
            future.result()
        lengths.append(len(caught.traceback))
    assert len(set(lengths)) == 1


def test_what_cannot_be_a_task():
    async def later():  # type: ignore[no-untyped-def]
        yield 1

    with pytest.raises(TypeError, match="async generator"):
        task(later)
    with pytest.raises(TypeError, match="def"):
        task(len)
    with pytest.raises(ValueError, match="lambda"):
        task(lambda: 1)
    with pytest.raises(TypeError, match="def"):
        flow(task(add.function))


def test_a_key_names_one_call_not_a_map():
    with pytest.raises(TypeError, match="a key names one call"):
        add.options(key="k").map([1])
    with pytest.raises(ValueError, match="cannot be a key"):
        add.options(key="a/b")


@flow
def counts(n: int = 0, total: int = 0) -> int:
    total = total + n
    if n < 3:
        headrace.continue_as_new(n + 1, total=total)
    return total


@flow
def within() -> int:
    return counts()


@task
def tries() -> None:
    headrace.continue_as_new()


@flow
def calls() -> None:
    tries()


@flow
def strange() -> None:
    headrace.continue_as_new(1, 2, 3)


def test_a_flow_goes_on_as_new():
    assert counts() == 6
    assert counts(2) == 5


def test_only_the_body_of_the_flow_that_runs_goes_on_as_new():
    with pytest.raises(headrace.HeadraceError, match="HR-0442"):
        within()
    with pytest.raises(headrace.HeadraceError, match="HR-0442"):
        calls()
    with pytest.raises(headrace.HeadraceError, match="HR-0442"):
        headrace.continue_as_new()
    with pytest.raises(TypeError):
        strange()


def test_a_history_has_limits():
    assert flow(history=100)(calls.function).history == 100
    for wrong in (99, 100_000_001, 1.5, "many"):
        with pytest.raises(ValueError, match="history goes from"):
            flow(history=wrong)(calls.function)


_LOOKS: list[int] = []


@task(poll=0.001)
def looks() -> int | None:
    _LOOKS.append(1)
    return len(_LOOKS) if len(_LOOKS) > 2 else None


@flow
def watches() -> int | None:
    return looks()


def test_a_sensor_looks_until_it_sees_something():
    assert watches() == 3
    with pytest.raises(TypeError, match="poll_limit and poll_skip"):
        task(poll_limit=1)
    with pytest.raises(ValueError, match="poll goes from"):
        task(poll=0)(looks.function)
