"""The supervisor: starts processes for a worker, says how they end, and takes them along when the worker is gone.

    python -I -S _supervisor.py SOCKET TOKEN

One thread, no user code, a small heap: its forks are cheap, and a runner among them has all that it needs imported.
Whatever the processes start stays within reach, because orphans are given to this process.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import select
import signal
import socket
import sys

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from headrace import _runner
from headrace._link import FRAME_MAX
from headrace._values import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, NoReturn

VERSION = 1
MARK = "HEADRACE_PROCESS"
"""The variable by which a process is known to belong to a started one, wherever it went."""

_PDEATHSIG, _CHILD_SUBREAPER = 1, 36
_CLOCK_AGAIN = 20
"""Milliseconds after which what was killed is looked at again."""


def _prctl_address() -> int:
    """Where prctl is, by the C part of ctypes: were all of it there, each task would cost a flush of C's streams."""
    try:
        import _ctypes

        return int(_ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl"))  # type: ignore[arg-type]
    except (ImportError, AttributeError, OSError):
        return 0


def _prctl(address: int, option: int, value: int) -> None:
    if address:
        import _ctypes

        _ctypes.call_function(address, (option, value, 0, 0, 0))


def stat_of(pid: int) -> tuple[str, int, int, int] | None:
    """State, parent, session and start time of a process; None when there is none."""
    try:
        with open(f"/proc/{pid}/stat", "rb", buffering=0) as file:
            text = file.read(1024)
    except OSError:
        return None
    fields = text[text.rindex(b")") + 2 :].split()
    return fields[0].decode(), int(fields[1]), int(fields[3]), int(fields[19])


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def members(sessions: Iterable[int]) -> list[int]:
    """The processes of these sessions that have not ended."""
    wanted = set(sessions)
    found = []
    for pid in _processes():
        stat = stat_of(pid)
        if stat is not None and stat[2] in wanted and stat[0] not in "ZX":
            found.append(pid)
    return found


def children() -> list[int]:
    """The processes whose parent this one is, orphans included."""
    me = os.getpid()
    try:
        with open(f"/proc/self/task/{me}/children", "rb", buffering=0) as file:
            return [int(pid) for pid in file.read(1 << 20).split()]
    except OSError:
        return [pid for pid in _processes() if (stat := stat_of(pid)) is not None and stat[1] == me]


def _mark_of(pid: int) -> str | None:
    """The id of the started process that this one belongs to, as far as its environment says."""
    try:
        with open(f"/proc/{pid}/environ", "rb", buffering=0) as file:
            environment = file.read(1 << 20)
    except OSError:
        return None
    prefix = MARK.encode() + b"="
    for entry in environment.split(b"\0"):
        if entry.startswith(prefix):
            return entry[len(prefix) :].decode("utf-8", "replace")
    return None


def _kill(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _kill_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


class Process:
    """One process that was started, the leader of its session."""

    __slots__ = ("begun", "id", "pid", "ready", "signals")

    def __init__(self, id: str, pid: int, ready: int) -> None:
        self.id = id
        self.pid = pid
        self.ready = ready
        """The end of a pipe that is closed when the process runs what it shall run."""
        self.begun = False
        self.signals: list[int] = []
        """What came before it had a session."""


class Gone(Exception):
    """The worker is gone."""


class Supervisor:
    """Serves one worker until that is gone."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._me = os.getpid()
        self._prctl = _prctl_address()
        _prctl(self._prctl, _CHILD_SUBREAPER, 1)
        self._link = socket.socket(socket.AF_UNIX)
        self._link.connect(path)
        self._have = bytearray()
        self._out: list[bytes] = []
        self._by_pid: dict[int, Process] = {}
        self._by_id: dict[str, Process] = {}
        self._by_pipe: dict[int, Process] = {}
        self._ending: dict[int, list[Any]] = {}
        """What is to be said of leaders that are reaped, once the rest of their sessions is gone too."""
        self._woken, self._waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._poll = select.poll()
        self._ended = False
        self._orphaned = False
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)

    def _end(self, number: int, frame: object) -> None:
        self._ended = True

    # The loop

    def serve(self, token: str) -> None:
        """Does what the worker says. Returns when it is gone, and with it all that was started."""
        self._say(["hello", VERSION, "supervisor", token, self._me])
        for descriptor in (0, self._link.fileno(), self._woken):
            self._poll.register(descriptor, select.POLLIN)
        try:
            while not self._ended:
                self._turn()
        except Gone:
            pass
        finally:
            self._end_all()
            if self._orphaned:  # nobody else is left to do it
                with contextlib.suppress(OSError):
                    os.unlink(self._path)
                    os.rmdir(os.path.dirname(self._path))

    def _turn(self) -> None:
        self._flush()
        for descriptor, _ in self._poll.poll(_CLOCK_AGAIN if self._ending else None):
            if descriptor == self._link.fileno():
                self._receive()
            elif descriptor == self._woken:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._woken, 4096)
                self._reap()
            elif descriptor == 0:
                if not os.read(0, 4096):
                    self._orphaned = True
                    raise Gone
            elif descriptor in self._by_pipe:
                self._ready(self._by_pipe[descriptor])
        if self._ending:
            self._look_again()

    def _say(self, frame: list[Any]) -> None:
        data = dumps(frame).encode("utf-8", "replace")
        self._out.append(len(data).to_bytes(4, "big") + data)

    def _flush(self) -> None:
        if self._out:
            data, self._out = b"".join(self._out), []
            try:
                self._link.sendall(data)
            except ConnectionError as error:
                raise Gone from error

    def _receive(self) -> None:
        try:
            data = self._link.recv(1 << 16)
        except ConnectionError as error:
            raise Gone from error
        if not data:
            raise Gone
        have = self._have
        have += data
        start = 0
        while len(have) - start >= 4:
            size = int.from_bytes(have[start : start + 4], "big")
            if size > FRAME_MAX:
                raise Gone
            if len(have) - start < 4 + size:
                break
            frame = loads(have[start + 4 : start + 4 + size].decode())
            start += 4 + size
            self._act(frame)
        del have[:start]

    def _act(self, frame: list[Any]) -> None:
        verb = frame[0]
        if verb == "start":
            self._start(frame[1], frame[2])
        elif verb == "signal":
            self._signal(frame[1], frame[2])
        elif verb == "favour":
            self._say(["favoured", _favour(frame[1])])
        else:
            raise Gone

    # Processes

    def _start(self, id: str, how: dict[str, Any]) -> None:
        try:
            ready, tell = os.pipe2(os.O_CLOEXEC)
        except OSError as error:
            self._refuse(id, error.errno or 0, error.strerror or str(error))
            return
        try:
            pid = os.fork()
        except OSError as error:
            os.close(ready)
            os.close(tell)
            self._refuse(id, error.errno or 0, f"fork: {error.strerror}")
            return
        if pid == 0:
            self._be_child(id, how, tell)
        os.close(tell)
        process = Process(id, pid, ready)
        self._by_pid[pid] = self._by_id[id] = self._by_pipe[ready] = process
        self._poll.register(ready, select.POLLIN)

    def _refuse(self, id: str, number: int, text: str) -> None:
        self._say(["refused", id, number, text])

    def _ready(self, process: Process) -> None:
        """The process runs, or has said why it cannot."""
        if process.ready < 0:
            return
        self._poll.unregister(process.ready)
        del self._by_pipe[process.ready]
        trouble = os.read(process.ready, 4096)
        os.close(process.ready)
        process.ready = -1
        if trouble:
            number, _, text = trouble.decode("utf-8", "replace").partition(" ")
            self._refuse(process.id, int(number), text)
            del self._by_id[process.id]
        else:
            stat = stat_of(process.pid)
            process.begun = True
            self._say(["began", process.id, process.pid, stat[3] if stat is not None else 0])
            for waiting in process.signals:
                self._signal(process.id, waiting)

    def _be_child(self, id: str, how: dict[str, Any], tell: int) -> NoReturn:
        """What the fork does: it becomes the program or the runner."""
        status = 127
        try:
            doing = ""
            try:
                os.setsid()
                _prctl(self._prctl, _PDEATHSIG, signal.SIGKILL)
                if os.getppid() != self._me:
                    os._exit(status)
                for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
                    signal.signal(number, signal.SIG_DFL)
                doing = how["log"]
                log = os.open(how["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
                os.dup2(log, 1)
                os.dup2(log, 2)
                doing = os.devnull
                os.dup2(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC), 0)
                if how.get("cwd") is not None:
                    doing = how["cwd"]
                    os.chdir(doing)
                _be_lower(how.get("nice") or 0)
                for name, value in {**how["env"], MARK: id}.items():
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value
                if not how["runner"]:
                    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                    doing = how["argv"][0]
                    os.execvp(doing, how["argv"])
            except OSError as error:
                text = f"{doing}: {error.strerror}" if doing else str(error.strerror)
                os.write(tell, f"{error.errno} {text}".encode("utf-8", "replace")[:4096])
                os._exit(status)
            except ValueError as error:  # a zero byte in an argument or a variable
                os.write(tell, f"{errno.EINVAL} {doing}: {error}".encode("utf-8", "replace")[:4096])
                os._exit(status)
            os.close(tell)
            signal.set_wakeup_fd(-1)
            os.closerange(3, 1024)
            status = _runner.main(self._path, id)
        except BaseException as error:
            if not isinstance(error, SystemExit):
                sys.excepthook(type(error), error, error.__traceback__)
        finally:
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)

    def _signal(self, id: str, number: int) -> None:
        process = self._by_id.get(id)
        if process is None or process.pid not in self._by_pid:
            return
        if process.ready >= 0:
            process.signals.append(number)
            return
        _kill_group(process.pid, number)
        for pid in members([process.pid]):
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(pid) != process.pid:
                    _kill(pid, number)

    # Ends

    def _reap(self) -> None:
        """Notes the ends of all that have ended."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            pid = found.si_pid
            process = self._by_pid.get(pid)
            if process is not None:
                if process.ready >= 0:
                    self._ready(process)
                _kill_group(pid, signal.SIGKILL)  # before its number can be another's
            _, status, usage = os.wait4(pid, 0)
            if process is None:
                continue
            del self._by_pid[pid]
            if process.begun:
                code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
                by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
                cpu = int((usage.ru_utime + usage.ru_stime) * 1e6)
                self._ending[pid] = ["exited", process.id, code, by, usage.ru_maxrss, cpu]

    def _look_again(self) -> None:
        """Says the ends of those of which nothing is left, and kills what is left of the others."""
        strays = [pid for pid in children() if pid not in self._by_pid]
        for leader, frame in list(self._ending.items()):
            left = [pid for pid in strays if self._belongs(pid, leader, frame[1])]
            for pid in left:
                _kill(pid, signal.SIGKILL)
            if not left:
                del self._ending[leader]
                self._by_id.pop(frame[1], None)
                self._say(frame)

    def _belongs(self, pid: int, leader: int, id: str) -> bool:
        stat = stat_of(pid)
        if stat is None:
            return False
        if stat[2] == leader:
            return True
        if stat[2] in self._by_pid or stat[0] in "ZX":
            return False
        mark = _mark_of(pid)
        if mark is None:
            return not self._by_pid  # it goes when nobody is left whose it could be
        return mark == id or mark not in self._by_id

    def _end_all(self) -> None:
        """Kills everything that was started and everything that came of it, until nothing is left."""
        sessions = {*self._by_pid, *self._ending}
        for pid in self._by_pid:
            _kill_group(pid, signal.SIGKILL)
        while True:
            for pid in {*children(), *members(sessions)}:
                _kill(pid, signal.SIGKILL)
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                if not members(sessions):
                    return
            select.select([self._woken], [], [], _CLOCK_AGAIN / 1000)
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 4096)


def _be_lower(nice: int) -> None:
    """A task must not keep the controller waiting, and is what the kernel shall take when memory runs out."""
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    with contextlib.suppress(OSError):
        os.nice(nice)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "wb", buffering=0) as file:
        file.write(b"300")


def _favour(thread: int) -> bool:
    """Lets this thread, the controller's, go before everything that is not urgent. Whether the system grants it."""
    if thread <= 0:
        return False
    try:
        os.sched_setscheduler(thread, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except OSError:
        return False
    return True


def main(path: str, token: str) -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    with contextlib.suppress(PermissionError):  # it leads a session already
        os.setsid()
    supervisor = Supervisor(path)
    gc.collect()
    gc.freeze()
    supervisor.serve(token)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
