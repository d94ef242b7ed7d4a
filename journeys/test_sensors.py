"""A task that looks again and again for something."""

from __future__ import annotations

import signal

from conftest import Headrace, until

FLOW = """
import os
from headrace import flow, task

@task(poll=0.1)
def arrived(folder):
    with open(f"{folder}/looks", "a") as file:
        file.write("looked\\n")
    return os.path.exists(f"{folder}/there")

@task
def other():
    return 1

@flow
def watch(folder: str):
    seen = arrived.submit(folder)
    return [other(), seen.result()]
"""


def test_a_sensor_has_no_slot_between_looks_and_looks_on_after_a_kill(headrace: Headrace) -> None:
    folder = headrace.project
    looks = folder / "looks"

    def looked() -> int:
        return len(looks.read_text().split()) if looks.exists() else 0

    flow = headrace.file("watch.py", FLOW)
    going = headrace.start("run", flow, "--set", f"folder={folder}", "--slots", "1")
    run = going.run_id()
    until(lambda: looked() >= 2, f"the second look: {going.err}")
    until(lambda: headrace.task(headrace.show(run), "other")["state"] == "succeeded", "what is beside it")
    going.signal(signal.SIGKILL)
    going.process.wait()
    before = looked()
    going = headrace.start("resume", run, "--slots", "1")
    until(lambda: looked() >= before + 2, f"two looks more: {going.err}")
    sensor = headrace.task(headrace.show(run), "arrived")
    assert sensor["poll"]["looks"] >= 2
    assert len(sensor["attempts"]) <= 1
    (folder / "there").touch()
    done = going.done()
    assert done.status == 0, done
    assert headrace.show(run)["result"] == [1, True]
