"""What a flow may do with what it has called, through a kill and a resume."""

from __future__ import annotations

import signal
from pathlib import Path

from conftest import Headrace, until

FLOW = """
import os, time
import headrace
from headrace import flow, task

@task
def wait_for(file):
    while not os.path.exists(file):
        time.sleep(0.01)
    return "came"

@flow
def patient(folder: str):
    later = wait_for.submit(f"{folder}/go")
    other = wait_for.submit(f"{folder}/never")
    try:
        said = later.result(timeout=0.2)
    except TimeoutError:
        said = "did not come"
        other.cancel()
    with open(f"{folder}/said", "a") as file:
        print(said, file=file)
    wait_for(f"{folder}/end")
    return [said, later.result(), type(other.exception()).__name__]
"""


def test_a_replay_gives_up_where_the_first_run_did(headrace: Headrace, tmp_path: Path) -> None:
    headrace.file("patient.py", FLOW)
    said = tmp_path / "said"
    going = headrace.start("run", "patient.py", "--set", f"folder={tmp_path}", "--slots", "3")
    run = going.run_id()
    until(lambda: said.exists() and said.read_text() == "did not come\n", "it gave up")
    until(lambda: headrace.task(headrace.show(run), "wait_for#3")["attempts"], "it went on")
    going.signal(signal.SIGKILL)
    going.done()
    (tmp_path / "go").touch()
    (tmp_path / "end").touch()
    document = headrace.ok("resume", run, "--json").json
    assert document["result"] == ["did not come", "came", "TaskCancelled"]
    assert said.read_text() == "did not come\ndid not come\n"
    assert headrace.task(document, "wait_for#2")["state"] == "cancelled"


WAITING = """
import os, time
from headrace import flow, task

@task
def wait_for(file):
    while not os.path.exists(file):
        time.sleep(0.01)
    return "came"

@task
def patient(file):
    return wait_for.submit(file).result(timeout=3600)

@flow
def waiting(file: str):
    return patient(file)
"""


def test_why_says_for_how_long_it_waits(headrace: Headrace, tmp_path: Path) -> None:
    headrace.file("waiting.py", WAITING)
    going = headrace.start("run", "waiting.py", "--set", f"file={tmp_path}/go")
    run = going.run_id()

    def why() -> str | None:
        done = headrace("why", run, "patient", "--json")
        return str(done.json["why"]) if done.status == 0 and "at most" in done.out else None

    sentence = until(why, "it waits")
    assert sentence.startswith("patient waits for patient/wait_for, for at most 59 min "), sentence
    assert sentence.endswith(" more, and has lent its slot to them."), sentence
    (tmp_path / "go").touch()
    assert going.done().status == 0
