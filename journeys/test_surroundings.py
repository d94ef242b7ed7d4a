"""Terminals, networks, interpreters."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest
from conftest import COMMAND, DIGITS, EXAMPLES, PYTHON, SDK, Headrace, needs

COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def test_without_a_terminal_there_are_plain_lines_without_colours(headrace: Headrace) -> None:
    done = headrace.ok("run", EXAMPLES / "futures.py")
    assert "\x1b" not in done.err + done.out
    assert "\r" not in done.err
    assert "length" in done.err
    assert "succeeded" in done.err


def on_a_terminal(headrace: Headrace, *arguments: str, **env: str) -> tuple[int, str]:
    """Runs it on a terminal of 100 columns; gives its status and what it wrote there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=headrace.project,
        env=headrace.env(TERM="xterm-256color", COLUMNS=None, LINES=None, **env),
        start_new_session=True,
    )
    os.close(theirs)
    written = b""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the last one on the other side is gone
                part = b""
            if not part:
                break
            written += part
    os.close(ours)
    try:
        process.wait(10)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode, written.decode(errors="replace")


PAUSES = """
import time
from headrace import flow, task

@task
def pause(i):
    time.sleep(0.1)
    return i

@flow
def pauses():
    return [f.result() for f in pause.map(range(12))]
"""


def test_on_a_terminal_lines_are_live_with_a_counter_for_the_fan_out(headrace: Headrace) -> None:
    flow = headrace.file("pauses.py", PAUSES)
    status, written = on_a_terminal(headrace, "run", str(flow), "--slots", "2")
    assert status == 0, written
    assert "\x1b[" in written
    plain = COLOURS.sub("", written)
    assert re.search(r"pause\b.*12/12", plain), plain
    counts = {int(count) for count in re.findall(r"pause\b[^\n]*?\b(\d+)/12", plain)}
    assert len(counts) >= 3, f"the counter moves: {sorted(counts)}"
    lines = [line for line in re.split(r"[\r\n]+", plain) if not line.startswith("reading ")]  # as long as the path is
    assert not any(len(line) > 100 for line in lines), plain


def test_no_color_means_none(headrace: Headrace) -> None:
    flow = headrace.file("pauses.py", PAUSES)
    status, written = on_a_terminal(headrace, "run", str(flow), NO_COLOR="1")
    assert status == 0, written
    assert not re.search(r"\x1b\[[0-9;]*m", re.sub(r"\x1b\[0?m", "", written)), repr(written[:2000])


def test_the_process_that_the_shell_sees_is_the_controller(headrace: Headrace) -> None:
    flow = headrace.file("pauses.py", PAUSES)
    going = headrace.start("run", flow)
    going.run_id()
    assert "java" in os.readlink(f"/proc/{going.pid}/exe")
    assert going.done().status == 0


def test_where_there_is_no_python_it_says_so(headrace: Headrace) -> None:
    """A PATH that has everything but an interpreter."""
    folder = headrace.folder / "bin"
    folder.mkdir()
    for place in reversed(os.environ["PATH"].split(os.pathsep)):
        for program in Path(place).glob("*") if os.path.isdir(place) else ():
            if not re.match(r"(python|pypy|uv|uvx|conda|mamba|pyenv)", program.name):
                link = folder / program.name
                link.unlink(missing_ok=True)
                link.symlink_to(program)
    done = headrace("run", EXAMPLES / "hello.py", env=headrace.env(PATH=str(folder)))
    assert done.status == 3, done
    assert "HR-" in done.err
    assert "ython" in done.err
    assert done.out == ""
    shell = headrace.file("shell.yaml", 'flow: shell\ntasks:\n  a: {run: "true"}\n')
    assert headrace("run", shell, env=headrace.env(PATH=str(folder))).status in (0, 3)


def test_the_second_run_needs_no_network(headrace: Headrace) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can take the network away")
    unshare = needs("unshare")
    probe = subprocess.run([unshare, "-n", "true"], capture_output=True, text=True)
    if probe.returncode:
        pytest.skip(f"the network cannot be taken away here: {probe.stderr.strip()}")
    headrace.ok("run", DIGITS, "--set", 'models=["knn"]', seconds=600)
    keep = ("PATH", "HOME", "HEADRACE_JAVA_HOME", "JAVA_HOME", "XDG_CACHE_HOME", "HEADRACE_CACHE", "TMPDIR")
    few = {name: os.environ[name] for name in keep if name in os.environ}
    few |= {"HEADRACE_HOME": str(headrace.home), "HEADRACE_JOURNEY": headrace.mark}
    done = headrace("run", DIGITS, "--set", 'models=["knn"]', "--json", env=few, prefix=(unshare, "-n"))
    assert done.status == 0, done
    assert done.json["result"]["accuracy"] > 0.95
    assert "building" not in done.err


def python(headrace: Headrace, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    env = headrace.env(PYTHONPATH=str(SDK), **more)
    return subprocess.run(
        [PYTHON, *arguments], cwd=headrace.project, input=stdin, capture_output=True, text=True, env=env, timeout=60
    )


def test_a_recorded_value_can_be_had_from_outside(headrace: Headrace) -> None:
    flow = headrace.file(
        "trains.py",
        """
from headrace import flow, task

class Model:
    def __init__(self, i):
        self.i = i

@task
def train(i):
    if i == 4:
        raise ValueError("not this one")
    return (i, {i: Model(i)})

@flow
def trains():
    return [f.exception() is None for f in train.map(range(5))]
""",
    )
    run = headrace.ok("run", flow, "--json").json["id"]
    more = {"HEADRACE_BIN": COMMAND}
    code = f"import headrace; print(headrace.run({run!r})['train[3]'].result()[1][3].i)"
    done = python(headrace, "-c", code, **more)
    assert (done.stdout, done.returncode) == ("3\n", 0), done.stderr
    assert python(headrace, "-c", f"import headrace; print(headrace.run({run!r}).result())", **more).stdout == (
        "[True, True, True, True, False]\n"
    )
    failed = python(headrace, "-c", f"import headrace; headrace.run({run!r})['train[4]'].result()", **more)
    assert "ValueError: not this one" in failed.stderr
    missing = python(headrace, "-c", f"import headrace; headrace.run({run!r})['trian[3]']", **more)
    assert "train[3]" in missing.stderr
    nobody = python(headrace, "-c", "import headrace; headrace.run('1zzzzzzzzzzzzz')", **more)
    assert "LookupError" in nobody.stderr


def test_the_same_file_runs_under_plain_python(headrace: Headrace) -> None:
    done = python(headrace, str(EXAMPLES / "branches.py"))
    assert done.returncode == 0, done.stderr
    assert "'rounds': 3" in done.stdout
    assert not headrace.home.exists()


def test_a_breakpoint_in_a_task_works_under_plain_python(headrace: Headrace) -> None:
    flow = headrace.file(
        "stops.py",
        """
from headrace import flow, task

@task
def work(secret):
    breakpoint()
    return secret + 1

@flow
def stops():
    return work(41)

if __name__ == "__main__":
    print("result", stops())
""",
    )
    done = python(headrace, str(flow), stdin="p secret * 1000\nc\n")
    assert "41000" in done.stdout
    assert "result 42" in done.stdout


def test_headrace_needs_the_standard_library_alone(headrace: Headrace) -> None:
    code = "import sys, headrace; print(sorted(m for m in sys.modules if 'site-packages' in str(sys.modules[m])))"
    done = python(headrace, "-S", "-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"
