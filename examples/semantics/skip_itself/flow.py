"""A task that finds nothing to do skips itself: no failure, no retries; who asks for its result hears of it."""

from headrace import Skip, flow, task


@task(retries=3)
def load(day: str) -> int:
    if day == "sunday":
        raise Skip("nothing comes on sundays")
    return 7


@task
def double(n: int) -> int:
    return 2 * n


@flow
def week() -> list[int]:
    found = []
    for day in ("saturday", "sunday"):
        loaded = load.submit(day)
        doubled = double.submit(loaded)
        try:
            found.append(doubled.result())
        except Skip:
            found.append(0)
    return found
