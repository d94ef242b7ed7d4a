"""Async bodies: await, gather, TaskGroup and timers, and that a replay goes the same way."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from tiny_engine import TinyEngine

import headrace
from headrace import flow, task
from worker import Worker

FLOW = """
import asyncio
import time

import headrace
from headrace import flow, task

@task
def fit(x): ...

@task
async def fetch(x): ...

async def chain(x):
    for _ in range(2):
        x = await fit.submit(x) + 1
    return x

@flow
async def main():
    one = await fetch(1)
    chains = await asyncio.gather(chain(10), chain(20))
    both = await asyncio.gather(fit.submit(5), fetch(6))
    tasks = [asyncio.create_task(fit.submit(x)) for x in (7, 8)]
    return [one, chains, both, [await task for task in tasks]]

@flow
async def first():
    calls = {asyncio.ensure_future(fit.submit(x)): x for x in (1, 2, 3)}
    done, left = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
    seen = [calls[task] for task in done]
    more = await fit.submit(seen[0])
    return [seen, more, sorted([await task for task in left])]

@flow
async def impatient():
    seen = []
    slow = fit.submit("slow")
    try:
        await asyncio.wait_for(slow, 0.05)
    except asyncio.TimeoutError:
        seen.append("late")
    try:
        await slow
    except headrace.TaskCancelled:
        seen.append("cancelled")
    return seen

@flow
async def waits():
    seen = []
    for wait in (
        lambda: fit(1),
        lambda: fit.submit(1).result(),
        lambda: headrace.gather(fit.submit(1)),
        lambda: list(headrace.as_completed([fit.submit(1)])),
        lambda: headrace.sleep(1),
    ):
        try:
            wait()
        except headrace.HeadraceError as error:
            seen.append(str(error)[:7])
    return seen

@flow
async def fails():
    results = await asyncio.gather(fit.submit("bad"), fit.submit(2), return_exceptions=True)
    return [type(results[0]).__name__, results[1]]

@flow
async def threaded():
    a, b = await asyncio.gather(asyncio.to_thread(fit, 1), asyncio.to_thread(fit, 2))
    return [a, b, await fit.submit(3)]

@flow
async def records():
    return [headrace.once(lambda: 4), headrace.now() is not None]

@flow
def mixed():
    async def work():
        return await fit.submit(1)
    try:
        return asyncio.run(work())
    except headrace.HeadraceError as error:
        return str(error)[:7]

@flow
def plain():
    return fetch(4)

@flow
async def busy():
    call = asyncio.ensure_future(fit.submit(1))
    while not call.done():
        await asyncio.sleep(0)
    return call.result()

@flow
async def ticks():
    seen = []
    async def tick():
        for n in range(3):
            await asyncio.sleep(0.02)
            seen.append(n)
    ticking = asyncio.create_task(tick())
    seen.append(await fit.submit("x"))
    await ticking
    return seen
