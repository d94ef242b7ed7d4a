"""How large values lie in files: JSON, bytes, numpy's npy, Arrow, and pickle with its buffers beside it."""

from __future__ import annotations

import json
import mmap
import os
import pickle
import struct
import sys

from ._errors import StoreRefused
from ._store import Pending, path_of, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ALIGNMENT = 64
"""Bytes; buffers begin at multiples of it, as SIMD code likes them."""

OUT_OF_BAND_MIN = 4_096
"""Bytes; smaller buffers stay within the pickle."""

_MAGIC = b"HRPICKLE"
_TAIL = struct.Struct("<QQ8s")  # length of the pickle, number of buffers, magic
_ENTRY = struct.Struct("<QQ?7x")  # offset, length, read-only


class TooLarge(Exception):
    """More was written than fits in place."""


class Bounded:
    """A sink for a pickle that must stay small: it refuses the rest as soon as it is not."""

    __slots__ = ("_limit", "_parts", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._parts: list[bytes] = []

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._size += len(part)
        if self._size > self._limit:
            raise TooLarge
        self._parts.append(part)
        return len(part)

    def data(self) -> bytes:
        return b"".join(self._parts)


def large_table_or_array(value: Any, inline_max: int) -> str | None:
    """``npy`` or ``arrow`` for values of these kinds that are too large to lie in place."""
    kind = type(value)
    module = kind.__module__
    if module == "numpy":
        numpy = sys.modules["numpy"]
        if kind is numpy.ndarray and value.nbytes > inline_max and _is_npy(numpy, value):
            return "npy"
    elif module == "pyarrow.lib":
        arrow = sys.modules.get("pyarrow")
        if arrow is not None and kind in (arrow.Table, arrow.RecordBatch) and value.nbytes > inline_max:
            return "arrow"
    return None


def _is_npy(numpy: Any, array: Any) -> bool:
    """Whether the npy format brings this array back as it is."""
    flags, dtype = array.flags, array.dtype
    if dtype.hasobject or dtype.kind not in "biufcmMSUV" or not (flags.c_contiguous or flags.f_contiguous):
        return False
    if dtype.metadata is not None:
        return False
    describe = numpy.lib.format
    try:
        return bool(describe.descr_to_dtype(describe.dtype_to_descr(dtype)) == dtype)
    except (TypeError, ValueError):
        return False


def write(encoding: str, value: Any, store: str) -> tuple[str, int]:
    """Writes the value as a file of the store; gives digest and size."""
    with Pending(store) as pending:
        if encoding == "npy":
            import numpy

            numpy.lib.format.write_array(pending, value, allow_pickle=False)  # type: ignore[no-untyped-call]
        elif encoding == "arrow":
            import pyarrow

            with pyarrow.ipc.new_file(pyarrow.PythonFile(pending, mode="w"), value.schema) as writer:
                writer.write(value)
        else:
            _write_pickle(value, pending)
        return pending.keep()


def _write_pickle(value: Any, pending: Pending) -> None:
    """The pickle, its buffers each on a 64-byte boundary, a table of them, and a tail that says where that begins."""
    buffers: list[memoryview] = []

    def beside(buffer: pickle.PickleBuffer) -> bool:
        try:
            raw = buffer.raw()
        except BufferError:
            return True  # not contiguous: stays within
        if raw.nbytes < OUT_OF_BAND_MIN:
            return True
        buffers.append(raw)
        return False

    pickle.Pickler(pending, protocol=5, buffer_callback=beside).dump(value)
    length = pending.size
    table = bytearray()
    for buffer in buffers:
        pending.pad(ALIGNMENT)
        table += _ENTRY.pack(pending.size, buffer.nbytes, buffer.readonly)
        pending.write(buffer)
    pending.pad(ALIGNMENT)
    pending.write(bytes(table) + _TAIL.pack(length, len(buffers), _MAGIC))


def read(coded: dict[str, Any], store: str) -> Any:
    """The value of a ``stored`` form. Arrays are views of the file, private and writable: changes stay here."""
    encoding, digest = coded["encoding"], coded["digest"]
    path = path_of(store, digest)
    try:
        if os.stat(path).st_size != coded["size"]:
            raise StoreRefused(f"the artifact {digest} is damaged: it has not the size that was recorded")
        if encoding == "json":
            from ._values import decode

            with open(path, "rb") as file:
                return decode(json.loads(file.read()), store)
        if encoding == "bytes":
            with open(path, "rb") as file:
                return file.read()
        if encoding == "npy":
            import numpy

            return numpy.load(path, mmap_mode="c", allow_pickle=False).view(numpy.ndarray)
        if encoding == "arrow":
            return _read_arrow(path, coded["type"])
        if encoding == "pickle":
            with open(path, "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        else:
            raise ValueError(f"{encoding!r} is not an encoding that this version knows")
    except OSError as error:
        raise refused(error, f"cannot read the artifact {digest}") from error
    return _read_pickle(mapped, digest)


def _read_arrow(path: str, type_name: str) -> Any:
    import pyarrow

    reader = pyarrow.ipc.open_file(pyarrow.memory_map(path))
    return reader.get_batch(0) if type_name.endswith("RecordBatch") else reader.read_all()


def _read_pickle(mapped: mmap.mmap, digest: str) -> Any:
    view = memoryview(mapped)
    length, count, magic = _TAIL.unpack(view[-_TAIL.size :])
    if magic != _MAGIC:
        raise StoreRefused(f"the artifact {digest} is damaged: it does not end as it should")
    table = view[len(view) - _TAIL.size - count * _ENTRY.size : len(view) - _TAIL.size]
    buffers = []
    for offset, size, readonly in _ENTRY.iter_unpack(table):
        buffer = view[offset : offset + size]
        buffers.append(buffer.toreadonly() if readonly else buffer)
    return pickle.loads(view[:length], buffers=buffers)
