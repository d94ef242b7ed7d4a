"""A flow that goes on for ever: the same run, with a fresh journal each time."""

from __future__ import annotations

import signal
from pathlib import Path

from conftest import Headrace, until

COUNT = """
import os
from headrace import continue_as_new, flow, task

@task
def note(n, effects):
    file = os.open(effects, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, f"{n}\\n".encode())
    os.close(file)
    return n + 1

@flow
def count(effects: str, last: int, n: int = 0):
    n = note(n, effects)
    if n < last:
        continue_as_new(effects, last, n)
    return n
"""

LATER = """
import os, time
from headrace import continue_as_new, flow, task, wait_for

@task
def last(folder):
    open(f"{folder}/last", "w").close()

@flow
def later(folder: str, n: int = 0):
    if n == 0:
        open(f"{folder}/begun", "w").close()
        while not os.path.exists(f"{folder}/go"):
            time.sleep(0.01)
        continue_as_new(folder, 1)
    last(folder)
    return wait_for("go")
"""

LONG = """
from headrace import flow, now

@flow(history=100)
def long():
    while True:
        now()
"""


def noted(effects: Path) -> list[int]:
    return [int(line) for line in effects.read_text().split()] if effects.exists() else []


def test_killed_between_generations_and_within_them_it_goes_on_where_it_was(
    headrace: Headrace,
) -> None:
    effects = headrace.project / "effects"
    flow = headrace.file("count.py", COUNT)
    going = headrace.start("run", flow, "--set", f"effects={effects}", "--set", "last=400", "--slots", "1")
    for wanted in (40, 41, 150, 300):

        def there(wanted: int = wanted) -> bool:
            return len(noted(effects)) >= wanted

        until(there, f"{wanted} generations: {going.err}")
        going.signal(signal.SIGKILL)
        going.process.wait()
        run = headrace.runs()[0]["id"]
        shown = headrace.show(run)
        assert shown["state"] == "interrupted"
        assert len(shown["tasks"]) <= 1
        going = headrace.start("resume", run, "--slots", "1")
    done = going.done()
    assert done.status == 0, done
    assert done.out.strip() == "400"
    numbers = noted(effects)
    assert sorted(set(numbers)) == list(range(400))
    assert numbers == sorted(numbers), "an earlier generation was run again"
    assert len(numbers) <= 404, "what had succeeded was run again"
    whole = headrace.show(run)
    assert whole["generation"] == 400
    third = headrace.ok("show", run, "--generation", "3", "--json").json
    assert (third["state"], third["generation"], third["arguments"]["n"]) == (
        "continued",
        3,
        2,
    )
    none = headrace("show", run, "--generation", "401", "--json")
    assert (none.status, none.json["error"]["code"]) == (2, "HR-0416")


def test_a_pause_and_a_signal_are_kept_over_generations(headrace: Headrace) -> None:
    folder = headrace.project
    going = headrace.start("run", headrace.file("later.py", LATER), "--set", f"folder={folder}")
    run = going.run_id()
    until((folder / "begun").exists, f"the first generation: {going.err}")
    headrace.ok("signal", run, "go", "--data", "5")
    headrace.ok("pause", run)
    (folder / "go").touch()
    until(
        lambda: headrace.show(run)["generation"] == 2,
        f"the second generation: {going.err}",
    )
    assert headrace.show(run)["state"] == "paused"
    assert not (folder / "last").exists()
    headrace.ok("resume", run)
    done = going.done()
    assert (done.status, done.out.strip()) == (0, "5"), done


def test_a_journal_that_gets_too_long_is_said_and_ends_the_run(
    headrace: Headrace,
) -> None:
    done = headrace("run", headrace.file("long.py", LONG))
    assert done.status == 1, done
    assert "80 of at most 100 events" in done.err
    assert "HistoryTooLong" in done.err
    run = headrace.runs()[0]["id"]
    assert "continue_as_new" in headrace.ok("why", run).out
