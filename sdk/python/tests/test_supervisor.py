"""The supervisor, with real processes."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from worker import SRC

LIMIT = 10


class Boss:
    """The worker's side of the link, and the pipe whose end says that the worker is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "socket").mkdir()
        self.path = str(folder / "socket" / "link")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        self.listener.settimeout(LIMIT)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(SRC / "headrace" / "_supervisor.py"), self.path, "secret"],
            stdin=subprocess.PIPE,
        )
        self.link, self.hello = self.accept()

    def accept(self) -> tuple[socket.socket, list[Any]]:
        link, _ = self.listener.accept()
        link.settimeout(LIMIT)
        return link, self.receive(link)

    def receive(self, link: socket.socket | None = None) -> list[Any]:
        link = link or self.link
        size = int.from_bytes(self._read(link, 4), "big")
        frame = json.loads(self._read(link, size))
        assert isinstance(frame, list)
        return frame

    @staticmethod
    def _read(link: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = link.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def send(self, *frame: Any, link: socket.socket | None = None) -> None:
        data = json.dumps(frame).encode()
        (link or self.link).sendall(len(data).to_bytes(4, "big") + data)

    def start(self, id: str, *argv: str, runner: bool = False, **how: Any) -> None:
        base = {"runner": runner, "argv": list(argv) or None, "env": {}, "cwd": None, "nice": 5}
        self.send("start", id, base | {"log": str(self.folder / f"{id}.log")} | how)

    def shell(self, id: str, text: str, **how: Any) -> int:
        """Starts a shell; gives its pid."""
        self.start(id, "sh", "-c", text, **how)
        frame = self.receive()
        assert frame[:2] == ["began", id]
        pid = frame[2]
        assert isinstance(pid, int)
        return pid

    def log(self, id: str) -> str:
        return (self.folder / f"{id}.log").read_text()

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(LIMIT)
        finally:
            self.process.kill()
            self.process.wait()
            self.link.close()
            self.listener.close()


@pytest.fixture
def boss(tmp_path: Path) -> Iterator[Boss]:
    boss = Boss(tmp_path)
    yield boss
    boss.close()


def until(what: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + LIMIT
    while not (result := what()):
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.002)
    return result


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def numbers(file: Path, count: int = 1) -> list[int]:
    """Waits for a file with so many numbers in it."""

    def read() -> list[int]:
        found = [int(part) for part in file.read_text().split()] if file.exists() else []
        return found if len(found) == count and file.read_text().endswith("\n") else []

    result: list[int] = until(read)
    return result


def test_it_says_hello(boss: Boss) -> None:
    assert boss.hello == ["hello", 1, "supervisor", "secret", boss.process.pid]


def test_a_program_begins_and_exits(boss: Boss) -> None:
    pid = boss.shell("p1", "echo out; echo err >&2; cat; exit 3")
    verb, id, code, number, rss, cpu = boss.receive()
    assert (verb, id, code, number) == ("exited", "p1", 3, None)
    assert rss > 100 and cpu >= 0
    assert boss.log("p1") == "out\nerr\n"
    assert not lives(pid)


def test_it_is_a_session_of_its_own_and_of_lower_standing(boss: Boss) -> None:
    boss.shell("p1", "cut -d' ' -f6,19,41 /proc/$$/stat; echo $$ $A $HEADRACE_PROCESS; pwd", env={"A": "1"}, cwd="/")
    assert boss.receive()[:3] == ["exited", "p1", 0]
    session, nice, policy, pid, a, mark, folder = boss.log("p1").split()
    assert session == pid
    assert (int(nice), int(policy)) == (os.nice(0) + 5, os.SCHED_BATCH)
    assert (a, mark, folder) == ("1", "p1", "/")


def test_its_start_time_is_that_of_proc(boss: Boss) -> None:
    boss.start("p1", "sleep", "60")
    _, _, pid, started = boss.receive()
    assert Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19] == str(started)


def test_signals_are_as_at_the_start_of_any_process(boss: Boss) -> None:
    boss.shell("p1", "grep -E 'Sig(Blk|Ign)' /proc/self/status")
    assert boss.receive()[:3] == ["exited", "p1", 0]
    blocked, ignored = (int(line.split()[1], 16) for line in boss.log("p1").splitlines())
    ours = Path("/proc/self/status").read_text()  # a shell that starts us in the background has some ignored
    assert blocked == 0
    assert ignored & ~int(ours.partition("SigIgn:")[2].split()[0], 16) == 0


