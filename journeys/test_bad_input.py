"""What is wrong is said in the user's words, at the user's own place."""

from __future__ import annotations

import re
import time

import pytest
from conftest import Headrace

COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def told(err: str, about: str) -> str:
    """The first line that is printed about the failure of something."""
    for line in COLOURS.sub("", err).splitlines():
        if about in line:
            return line
    pytest.fail(f"no line about {about!r} in:\n{err}")


def test_a_syntax_error_is_named_with_file_and_line_and_nothing_is_started(headrace: Headrace) -> None:
    flow = headrace.file("broken.py", "from headrace import flow\n\n@flow\ndef broken(:\n    pass\n")
    done = headrace("run", flow)
    assert done.status == 2
    assert "broken.py:4" in done.err
    assert "SyntaxError" in done.err
    assert done.out == ""
    assert headrace.runs() == []


def test_an_error_while_the_file_is_read_is_named_with_file_and_line(headrace: Headrace) -> None:
    flow = headrace.file("reads.py", "from headrace import flow\nimport not_there\n@flow\ndef reads():\n    pass\n")
    done = headrace("run", flow)
    assert done.status == 2
    assert "reads.py:2" in done.err
    assert "not_there" in done.err
    assert headrace.runs() == []


def test_a_missing_file_is_named(headrace: Headrace) -> None:
    done = headrace("run", "nowhere.py")
    assert done.status == 2
    assert "nowhere.py" in done.err
    assert headrace.runs() == []


def test_a_file_without_a_flow_is_refused(headrace: Headrace) -> None:
    done = headrace("run", headrace.file("none.py", "x = 1\n"))
    assert done.status == 2
    assert "@flow" in done.err
    assert headrace.runs() == []


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_cycle_is_named(headrace: Headrace, command: str) -> None:
    flow = headrace.file(
        "round.yaml",
        """
flow: round
tasks:
  a: {run: "true", needs: [c]}
  b: {run: "true", needs: [a]}
  c: {run: "true", needs: [b]}
""",
    )
    done = headrace(command, flow)
    assert done.status == 2
    assert "HR-0101" in done.err + done.out
    assert re.search(r"a -> \w -> \w -> a|b -> \w -> \w -> b|c -> \w -> \w -> c", done.err + done.out), done


def test_an_unknown_need_is_named_and_the_nearest_is_suggested(headrace: Headrace) -> None:
    flow = headrace.file(
        "need.yaml",
        """
flow: need
tasks:
  fetch: {run: "true"}
  train: {run: "true", needs: [fecth]}
""",
    )
    done = headrace("run", flow)
    assert done.status == 2
    assert "fecth" in done.err
    assert "'fetch'" in done.err
    assert re.search(r"need\.yaml:4", done.err), done


def test_check_finds_nothing_wrong_with_what_runs(headrace: Headrace) -> None:
    flow = headrace.file("fine.py", "from headrace import flow\n@flow\ndef fine():\n    return 1\n")
    assert headrace("check", flow).status == 0
    assert headrace.runs() == []


def test_an_exception_is_told_by_name_message_and_own_line(headrace: Headrace) -> None:
    flow = headrace.file(
        "raises.py",
        """
from headrace import flow, task

def deep(x):
    return {}["key " + x]

@task
def bad(x):
    print("before it broke")
    return deep(x)

@flow
def raises():
    return bad("one")
""",
    )
    done = headrace("run", flow)
    assert done.status == 1
    line = told(done.err, "KeyError")
    assert "key one" in line
    assert "raises.py:4" in line
    after = done.err[done.err.index("KeyError") :]
    assert "raises.py" in after
    assert "before it broke" in after
    assert re.search(r"headrace resume [0-9a-z]{14}\b", after), done
    assert "_runner.py" not in done.err
    assert done.out == ""


def test_the_flows_own_exception_is_told_in_the_same_way(headrace: Headrace) -> None:
    flow = headrace.file(
        "own.py",
        "from headrace import flow\n\n@flow\ndef own():\n    raise LookupError('nothing found')\n",
    )
    done = headrace("run", flow)
    assert done.status == 1
    line = told(done.err, "LookupError")
    assert "nothing found" in line
    assert "own.py:5" in line


def test_an_exception_keeps_its_class_its_arguments_and_its_cause(headrace: Headrace) -> None:
    flow = headrace.file(
        "carries.py",
        """
import traceback
from headrace import flow, task

class Mine(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code

@task
def bad():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise Mine(7, "mine") from error

@flow
def carries():
    try:
        bad()
    except Mine as error:
        cause = type(error.__cause__).__name__
        lines = "".join(traceback.format_exception(error))
        return [error.code, list(error.args), cause, "raise Mine(7" in lines, "1 / 0" in lines]
""",
    )
    assert headrace.ok("run", flow, "--json").json["result"] == [7, [7, "mine"], "ZeroDivisionError", True, True]


