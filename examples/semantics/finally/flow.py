"""What follows a task and the run, whatever they come to; what it returns changes nothing.

The first try of fit fails; nothing follows yet. Its hooks come after the last one.
"""

import headrace
from headrace import flow, task


def clean(outcome: dict) -> str:
    return f"{outcome['name']} {outcome['state']} in attempt {outcome['attempt']}"


@task
def announce(outcome: dict) -> str:
    return f"it gave {outcome['result']}"


@task(retries=1, retry_delay=0.01, finally_=clean, on_success=announce)
def fit(n: int) -> int:
    if headrace.current().attempt == 1:
        raise ValueError("not yet")
    return n + 1


@flow(finally_=clean)
def cleaned(n: int = 41) -> int:
    return fit(n)


if __name__ == "__main__":
    print(cleaned())
