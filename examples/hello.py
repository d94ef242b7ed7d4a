"""The smallest flow: one task that does nothing.

    headrace run examples/hello.py
    headrace run examples/hello.py --json

What it takes is what the engine costs.
"""

from headrace import flow, task


@task
def nothing() -> None:
    """Does nothing."""


@flow
def hello() -> str:
    nothing()
    return "hello"


if __name__ == "__main__":
    print(hello())
