"""Stopping, dying and going on."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from conftest import Going, Headrace, alive, command_line, descendants, until

STEPS = """
import os, subprocess, time
from headrace import flow, task

def note(folder, text):
    with open(folder + "/effects", "a") as file:
        file.write(text + "\\n")

@task
def quick(i, folder):
    note(folder, f"quick[{i}]")
    return i

@task
def slow(folder):
    child = subprocess.Popen(["sleep", "1000"])
    note(folder, "slow begins")
    while not os.path.exists(folder + "/go"):
        time.sleep(0.01)
    child.kill()
    child.wait()
    note(folder, "slow ends")
    return 100

@task
def last(total, folder):
    note(folder, "last")
    return total + 1

@flow
def steps(folder: str):
    done = [f.result() for f in quick.map(range(5), folder)]
    return last(sum(done) + slow(folder), folder)
"""
RESULT = 111


class Steps:
    """A run of the flow above, stopped in its middle."""

    def __init__(self, headrace: Headrace, name: str = "seen", options: tuple[str, ...] = ()) -> None:
        self.headrace = headrace
        self.options = options
        self.folder = headrace.project / name
        self.folder.mkdir()
        self.going = self.start()
        self.run = self.going.run_id()

    def start(self) -> Going:
        flow = self.headrace.file("steps.py", STEPS)
        return self.headrace.start("run", flow, "--set", f"folder={self.folder}", *self.options)

    def effects(self) -> list[str]:
        path = self.folder / "effects"
        return path.read_text().splitlines() if path.exists() else []

    def wait_until_slow(self, times: int = 1) -> None:
        until(lambda: self.effects().count("slow begins") >= times, f"the slow task begins: {self.going.err}")

    def go(self) -> None:
        (self.folder / "go").touch()

    def check_end(self) -> None:
        """What succeeded was not run again."""
        effects = self.effects()
        assert sorted(e for e in effects if e.startswith("quick")) == [f"quick[{i}]" for i in range(5)]
        assert effects.count("slow ends") == 1
        assert effects.count("last") == 1


@pytest.fixture
def steps(headrace: Headrace) -> Steps:
    return Steps(headrace)


def test_ctrl_c_once_cancels_and_prints_the_command_that_goes_on(headrace: Headrace, steps: Steps) -> None:
    steps.wait_until_slow()
    below = descendants(steps.going.pid)
    assert any("sleep" in command_line(pid) for pid in below)
    steps.going.signal(signal.SIGINT)
    done = steps.going.done(30)
    assert done.status == 130
    until(lambda: not alive(below), "no process of the run is left", 5)
    printed = re.search(r"headrace resume ([0-9a-z]+)", done.err)
    assert printed, done
    assert printed.group(1) == steps.run
    document = headrace.show(steps.run)
    assert document["state"] == "cancelled"
    assert headrace.task(document, "slow")["state"] == "cancelled"

    steps.go()
    again = headrace.ok("resume", steps.run, "--json")
    assert again.json["state"] == "succeeded"
    assert again.json["result"] == RESULT
    assert len(headrace.task(again.json, "slow")["attempts"]) == 2
    steps.check_end()


def test_a_signal_to_end_cancels_as_ctrl_c_does_and_the_document_says_so(headrace: Headrace) -> None:
    steps = Steps(headrace, options=("--json",))
    steps.wait_until_slow()
    steps.going.signal(signal.SIGTERM)
    done = steps.going.done(30)
    assert done.status == 130
    assert (done.json["id"], done.json["state"], done.json["result"]) == (steps.run, "cancelled", None)
    steps.go()
    assert headrace.ok("resume", steps.run).out.strip() == str(RESULT)
    steps.check_end()


def test_ctrl_c_twice_kills_at_once(headrace: Headrace) -> None:
    flow = headrace.file(
        "stubborn.py",
        """
import pathlib, time
from headrace import flow, task

@task
def stubborn(folder):
    pathlib.Path(folder, "begun").touch()
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pathlib.Path(folder, "told").touch()

