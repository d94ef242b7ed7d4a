"""Ordinary control flow over tasks: if, for, while and try.

    headrace run examples/branches.py
    headrace run examples/branches.py --set goal=0.99 --set rounds=20

The flow is a plain function. It may decide by what a task gave, call a task in a loop whose end nobody knows
beforehand, and catch what a task raises. Every call is recorded: after an interruption `headrace resume RUN` goes the
same way again, and what succeeded is not run a second time.
"""

from headrace import flow, now, task


class NotEnoughData(ValueError):
    """An exception of this file. A flow catches it by its own class."""


@task
def count_rows(source: str) -> int:
    rows = {"big": 1_000, "small": 10}
    if source not in rows:
        raise NotEnoughData(f"{source} holds no rows")
    return rows[source]


@task
def improve(score: float) -> float:
    return score + (1.0 - score) / 2


@task
def notify(text: str) -> None:
    print(text)


@flow
def branches(goal: float = 0.9, rounds: int = 10) -> dict[str, object]:
    rows = {}
    for source in ["big", "small", "empty"]:
        try:
            rows[source] = count_rows(source)
        except NotEnoughData as error:
            notify(f"left out: {error}")

    score = 0.5 if sum(rows.values()) >= 1_000 else 0.1
    done = 0
    while score < goal and done < rounds:
        score = improve(score)
        done += 1

    if score < goal:
        notify(f"gave up after {done} rounds")
    return {"rows": rows, "score": score, "rounds": done, "reached": score >= goal, "year": now().year}


if __name__ == "__main__":
    print(branches())
