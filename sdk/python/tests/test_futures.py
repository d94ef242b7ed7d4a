"""Futures: what a body may ask of them, and that a replay is told what the first run was told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import headrace
from headrace import flow, task
from worker import Worker

FLOW = """
import headrace
from headrace import flow, task

@task
def fit(x): ...

@flow
def patient():
    slow = fit.submit(1)
    try:
        return slow.result(timeout=2)
    except headrace.WaitTimeout as error:
        return str(error)

@flow
def many():
    try:
        return headrace.gather(fit.map([1, 2]), timeout=3)
    except TimeoutError as error:
        return str(error)

@flow
def polls():
    slow = fit.submit(1)
    return [slow.done(), slow.done(), slow.done()]

@flow
def drops():
    slow = fit.submit(1)
    slow.cancel()
    try:
        slow.result()
    except headrace.TaskCancelled as error:
        slow.cancel()
        return str(error)

@flow
def first():
    a, b, c = fit.map([1, 2, 3])
    seen = []
    for future in headrace.as_completed([a, b, c, a]):
        seen.append(future.path)
        if len(seen) == 1:
            c.result()
    return seen

@flow
def one_that_cannot_be():
    return headrace.gather(fit.map([1, 2]), timeout=3)
"""


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    one = Worker(tmp_path)
    yield one
    one.close()


@pytest.fixture
def file(worker: Worker) -> Path:
    file = worker.write("waits.py", FLOW)
    worker.setup(file)
    return file


def begin(worker: Worker, file: Path, function: str, calls: bool = True, **recorded: object) -> None:
    worker.send("tasks", [[*worker.task(file, function, path="", aid="b"), recorded]])
    if calls:
        assert worker.receive()[3] is None


def outcome(worker: Worker) -> list[object]:
    verb, [ended] = worker.receive()
    assert verb == "ended"
    return list(ended[1])


def test_a_wait_that_is_in_vain(worker: Worker, file: Path):
    begin(worker, file, "patient")
    assert worker.receive()[2:] == [[], [["fit"], "all", 2, "timeout#1"]]
    worker.send("answer", "b", [])
    assert outcome(worker) == ["ok", "waited 2 s in vain for fit"]


def test_a_wait_that_is_not(worker: Worker, file: Path):
    begin(worker, file, "patient")
    worker.receive()
    worker.send("answer", "b", [["fit", ["ok", 7]]])
    assert outcome(worker) == ["ok", 7]


def test_a_replay_does_not_wait_again(worker: Worker, file: Path):
    begin(worker, file, "patient", **{"timeout#1": True})
    assert outcome(worker) == ["ok", "waited 2 s in vain for fit"]


def test_a_wait_for_many(worker: Worker, file: Path):
    begin(worker, file, "many")
    assert worker.receive()[3] == [["fit[0]", "fit[1]"], "all", 3, "timeout#1"]
    worker.send("answer", "b", [])
    assert outcome(worker) == ["ok", "waited 3 s in vain for fit[0] and 1 more"]


def test_a_call_that_cannot_be_ends_a_wait_for_many(worker: Worker, file: Path):
    begin(worker, file, "one_that_cannot_be")
    worker.receive()
    refused = {"kind": "diverged", "type": "Diverged", "message": "not as before", "place": None, "frames": []}
    worker.send("answer", "b", [["fit[1]", ["failed", refused]]])
    failed = outcome(worker)[1]
    assert isinstance(failed, dict) and failed["type"] == "headrace.Diverged", failed


def test_whether_it_is_over_is_asked_until_it_is(worker: Worker, file: Path):
    begin(worker, file, "polls")
    assert worker.receive()[3] == [["fit"], "all", 0, "timeout#1"]
    worker.send("answer", "b", [])
    assert worker.receive()[3] == [["fit"], "all", 0, "timeout#2"]
    worker.send("answer", "b", [["fit", ["ok", 7]]])
    assert outcome(worker) == ["ok", [False, True, True]]


def test_a_replay_finds_it_as_unfinished_as_before(worker: Worker, file: Path):
    begin(worker, file, "polls", **{"timeout#1": True})
    assert worker.receive()[3] == [["fit"], "all", 0, "timeout#2"]
    worker.send("answer", "b", [["fit", ["ok", 7]]])
    assert outcome(worker) == ["ok", [False, True, True]]


def test_cancel_says_so_and_waits_for_nothing(worker: Worker, file: Path):
    begin(worker, file, "drops")
    assert worker.receive() == ["cancel", "b", ["fit"]]
    assert worker.receive()[3] == [["fit"], "all"]
    failed = {"kind": "cancelled", "type": "TaskCancelled", "message": "its caller wants it no more"}
    worker.send("answer", "b", [["fit", ["failed", failed]]])
    assert outcome(worker) == ["ok", "its caller wants it no more"]


def test_they_come_in_the_order_of_the_journal(worker: Worker, file: Path):
    begin(worker, file, "first")
    keys = ["fit[0]", "fit[1]", "fit[2]"]
    assert worker.receive()[3] == [keys, "any"]
    worker.send("answer", "b", [["fit[1]", ["ok", 2]]])
    assert worker.receive()[3] == [["fit[2]"], "all"]
    worker.send("answer", "b", [["fit[2]", ["ok", 3]]])
    # One is known and may not be the next: the engine has the order.
    assert worker.receive()[3] == [["fit[0]", "fit[2]"], "any"]
    worker.send("answer", "b", [["fit[0]", ["ok", 1]], ["fit[2]", ["ok", 3]]])
    assert outcome(worker) == ["ok", ["fit[1]", "fit[0]", "fit[0]", "fit[2]"]]


def test_a_replay_gives_them_in_the_same_order(worker: Worker, file: Path):
    begin(worker, file, "first")
    worker.receive()
    worker.send("answer", "b", [[f"fit[{i}]", ["ok", i]] for i in (1, 0, 2)])
    assert worker.receive()[3] == [["fit[2]"], "all"]
    worker.send("answer", "b", [["fit[2]", ["ok", 2]]])
    assert outcome(worker) == ["ok", ["fit[1]", "fit[0]", "fit[0]", "fit[2]"]]


@task(retries=1, timeout=5)
def work(x: int) -> int:
    if x < 0:
        raise ValueError(x)
    return x


@flow
def plain() -> list[object]:
    futures = work.map([3, 1, 2])
    futures[0].cancel()
    return [
        futures[0].done(),
        futures[0].result(timeout=0),
        headrace.gather(futures, timeout=1),
        [future.result() for future in headrace.as_completed(futures)],
        repr(work.submit(-1).exception(timeout=1)),
    ]


def test_without_an_engine_all_has_ended():
    assert plain() == [True, 3, [3, 1, 2], [3, 1, 2], "ValueError(-1)"]


@pytest.mark.parametrize("timeout", [-1, 31 * 24 * 3600, float("nan")])
def test_a_wait_has_limits(timeout: float):
    with pytest.raises(ValueError, match="timeout goes from 0 to"):
        work.submit(1).result(timeout=timeout)


@pytest.mark.parametrize("timeout", ["10s", True])
def test_a_wait_is_a_number(timeout: object):
    with pytest.raises(TypeError, match="number of seconds"):
        headrace.gather(work.submit(1), timeout=timeout)  # type: ignore[arg-type]


def test_waits_at_the_limit():
    assert work.submit(1).result(timeout=30 * 24 * 3600) == 1
    assert issubclass(headrace.WaitTimeout, TimeoutError)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"retries": 3, "timeout": 60}, {"retries": 3, "timeout": 60}),
        ({"retries": 0, "retry_delay": 0}, {"retries": 0, "retry_delay": 0}),
        ({"retry_factor": 1.5, "cpus": 0.5}, {"retry_factor": 1.5, "cpus": 0.5}),
        ({"memory": "2GiB"}, {"memory": 2 << 30}),
        ({"retries": None, "key": "eu"}, {}),
    ],
)
def test_options_are_kept_with_the_call(options: dict, expected: dict):
    assert work.options(**options).overrides == expected
    assert work.overrides == {}


def test_later_options_lie_over_earlier_ones():
    both = work.options(retries=3, cpus=2).options(retries=5)
    assert both.overrides == {"retries": 5, "cpus": 2}
    assert both(4) == 4


@pytest.mark.parametrize(
    "options",
    [{"retries": 1001}, {"retry_factor": 0.5}, {"timeout": 0}, {"memory": "much"}, {"memory": 0}, {"cpus": 1025}],
)
def test_options_have_the_limits_of_a_task(options: dict):
    with pytest.raises(ValueError):
        work.options(**options)


def test_options_have_no_others():
    with pytest.raises(TypeError):
        work.options(colour="red")  # type: ignore[call-arg]
