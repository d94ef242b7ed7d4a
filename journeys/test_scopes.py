"""Threads and async code in a body, through a kill and a resume: nothing that has succeeded is run twice."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from conftest import Headrace, until

TASKS = """
import asyncio, os, time
from concurrent.futures import ThreadPoolExecutor
from headrace import flow, task

@task
def step(folder, name, x):
    with open(f"{folder}/ran", "a") as file:
        print(f"{name}{x}", file=file)
    while x == 2 and not os.path.exists(f"{folder}/go"):
        time.sleep(0.01)
    return x + 1
"""

THREADS = (
    TASKS
    + """
def chain(folder, name):
    x = 0
    for _ in range(4):
        x = step(folder, name, x)
    return f"{name}{x}"

@flow
def main(folder: str):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(lambda name: chain(folder, name), "abc"))
"""
)

ASYNC = (
    TASKS
    + """
async def chain(folder, name):
    x = 0
    for _ in range(4):
        x = await step.submit(folder, name, x)
    return f"{name}{x}"

@flow
async def main(folder: str):
    return list(await asyncio.gather(*[chain(folder, name) for name in "abc"]))
"""
)


@pytest.mark.parametrize("text", [THREADS, ASYNC], ids=["threads", "async"])
@pytest.mark.parametrize("slots", ["1", "4"])
def test_a_replay_makes_the_same_calls(headrace: Headrace, tmp_path: Path, text: str, slots: str) -> None:
    headrace.file("scopes.py", text)
    ran = tmp_path / "ran"
    going = headrace.start("run", "scopes.py", "--set", f"folder={tmp_path}", "--slots", slots)
    run = going.run_id()
    until(lambda: ran.exists() and "2" in ran.read_text(), "a chain is half way")
    going.signal(signal.SIGKILL)
    going.done()
    (tmp_path / "go").touch()
    document = headrace.ok("resume", run, "--json", "--slots", slots).json
    assert document["result"] == ["a4", "b4", "c4"]
    lines = ran.read_text().split()
    assert {line for line in lines if lines.count(line) > 1} <= {"a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"}
    for task in document["tasks"]:
        ends = [attempt.get("outcome") for attempt in task["attempts"]]
        assert ends.count("succeeded") <= 1, task
    assert headrace.task(document, "step~3#4")["state"] == "succeeded"
