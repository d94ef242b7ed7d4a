"""The artifact store when the disk is full or read-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from headrace import StoreRefused
from headrace._store import keep_bytes, keep_file, path_of
from headrace._values import decode, encode


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    if os.geteuid() != 0:
        pytest.skip("a file system can be mounted by root only")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)], check=False)
    if done.returncode:
        pytest.skip("no file system can be mounted here")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_full_disk(small: Path):
    store = str(small / "artifacts")
    kept = encode("y" * 10_000, store)
    before = files(small)
    for value in ("x" * 500_000, [b"z" * 400_000, 1]):
        with pytest.raises(StoreRefused, match="the disk is full: make room and resume"):
            encode(value, store)
        assert files(small) == before
    assert decode(kept, store) == "y" * 10_000
    subprocess.run(["mount", "-o", "remount,size=2m", str(small)], check=True)
    assert decode(encode("x" * 500_000, store), store) == "x" * 500_000


def test_a_read_only_store(small: Path):
    store = str(small / "artifacts")
    kept = encode("y" * 10_000, store)
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(StoreRefused, match="read-only"):
        encode("x" * 10_000, store)
    assert encode("y" * 10_000, store) == kept
    assert decode(kept, store) == "y" * 10_000


def test_names_are_digests(tmp_path: Path):
    digest, size = keep_bytes(str(tmp_path), b"abc")
    assert digest == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert size == 3
    assert files(tmp_path) == [tmp_path / "ba" / digest[9:]]
    assert path_of(str(tmp_path), digest) == str(tmp_path / "ba" / digest[9:])
    (tmp_path / "copy").write_bytes(b"abc")
    assert keep_file(str(tmp_path), str(tmp_path / "copy")) == (digest, 3)
    with pytest.raises(FileNotFoundError):
        keep_file(str(tmp_path), str(tmp_path / "missing"))
