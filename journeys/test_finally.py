"""What follows a run that is cancelled, or whose controller is killed."""

from __future__ import annotations

import signal
from pathlib import Path

from conftest import Going, Headrace, until

FLOW = """
import os, time
from headrace import flow, task

FOLDER = os.environ["FINALLY_FOLDER"]

def note(text):
    with open(FOLDER + "/effects", "a") as file:
        file.write(text + "\\n")

def clean(outcome):
    note("clean " + outcome["name"] + " " + outcome["state"])
    while outcome["name"] == "cleaned" and not os.path.exists(FOLDER + "/go"):
        time.sleep(0.01)
    note("cleaned " + outcome["name"])

@task(finally_=clean)
def work():
    note("work")
    time.sleep(600)

@flow(finally_=clean)
def cleaned():
    work()
"""


class Cleaning:
    def __init__(self, headrace: Headrace) -> None:
        self.headrace = headrace
        self.folder = headrace.project / "seen"
        self.folder.mkdir()
        self.flow = headrace.file("cleaned.py", FLOW)
        self.going: Going = self.start("run", self.flow)
        self.run = self.going.run_id()
        until(lambda: "work" in self.effects(), f"it works: {self.going.err}")

    def start(self, *words: str | Path) -> Going:
        return self.headrace.start(*words, "--slots", "1", env=self.headrace.env(FINALLY_FOLDER=str(self.folder)))

    def effects(self) -> list[str]:
        path = self.folder / "effects"
        return path.read_text().splitlines() if path.exists() else []

    def interrupt(self) -> None:
        self.going.signal(signal.SIGINT)
        until(lambda: "clean cleaned cancelled" in self.effects(), f"it cleans up: {self.going.err}")

    def go(self) -> None:
        (self.folder / "go").touch()


CLEANED = ["work", "clean work cancelled", "cleaned work", "clean cleaned cancelled"]


def test_a_run_that_is_interrupted_cleans_up(headrace: Headrace) -> None:
    run = Cleaning(headrace)
    run.interrupt()
    why = headrace.ok("why", run.run, "--json").json
    assert "; its finally has been running for " in why["why"], why
    assert " of at most 60 s." in why["why"], why
    run.go()
    assert run.going.done().status == 130
    assert run.effects() == [*CLEANED, "cleaned cleaned"]
    document = headrace.show(run.run)
    states = {task["path"]: task["state"] for task in document["tasks"]}
    assert document["state"] == "cancelled"
    assert states == {"work": "cancelled", "work/:finally": "succeeded", ":finally": "succeeded"}


def test_a_second_interrupt_ends_the_finally_too(headrace: Headrace) -> None:
    run = Cleaning(headrace)
    run.interrupt()
    run.going.signal(signal.SIGINT)
    assert run.going.done().status == 130
    assert run.effects() == CLEANED
    assert headrace.task(headrace.show(run.run), ":finally")["state"] == "cancelled"


def test_a_finally_whose_controller_was_killed_is_run_again(headrace: Headrace) -> None:
    run = Cleaning(headrace)
    run.interrupt()
    run.going.signal(signal.SIGKILL)
    run.going.done()
    run.go()
    run.start("resume", run.run).done()
    assert run.effects() == [*CLEANED, "clean cleaned cancelled", "cleaned cleaned"]
    assert headrace.show(run.run)["state"] == "cancelled"
