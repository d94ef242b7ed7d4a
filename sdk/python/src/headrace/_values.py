"""Values on the wire: what JSON says as it is, everything else in an object with the key ``$``.

``decode(encode(value))`` has the same value and the same type. The forms are a contract: docs/protocol.md, 1.3.
"""

from __future__ import annotations

import base64
import json
import pickle
import sys

from . import _formats, _previews
from ._bodies import has_future
from ._errors import NotKept, StoreRefused
from ._futures import Future
from ._store import keep_bytes, keep_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INLINE_MAX = 4_096
"""Bytes that a value's encoding may have before it is stored as a file."""

DEPTH_MAX = 100
"""Containers within containers; what is deeper is pickled."""

NODES_MAX = 1_000_000
"""Parts of a value that is kept as JSON; what has more is pickled."""

SAFE_INT = (1 << 53) - 1
DIGITS_MAX = 4_000

dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, allow_nan=False).encode
_decode = json.JSONDecoder().raw_decode

_FLOATS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf"), "-0": -0.0}
_numpy_names: dict[type, str | None] = {}


def loads(text: str) -> Any:
    """The value of a JSON text with nothing around it. Raises ValueError for anything else."""
    value, end = _decode(text)
    if end != len(text):
        raise ValueError(f"a JSON text has more after its end, at character {end}")
    return value


class _Whole(Exception):
    """This value is not kept as JSON but pickled as a whole: too deep, too large, or it holds large objects."""


def encode(value: Any, store: str | None, name: str = "result") -> Any:
    """The value in wire form. Large ones become files in ``store``, the folder of artifacts.

    ``name`` is what errors call the value. Raises NotKept when it cannot be kept, StoreRefused when the store refuses
    (also when ``store`` is None and the value is large).
    """
    kind = type(value)
    if value is None or kind is bool or (kind is int and -SAFE_INT <= value <= SAFE_INT):
        return value
    if kind is bytes and len(value) > INLINE_MAX:
        return _stored(value, "bytes", *keep_bytes(_need(store), value))
    encoding = _formats.large_table_or_array(value, INLINE_MAX)
    if encoding is not None:
        return _stored(value, encoding, *_formats.write(encoding, value, _need(store)))
    encoder = _Encoder()
    try:
        coded = encoder.encode(value, 0)
        data = dumps(coded).encode()
        if len(data) <= INLINE_MAX:
            return coded
        if not encoder.pickled:
            return _stored(value, "json", *keep_bytes(_need(store), data))
        return _whole(value, store)
    except _Whole:
        return _kept(value, store, name)
    except StoreRefused:
        raise
    except Exception as error:
        raise _blamed(value, name, error) from error


def _kept(value: Any, store: str | None, name: str) -> Any:
    try:
        return _whole(value, store)
    except StoreRefused:
        raise
    except Exception as error:
        raise _blamed(value, name, error) from error


def _blamed(value: Any, name: str, error: BaseException) -> NotKept:
    from ._blame import blame

    return NotKept(blame(value, name, error))


def _whole(value: Any, store: str | None) -> Any:
    """The value pickled: in place when it is small, else as a file."""
    try:
        form = _Encoder().pickle(value)
    except _Whole:
        form = None
    if form is not None and len(dumps(form).encode()) <= INLINE_MAX:
        return form
    return _stored(value, "pickle", *_formats.write("pickle", value, _need(store)))


def _need(store: str | None) -> str:
    if store is None:
        raise StoreRefused(f"a value of more than {INLINE_MAX:,} bytes is not possible here")
    return store


def _stored(value: Any, encoding: str, digest: str, size: int) -> dict[str, Any]:
    return {
        "$": "stored",
        "type": _previews.type_name(type(value)),
        "encoding": encoding,
        "size": size,
        "digest": digest,
        "preview": _previews.preview(value),
    }


def encode_file(path: str, store: str) -> dict[str, Any]:
    """The wire form of a copy of a file: its content as bytes, always in the store."""
    digest, size = keep_file(store, path)
    return {"$": "stored", "type": "file", "encoding": "bytes", "size": size, "digest": digest, "preview": path}


