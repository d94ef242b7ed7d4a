"""Threads of a body call tasks, each in a scope of its own: the names do not depend on who is quicker."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from headrace import flow, task


@task
def add(a: int, b: int) -> int:
    return a + b


def climb(start: int) -> int:
    for step in range(2):
        start = add(start, step + 1)
    return start


@flow
def main() -> list[int]:
    with ThreadPoolExecutor(2) as pool:
        climbed = list(pool.map(climb, [10, 20, 30]))
    single: list[int] = []
    thread = threading.Thread(target=lambda: single.append(add(0, 7)))
    thread.start()
    thread.join()
    return [*climbed, *single, add(1, 1)]
