"""A fan-out of tasks that do nothing."""

import headrace
from headrace import flow, task


@task
def nothing(i: int) -> int:
    return i


@flow
def fan(n: int) -> int:
    return len(headrace.gather(nothing.map(range(n))))
