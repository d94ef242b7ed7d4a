"""Threads in bodies: each calls in a scope of its own, whoever is quicker."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from tiny_engine import TinyEngine

from headrace import flow, task
from worker import SRC, Worker

FLOW = """
import _thread
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import headrace
from headrace import flow, task

@task
def fit(x): ...

def chain(x):
    for _ in range(2):
        x = fit(x) + 1
    return x

@flow
def main():
    with ThreadPoolExecutor(3) as pool:
        chains = list(pool.map(chain, [10, 20, 30]))
    return [*chains, fit(1)]

@flow
def nested():
    seen = []
    def inner(x):
        seen.append(fit.map([x, x + 1]))
        headrace.gather(seen[-1])
    def outer():
        thread = threading.Thread(target=inner, args=(5,))
        thread.start()
        thread.join()
        fit(9)
    thread = threading.Thread(target=outer)
    thread.start()
    thread.join()
    return [future.path for future in seen[0]]

@flow
def raw():
    said = []
    gone = threading.Event()
    def work():
        try:
            fit(1)
        except headrace.HeadraceError as error:
            said.append(str(error))
        gone.set()
    _thread.start_new_thread(work, ())
    gone.wait()
    return said

@flow
def chance():
    def work(x):
        try:
            return fit(x)
        except headrace.HeadraceError as error:
            return str(error)[:7]
    with ThreadPool(2) as pool:
        return pool.map(work, [1, 2])

@flow
def keeps():
    def work():
        first = headrace.once(lambda: 3)
        return [first, headrace.once(lambda: 4), headrace.now() is not None]
    with ThreadPoolExecutor(1) as pool:
        return [pool.submit(work).result(), headrace.once(lambda: 5)]

@flow
def patient():
    said = []
    def work():
        slow = fit.submit("slow")
        try:
            slow.result(timeout=0.05)
        except headrace.WaitTimeout:
            said.append("late")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return said

@flow
def sleeper():
    def work():
        time.sleep(0.2)
        return fit(2)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(work)
        early = fit("slow")
        return [early, late.result()]

@flow
def computes():
    def work():
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            pass
        return fit(2)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(work)
        return [fit(1), late.result()]

@flow
def order():
    with ThreadPoolExecutor(1) as pool:
        futures = fit.map([1, 2, 3])
        return pool.submit(lambda: [f.path for f in headrace.as_completed(futures)]).result()

@flow
def sleeps():
    def work(x):
        headrace.sleep(x)
        return [headrace.wait_for("go"), fit(x)]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(work, [1, 2]))
    headrace.sleep(3)
    return both

@flow
def left_over():
    threading.Thread(target=lambda: fit(1), daemon=True).start()
    return 1