@flow
def stays(folder: str):
    stubborn(folder)
""",
    )
    going = headrace.start("run", flow, "--set", f"folder={headrace.project}")
    run = going.run_id()
    until((headrace.project / "begun").exists, f"the task begins: {going.err}")
    below = descendants(going.pid)
    going.signal(signal.SIGINT)
    until((headrace.project / "told").exists, "the task is told to end")
    assert going.process.poll() is None
    going.signal(signal.SIGINT)
    done = going.done(5)
    assert done.status == 130
    until(lambda: not alive(below), "no process of the run is left", 5)
    assert headrace.show(run)["state"] in ("cancelled", "interrupted")


def test_kill_9_leaves_an_interrupted_run_and_no_process_and_resume_goes_on(headrace: Headrace, steps: Steps) -> None:
    steps.wait_until_slow()
    below = descendants(steps.going.pid)
    assert any("sleep" in command_line(pid) for pid in below)
    steps.going.signal(signal.SIGKILL)
    steps.going.done()
    until(lambda: not alive(below) and not headrace.marked(), "no process of the run is left", 5)
    assert headrace.show(steps.run)["state"] == "interrupted"
    assert [run["state"] for run in headrace.runs()] == ["interrupted"]

    steps.go()
    again = headrace.ok("resume", steps.run)
    assert again.out.strip() == str(RESULT)
    document = headrace.show(steps.run)
    assert document["state"] == "succeeded"
    assert len(headrace.task(document, "slow")["attempts"]) == 2
    assert [len(headrace.task(document, f"quick[{i}]")["attempts"]) for i in range(5)] == [1] * 5
    steps.check_end()


def test_a_resumed_run_can_be_killed_and_resumed_again(headrace: Headrace, steps: Steps) -> None:
    steps.wait_until_slow()
    steps.going.signal(signal.SIGKILL)
    steps.going.done()
    for times in (2, 3):
        going = headrace.start("resume", steps.run)
        steps.wait_until_slow(times)
        going.signal(signal.SIGKILL)
        going.done()
        until(lambda: not headrace.marked(), "no process of the run is left", 5)
        assert headrace.show(steps.run)["state"] == "interrupted"
    steps.go()
    assert headrace.ok("resume", steps.run).out.strip() == str(RESULT)
    steps.check_end()


def test_a_running_run_cannot_be_resumed(headrace: Headrace, steps: Steps) -> None:
    steps.wait_until_slow()
    refused = headrace("resume", steps.run)
    assert refused.status in (2, 3)
    assert steps.run in refused.err
    steps.go()
    assert steps.going.done().status == 0
    steps.check_end()


def test_cancel_from_another_terminal_reaches_the_owner(headrace: Headrace, steps: Steps) -> None:
    steps.wait_until_slow()
    assert headrace.show(steps.run)["state"] == "running"
    headrace.ok("cancel", steps.run)
    done = steps.going.done(30)
    assert done.status in (1, 130)
    assert headrace.show(steps.run)["state"] == "cancelled"
    steps.go()
    assert headrace.ok("resume", steps.run).out.strip() == str(RESULT)
    steps.check_end()


def test_cancelling_a_run_whose_controller_is_gone_says_what_it_is(headrace: Headrace, steps: Steps) -> None:
    steps.wait_until_slow()
    steps.going.signal(signal.SIGKILL)
    steps.going.done()
    until(lambda: not headrace.marked(), "no process of the run is left", 5)
    done = headrace("cancel", steps.run)
    assert done.status == 2
    assert "interrupted" in done.err
    assert f"headrace resume {steps.run}" in done.err


def test_two_terminals_in_one_project_just_work(headrace: Headrace) -> None:
    one, two = Steps(headrace, "one"), Steps(headrace, "two")
    one.wait_until_slow()
    two.wait_until_slow()
    assert {run["id"]: run["state"] for run in headrace.runs()} == {one.run: "running", two.run: "running"}
    assert [run["id"] for run in headrace.runs()] == sorted((one.run, two.run), reverse=True)
    one.going.signal(signal.SIGKILL)
    one.going.done()
    two.go()
    assert two.going.done().status == 0
    assert {run["id"]: run["state"] for run in headrace.runs()} == {one.run: "interrupted", two.run: "succeeded"}
    one.go()
    assert headrace.ok("resume", one.run).out.strip() == str(RESULT)
    one.check_end()
    two.check_end()


def test_a_failed_run_goes_on_once_its_cause_is_mended(headrace: Headrace) -> None:
    flow = headrace.file(
        "mended.py",
        """
