"""Journeys: the real command, real processes, a real store in a temporary folder.

Nothing is mocked and nothing sleeps for a guess: what is waited for is a condition with a limit. What a journey started
is stopped at its end; a process that is left fails it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
COMMAND = os.environ.get("HEADRACE") or str(CHECKOUT / "headrace")
EXAMPLES = CHECKOUT / "examples"
SDK = CHECKOUT / "sdk" / "python" / "src"
MARK = "HEADRACE_JOURNEY"
ID = re.compile(r"\b[0-9][0-9a-hjkmnp-tv-z]{13}\b")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell: what we start would inherit that Ctrl-C means nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)
PATIENCE = 60.0
"""Seconds after which a command that should have ended is a failure. Machines differ; nothing should come near."""


def until(condition: Callable[[], Any], what: str, seconds: float = 20.0) -> Any:
    """Waits until the condition gives something true, and gives that."""
    limit = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > limit:
            pytest.fail(f"waited {seconds:g} s in vain: {what}")
        time.sleep(0.01)


def environ_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def stat_of(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the third on; None when there is no such process, or only a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields


def processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def descendants(pid: int) -> dict[int, str]:
    """Every process below this one, with its start: a pid alone may be another process later."""
    children: dict[int, list[int]] = {}
    started: dict[int, str] = {}
    for other in processes():
        fields = stat_of(other)
        if fields is not None:
            children.setdefault(int(fields[1]), []).append(other)
            started[other] = fields[19]
    found: dict[int, str] = {}
    left = [pid]
    while left:
        for child in children.get(left.pop(), []):
            found[child] = started[child]
            left.append(child)
    return found


def alive(found: dict[int, str]) -> list[int]:
    return [pid for pid, start in found.items() if (fields := stat_of(pid)) is not None and fields[19] == start]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    except OSError:
        return "(gone)"


@dataclass
class Done:
    """A command that is over."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def json(self) -> Any:
        """Standard output, which is exactly one document."""
        try:
            return json.loads(self.out)
        except json.JSONDecodeError as error:
            pytest.fail(f"standard output is not one JSON document ({error}):\n{self.out[:2000]}\n{self.err[:2000]}")

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()

    def __str__(self) -> str:
        return f"status {self.status}\n--- out\n{self.out[-3000:]}\n--- err\n{self.err[-5000:]}"


