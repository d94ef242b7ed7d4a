"""A chain of tasks that do nothing, as plain code: a Python function calls a task in a loop."""

from headrace import flow, task


@task
def nothing(before: int) -> int:
    return before


@flow
def chain(n: int) -> int:
    before = 0
    for _ in range(n):
        before = nothing(before)
    return before