import os
from headrace import flow, task

@task
def first(folder):
    with open(folder + "/effects", "a") as file:
        file.write("first\\n")
    return 1

@task
def needs_file(folder):
    return int(open(folder + "/number").read())

@flow
def mended(folder: str):
    return first(folder) + needs_file(folder)
""",
    )
    failed = headrace("run", flow, "--set", f"folder={headrace.project}", "--json")
    assert failed.status == 1
    (headrace.project / "number").write_text("41")
    again = headrace.ok("resume", failed.json["id"], "--json")
    assert again.json["result"] == 42
    assert (headrace.project / "effects").read_text() == "first\n"
    assert [a["state"] for a in headrace.task(again.json, "needs_file")["attempts"]] == ["failed", "succeeded"]


def test_resume_runs_the_code_that_the_run_began_with(headrace: Headrace) -> None:
    text = """
import os
from headrace import flow, task

@task
def gate(folder):
    assert os.path.exists(folder + "/go")

@task
def answer():
    return "old"

@flow
def edited(folder: str):
    gate(folder)
    return answer()
"""
    flow = headrace.file("edited.py", text)
    failed = headrace("run", flow, "--set", f"folder={headrace.project}", "--json")
    assert failed.status == 1
    headrace.file("edited.py", text.replace('"old"', '"new"'))
    (headrace.project / "go").touch()
    assert headrace.ok("resume", failed.json["id"], "--json").json["result"] == "old"


def test_what_now_random_and_once_said_stays_said(headrace: Headrace) -> None:
    flow = headrace.file(
        "said.py",
        """
import os, uuid
import headrace
from headrace import flow, task

@task
def gate(folder, said):
    with open(folder + "/said", "a") as file:
        file.write(repr(said) + "\\n")
    assert os.path.exists(folder + "/go")

@flow
def said(folder: str):
    said = [str(headrace.now()), headrace.random(), headrace.once(lambda: str(uuid.uuid4()))]
    gate(folder, said)
    return said
""",
    )
    failed = headrace("run", flow, "--set", f"folder={headrace.project}", "--json")
    assert failed.status == 1
    (headrace.project / "go").touch()
    again = headrace.ok("resume", failed.json["id"], "--json").json
    first, second = (headrace.project / "said").read_text().splitlines()
    assert first == second
    assert repr(again["result"]) == first


def test_a_task_killed_from_outside_is_named_and_its_neighbours_go_on(headrace: Headrace) -> None:
    flow = headrace.file(
        "outside.py",
        """
import os, pathlib, time
from headrace import flow, task

@task
def waits(i, folder):
    pathlib.Path(folder, f"{i}.pid").write_text(str(os.getpid()))
    while not os.path.exists(folder + "/go"):
        time.sleep(0.01)
    return i

@flow
def outside(folder: str):
    futures = waits.map(range(2), folder)
    return [str(f.exception()) for f in futures]
""",
    )
    going = headrace.start("run", flow, "--set", f"folder={headrace.project}", "--slots", "2", "--json")
    victim = headrace.project / "0.pid"
    other = headrace.project / "1.pid"
    until(lambda: pid_in(victim) and pid_in(other), f"both run: {going.err}")
    os.kill(pid_in(victim), signal.SIGKILL)
    (headrace.project / "go").touch()
    done = going.done()
    assert done.status == 0, done
    first, second = done.json["result"]
    assert "SIGKILL" in first
    assert second == "None"


def pid_in(path: Path) -> int:
    return int(path.read_text() or 0) if path.exists() else 0
