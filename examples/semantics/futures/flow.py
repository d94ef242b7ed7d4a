"""What a flow may do with what it has called: wait for so long, ask, cancel, take whichever is over first.

A wait that is in vain costs the task nothing: it goes on. What is cancelled is stopped, with all that it has called; it
is no failure that somebody has to look at. A replay of the flow takes the same way again.
"""

import time

import headrace
from headrace import flow, task


@task
def slow(name: str) -> str:
    time.sleep(600)
    return name


@task
def many(names: list[str]) -> list[str]:
    return headrace.gather(slow.map(names))


@task
def quick(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


@task
def after(name: str) -> str:
    return f"after {name}"


@flow
def futures() -> dict[str, object]:
    first, later = slow.submit("first"), many.submit(["a", "b"])
    follows = after.submit(first)
    try:
        first.result(timeout=0.2)
        said = "it was quick"
    except headrace.WaitTimeout as error:
        said = str(error)
    over = first.done()

    first.cancel()
    later.cancel()
    try:
        first.result()
    except headrace.TaskCancelled as error:
        then = str(error)
    gone = type(follows.exception()).__name__

    # With other options for these calls alone; and in the order in which they end.
    hasty = quick.options(retries=3, timeout=30, cpus=0.5)
    race = [hasty.submit(seconds) for seconds in (0.4, 0.01)]
    order = [future.result() for future in headrace.as_completed(race)]
    return {"said": said, "over": over, "then": then, "gone": gone, "order": order}


if __name__ == "__main__":
    print(futures())