"""
BAD = ["failed", {"kind": "user", "type": "builtins.ValueError", "message": "bad", "place": None, "frames": [],
                  "traceback": "", "exception": None, "cause": None}]  # fmt: skip


def value(key: str, x: Any) -> list[Any]:
    return BAD if x == "bad" else ["ok", x]


@pytest.fixture
def file(worker: Worker) -> Path:
    file = worker.write("train.py", FLOW)
    worker.setup(file)
    return file


def run(worker: Worker, file: Path, function: str = "main", **more: Any) -> tuple[Any, TinyEngine]:
    engine = TinyEngine(worker, value, **more)
    ended = engine.run(file, function=function)
    return ended[1], engine


@pytest.mark.parametrize("turn", [0, -1])
def test_await_gather_and_tasks(worker: Worker, file: Path, turn: int):
    came, engine = run(worker, file, pick=lambda keys: sorted(keys)[turn])
    assert came == ["ok", [1, [12, 22], [5, 6], [7, 8]]]
    assert sorted(engine.inputs) == sorted(
        ["fetch", "fit~1", "fit~1#2", "fit~2", "fit~2#2", "fit", "fetch#2", "fit#2", "fit#3"]
    )
    assert "rouse" not in engine.said


def test_a_body_rests_only_when_nothing_in_its_loop_can_go_on(worker: Worker, file: Path):
    _, engine = run(worker, file)
    assert [nth for nth, _ in engine.rests] == list(range(1, len(engine.rests) + 1))
    assert len(engine.rests) == len(engine.inputs)  # one for each, as they end one by one


def test_a_replay_is_given_what_ended_in_that_order(worker: Worker, file: Path):
    came, engine = run(worker, file, "first", pick=lambda keys: keys[-1])
    assert came == ["ok", [[3], 3, [1, 2]]]
    order = sorted(engine.over, key=engine.over.__getitem__)
    assert order[0] == "fit#3"
    again, replayed = run(worker, file, "first", over=order)
    assert again == came
    assert replayed.digests == engine.digests


def test_a_timeout_is_kept_and_rings_again_at_that_place(worker: Worker, file: Path):
    engine = TinyEngine(worker, value)
    engine._next = lambda: "fit" if engine.cancelled else None  # type: ignore[method-assign]
    assert engine.run(file, function="impatient")[1] == ["ok", ["late", "cancelled"]]
    assert engine.cancelled == ["fit"] and engine.roused == ["timeout#0.1~loop"]


def test_a_timer_that_rang_rings_in_a_replay_before_what_ended_later(worker: Worker, file: Path):
    engine = TinyEngine(worker, value)
    rounds: list[int] = []

    def third() -> str | None:
        rounds.append(1)
        return "fit" if len(rounds) > 2 else None

    engine._next = third  # type: ignore[method-assign]
    assert engine.run(file, function="ticks")[1] == ["ok", [0, 1, "x", 2]]
    assert [name for name in engine.roused if name] == ["timeout#0.1~loop", "timeout#0.2~loop"]
    again = TinyEngine(worker, value, recorded=engine.recorded, over=["fit"])
    assert again.run(file, function="ticks")[1] == ["ok", [0, 1, "x", 2]]


def test_sync_waits_are_refused_with_advice(worker: Worker, file: Path):
    assert run(worker, file, "waits")[0] == ["ok", ["HR-0441"] * 5]


def test_exceptions_come_out_of_await(worker: Worker, file: Path):
    assert run(worker, file, "fails")[0] == ["ok", ["TaskFailed", 2]]


def test_threads_of_async_bodies(worker: Worker, file: Path):
    came, engine = run(worker, file, "threaded")
    assert came == ["ok", [1, 2, 3]]
    assert len(engine.inputs) == 3 and "fit" in engine.inputs


def test_values_are_recorded(worker: Worker, file: Path):
    came, engine = run(worker, file, "records")
    assert came == ["ok", [4, True]] and list(engine.recorded) == ["once", "now"]


def test_a_loop_that_is_not_the_bodys_own_is_refused(worker: Worker, file: Path):
    assert run(worker, file, "mixed")[0] == ["ok", "HR-0441"]


def test_a_plain_body_calls_an_async_task(worker: Worker, file: Path):
    assert run(worker, file, "plain")[0] == ["ok", 4]


def test_a_loop_that_is_always_busy_gets_what_has_ended(worker: Worker, file: Path):
    assert run(worker, file, "busy")[0] == ["ok", 1]


# Without an engine


@task
def add(a: int, b: int = 1) -> int:
    return a + b


@task
async def fetch(x: int) -> tuple[str, int]:
    await asyncio.sleep(0)
    return headrace.current().task, x


@task
async def bad(x: int) -> int:
    await asyncio.sleep(0.01)
    raise ValueError(x)


@flow
async def everything() -> list[Any]:
    seen: list[Any] = [await fetch(1), await add.submit(1)]
    seen.append(await asyncio.gather(fetch(2), add.submit(2), fetch(add.submit(3))))

    async def inner(x: int) -> Any:
        return await fetch(x)

    seen.append(await asyncio.gather(inner(4), inner(5)))
    try:
        await bad(7)
    except ValueError as error:
        seen.append(error.args)
    gone = bad.submit(8)
    gone.cancel()
    try:
        await gone
    except headrace.TaskCancelled:
        seen.append("cancelled")
    try:
        add(1)
    except headrace.HeadraceError as error:
        seen.append(str(error)[:7])
    return seen


def test_without_an_engine():
    assert asyncio.run(everything()) == [
        ("fetch", 1),
        2,
        [("fetch#2", 2), 3, ("fetch#3", 4)],
        [("fetch~4", 4), ("fetch~5", 5)],
        (7,),
        "cancelled",
        "HR-0441",
    ] or sys.version_info < (3, 11)


def test_a_plain_body_runs_an_async_task_without_an_engine():
    @flow
    def main() -> list[Any]:
        return [fetch(1), fetch.submit(2).result()]  # type: ignore[list-item]

    assert main() == [("fetch", 1), ("fetch#2", 2)]