class Going:
    """A command that goes on while the journey does something else."""

    def __init__(self, process: subprocess.Popen[bytes], out: Path, err: Path) -> None:
        self.process = process
        self._out = out
        self._err = err
        self._began = time.monotonic()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def out(self) -> str:
        return self._out.read_text(errors="replace")

    @property
    def err(self) -> str:
        return self._err.read_text(errors="replace")

    def run_id(self) -> str:
        """The id of the run, as soon as it is printed."""
        found = until(lambda: ID.search(self.err) or self._over(), f"the id of the run:\n{self.err}")
        if not isinstance(found, re.Match):
            pytest.fail(f"it ended before it said its id:\n{self.done()}")
        return str(found.group())

    def _over(self) -> bool:
        return self.process.poll() is not None and not ID.search(self.err)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def done(self, seconds: float = PATIENCE) -> Done:
        """Waits for its end."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pytest.fail(f"it has not ended in {seconds:g} s:\n{self.out[-2000:]}\n{self.err[-3000:]}")
        return Done(self.process.returncode, self.out, self.err, time.monotonic() - self._began)


@dataclass
class Headrace:
    """The command, in a project of its own."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    going: list[Going] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.project = self.folder / "project"
        self.project.mkdir()

    def file(self, name: str, text: str) -> Path:
        """A file of the project."""
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"))
        return path

    def env(self, **more: str | None) -> dict[str, str]:
        env = {**os.environ, "HEADRACE_HOME": str(self.home), MARK: self.mark, "PYTHONDONTWRITEBYTECODE": "1"}
        for name in ("HEADRACE_BIN", "PYTHONPATH", "VIRTUAL_ENV", "NO_COLOR", "FORCE_COLOR", "CI"):
            env.pop(name, None)
        for name, value in more.items():
            if value is None:
                env.pop(name, None)
            else:
                env[name] = value
        return env

    def __call__(
        self,
        *arguments: str | Path,
        seconds: float = PATIENCE,
        env: dict[str, str] | None = None,
        prefix: tuple[str, ...] = (),
        cwd: Path | None = None,
    ) -> Done:
        """Runs it to its end."""
        return self.start(*arguments, env=env, prefix=prefix, cwd=cwd).done(seconds)

    def start(
        self,
        *arguments: str | Path,
        env: dict[str, str] | None = None,
        prefix: tuple[str, ...] = (),
        cwd: Path | None = None,
    ) -> Going:
        number = len(self.going)
        out, err = self.folder / f"out-{number}", self.folder / f"err-{number}"
        with out.open("wb") as out_file, err.open("wb") as err_file:
            process = subprocess.Popen(
                [*prefix, COMMAND, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=out_file,
                stderr=err_file,
                cwd=cwd or self.project,
                env=env or self.env(),
                start_new_session=True,
            )
        going = Going(process, out, err)
        self.going.append(going)
        return going

    def ok(self, *arguments: str | Path, **more: Any) -> Done:
        """Runs it; anything but success fails the journey."""
        done = self(*arguments, **more)
        assert done.status == 0, f"headrace {' '.join(map(str, arguments))}: {done}"
        return done

    def show(self, run: str) -> dict[str, Any]:
        document: dict[str, Any] = self.ok("show", run, "--json").json
        return document

    def runs(self) -> list[dict[str, Any]]:
        document = self.ok("runs", "--json").json
        runs: list[dict[str, Any]] = document["runs"]
        return runs

    def task(self, document: dict[str, Any], path: str) -> dict[str, Any]:
        found = [task for task in document["tasks"] if task["path"] == path]
        assert found, f"no task {path!r} among {[task['path'] for task in document['tasks']]}"
        return dict(found[0])

    def marked(self) -> list[int]:
        """The processes that came from this journey's commands."""
        wanted = f"{MARK}={self.mark}".encode()
        return [pid for pid in processes() if wanted in environ_of(pid) and stat_of(pid) is not None]

    def stop(self) -> None:
        for going in self.going:
            if going.process.poll() is None:
                going.process.kill()
                going.process.wait()
        limit = time.monotonic() + 5
        while (left := self.marked()) and time.monotonic() < limit:
            time.sleep(0.02)
        names = [f"{pid} {command_line(pid)}" for pid in left]
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert not names, f"processes that are left: {names}"


@pytest.fixture
def headrace(tmp_path: Path) -> Iterator[Headrace]:
    command = Headrace(tmp_path)
    yield command
    command.stop()


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The distribution is built before the first clock runs."""
    done = subprocess.run([COMMAND, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def small_disk(headrace: Headrace) -> Iterator[Callable[[str], Path]]:
    """Makes the home a file system of its own of that size; calling it again changes the size or the options."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a file system of a certain size")
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        headrace.home.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(headrace.home)]
        if mounted:
            command = ["mount", "-o", f"remount,{options}", str(headrace.home)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode and not mounted:
            pytest.skip(f"this machine does not let root mount a tmpfs: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr
        mounted = True
        return headrace.home

    yield mount
    if mounted:
        headrace.stop()
        subprocess.run(["umount", "-l", str(headrace.home)], check=True)


def needs(program: str) -> str:
    """A program that a journey cannot do without."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


PYTHON = sys.executable
DIGITS = EXAMPLES / "digits" / "train.py"


def numpy_block() -> str:
    """The block of the digits example, for flows that need numpy: its environment is made once and shared."""
    text = DIGITS.read_text()
    end = "# ///\n"
    return text[: text.index(end, 1 + text.index("# /// script")) + len(end)]