DEATHS = """
import ctypes, os, signal, sys, time
from headrace import flow, task

@task
def neighbour(i):
    time.sleep(0.2)
    return i

@task
def dies(how):
    print("last words", flush=True)
    if how == "segfault":
        ctypes.string_at(0)
    elif how == "exit":
        os._exit(3)
    elif how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "abort":
        os.abort()
    elif how == "sys.exit":
        sys.exit("enough")

@flow
def deaths(how: str):
    near = neighbour.map(range(6))
    end = dies.submit(how)
    after = neighbour.map(range(6))
    error = end.exception()
    got = [f.result() for f in near + after]
    return {"got": got, "type": type(error).__name__, "kind": getattr(error, "kind", None), "text": str(error)}
"""


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ("segfault", "SIGSEGV"),
        ("kill", "SIGKILL"),
        ("abort", "SIGABRT"),
        ("exit", "3"),
        ("sys.exit", "enough"),
    ],
)
def test_a_task_that_dies_is_named_and_harms_nobody(headrace: Headrace, how: str, named: str) -> None:
    flow = headrace.file("deaths.py", DEATHS)
    done = headrace("run", flow, "--set", f"how={how}", "--slots", "3", "--json")
    assert done.status == 0, done
    assert done.json["result"]["got"] == [*range(6), *range(6)]
    assert named in done.json["result"]["text"]
    neighbours = [task for task in done.json["tasks"] if task["name"] == "neighbour"]
    assert [len(task["attempts"]) for task in neighbours] == [1] * 12
    assert "last words" in headrace.ok("logs", done.json["id"], "dies").out


def test_a_death_that_nobody_looked_at_fails_the_run_and_is_told_first(headrace: Headrace) -> None:
    flow = headrace.file(
        "unseen.py",
        """
import os, signal
from headrace import flow, task

@task
def dies():
    print("last words", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

@flow
def unseen():
    dies()
""",
    )
    done = headrace("run", flow)
    assert done.status == 1
    line = told(done.err, "SIGKILL")
    assert "dies" in line
    assert "unseen.py:11" in line
    assert "last words" in done.err


def test_a_timeout_kills_the_process_and_is_named(headrace: Headrace) -> None:
    flow = headrace.file(
        "slow.py",
        """
import subprocess, time
from headrace import flow, task

@task(timeout=0.5)
def slow():
    try:
        subprocess.run(["sleep", "1000"])
    except BaseException:
        time.sleep(0.01)
    return "too late"

@flow
def slowly():
    slow()
""",
    )
    began = time.monotonic()
    done = headrace("run", flow, "--json")
    assert done.status == 1
    assert time.monotonic() - began < 30
    [task] = done.json["tasks"]
    assert task["state"] == "failed"
    assert "timeout" in str(task["attempts"][0]["error"]).lower()
    line = told(done.err, "longer than")
    assert "slow" in line
    assert re.search(r"\b(500 ms|0\.5 s)", line)
    assert "slow.py" in done.err


def test_a_task_that_does_not_listen_is_killed_all_the_same(headrace: Headrace) -> None:
    flow = headrace.file(
        "deaf.py",
        """
import ctypes
from headrace import flow, task

@task(timeout=0.3)
def deaf():
    ctypes.CDLL(None).signal(15, ctypes.c_void_p(1))
    ctypes.PyDLL(None).sleep(1000)

@flow
def deafly():
    deaf()
""",
    )
    done = headrace("run", flow)
    assert done.status == 1, done


def test_a_shell_task_that_fails_says_its_status_and_its_last_lines(headrace: Headrace) -> None:
    flow = headrace.file(
        "exit.yaml",
        """
flow: exits
tasks:
  bad: {run: "echo about to fail; exit 7"}
  after: {run: "true", needs: [bad]}
""",
    )
    done = headrace("run", flow, "--json")
    assert done.status == 1
    states = {task["path"]: task["state"] for task in done.json["tasks"]}
    assert states["bad"] == "failed"
    assert states["after"] in ("skipped", "failed")
    assert "7" in str(done.json["tasks"][0]["attempts"][0]["error"])
    assert "about to fail" in done.err


def test_what_cannot_be_kept_is_named_by_its_way(headrace: Headrace) -> None:
    flow = headrace.file(
        "keeps.py",
        """
from headrace import flow, task

class Model:
    def __init__(self):
        self.layers = [1, {"activation": lambda x: x}]

@task
def fit():
    return {"model": Model()}

@flow
def keeps():
    return fit()
""",
    )
    done = headrace("run", flow)
    assert done.status == 1
    line = told(done.err, "cannot be kept")
    assert 'result["model"].layers[1]["activation"]' in line
    assert "lambda" in line


def test_the_same_call_with_other_inputs_on_resume_says_so(headrace: Headrace) -> None:
    flow = headrace.file(
        "other.py",
        """
import os, time
from headrace import flow, task

@task
def work(x):
    return x

@task
def fail_once(folder):
    if not os.path.exists(folder + "/go"):
        raise RuntimeError("not yet")

@flow
def other(folder: str):
    work(len(os.listdir(folder)))
    fail_once(folder)
""",
    )
    folder = headrace.project / "seen"
    folder.mkdir()
    done = headrace("run", flow, "--set", f"folder={folder}", "--json")
    assert done.status == 1
    (folder / "go").touch()
    again = headrace("resume", done.json["id"])
    assert again.status == 1
    assert "other.py:15" in again.err
    assert "work" in again.err
