"""The artifact store of one host, as a task's process sees it: files named by the digest of their content."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os

from ._errors import StoreRefused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CHUNK = 1 << 20
_numbers = itertools.count(1)
_WHY = {
    errno.ENOSPC: "the disk is full: make room and resume the run (HR-0304)",
    errno.EDQUOT: "the disk quota is used up: make room and resume the run (HR-0304)",
    errno.EROFS: "the file system is read-only: remount it or set HEADRACE_HOME to another folder (HR-0301)",
    errno.EACCES: "it may not be written: check its owner and mode (HR-0301)",
    errno.ENOENT: "the folder or file is missing (HR-0309)",
}


def refused(error: OSError, doing: str) -> StoreRefused:
    """What to say when the store cannot be used."""
    why = _WHY.get(error.errno or 0, error.strerror or str(error))
    return StoreRefused(f"{doing}: {why}")


class Pending:
    """A file on its way into the store: written under a private name, hashed as it is written.

    It is file enough for pickle, numpy and pyarrow to write to.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._hash = hashlib.sha256()
        self.size = 0
        self.name = os.path.join(folder, f".new-{os.getpid()}-{next(_numbers)}")
        self.closed = False
        try:
            os.makedirs(folder, exist_ok=True)
            self._descriptor = os.open(self.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise refused(error, f"cannot write to the artifact store {folder}") from error

    def write(self, data: Any) -> int:
        """Appends bytes, or anything with a contiguous buffer."""
        view = memoryview(data).cast("B")
        try:
            done = 0
            while done < len(view):
                part = view[done : done + _CHUNK]
                written = os.write(self._descriptor, part)
                self._hash.update(part[:written])
                done += written
        except OSError as error:
            raise refused(error, f"cannot write to the artifact store {self._folder}") from error
        self.size += len(view)
        return len(view)

    def pad(self, alignment: int) -> None:
        """Appends zeros up to a multiple of the alignment."""
        self.write(b"\0" * (-self.size % alignment))

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Writers may call it; ``keep`` or ``drop`` end it."""

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def keep(self) -> tuple[str, int]:
        """Makes it durable under its digest, unless that is there already. Gives ``sha256:…`` and the size."""
        digest = self._hash.hexdigest()
        try:
            target = path_of(self._folder, digest)
            if os.path.exists(target):
                self.drop()
            else:
                os.fsync(self._descriptor)
                parent = os.path.dirname(target)
                if not os.path.isdir(parent):
                    os.makedirs(parent, exist_ok=True)
                    _sync(self._folder)
                os.rename(self.name, target)
                self._end()
                _sync(parent)
        except OSError as error:
            self.drop()
            raise refused(error, f"cannot write to the artifact store {self._folder}") from error
        return f"sha256:{digest}", self.size

    def drop(self) -> None:
        """Leaves nothing behind. May be called twice, and after ``keep``."""
        if not self.closed:
            self._end()
            with contextlib.suppress(OSError):  # the name is private: what stays is swept by a later `headrace rm`
                os.unlink(self.name)

    def _end(self) -> None:
        self.closed = True
        os.close(self._descriptor)

    def __enter__(self) -> Pending:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()


def keep_bytes(folder: str, data: bytes) -> tuple[str, int]:
    """Keeps these bytes. Gives their digest and size; writes nothing when they are there."""
    digest = hashlib.sha256(data).hexdigest()
    if os.path.exists(path_of(folder, digest)):
        return f"sha256:{digest}", len(data)
    with Pending(folder) as pending:
        pending.write(data)
        return pending.keep()


def keep_file(folder: str, path: str) -> tuple[str, int]:
    """Keeps a copy of a file of the user. Raises the user's own OSError when that file cannot be read."""
    with open(path, "rb") as file, Pending(folder) as pending:
        while chunk := file.read(_CHUNK):
            pending.write(chunk)
        return pending.keep()


def path_of(folder: str, digest: str) -> str:
    """Where the content with this digest (with or without ``sha256:``) lies. Raises StoreRefused for no digest."""
    name = digest.removeprefix("sha256:")
    if len(name) != 64 or not all(c in "0123456789abcdef" for c in name):
        raise StoreRefused(f"{digest!r} is not a digest")
    return os.path.join(folder, name[:2], name[2:])


def _sync(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
