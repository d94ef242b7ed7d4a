"""Tasks that call tasks that call tasks, where there is room for one alone."""

from __future__ import annotations

from pathlib import Path

from conftest import MARK, Headrace

PROCESSES_MAX = 10
PARENTS, WIDTH = 50, 3
FLOW = f"""
import os, pathlib
import headrace
from headrace import flow, task

def count(counts):
    mine = os.environ["{MARK}"].encode()
    living = 0
    for entry in pathlib.Path("/proc").iterdir():
        try:
            living += entry.name.isdigit() and mine in (entry / "environ").read_bytes()
        except OSError:
            pass
    with open(counts, "a") as file:
        print(living, file=file)

@task
def leaf(a, b, c, counts):
    count(counts)
    return a * 9 + b * 3 + c

@task
def middle(a, b, counts):
    return sum(headrace.gather([leaf.submit(a, b, c, counts) for c in range({WIDTH})]))

@task
def parent(a, counts):
    return sum(headrace.gather([middle.submit(a, b, counts) for b in range({WIDTH})]))

@flow
def nested(counts: str):
    return sum(headrace.gather(parent.map(range({PARENTS}), counts)))
"""
"""Every leaf counts the processes of its own command: whatever is alive is seen where most is."""


def test_one_slot_is_enough_for_any_depth_and_few_processes_live_at_once(headrace: Headrace, tmp_path: Path) -> None:
    headrace.file("nested.py", FLOW)
    counts = tmp_path / "counts"
    document = headrace.ok("run", "nested.py", "--set", f"counts={counts}", "--slots", "1", "--json").json
    assert document["result"] == sum(range(PARENTS * WIDTH * WIDTH))
    assert len(document["tasks"]) == PARENTS * (1 + WIDTH * (1 + WIDTH))
    living = [int(line) for line in counts.read_text().split()]
    assert len(living) == PARENTS * WIDTH * WIDTH
    assert max(living) <= PROCESSES_MAX, max(living)
