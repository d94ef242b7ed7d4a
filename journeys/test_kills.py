"""kill -9 at random moments, again and again: nothing is lost, nothing is doubled, nobody is left.

A flow of 400 tasks, fan-outs and nested calls, each of which appends a line to a file as its effect. The controller is
killed at moments that a seed chooses, from before the run exists to after it is over; so are the controllers that go on
with it. What is proven after each kill, and at the end, stands in the assertions.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from typing import Any

from conftest import ID, Headrace, alive, command_line, descendants, until

KILLS = int(os.environ.get("HEADRACE_KILLS", "50"))
SEED = int(os.environ.get("HEADRACE_KILLS_SEED", "20261125"))
GONE_WITHIN = 5.0

TASKS = 400
FLOW = """
import hashlib, os, time
import headrace
from headrace import flow, task

def effect(effects):
    here = headrace.current()
    file = os.open(effects, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, f"{here.task} {here.attempt}\\n".encode())
    os.close(file)
    time.sleep(0.004)

def mixed(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

@task
def link(before, n, effects):
    effect(effects)
    return mixed(before, n)

@task
def item(n, effects):
    effect(effects)
    return mixed("item", n)

@task
def leaf(n, branch, effects):
    effect(effects)
    return mixed("leaf", branch, n)

@task
def branch(n, effects):
    effect(effects)
    leaves = headrace.gather(leaf.map(range(14), n, effects))
    return mixed(*leaves, link(leaves[0], n, effects))

@flow
def many(effects: str):
    items = item.map(range(100), effects)
    branches = branch.map(range(15), effects)
    chain = "begin"
    for n in range(60):
        chain = link(chain, n, effects)
    return mixed(chain, *headrace.gather(items), *headrace.gather(branches))
"""
"""100 items, 15 branches of 14 leaves and a link, a chain of 60: 100 + 15 x 16 + 60 = 400."""


def result(effects: str = "/dev/null") -> str:
    """What the flow gives, worked out without any engine."""
    import hashlib

    def mixed(*parts: object) -> str:
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    chain = "begin"
    for n in range(60):
        chain = mixed(chain, n)
    items = [mixed("item", n) for n in range(100)]
    branches = []
    for n in range(15):
        leaves = [mixed("leaf", n, i) for i in range(14)]
        branches.append(mixed(*leaves, mixed(leaves[0], n)))
    return mixed(chain, *items, *branches)


class Run:
    """One run, killed again and again until it is over."""

    def __init__(self, headrace: Headrace, number: int) -> None:
        self.headrace = headrace
        self.effects = headrace.project / f"effects-{number}"
        self.id: str | None = None
        self.over = False
        self.settled: dict[str, int] = {}
        self.killed = Counter[str]()

    def lines(self) -> list[str]:
        return self.effects.read_text().splitlines() if self.effects.exists() else []

    def kill_after(self, seconds: float, amid_the_work: bool) -> None:
        """Starts it or goes on with it; kills the controller that long after its start, or after its first effect."""
        headrace = self.headrace
        begins = self.id is None
        if self.id is None:
            flow = headrace.file("many.py", FLOW)
            going = headrace.start("run", flow, "--set", f"effects={self.effects}", "--slots", "2")
        else:
            going = headrace.start("resume", self.id, "--slots", "2")
        if amid_the_work:
            before = len(self.lines())
            until(lambda: len(self.lines()) > before or going.process.poll() is not None, "the first effect")
        limit = time.monotonic() + seconds
        until(lambda: time.monotonic() >= limit or going.process.poll() is not None, "the moment", seconds + 5)
        below = descendants(going.pid)
        going.signal(signal.SIGKILL)
        going.process.wait()

        def nobody() -> bool:
            return not alive(below) and not headrace.marked()

        limit = time.monotonic() + GONE_WITHIN
        while not nobody():
            left = {pid: command_line(pid) for pid in [*alive(below), *headrace.marked()]}
            assert time.monotonic() < limit, f"{GONE_WITHIN:g} s after the kill there are still {left}"

        if begins:
            known = ID.search(going.err)
            runs = [row["id"] for row in headrace.runs()]
            new = [run for run in runs if run not in self.known_runs]
            assert len(new) <= 1
            if not new:
                # killed before it was recorded: then nothing was done, and a printed id would be a lie
                assert not self.lines()
                assert known is None, f"{known and known.group()} was printed, but is not recorded"
                self.killed["before the run was there"] += 1
                return
            self.id = new[0]
            self.known_runs.add(self.id)
        assert self.id is not None
        self.look(self.headrace.show(self.id))

    known_runs: set[str] = set()

    def look(self, document: dict[str, Any]) -> None:
        state = document["state"]
        assert state in ("interrupted", "succeeded"), state
        self.killed["while it ran" if state == "interrupted" else "when it was over"] += 1
        counted = Counter(line.split()[0] for line in self.lines())
        # What had succeeded before this generation began was not run in it.
        for path, lines in self.settled.items():
            assert counted[path] == lines, f"{path} had succeeded, and was run again"
        attempts = {task["path"]: len(task["attempts"]) for task in document["tasks"]}
        for path, lines in counted.items():
            assert lines <= attempts.get(path, 0), f"{path}: {lines} effects, {attempts.get(path, 0)} attempts"
        self.settled = {
            task["path"]: counted[task["path"]] for task in document["tasks"] if task["state"] == "succeeded"
        }
        self.over = state == "succeeded"
        if self.over:
            self.check_end(document)

    def finish(self) -> None:
        if self.id is not None and not self.over:
            document = self.headrace.ok("resume", self.id, "--slots", "2", "--json").json
            self.killed["(not killed)"] += 1
            self.killed["while it ran"] -= 1
            self.look(document)
            assert self.over

    def check_end(self, document: dict[str, Any]) -> None:
        assert document["result"] == result()
        assert len(document["tasks"]) == TASKS
        assert {task["state"] for task in document["tasks"]} == {"succeeded"}
        pairs = Counter(self.lines())
        doubled = [pair for pair, times in pairs.items() if times > 1]
        assert not doubled, f"one attempt took effect twice: {doubled[:5]}"
        assert {pair.split()[0] for pair in pairs} == {task["path"] for task in document["tasks"]}


def test_killed_fifty_times_and_nothing_is_lost_or_doubled(headrace: Headrace) -> None:
    chance = random.Random(SEED)
    Run.known_runs = set()
    began = time.monotonic()
    whole = headrace.ok("run", headrace.file("many.py", FLOW), "--set", "effects=/dev/null", "--slots", "2", "--json")
    assert whole.json["result"] == result()
    assert len(whole.json["tasks"]) == TASKS
    Run.known_runs.add(whole.json["id"])

    runs = [Run(headrace, 0)]
    kills = 0  # those that came too late, when the run was over, do not count
    killed: Counter[str] = Counter()
    while kills < KILLS:
        # Mostly soon after the work begins, so that a run is killed many times before it is over; else anywhere.
        if chance.random() < 0.8:
            runs[-1].kill_after(chance.uniform(0.0, 0.25), amid_the_work=True)
        else:
            runs[-1].kill_after(chance.uniform(0.0, 1.2) * whole.seconds, amid_the_work=False)
        kills += not runs[-1].over
        if runs[-1].over or chance.random() < 0.08:
            runs.append(Run(headrace, len(runs)))
    for run in runs:
        run.finish()
        killed += run.killed
    print(
        f"\nseed {SEED}: {kills} kills of {len(runs)} runs in {time.monotonic() - began:.0f} s: "
        + ", ".join(f"{times} {when}" for when, times in killed.most_common())
    )
