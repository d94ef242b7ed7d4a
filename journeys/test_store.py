"""The store when the world is bad to it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES, Headrace, until

CODE = re.compile(r"\bHR-\d{4}\b")


def database(home: Path) -> Path:
    found = sorted(home.rglob("*.db"))
    assert found, f"no *.db under {home}: {sorted(home.rglob('*'))}"
    return found[0]


def digests(home: Path) -> dict[str, str]:
    """Of the database and all that belongs to it; the index in shared memory, or an empty log, is no data."""
    file = database(home)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(file.parent.glob(file.name + "*"))
        if not path.name.endswith("-shm") and path.stat().st_size
    }


LARGE = """
import os
from headrace import flow, task

@task
def counted(folder):
    with open(folder + "/effects", "a") as file:
        file.write("counted\\n")
    return 1

@task
def large(size):
    return os.urandom(size << 20)

@task
def measured(data):
    return len(data)

@flow
def fills(folder: str, size: int = 64):
    return counted(folder) + measured(large(size))
"""


def test_a_full_disk_fails_the_run_with_a_code_and_it_goes_on_when_there_is_room(
    headrace: Headrace, small_disk: Callable[[str], Path]
) -> None:
    home = small_disk("size=48m")
    flow = headrace.file("fills.py", LARGE)
    failed = headrace("run", flow, "--set", f"folder={headrace.project}")
    assert failed.status in (1, 3), failed
    assert CODE.search(failed.err), failed
    assert re.search(r"[Nn]o space|full|no room", failed.err), failed
    [run] = headrace.runs()
    for path in home.rglob("*"):  # nothing is half-written: what lies under a digest has that digest
        if path.is_file() and path.parent.parent.name == "artifacts" and re.fullmatch(r"[0-9a-f]{62}", path.name):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name + path.name

    small_disk("size=512m")
    again = headrace.ok("resume", run["id"], "--json")
    assert again.json["result"] == 1 + (64 << 20)
    assert (headrace.project / "effects").read_text() == "counted\n"


def test_a_disk_that_fills_while_the_journal_is_written(headrace: Headrace, small_disk: Callable[[str], Path]) -> None:
    flow = headrace.file(
        "journal.py",
        """
import os
import headrace
from headrace import flow, task