"""

KEYS = ["fit~1", "fit~2", "fit~3", "fit~1#2", "fit~2#2", "fit~3#2", "fit"]


@pytest.fixture
def file(worker: Worker) -> Path:
    file = worker.write("train.py", FLOW)
    worker.setup(file)
    return file


@pytest.mark.parametrize("turn", [0, -1])
def test_keys_do_not_depend_on_who_is_quicker(worker: Worker, file: Path, turn: int):
    engine = TinyEngine(worker, pick=lambda keys: sorted(keys)[turn])
    ended = engine.run(file)
    assert ended[1] == ["ok", [12, 22, 32, 1]]
    assert sorted(engine.inputs) == sorted(KEYS)
    assert (engine.inputs["fit~1"], engine.inputs["fit~3#2"]) == (10, 31)
    assert set(ended[2]) == set(KEYS)  # all were looked at


def test_a_replay_makes_the_same_calls(worker: Worker, file: Path):
    first = TinyEngine(worker)
    first.run(file)
    again = TinyEngine(worker, over=["fit~2", "fit~2#2", "fit~1"])
    assert again.run(file)[1] == ["ok", [12, 22, 32, 1]]
    assert again.digests == first.digests


def test_threads_within_threads(worker: Worker, file: Path):
    engine = TinyEngine(worker)
    assert engine.run(file, function="nested")[1] == ["ok", ["fit~1.1[0]", "fit~1.1[1]"]]
    assert "fit~1" in engine.inputs


def test_a_thread_that_nobody_knows_is_told_so(worker: Worker, file: Path):
    said = TinyEngine(worker).run(file, function="raw")[1][1]
    assert said[0].startswith("HR-0440: main is used in a thread that nobody in it has started")


def test_whose_work_a_pool_of_processes_does_with_threads_is_chance(worker: Worker, file: Path):
    assert TinyEngine(worker).run(file, function="chance")[1] == ["ok", ["HR-0440", "HR-0440"]]


def test_what_is_recorded_has_the_scope_in_its_name(worker: Worker, file: Path):
    engine = TinyEngine(worker)
    assert engine.run(file, function="keeps")[1] == ["ok", [[3, 4, True], 5]]
    assert list(engine.recorded) == ["once~1", "once~1#2", "now~1", "once"]


def test_a_wait_in_vain_is_kept_and_replayed(worker: Worker, file: Path):
    engine = TinyEngine(worker, pick=lambda keys: None)
    engine._next = lambda: None  # type: ignore[method-assign]
    assert engine.run(file, function="patient")[1] == ["ok", ["late"]]
    assert engine.roused == ["timeout#1~1"]
    again = TinyEngine(worker, recorded={"timeout#1~1": True}, over=["fit~1"])
    assert again.run(file, function="patient")[1] == ["ok", ["late"]]
    assert "rest" not in again.said


def test_who_sleeps_and_goes_on_rouses_the_body(worker: Worker, file: Path):
    engine = TinyEngine(worker)
    settled: list[str] = []

    def only_when_roused() -> str | None:
        open_ = [key for key in engine.watched if key not in engine.over]
        if "fit~1" in open_ or settled:
            settled.append(open_[0])
            return sorted(open_)[-1]
        return None

    engine._next = only_when_roused  # type: ignore[method-assign]
    assert engine.run(file, function="sleeper")[1] == ["ok", ["slow", 2]]
    assert engine.roused == [None]
    assert engine.said.index("rouse") < len(engine.said) - 1 - engine.said[::-1].index("ask")


def test_who_computes_keeps_the_core(worker: Worker, file: Path):
    engine = TinyEngine(worker)
    assert engine.run(file, function="computes")[1] == ["ok", [1, 2]]
    assert engine.said.index("rest") > 2  # not before the other thread had computed and called
    assert engine.said[:3].count("ask") >= 1


def test_what_ends_comes_in_that_order_in_a_thread(worker: Worker, file: Path):
    engine = TinyEngine(worker, pick=lambda keys: keys[-1])
    assert engine.run(file, function="order")[1] == ["ok", ["fit[2]", "fit[1]", "fit[0]"]]
    again = TinyEngine(worker, over=["fit[2]", "fit[1]", "fit[0]"])
    assert again.run(file, function="order")[1] == ["ok", ["fit[2]", "fit[1]", "fit[0]"]]


def test_threads_wait_for_what_is_no_task(worker: Worker, file: Path):
    engine = TinyEngine(worker)
    assert engine.run(file, function="sleeps")[1] == ["ok", [["go", 1], ["go", 2]]]
    assert sorted(engine.inputs) == ["fit~1", "fit~2", "sleep", "sleep~1", "sleep~2", "wait_for~1", "wait_for~2"]
    assert set(engine.watched) == set(engine.inputs)


def test_a_thread_that_outlives_its_body_does_not_hinder_the_next(worker: Worker, file: Path):
    engine = TinyEngine(worker)
    engine._next = lambda: None  # type: ignore[method-assign]
    assert engine.run(file, function="left_over")[1] == ["ok", 1]
    assert TinyEngine(worker).run(file)[1] == ["ok", [12, 22, 32, 1]]


def test_one_thread_never_watches(worker: Worker, tmp_path: Path):
    file = worker.write("one.py", "from headrace import flow, task\n@task\ndef fit(x): ...\n@flow\ndef main():\n"
                        "    return fit(1) + fit(2)\n")  # fmt: skip
    worker.setup(file)
    engine = TinyEngine(worker)
    assert engine.run(file)[1] == ["ok", 3]
    assert engine.said == ["ask", "ask", "ended"]


@task
def add(x: int) -> str:
    import headrace

    return headrace.current().task


def test_without_an_engine_paths_are_the_same():
    @flow
    def main() -> list[Any]:
        seen = []
        thread = threading.Thread(target=lambda: seen.append([add(1), add(2)]))
        thread.start()
        thread.join()
        return [*seen, add(3)]

    assert main() == [["add~1", "add~1#2"], "add"]


def test_threads_outside_of_flows_are_left_alone():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(add(1)))
    thread.start()
    thread.join()
    assert seen[0].startswith("add")


def test_a_breakpoint_in_a_plain_body_works(tmp_path: Path):
    file = tmp_path / "stops.py"
    file.write_text(
        "from headrace import flow, task\n@task\ndef inner(x):\n    breakpoint()\n    return x\n"
        "@flow\ndef main():\n    return inner(41)\nprint(main())\n"
    )
    said = subprocess.run(
        [sys.executable, str(file)],
        input="p x + 1\nup\nc\n",
        capture_output=True,
        text=True,
        timeout=30,
        env={"PYTHONPATH": str(SRC), "PATH": "/usr/bin:/bin"},
    )
    assert "42" in said.stdout and said.returncode == 0, said
