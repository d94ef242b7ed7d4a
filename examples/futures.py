"""Work side by side: submit, map, Futures as arguments, gather and as_completed.

    headrace run examples/futures.py
    headrace run examples/futures.py --set words='["one", "two"]' --slots 8

`work(x)` waits and gives the value. `work.submit(x)` gives a Future at once. `work.map(xs)` gives one per item. A
Future as an argument stands for its value: the other task waits for it, the flow does not.
"""

import time

import headrace
from headrace import flow, task


@task
def length(word: str, pause: float = 0.0) -> int:
    time.sleep(pause)
    return len(word)


@task
def total(numbers: list[int]) -> int:
    return sum(numbers)


@task
def twice(number: int) -> int:
    return 2 * number


@task
def announce(sum_of_all: int, doubled: int) -> str:
    return f"{sum_of_all} letters, twice that is {doubled}"


@flow
def futures(words: list[str] = ["head", "race", "water", "wheel"]) -> dict[str, object]:  # noqa: B006
    # One task per word, all at once. The list of Futures goes into the next task as it is.
    lengths = length.map(words)
    all_letters = total.submit(lengths)

    # A chain of Futures: nothing here waits.
    text = announce.submit(all_letters, twice.submit(all_letters))

    # As they end, whichever is first. The later words have the shorter pause.
    pauses = [length.submit(word, 0.05 * (len(words) - i)) for i, word in enumerate(words)]
    order = [future.path for future in headrace.as_completed(pauses)]

    # All values, in the order in which they were asked for.
    values = headrace.gather(lengths)
    return {"lengths": values, "text": text.result(), "first_to_end": order[0] if order else None}


if __name__ == "__main__":
    print(futures())
