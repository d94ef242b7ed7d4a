"""A flow that is run under plain Python by the tests."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import headrace
from headrace import flow, task


@task(retries=3, cpus=2)
def double(x: int, by: int = 2) -> int:
    assert threading.current_thread() is threading.main_thread()
    return x * by


@task
def total(xs: list[int]) -> int:
    return sum(xs) + helper()


def helper() -> int:
    return int(double(0))


@task
def bad(x: int) -> int:
    raise ValueError("bad", x)


@task
def save(text: str) -> str:
    me = headrace.current()
    headrace.artifact("note.txt", text.encode())
    headrace.artifact("table", {"a": 1})
    headrace.artifact("copy", Path(__file__))
    me.log.info("saved")
    me.progress(0.5, "half")
    return f"{me.run} {me.flow} {me.task} {me.attempt}"


@flow
def main(n: int = 3) -> list[object]:
    doubled = double.map(range(n), by=3)
    broken = bad.submit(7)
    seen = type(broken.exception()).__name__
    try:
        broken.result()
    except ValueError as error:
        seen += str(error.args)
    keyed = save.options(key="eu")("hello")
    ended = [future.path for future in headrace.as_completed(doubled)]
    chance = headrace.random(), headrace.once(lambda: 5), headrace.now().tzinfo is not None
    return [
        total(doubled),
        headrace.gather(doubled),
        seen,
        keyed,
        ended,
        0 <= chance[0] < 1,
        chance[1:],
        total([double.submit(1)]),
    ]


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