def encode_stored(value: Any, store: str, name: str) -> dict[str, Any]:
    """Like ``encode``, but always a file of the store, however small the value is."""
    coded = encode(value, store, name)
    tag = coded.get("$") if type(coded) is dict else None
    if tag == "stored":
        return dict(coded)
    if tag == "pickle":
        return _stored(value, "pickle", *_formats.write("pickle", value, store))
    return _stored(value, "json", *keep_bytes(store, dumps(coded).encode()))


def encode_bytes(data: bytes, store: str) -> dict[str, Any]:
    """The wire form of bytes that are to be a file whatever their size."""
    return _stored(data, "bytes", *keep_bytes(store, data))


def encode_input(value: Any, store: str | None, name: str, depth: int = 0) -> Any:
    """Like ``encode``, with a hole for each Future. What holds holes stays in place; its other parts may be stored."""
    kind = type(value)
    if kind is Future:
        return {"$": "ref", "task": value.path}
    if not has_future(value):
        return encode(value, store, name)
    if depth >= DEPTH_MAX:
        raise NotKept(f"{name} holds Futures more than {DEPTH_MAX} containers deep")
    inner = depth + 1
    if kind is list:
        return [encode_input(item, store, f"{name}[{i}]", inner) for i, item in enumerate(value)]
    if kind is tuple:
        return {"$": "tuple", "v": [encode_input(item, store, f"{name}[{i}]", inner) for i, item in enumerate(value)]}
    items = {key: encode_input(item, store, f"{name}[{key!r}]", inner) for key, item in value.items()}
    if all(_is_plain_key(key) for key in items):
        return items
    return {"$": "map", "v": [[encode(key, store, f"a key of {name}"), item] for key, item in items.items()]}


def _is_plain_text(text: str) -> bool:
    """Whether UTF-8 can say it: Python's texts may hold halves of surrogate pairs."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_plain_key(key: Any) -> bool:
    return type(key) is str and key != "$" and _is_plain_text(key)


class _Encoder:
    """Turns one value into JSON; notes whether any part of it had to be pickled."""

    __slots__ = ("nodes", "pickled")

    def __init__(self) -> None:
        self.nodes = 0
        self.pickled = False

    def encode(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return value if _is_plain_text(value) else self.pickle(value)
        if kind is int:
            if -SAFE_INT <= value <= SAFE_INT:
                return value
            return {"$": "int", "v": str(value)} if value.bit_length() < DIGITS_MAX * 3 else self.pickle(value)
        if kind is float:
            return value if not _is_special(value) else {"$": "float", "v": _float_text(value)}
        container = _CONTAINERS.get(kind)
        if container is not None:
            self.nodes += len(value) + 1
            if depth >= DEPTH_MAX or self.nodes > NODES_MAX:
                raise _Whole
            return container(self, value, depth + 1)
        if kind is bytes:
            if len(value) > INLINE_MAX:
                raise _Whole
            return {"$": "bytes", "v": base64.b64encode(value).decode()}
        if kind.__module__ == "numpy":
            coded = _numpy_scalar(value)
            if coded is not None:
                return coded
        return self.pickle(value)

    def list(self, value: list[Any], depth: int) -> Any:
        return [self.encode(item, depth) for item in value]

    def tuple(self, value: tuple[Any, ...], depth: int) -> Any:
        return {"$": "tuple", "v": [self.encode(item, depth) for item in value]}

    def dict(self, value: dict[Any, Any], depth: int) -> Any:
        if all(_is_plain_key(key) for key in value):
            return {key: self.encode(item, depth) for key, item in value.items()}
        return {"$": "map", "v": [[self.encode(key, depth), self.encode(item, depth)] for key, item in value.items()]}

    def set(self, value: set[Any] | frozenset[Any], depth: int) -> Any:
        items = sorted((self.encode(item, depth) for item in value), key=dumps)
        return {"$": "set" if type(value) is set else "frozenset", "v": items}

    def pickle(self, value: Any) -> Any:
        """The value as a pickle in place. Raises _Whole when it is too large for that."""
        size = getattr(value, "nbytes", 0)
        if type(size) is int and size > INLINE_MAX:
            raise _Whole
        self.pickled = True
        sink = _formats.Bounded(INLINE_MAX)
        try:
            pickle.Pickler(sink, protocol=5).dump(value)
        except _formats.TooLarge:
            raise _Whole from None
        return {
            "$": "pickle",
            "type": _previews.type_name(type(value)),
            "v": base64.b64encode(sink.data()).decode(),
            "preview": _previews.preview(value),
        }


_CONTAINERS: dict[type, Any] = {
    list: _Encoder.list,
    tuple: _Encoder.tuple,
    dict: _Encoder.dict,
    set: _Encoder.set,
    frozenset: _Encoder.set,
}


def _is_special(value: float) -> bool:
    """Not a number, infinite, or integral: what a JSON number does not say, or says as an integer."""
    return not value % 1.0 > 0.0


def _float_text(value: float) -> str:
    return "-0" if value == 0.0 and str(value)[0] == "-" else repr(value)


def _numpy_scalar(value: Any) -> dict[str, Any] | None:
    """The form of a numpy scalar; None when it is none, or one that its dtype alone does not bring back."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.generic):
        return None
    kind = type(value)
    if kind not in _numpy_names:
        dtype = value.dtype
        plain = dtype.kind in "biufc" and numpy.dtype(dtype.name).type is kind
        _numpy_names[kind] = dtype.name if plain else None
    name = _numpy_names[kind]
    if name is None:
        if value.dtype.kind not in "mM":
            return None
        name = value.dtype.str
    elif (number := _number(value)) is not None:
        return {"$": "numpy", "dtype": name, "v": number}
    return {"$": "numpy", "dtype": name, "v": base64.b64encode(value.tobytes()).decode()}