@task
def fill(home):
    try:
        with open(home + "/filler", "wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 16))
    except OSError:
        return None

@task
def chatty(i):
    return f"{i:04}" * 1000

@flow
def journal(home: str):
    fill(home)
    return sum(len(text) for text in headrace.gather(chatty.map(range(9000))))
""",
    )
    home = small_disk("size=64m")
    failed = headrace("run", flow, "--set", f"home={home}", seconds=120)
    assert failed.status in (1, 3), failed
    assert CODE.search(failed.err), failed
    (home / "filler").unlink()
    [run] = headrace.runs()
    assert run["state"] in ("failed", "interrupted")
    small_disk("size=512m")
    again = headrace.ok("resume", run["id"], "--json", seconds=120)
    assert again.json["result"] == 9000 * 4000
    assert all(task["state"] == "succeeded" for task in again.json["tasks"])


def test_a_disk_without_any_room_is_refused_before_anything_starts(
    headrace: Headrace, small_disk: Callable[[str], Path]
) -> None:
    home = small_disk("size=64k")
    (home / "filler").write_bytes(bytes(60 << 10))
    done = headrace("run", EXAMPLES / "hello.py")
    assert done.status == 3, done
    assert CODE.search(done.err)
    (home / "filler").unlink()
    small_disk("size=128m")
    headrace.ok("run", EXAMPLES / "hello.py")


def damage(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(b"\xde\xad\xbe\xef" * 64)


def test_a_corrupt_database_is_refused_and_left_as_it_is(headrace: Headrace) -> None:
    run = headrace.ok("run", EXAMPLES / "hello.py", "--json").json["id"]
    file = database(headrace.home)
    damage(file, 0)
    before = digests(headrace.home)
    for command in (["run", EXAMPLES / "hello.py"], ["runs"], ["show", run], ["resume", run], ["rm", run]):
        done = headrace(*command)
        assert done.status == 3, f"{command}: {done}"
        assert CODE.search(done.err), f"{command}: {done}"
        assert str(file) in done.err or file.name in done.err, f"{command}: {done}"
        assert digests(headrace.home) == before, command


@pytest.mark.parametrize("at", [5, 32 + 24 + 4120 + 100])
def test_a_log_that_is_damaged_is_refused_and_left_as_it_is(headrace: Headrace, at: int) -> None:
    run = headrace.ok("run", EXAMPLES / "hello.py", "--json").json["id"]
    file = database(headrace.home)
    log = file.with_name(file.name + "-wal")
    content = bytearray(log.read_bytes())
    assert any(content[32:])
    content[at] ^= 0x20
    log.write_bytes(content)
    before = digests(headrace.home)
    for command in (["show", run], ["runs"], ["run", EXAMPLES / "hello.py"], ["show", run]):
        done = headrace(*command)
        assert done.status == 3, f"{command}: {done}"
        assert "HR-0305" in done.err, f"{command}: {done}"
        assert log.name in done.err, f"{command}: {done}"
        assert digests(headrace.home) == before, command


def test_a_database_that_is_damaged_in_its_middle_is_refused_and_left_as_it_is(headrace: Headrace) -> None:
    run = headrace.ok("run", EXAMPLES / "futures.py", "--json").json["id"]
    file = database(headrace.home)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for at in range(4096, file.stat().st_size, 4096):
        damage(file, at + 3000)  # in the cells, which lie at the end of a page
    before = file.read_bytes()
    done = headrace("show", run, "--json")
    assert done.status == 3, done
    assert CODE.search(done.err), done
    done = headrace("resume", run)
    assert done.status == 3, done
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(headrace: Headrace) -> None:
    headrace.ok("run", EXAMPLES / "hello.py")
    file = database(headrace.home)
    for other in file.parent.glob(file.name + "-*"):
        other.unlink()
    file.write_text("my notes\n" * 1000)
    before = digests(headrace.home)
    for command in (["run", EXAMPLES / "hello.py"], ["runs"]):
        done = headrace(*command)
        assert done.status == 3, done
        assert CODE.search(done.err)
        assert digests(headrace.home) == before


def test_a_store_of_a_newer_format_is_refused_and_left_as_it_is(headrace: Headrace) -> None:
    headrace.ok("run", EXAMPLES / "hello.py")
    file = database(headrace.home)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'format'")
    connection.close()
    before = digests(headrace.home)
    for command in (["run", EXAMPLES / "hello.py"], ["runs"]):
        done = headrace(*command)
        assert done.status == 3, done
        assert CODE.search(done.err)
        assert "format" in done.err
        assert "newer" in done.err or "knows" in done.err
        assert digests(headrace.home) == before


def test_a_read_only_home_can_be_read_and_a_run_says_what_is_wrong(
    headrace: Headrace, small_disk: Callable[[str], Path]
) -> None:
    small_disk("size=128m")
    run = headrace.ok("run", EXAMPLES / "hello.py", "--json").json
    small_disk("ro,size=128m")
    assert [row["id"] for row in headrace.runs()] == [run["id"]]
    assert headrace.show(run["id"]) == run
    done = headrace("run", EXAMPLES / "hello.py")
    assert done.status == 3, done
    assert CODE.search(done.err)
    assert re.search(r"read-only|may not be written|cannot be written", done.err, re.IGNORECASE), done
    small_disk("rw,size=128m")
    headrace.ok("run", EXAMPLES / "hello.py")


def test_the_store_is_beside_the_project_when_nothing_else_is_said(headrace: Headrace) -> None:
    (headrace.project / "pyproject.toml").touch()
    flow = headrace.file("below/flow.py", "from headrace import flow\n@flow\ndef tiny():\n    return 1\n")
    env = headrace.env(HEADRACE_HOME=None)
    run = headrace.ok("run", flow, "--json", env=env).json["id"]
    store = headrace.project / ".headrace"
    assert database(store)
    assert (store / ".gitignore").read_text().strip() == "*"
    found = headrace.ok("runs", "--json", env=env, cwd=headrace.project / "below").json["runs"]
    assert [row["id"] for row in found] == [run]


def artifacts(home: Path) -> list[str]:
    return sorted(path.parent.name + path.name for path in (home / "artifacts").glob("??/*"))


def test_what_rm_must_leave_beside_a_live_run_a_later_one_removes(headrace: Headrace) -> None:
    flow = headrace.file(
        "leaves.py",
        """
import os, time
from headrace import flow, task

@task
def make(letter):
    return letter * 100_000

@task
def wait(folder):
    while not os.path.exists(folder + "/go"):
        time.sleep(0.01)

@flow
def leaves(letter: str, folder: str = ""):
    size = len(make(letter))
    if folder:
        wait(folder)
    return size
""",
    )
    first, second, other = (
        headrace.ok("run", flow, "--set", f"letter={letter}", "--json").json["id"] for letter in "aab"
    )
    assert len(artifacts(headrace.home)) == 2
    live = headrace.start("run", flow, "--set", "letter=c", "--set", f"folder={headrace.project}")
    until(lambda: len(artifacts(headrace.home)) == 3, "the artifact of the live run")
    assert "artifacts stay" in headrace.ok("rm", other).err
    assert len(artifacts(headrace.home)) == 3
    (headrace.project / "go").touch()
    assert live.done().status == 0
    headrace.ok("rm", first)
    assert len(artifacts(headrace.home)) == 2
    headrace.ok("get", f"{second}/make", "-o", "a.json")
    headrace.ok("get", f"{live.run_id()}/make", "-o", "c.json")
    headrace.ok("rm", live.run_id())
    headrace.ok("rm", second)
    assert artifacts(headrace.home) == []
