"""``headrace.testing`` with the real engine."""

from __future__ import annotations

import asyncio
import datetime
import threading
from typing import Any

import pytest

import headrace
from headrace.testing import (
    BadTest,
    TooLong,
    Unanswered,
    UnusedReplacement,
    after,
    approve,
    fails,
    in_turn,
    recorded,
    run,
)

pytestmark = pytest.mark.slow


@headrace.task(retries=3, retry_delay=60)
def work(n: int) -> int:
    return n + 1


@headrace.task
def big(n: int) -> bytes:
    return bytes(n)


@headrace.task
def size(data: bytes) -> int:
    return len(data)


@headrace.flow
def waits() -> list[Any]:
    go = headrace.wait_for("go")
    said = headrace.approval("ok?", fields={"rate": float}, name="ok")
    return [go, said["rate"], headrace.now().isoformat()]


@headrace.flow
def maps(n: int = 3) -> int:
    return sum(future.result() for future in work.map(range(n)))


@headrace.flow
def sized() -> int:
    return size(big(100_000))


@headrace.flow
def sleeps(hours: int = 500) -> int:
    for _ in range(hours):
        headrace.sleep(3600)
    return hours


@headrace.flow
def threads() -> list[Any]:
    found = []

    def first() -> None:
        headrace.sleep(30 * 86_400)
        found.append(work(1))

    def second() -> None:
        found.append(headrace.wait_for("go"))

    started = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return sorted(found)


@headrace.flow
async def loops() -> int:
    await asyncio.sleep(0.3)
    one, other = await asyncio.gather(work.submit(1), work.submit(2))
    return int(one + other)


def test_time_is_skipped_to_answers_and_now_says_so() -> None:
    start = datetime.datetime(2027, 1, 1, tzinfo=datetime.timezone.utc)
    played = run(waits, signals={"go": after("2d", 5)}, approvals={"ok": approve(rate=0.5)}, start=start)
    go, rate, now = played.result
    assert (go, rate) == (5, 0.5)
    assert now.startswith("2027-01-03")
    assert played["wait_for"].started is not None
    assert played["wait_for"].started.year == 2027


def test_nobody_answers() -> None:
    with pytest.raises(Unanswered, match="ok waits for an approval") as unanswered:
        run(waits, signals={"go": 5})
    assert unanswered.value.run["wait_for"].succeeded
    assert unanswered.value.run.state == "waiting"


def test_nobody_answers_a_thread() -> None:
    with pytest.raises(Unanswered, match="signal 'go'"):
        run(threads)


def test_an_answer_of_the_wrong_type() -> None:
    with pytest.raises(BadTest, match="HR-0432 ok: the field 'rate'"):
        run(waits, signals={"go": 5}, approvals={"ok": approve(rate="much")})


def test_functions_of_the_test_stand_for_tasks() -> None:
    async def double(n: int) -> int:
        return n * 2

    async def within_a_loop() -> Any:
        return run(maps, replace={"work": double}).result

    assert run(maps, replace={"work": lambda x: x * 10}).result == 30
    assert run(maps, replace={"work[1]": 100, work: 1}).result == 102
    assert asyncio.run(within_a_loop()) == 6


def test_failures_that_no_exception_can_be() -> None:
    played = run(maps, 1, replace={"work": in_turn(fails("gone", kind="lost"), fails(kind="timeout"), 7)})
    assert played.result == 7
    assert played["work[0]"].attempts == 3


def test_what_cannot_be() -> None:
    with pytest.raises(BadTest, match=r"HR-0450 .*'wrok'.*did you mean 'work'"):
        run(maps, replace={"wrok": 5})
    with pytest.raises(BadTest, match="HR-0454"):
        run(maps, replace={"work": in_turn(1, 2)})
    with pytest.raises(BadTest, match="HR-0113"):
        run(maps, arguments={"m": 3})


def test_large_results_of_an_earlier_run() -> None:
    played = run(sized)
    assert played.result == 100_000
    assert run(sized, replace={"big": recorded(played.document)}).result == 100_000
    with pytest.warns(UnusedReplacement, match="'big'"):
        run(maps, replace={"big": 1})


def test_a_flow_that_never_ends_is_ended() -> None:
    played = run(sleeps, cancel="2d")
    assert played.state == "cancelled"
    assert datetime.timedelta(hours=47) < played.skipped < datetime.timedelta(hours=49)
    with pytest.raises(TooLong) as long:
        run(sleeps, 1_000_000, limit=2)
    assert long.value.run.skipped > datetime.timedelta(days=1)


def test_threads_and_loops() -> None:
    assert run(threads, signals={"go": after("3d", 1)}).result == [1, 2]
    assert run(loops).result == 5


@headrace.flow
def endless(rounds: int = 0) -> int:
    headrace.sleep(86_400)
    assert work(rounds) == 10 * rounds
    if rounds < 3:
        headrace.continue_as_new(rounds=rounds + 1)
    return rounds


def test_a_run_that_goes_on_afresh() -> None:
    played = run(endless, replace={"work": lambda n: 10 * n})
    assert played.result == 3
    assert played.skipped > datetime.timedelta(days=3)