def _number(value: Any) -> int | float | None:
    """The JSON number that says the same."""
    kind, size = value.dtype.kind, value.dtype.itemsize
    if kind in "biu":
        number = int(value)
        return number if -SAFE_INT <= number <= SAFE_INT else None
    if kind == "f" and size <= 8:
        real = float(value)
        return real if real - real == 0.0 and not (real == 0.0 and str(real)[0] == "-") else None
    return None


def decode(coded: Any, store: str | None = None, holes: Holes | None = None) -> Any:
    """The value of a wire form. ``store`` is the folder of artifacts, ``holes`` what the refs of inputs stand for.

    Raises StoreRefused when a stored file is missing or broken, and whatever unpickling raises (a class that cannot be
    imported, for one).
    """
    kind = type(coded)
    if kind is list:
        return [decode(item, store, holes) for item in coded]
    if kind is not dict:
        return coded
    tag = coded.get("$")
    if tag is None:
        return {key: decode(item, store, holes) for key, item in coded.items()}
    if tag == "pickle":
        return pickle.loads(base64.b64decode(coded["v"]))
    if tag == "stored":
        if store is None:
            raise StoreRefused("a stored value cannot be read without its store")
        return _formats.read(coded, store)
    if tag == "tuple":
        return tuple(decode(item, store, holes) for item in coded["v"])
    if tag == "float":
        text = coded["v"]
        return _FLOATS[text] if text in _FLOATS else float(text)
    if tag == "int":
        return int(coded["v"])
    if tag == "map":
        return {decode(key, store, holes): decode(item, store, holes) for key, item in coded["v"]}
    if tag == "bytes":
        return base64.b64decode(coded["v"])
    if tag == "set":
        return {decode(item, store, holes) for item in coded["v"]}
    if tag == "frozenset":
        return frozenset(decode(item, store, holes) for item in coded["v"])
    if tag == "numpy":
        return _decode_numpy(coded["dtype"], coded["v"])
    if tag == "ref" and holes is not None:
        return holes.fill(coded["task"])
    raise ValueError(f"{tag!r} is not a form of a value that this version knows")


def _decode_numpy(name: str, v: Any) -> Any:
    import numpy

    dtype: Any = numpy.dtype(name)
    if type(v) is str:
        return numpy.frombuffer(base64.b64decode(v), dtype)[0]
    return dtype.type(v)


class Holes:
    """What the holes in a task's inputs stand for. One Future is one object, however often it is an argument."""

    __slots__ = ("_coded", "_store", "_values")

    def __init__(self, coded: dict[str, Any], store: str | None) -> None:
        self._coded = coded
        self._store = store
        self._values: dict[str, Any] = {}

    def fill(self, path: str) -> Any:
        if path not in self._values:
            if path not in self._coded:
                raise ValueError(f"the result of {path!r} was not handed over")
            self._values[path] = decode(self._coded[path], self._store)
        return self._values[path]