def test_a_signal_is_told(boss: Boss) -> None:
    boss.shell("p1", "kill -SEGV $$")
    assert boss.receive()[:4] == ["exited", "p1", None, signal.SIGSEGV]


@pytest.mark.parametrize(
    ("how", "number", "text"),
    [
        ({"argv": ["/no/such/program"]}, errno.ENOENT, "/no/such/program: No such file or directory"),
        ({"argv": ["no-such-program"]}, errno.ENOENT, "no-such-program: No such file or directory"),
        ({"argv": ["/etc/passwd"]}, errno.EACCES, "/etc/passwd: Permission denied"),
        ({"argv": ["true"], "cwd": "/no/such"}, errno.ENOENT, "/no/such: No such file or directory"),
        ({"argv": ["true"], "log": "/no/such/log"}, errno.ENOENT, "/no/such/log: No such file or directory"),
        ({"argv": ["true", "a\0b"]}, errno.EINVAL, "true: embedded null byte"),
    ],
)
def test_what_cannot_be_started_is_refused(boss: Boss, how: dict[str, Any], number: int, text: str) -> None:
    boss.start("p1", **how)
    assert boss.receive() == ["refused", "p1", number, text]
    boss.shell("p2", "true")
    assert boss.receive()[:3] == ["exited", "p2", 0]


def test_a_signal_reaches_the_whole_session(boss: Boss) -> None:
    text = "trap 'echo leader' TERM; (trap 'echo child; exit' TERM; echo ready; sleep 9 & wait) & wait; wait"
    boss.shell("p1", f"set -m; {text}")
    until(lambda: "ready" in boss.log("p1"))
    boss.send("signal", "p1", signal.SIGTERM)
    assert boss.receive()[:2] == ["exited", "p1"]
    assert {"leader", "child"} <= set(boss.log("p1").split())


def test_nothing_of_a_session_outlives_its_leader(boss: Boss, tmp_path: Path) -> None:
    boss.shell("p1", f"(sleep 60 & echo $! > {tmp_path}/pid)")
    assert boss.receive()[:3] == ["exited", "p1", 0]
    assert not lives(*numbers(tmp_path / "pid"))


def test_not_even_what_left_it(boss: Boss, tmp_path: Path) -> None:
    other = boss.shell("p2", "sleep 60")
    text = f"setsid sh -c 'echo $$ > {tmp_path}/pid; exec sleep 60' & while ! test -s {tmp_path}/pid; do :; done"
    boss.shell("p1", text)
    assert boss.receive()[:3] == ["exited", "p1", 0]
    assert not lives(*numbers(tmp_path / "pid"))
    assert lives(other)


def test_a_daemon_of_another_is_left_alone(boss: Boss, tmp_path: Path) -> None:
    boss.shell("p1", f"(setsid sh -c 'echo $$ > {tmp_path}/pid; exec sleep 60' &) ; sleep 60")
    [daemon] = numbers(tmp_path / "pid")
    boss.shell("p2", "true")
    assert boss.receive()[:3] == ["exited", "p2", 0]
    assert lives(daemon)
    boss.send("signal", "p1", signal.SIGKILL)
    assert boss.receive()[:4] == ["exited", "p1", None, signal.SIGKILL]
    assert not lives(daemon)


def test_a_signal_for_what_is_over_is_nothing(boss: Boss) -> None:
    boss.shell("p1", "true")
    boss.receive()
    boss.send("signal", "p1", signal.SIGTERM)
    boss.send("signal", "never", signal.SIGTERM)
    boss.shell("p2", "true")
    assert boss.receive()[:3] == ["exited", "p2", 0]


def test_a_signal_that_comes_before_it_runs_is_not_lost(boss: Boss) -> None:
    for i in range(20):
        boss.start(f"p{i}", "sleep", "60")
        boss.send("signal", f"p{i}", signal.SIGTERM)
        assert boss.receive()[:2] == ["began", f"p{i}"]
        assert boss.receive()[:4] == ["exited", f"p{i}", None, signal.SIGTERM]


