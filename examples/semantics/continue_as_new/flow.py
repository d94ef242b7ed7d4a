"""A flow that goes on for long: each generation does a little, then the next one begins with a fresh journal."""

from headrace import continue_as_new, flow, task


@task
def add(total: int, n: int) -> int:
    return total + n


@flow
def count(n: int = 1, total: int = 0) -> int:
    total = add(total, n)
    if n < 5:
        continue_as_new(n + 1, total=total)
    return total


if __name__ == "__main__":
    print(count())
