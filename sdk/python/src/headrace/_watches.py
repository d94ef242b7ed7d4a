"""Several wait in one body: threads, or the tasks of an event loop. One thread of ours listens to the link for all.

What is waited for is *watched*: the engine tells of it as soon as it is over, and the body goes on meanwhile. The body
*rests*, and gives back its core, when nobody in it can go on. Before anybody in it goes on for another reason, it is
*roused*: the engine knows then that it runs again.
"""

from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import time

from ._errors import HeadraceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._link import Link

LOOKS_MS = (5, 5, 20, 50, 100)
"""Milliseconds between looks at whether the threads of which nobody knows what they wait for do anything."""

IDLE_NS = 300_000
"""Nanoseconds of computing between two looks that still count as nothing."""

BUSY_NS = 2_000_000
"""Nanoseconds of computing in a body that rests after which it is roused."""


class _Waiter:
    """Who waits until some calls are over, all of them or the first."""

    __slots__ = ("all", "done", "left", "refused", "wake")

    def __init__(self, left: set[str], all: bool) -> None:
        self.left = left
        self.all = all
        self.done = False
        self.refused = False
        self.wake = _thread.allocate_lock()
        self.wake.acquire()


class Watches:
    """The waits of one attempt, for any number of threads."""

    def __init__(
        self,
        link: Link,
        aid: str,
        take: Callable[[], list[Any] | None],
        tell: Callable[[str, list[Any]], None],
        before_wait: Callable[[], None],
    ) -> None:
        self._link = link
        self._aid = aid
        self._take = take
        self._tell = tell
        self._before_wait = before_wait
        self._lock = _thread.allocate_lock()
        self._watched: dict[str, int | None] = {}  # by key, the how-many-th that was over, if it is
        self._waiters: dict[str, list[_Waiter]] = {}
        self._sleepers: list[_thread.LockType] = []
        self._records: dict[str, tuple[_thread.LockType, list[Any]]] = {}
        self._open = 0  # of what is watched, how many are not over
        self._told = 0
        self._rests = 0
        self._resting = False
        self._rousing = False
        self._syncing: _thread.LockType | None = None
        self._closed = False
        self._running = 1  # who may go on as far as we know, or waits here
        self._waiting = 0  # how many of them wait here
        self._looks = 0
        self._idle = 0
        self._computed = 0
        self._mine = 0
        self.deliver: Callable[[str, list[Any], int], None] | None = None  # of an event loop, which takes what is over
        self._wake_out, self._wake_in = os.pipe()
        self._over = _thread.allocate_lock()
        self._over.acquire()
        _thread.start_new_thread(self._listen, ())

    # Who is there

    def begun(self) -> None:
        """One more may go on."""
        with self._lock:
            self._running += 1

    def ended(self) -> None:
        """One less."""
        with self._lock:
            self._running -= 1
            self._consider()

    # What they do

    def say(self, frame: list[Any]) -> None:
        """Sends a frame; a body that rests is roused first."""
        while True:
            with self._lock:
                self._there()
                if not self._resting:
                    self._link.send(frame)
                    return
                sleeper = self._rouse(None)
            sleeper.acquire()

    def wait(self, keys: list[str], all: bool, timeout: float | None) -> bool:
        """Returns when these are over, or the first one is, or one of them cannot be; false after the timeout."""
        waiter = self._wait(keys, all)
        if waiter is None or waiter.wake.acquire(timeout=-1 if timeout is None else timeout):
            return True
        with self._lock:
            if waiter.done:
                return True
            waiter.done = True
            self._waiting -= 1
            self._leave(waiter)
        return False

    def _wait(self, keys: list[str], all: bool) -> _Waiter | None:
        while True:
            with self._lock:
                self._there()
                if not self._resting:
                    left = {key for key in keys if self._watched.get(key) is None}
                    if not left or (not all and len(left) < len(keys)):
                        return None
                    waiter = _Waiter(left, all)
                    for key in left:
                        self._waiters.setdefault(key, []).append(waiter)
                    self._watch(keys)
                    self._waiting += 1
                    self._before_wait()
                    self._consider()
                    return waiter
                sleeper = self._rouse(None)
            sleeper.acquire()

    def lapsed(self, name: str) -> None:
        """A wait was in vain: a replay will not wait there. Returns when whoever waited may go on."""
        with self._lock:
            if self._closed:
                return
            if not self._resting:
                self._link.send(["rouse", self._aid, self._rests, name])
                return
            sleeper = self._rouse(name)
        sleeper.acquire()
        self.awake()

    def awake(self) -> None:
        """Returns when the body does not rest, so that whoever calls this may go on."""
        while True:
            with self._lock:
                if not self._resting or self._closed:
                    return
                sleeper = self._rouse(None)
            sleeper.acquire()

    def record(self, frame: list[Any]) -> Any:
        """Sends ``record`` and gives the value that counts."""
        answer: list[Any] = []
        wake = _thread.allocate_lock()
        wake.acquire()
        with self._lock:
            self._there()
            self._records[frame[2]] = wake, answer
        self.say(frame)
        wake.acquire()
        return answer[0] if answer else frame[3]

    def order(self, key: str) -> int:
        """The how-many-th of the run that was over."""
        return self._watched.get(key) or 0

    # For an event loop

    def watch(self, keys: list[str]) -> None:
        """Has the engine tell of these; the loop is to be awake."""
        self.awake()
        with self._lock:
            self._watch(keys)

    def sync(self) -> None:
        """Returns when all has come that the engine had to tell when this was called; the loop is to be awake."""
        wake = _thread.allocate_lock()
        wake.acquire()
        with self._lock:
            if self._closed:
                return
            self._syncing = wake
            self._link.send(["ask", self._aid, [], [[], "all"]])
        wake.acquire()

    def asleep(self, came: list[Any]) -> bool:
        """The loop can do nothing, unless something has come."""
        with self._lock:
            if came:
                return False
            self._waiting += 1
            self._before_wait()
            self._consider()
        return True

    def up(self) -> None:
        """It can."""
        with self._lock:
            self._waiting -= 1

    # With the lock held

    def _there(self) -> None:
        if self._closed:
            raise HeadraceError("the body has ended: nothing can be called in it any more")

    def _watch(self, keys: list[str]) -> None:
        fresh = [key for key in dict.fromkeys(keys) if key not in self._watched]
        if fresh:
            for key in fresh:
                self._watched[key] = None
            self._open += len(fresh)
            self._link.send(["watch", self._aid, fresh])

    def _consider(self) -> None:
        """Rests if all wait; else has the listening thread look at what they do."""
        if self._resting or self._closed or not self._pending():
            return
        if self._waiting >= self._running:
            self._rest()
        elif self._waiting:
            self._looks = self._idle = 0
            os.write(self._wake_in, b".")

    def _pending(self) -> bool:
        """Whether somebody waits for what is not over."""
        return self._waiting > 0 and self._open > 0

    def _rest(self) -> None:
        self._rests += 1
        self._resting = True
        self._looks = 0
        self._link.send(["rest", self._aid, self._rests, self._told])

    def _rouse(self, name: str | None) -> _thread.LockType:
        sleeper = _thread.allocate_lock()
        sleeper.acquire()
        if self._closed:
            sleeper.release()
            return sleeper
        self._sleepers.append(sleeper)
        if not self._rousing or name is not None:
            self._rousing = True
            self._link.send(["rouse", self._aid, self._rests, name])
        return sleeper

    def _leave(self, waiter: _Waiter) -> None:
        for key in waiter.left:
            others = self._waiters.get(key)
            if others is not None and waiter in others:
                others.remove(waiter)

    def _may_go_on(self, waiter: _Waiter) -> None:
        if not waiter.done:
            waiter.done = True
            self._waiting -= 1
            self._leave(waiter)
            waiter.wake.release()

    # The listening thread

    def _listen(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        poll = select.poll()
        poll.register(self._link.fileno(), select.POLLIN)
        poll.register(self._wake_out, select.POLLIN)
        try:
            while True:
                if not self._link.buffered():
                    ready = [event[0] for event in poll.poll(self._patience())]
                    if self._wake_out in ready:
                        os.read(self._wake_out, 4096)
                    if self._closed:
                        return
                    if self._link.fileno() not in ready:
                        self._look()
                        continue
                frame = self._take()
                if frame is not None:
                    with self._lock:
                        self._hear(frame)
        except ValueError as error:
            print(f"headrace runner: the worker broke the protocol: {error}", file=sys.stderr, flush=True)
            os._exit(2)
        finally:
            self._over.release()

    def _patience(self) -> int | None:
        """Milliseconds until the next look; None when there is nothing to be looked at."""
        if self._waiting == 0 or self._waiting >= self._running or not self._pending():
            return None
        return LOOKS_MS[min(self._looks, len(LOOKS_MS) - 1)]

    def _look(self) -> None:
        """Of some threads nobody knows what they wait for: whether they compute, their time tells."""
        with self._lock:
            mine = time.thread_time_ns()
            computed = time.process_time_ns()
            others = computed - self._computed - (mine - self._mine)
            self._computed, self._mine = computed, mine
            if not self._looks:  # the first look only sets the clock
                self._looks = 1
                return
            self._looks += 1
            if self._closed or not self._pending():
                return
            if self._resting:
                if others > BUSY_NS and not self._rousing:
                    self._rouse(None)
                return
            self._idle = self._idle + 1 if others < IDLE_NS and not _others_run() else 0
            if self._idle >= 2:
                self._rest()
                os.write(self._wake_in, b".")

    def _hear(self, frame: list[Any]) -> None:
        verb = frame[0]
        if verb == "answer":
            if frame[1] == self._aid:
                self._answer(frame[2])
        elif verb == "recorded":
            waits = self._records.pop(frame[2], None)
            if waits is not None:
                waits[1].append(frame[3])
                waits[0].release()
        else:
            raise ValueError(f"{verb!r} is no verb that a body knows")

    def _answer(self, results: list[Any]) -> None:
        fresh = refused = False
        for key, outcome, *settled in results:
            if self._watched.get(key, 0) is not None:
                continue  # it is told for the second time
            order = settled[0] if settled else 0
            self._watched[key] = order
            self._open -= 1
            if order > 0:
                self._told += 1
                fresh = True
            else:
                refused = True
            waiters = self._waiters.pop(key, [])
            if self.deliver is not None:
                self.deliver(key, outcome, order)
            if waiters or self.deliver is None:
                self._tell(key, outcome)
            for waiter in list(waiters):
                waiter.left.discard(key)
                if not waiter.left or not waiter.all or order == 0:
                    self._may_go_on(waiter)
        if fresh or self._rousing:
            self._resting = self._rousing = False
            for sleeper in self._sleepers:
                sleeper.release()
            self._sleepers.clear()
        elif refused and self._resting:
            self._rouse(None)
        elif self._syncing is not None and not results:
            self._syncing.release()
            self._syncing = None

    def close(self) -> None:
        """Nobody waits any more; the link is the caller's again."""
        with self._lock:
            self._closed = True
            self._resting = False
            for waiters in list(self._waiters.values()):
                for waiter in list(waiters):
                    self._may_go_on(waiter)
            for sleeper in self._sleepers:
                sleeper.release()
            self._sleepers.clear()
            for wake, _ in self._records.values():
                wake.release()
            self._records.clear()
            if self._syncing is not None:
                self._syncing.release()
                self._syncing = None
            os.write(self._wake_in, b".")
        self._over.acquire()
        os.close(self._wake_in)
        os.close(self._wake_out)


def _others_run() -> bool:
    """Whether another thread of this process runs, or would if there were a core for it."""
    mine = str(_thread.get_native_id())
    try:
        for thread in os.listdir("/proc/self/task"):
            if thread != mine:
                with open(f"/proc/self/task/{thread}/stat", "rb") as file:
                    if file.read().rpartition(b")")[2].split()[0] == b"R":
                        return True
    except OSError:
        return False
    return False
