"""The supervisor: starts every process of a worker, and ends them all when the worker is gone.

It runs no user code and starts no thread, so it can fork at any time. See docs/protocol.md, section 1.1.
"""

from __future__ import annotations

import errno
import json
import os
import select
import signal
import socket
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
SCHED_RESET_ON_FORK = 0x40000000


def _prctl(option: int, argument: int) -> None:
    """Asks the kernel; where it cannot be asked, what follows is only less thorough."""
    if _libc is not None:
        _libc.prctl(option, argument, 0, 0, 0)


try:
    import ctypes

    _libc: Any = ctypes.CDLL(None)
except (ImportError, OSError):
    _libc = None


class Supervisor:
    """One per interpreter: forks runners, starts programs, reaps both."""

    def __init__(self, path: str, token: str) -> None:
        self.path = path
        self.known: dict[int, str] = {}
        self.pids: dict[str, int] = {}
        self.parent = os.getppid()
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.link.connect(path)
        self.buffer = bytearray()
        self.wake_in, self.wake_out = os.pipe()
        for end in (self.wake_in, self.wake_out):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake_out, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        self.send(["hello", 1, "supervisor", token, os.getpid()])

    def send(self, frame: list[Any]) -> None:
        data = json.dumps(frame, separators=(",", ":"), ensure_ascii=False).encode()
        self.link.sendall(struct.pack(">I", len(data)) + data)

    def serve(self) -> None:
        """Until the worker is gone; then nothing of what it started is left."""
        poll = select.poll()
        for descriptor in (self.link.fileno(), 0, self.wake_in):
            poll.register(descriptor, select.POLLIN)
        while True:
            for descriptor, _ in poll.poll():
                if descriptor == self.wake_in:
                    try:
                        os.read(self.wake_in, 4096)
                    except BlockingIOError:
                        pass
                elif descriptor == 0:
                    if not os.read(0, 4096):
                        return
                else:
                    data = self.link.recv(1 << 20)
                    if not data:
                        return
                    self.buffer += data
                    self.frames()
            self.reap()

    def frames(self) -> None:
        while len(self.buffer) >= 4:
            (length,) = struct.unpack_from(">I", self.buffer)
            if len(self.buffer) < 4 + length:
                return
            frame = json.loads(self.buffer[4 : 4 + length])
            del self.buffer[: 4 + length]
            if frame[0] == "start":
                self.start(frame[1], frame[2])
            elif frame[0] == "signal":
                pid = self.pids.get(frame[1])
                if pid is not None:
                    self.signal(pid, frame[2])
            elif frame[0] == "favour":
                self.favour(frame[1])
            else:
                raise ValueError(f"{frame[0]!r} is no verb that a supervisor knows")

    def favour(self, name: str) -> None:
        """Lets the controller's thread of this name go ahead of what it starts, where that is allowed."""
        base = f"/proc/{self.parent}/task"
        for thread in os.listdir(base):
            try:
                with open(f"{base}/{thread}/comm") as comm:
                    if comm.read().strip() == name:
                        policy = os.SCHED_FIFO | SCHED_RESET_ON_FORK
                        os.sched_setscheduler(int(thread), policy, os.sched_param(1))
            except OSError:
                pass

    def start(self, name: str, how: dict[str, Any]) -> None:
        reading, writing = os.pipe()
        os.set_inheritable(writing, False)
        me = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self.become(name, how, writing, me)
        os.close(writing)
        trouble = os.read(reading, 4)
        os.close(reading)
        if trouble:
            os.waitpid(pid, 0)
            (number,) = struct.unpack("i", trouble)
            self.send(["refused", name, number, f"{errno.errorcode.get(number, number)}: {os.strerror(number)}"])
            return
        self.known[pid] = name
        self.pids[name] = pid
        self.send(["began", name, pid, started(pid)])

    def become(self, name: str, how: dict[str, Any], writing: int, parent: int) -> None:
        """In the child: never returns."""
        status = 127
        try:
            os.setsid()
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(127)
            nothing = os.open("/dev/null", os.O_RDONLY)
            log = os.open(how["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            os.dup2(nothing, 0)
            os.dup2(log, 1)
            os.dup2(log, 2)
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            for descriptor in {nothing, log, self.wake_in, self.wake_out, self.link.fileno()} - {0, 1, 2}:
                os.close(descriptor)
            self.lower(how.get("nice") or 0)
            if how.get("cwd"):
                os.chdir(how["cwd"])
            if how.get("runner"):
                os.environ.clear()
                os.environ.update(how["env"])
                from headrace import _runner

                os.close(writing)
                status = _runner.main(self.path, name)
            else:
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                os.execvpe(how["argv"][0], how["argv"], how["env"])
        except OSError as error:
            try:
                os.write(writing, struct.pack("i", error.errno or errno.EIO))
            except OSError:
                pass
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(status if status >= 0 else 1)

    @staticmethod
    def lower(nice: int) -> None:
        try:
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
            os.nice(nice)
        except OSError:
            pass

    def signal(self, leader: int, number: int) -> None:
        """To every process of the session that this process leads."""
        for pid in session(leader):
            kill(pid, number)

    def reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            name = self.known.pop(pid, None)
            if name is None:
                continue
            del self.pids[name]
            self.clear(pid)
            code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
            micros = int((usage.ru_utime + usage.ru_stime) * 1_000_000)
            self.send(["exited", name, code, number, usage.ru_maxrss, micros])

    def clear(self, leader: int) -> None:
        """Kills what is left of a session whose leader is gone: its orphans are our children now."""
        while True:
            left = [pid for pid in children() if pid not in self.known and sid(pid) == leader]
            if not left:
                return
            for pid in left:
                kill(pid, signal.SIGKILL)
            for pid in left:
                try:
                    os.waitpid(pid, 0)
                except ChildProcessError:
                    pass

    def end(self) -> None:
        """Kills all that was started, and all that it started."""
        while True:
            for leader in list(self.known):
                self.signal(leader, signal.SIGKILL)
            for pid in children():
                kill(pid, signal.SIGKILL)
            try:
                pid, _ = os.waitpid(-1, 0)
            except ChildProcessError:
                return
            self.known.pop(pid, None)


def children() -> list[int]:
    """The pids of our children, orphans of theirs among them."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as listing:
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return [pid for pid in processes() if parent_of(pid) == os.getpid()]


def session(leader: int) -> list[int]:
    """The processes of a session, its leader last."""
    found = [pid for pid in processes() if pid != leader and sid(pid) == leader]
    return [*found, leader]


def processes() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def sid(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1


def parent_of(pid: int) -> int:
    fields = stat(pid)
    return int(fields[1]) if fields else -1


def started(pid: int) -> int:
    """Field 22 of /proc/PID/stat: when the process started, in ticks since boot."""
    fields = stat(pid)
    return int(fields[19]) if fields else 0


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on."""
    try:
        with open(f"/proc/{pid}/stat", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def kill(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def main(path: str, token: str) -> int:
    """Serves one worker until it is gone."""
    try:
        os.setsid()
    except PermissionError:
        pass
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    import gc

    try:
        from headrace import _runner  # noqa: F401
    except ImportError:
        pass
    supervisor = Supervisor(path, token)
    gc.collect()
    gc.freeze()
    try:
        supervisor.serve()
    except (ConnectionError, BrokenPipeError):
        pass
    finally:
        supervisor.end()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from headrace._supervisor import main as _main

    sys.exit(_main(sys.argv[1], sys.argv[2]))