def test_many_at_once(boss: Boss) -> None:
    for i in range(200):
        boss.start(f"p{i}", "sh", "-c", f"exit {i % 7}")
    codes = {}
    while len(codes) < 200:
        frame = boss.receive()
        if frame[0] == "exited":
            codes[frame[1]] = frame[2]
    assert codes == {f"p{i}": i % 7 for i in range(200)}


def test_when_the_worker_is_gone_so_is_everything(boss: Boss, tmp_path: Path) -> None:
    text = f"(setsid sleep 60 & echo $! > {tmp_path}/a); sleep 60 & echo $! > {tmp_path}/b; wait"
    boss.shell("p1", f"trap '' TERM HUP; {text}")
    boss.start("r1", runner=True)
    pids = [boss.process.pid, *numbers(tmp_path / "a"), *numbers(tmp_path / "b"), boss.receive()[2]]
    assert boss.process.stdin is not None
    boss.process.stdin.close()
    boss.process.wait(LIMIT)
    assert [pid for pid in pids if lives(pid)] == []
    assert not (tmp_path / "socket").exists()


def test_a_worker_that_closes_the_link_is_gone(boss: Boss) -> None:
    pid = boss.shell("p1", "sleep 60")
    boss.link.close()
    boss.process.wait(LIMIT)
    assert not lives(pid)


def test_so_is_what_it_started_when_it_is_killed_itself(boss: Boss) -> None:
    pid = boss.shell("p1", "exec sleep 60")
    boss.process.kill()
    until(lambda: not lives(pid))


def test_what_forks_on_and_on_into_new_sessions_ends(boss: Boss, tmp_path: Path) -> None:
    script = tmp_path / "on"
    script.write_text("sleep 0.005\nsetsid sh $0 &\n")
    boss.shell("p1", f"for i in 1 2 3 4; do sh {script} & done; sleep 0.1; exit 5", env={"BOMB": str(tmp_path)})
    assert boss.receive()[:3] == ["exited", "p1", 5]
    bombs = [pid for pid in os.listdir("/proc") if pid.isdigit() and f"BOMB={tmp_path}".encode() in _environment(pid)]
    assert [pid for pid in bombs if lives(int(pid))] == []


def _environment(pid: str) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes()
    return b""


def test_a_runner_says_hello_and_serves(boss: Boss, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("import gc\ndef work(x):\n    print('hi')\n    return [x + 1, gc.isenabled()]\n")
    boss.start("r1", runner=True)
    assert boss.receive()[:2] == ["began", "r1"]
    link, hello = boss.accept()
    assert hello[:4] == ["hello", 1, "runner", "r1"]
    code = [["train", str(tmp_path / "train.py"), str(tmp_path / "train.py")]]
    setup = {"run": "r", "flow": "f", "home": str(tmp_path), "code": code, "path": [], "cwd": str(tmp_path)}
    boss.send("setup", setup | {"artifacts": str(tmp_path / "a"), "threads": 1}, link=link)
    boss.send("tasks", [["a1", "work", 1, "train", "work", [["x", 1, "n"]], {}, 1]], link=link)
    [ended] = boss.receive(link)[1]
    assert ended[1] == ["ok", [2, True]]
    assert ended[6] == [str(tmp_path / "r1.log"), 0, 3]
    boss.send("bye", link=link)
    assert boss.receive()[:4] == ["exited", "r1", 0, None]
    link.close()


def test_a_runner_has_no_descriptors_of_others(boss: Boss, tmp_path: Path) -> None:
    boss.shell("p1", "sleep 60")
    boss.start("r1", runner=True)
    pid = boss.receive()[2]
    link, _ = boss.accept()
    assert sorted(int(fd) for fd in os.listdir(f"/proc/{pid}/fd")) == [0, 1, 2, 3]
    link.close()
    assert boss.receive()[:3] == ["exited", "r1", 1]


def test_a_runner_that_crashes_is_told(boss: Boss) -> None:
    boss.start("r1", runner=True)
    assert boss.receive()[:2] == ["began", "r1"]
    link, hello = boss.accept()
    os.kill(hello[4], signal.SIGABRT)
    assert boss.receive()[:4] == ["exited", "r1", None, signal.SIGABRT]
    link.close()


def test_favour_is_answered(boss: Boss) -> None:
    boss.send("favour", 1 << 22)
    assert boss.receive() == ["favoured", False]
