"""The link to a worker: frames of JSON over a Unix stream socket."""

from __future__ import annotations

import _socket
import _thread

from ._values import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FRAME_MAX = 64 << 20
"""Bytes of a frame, without the four that say its length."""

_LONG = 1_000_000.0  # seconds; more than 2 ** 31 milliseconds are not possible


class Closed(Exception):
    """The other side is gone."""


class Link:
    """One end of the link. Any thread may send; one at a time may receive."""

    def __init__(self, connection: _socket.socket) -> None:
        self._socket = connection
        self._buffer = bytearray(1 << 16)
        self._start = 0
        self._end = 0
        self._sending = _thread.allocate_lock()

    @classmethod
    def connect(cls, path: str) -> Link:
        """Connects to the socket at that path."""
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        connection.connect(path)
        # With a limit, however long, it is waited for what comes. Without one, Linux also wakes whoever waits each time
        # that the other side has read: a wake-up a frame for nothing, and paid for by the other side.
        connection.settimeout(_LONG)
        return cls(connection)

    def send(self, frame: list[Any]) -> None:
        """Sends one frame. Raises Closed when nobody is there, ValueError when it is too large."""
        try:
            data = dumps(frame).encode()
        except UnicodeEncodeError:  # texts of errors may hold anything; values never do
            data = dumps(frame).encode("utf-8", "replace")
        if len(data) > FRAME_MAX:
            raise ValueError(f"a frame of {len(data):,} bytes, at most {FRAME_MAX:,} are possible")
        try:
            with self._sending:
                self._socket.sendall(len(data).to_bytes(4, "big") + data)
        except (TimeoutError, ConnectionError) as error:
            raise Closed from error

    def receive(self) -> list[Any]:
        """Waits for one frame. Raises Closed when the other side is gone, ValueError for what is no frame."""
        while True:
            start, have = self._start, self._end - self._start
            if have >= 4:
                size = int.from_bytes(self._buffer[start : start + 4], "big")
                if have >= 4 + size:
                    text = self._buffer[start + 4 : start + 4 + size].decode()
                    if have == 4 + size:
                        self._start = self._end = 0
                        if len(self._buffer) > 1 << 20:
                            self._buffer = bytearray(1 << 16)
                    else:
                        self._start = start + 4 + size
                    frame = loads(text)
                    if type(frame) is not list or not frame or type(frame[0]) is not str:
                        raise ValueError("a frame is a JSON array that begins with a verb")
                    return frame
                if size > FRAME_MAX:
                    raise ValueError(f"a frame of {size:,} bytes, at most {FRAME_MAX:,} are possible")
                self._make_room(4 + size)
            elif start:
                self._make_room(4)
            try:
                if self._end == 0:
                    got = self._socket.recv_into(self._buffer)
                else:
                    with memoryview(self._buffer) as view:
                        got = self._socket.recv_into(view[self._end :])
            except TimeoutError:
                continue
            except ConnectionError as error:
                raise Closed from error
            if got == 0:
                raise Closed
            self._end += got

    def fileno(self) -> int:
        """That of the socket, to poll it."""
        return self._socket.fileno()

    def buffered(self) -> bool:
        """Whether a whole frame is here, so that ``receive`` does not wait."""
        start, have = self._start, self._end - self._start
        return have >= 4 and have >= 4 + int.from_bytes(self._buffer[start : start + 4], "big")

    def _make_room(self, size: int) -> None:
        """Moves what is there to the front and makes the buffer large enough."""
        if self._start:
            have = self._end - self._start
            self._buffer[:have] = self._buffer[self._start : self._end]
            self._start, self._end = 0, have
        if len(self._buffer) < size:
            self._buffer.extend(bytes(size - len(self._buffer)))

    def close(self) -> None:
        self._socket.close()
