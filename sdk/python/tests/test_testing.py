"""``headrace.testing`` by itself: what it tells the engine, what it does with what the engine says."""

from __future__ import annotations

import datetime
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import headrace
from headrace import testing
from headrace.testing import (
    BadTest,
    TooLong,
    Unanswered,
    UnusedReplacement,
    after,
    approve,
    fails,
    in_turn,
    recorded,
    reject,
    returns,
    run,
    skips,
    takes,
)


@headrace.task
def fetch(url: str, times: int = 1) -> str:
    return url * times


@headrace.flow
def nightly(day: str, rate: float = 0.1) -> str:
    return fetch(day)


ENGINE = """
import json, sys
said = []
plan = json.loads(sys.stdin.readline())
said.append(plan)
for ask in json.loads(open({asks!r}).read()):
    print(json.dumps(ask), flush=True)
    if isinstance(ask, dict):
        sys.exit(2)
    if ask[0] == "ask":
        line = sys.stdin.readline()
        if not line:
            sys.exit(2)
        said.append(json.loads(line))
json.dump({{"words": sys.argv[1:], "said": said}}, open({said!r}, "w"))
"""


class Engine:
    """Plays the command: asks what it is told to ask, and keeps what it hears."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asks, self.heard = folder / "asks", folder / "said"
        program = folder / "headrace"
        text = ENGINE.format(asks=str(self.asks), said=str(self.heard))
        program.write_text(f"#!{sys.executable}\n{text}")
        program.chmod(0o755)
        monkeypatch.setenv("HEADRACE_BIN", str(program))

    def asking(self, *asks: Any) -> None:
        self.asks.write_text(json.dumps(asks))

    def said(self) -> list[Any]:
        said: list[Any] = json.loads(self.heard.read_text())["said"]
        return said


def done(end: str = "over", **more: Any) -> list[Any]:
    played = {"run": {"state": "succeeded", "value": 7, "error": None, "tasks": []}, "end": end, "open": []}
    return ["done", {**played, "skipped": 0.0, "unused": [], "why": {"": "It has."}, **more}]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    return Engine(tmp_path, monkeypatch)


def test_the_plan(engine: Engine) -> None:
    engine.asking(done())
    played = run(
        nightly,
        "monday",
        arguments={"rate": 0.5},
        replace={
            fetch: lambda url: url,
            "a": 5,
            "b": returns(print.__name__),
            "c": in_turn(fails(kind="lost"), skips("no"), takes("2h", 1)),
        },
        shared={"a": 6, "d": fails("no", kind="timeout")},
        signals={"go": after("3d", {"x": 1}), "stop": in_turn(1, 2)},
        approvals={"ship": approve(rate=0.1), "late": after(5, reject("no", by="anna"))},
        start=datetime.datetime(2027, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
        limit=datetime.timedelta(minutes=2),
    )
    (plan,) = engine.said()
    assert plan["arguments"] == {"day": "monday", "rate": 0.5}
    assert plan["replace"] == [
        {"task": "fetch", "by": {"asked": True}, "shared": False},
        {"task": "a", "by": {"gives": 5}, "shared": False},
        {"task": "b", "by": {"gives": "print"}, "shared": False},
        {
            "task": "c",
            "by": {"in_turn": [{"lost": ""}, {"skips": "no"}, {"takes": 7200.0, "then": {"gives": 1}}]},
            "shared": False,
        },
        {"task": "d", "by": {"fails": {"kind": "timeout", "type": "Timeout", "message": "no"}}, "shared": True},
    ]
    assert plan["signals"] == [
        {"wait": "go", "again": True, "turns": [{"after": 259200.0, "data": {"x": 1}}]},
        {"wait": "stop", "again": False, "turns": [{"after": 0.0, "data": 1}, {"after": 0.0, "data": 2}]},
    ]
    ship, late = plan["approvals"]
    assert ship["turns"] == [{"after": 0.0, "approved": True, "answers": {"rate": 0.1}, "by": "the test", "why": ""}]
    assert late["turns"] == [{"after": 5.0, "approved": False, "answers": {}, "by": "anna", "why": "no"}]
    assert plan["start"] == "2026-12-31T23:00:00Z"
    assert plan["limit"] == 120.0
    assert played.result == 7
    assert played.why == "It has."


def test_a_function_is_called_as_the_task_is(engine: Engine) -> None:
    calls: list[Any] = []
    seen = {"u": lambda url, times: calls.append((url, times)) or "u", "v": lambda x, n: x * n, "w": len}
    inputs = [["url", "ab", "n"], ["times", 2, "n"]]
    hole = [["obj", {"$": "ref", "task": "a"}, "n"]]
    engine.asking(
        ["ask", "u", 0, "u", inputs, {}],
        ["ask", "v", 0, "v", inputs, {}],
        ["ask", "w", 0, "w", hole, {"a": {"$": "tuple", "v": [1, 2, 3]}}],
        done(),
    )
    run("f.yaml", replace=seen)
    assert calls == [("ab", 2)]
    assert engine.said()[1:] == [["ended", ["ok", "u"]], ["ended", ["ok", "abab"]], ["ended", ["ok", 3]]]


def test_what_a_function_raises_is_the_failure_of_the_task(engine: Engine) -> None:
    def bad(url: str) -> None:
        raise OSError("no route")

    async def skipped(url: str) -> None:
        raise headrace.Skip("nothing new")

    engine.asking(
        ["ask", "a", 0, "a", [["url", "x", "n"]], {}],
        ["ask", "a", 1, "a", [["url", "x", "n"]], {}],
        done(),
    )
    run("f.yaml", replace={"a": in_turn(bad, skipped)})
    _, failed, passed = engine.said()
    assert failed[1][0] == "failed"
    assert failed[1][1]["type"] == "OSError"
    assert failed[1][1]["frames"][-1][2] == "bad"
    assert passed == ["ended", ["skipped", "nothing new"]]


def test_an_assert_in_a_function_ends_the_test(engine: Engine) -> None:
    def checked(url: str) -> None:
        assert url == "y"

    engine.asking(["ask", "a", 0, "a", [["url", "x", "n"]], {}], done())
    with pytest.raises(AssertionError):
        run("f.yaml", replace={"a": checked})


def test_a_function_that_cannot_be_called_is_said(engine: Engine) -> None:
    engine.asking(["ask", "a", 0, "a", [["url", "x", "n"]], {}], done())
    with pytest.raises(BadTest, match=r"HR-0458 the replacement of 'a' takes \(a, b\), .*\(url\)"):
        run("f.yaml", replace={"a": lambda a, b: None})


def test_how_it_ends(engine: Engine) -> None:
    engine.asking(done("unanswered", open=["ship waits for an approval"]))
    with pytest.raises(Unanswered, match="ship waits for an approval") as unanswered:
        run("f.yaml")
    assert unanswered.value.run.state == "succeeded"
    engine.asking(done("too_long", open=["fit runs"]))
    with pytest.raises(TooLong, match="fit runs"):
        run("f.yaml")
    engine.asking(done(unused=["fit", "go"]))
    with pytest.warns(UnusedReplacement, match="'fit', 'go'"):
        run("f.yaml")
    engine.asking({"error": {"code": "HR-0450", "place": None, "what": "no task", "why": "so", "mend": "do"}})
    with pytest.raises(BadTest, match="HR-0450 no task: so; do") as bad:
        run("f.yaml")
    assert bad.value.code == "HR-0450"
    engine.asking()
    with pytest.raises(headrace.HeadraceError, match="ended with 0"):
        run("f.yaml")


def test_nothing_is_left_behind(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing.tempfile, "tempdir", str(tmp_path))
    engine.asking(done())
    played = run("f.yaml", replace={"a": bytes(10_000)})
    (folder,) = tmp_path.glob("headrace-test-*")
    assert os.listdir(folder / "artifacts")
    del played
    assert not folder.exists()
    with pytest.raises(TypeError):
        run("f.yaml", approvals={"a": 5})
    assert not list(tmp_path.glob("headrace-test-*"))


def test_tasks_of_what_came_of_it(engine: Engine) -> None:
    moment = "2027-01-03T00:00:00.000Z"
    error = {"kind": "user", "type": "OSError", "message": "no route", "exception": None, "frames": []}
    attempts = [{"error": error}, {"error": None}]
    task = {"name": "fit", "inputs": {"n": 1}, "error": None, "started": moment, "ended": None, "attempts": attempts}
    tasks = [
        {**task, "path": "fit", "state": "succeeded", "value": {"$": "tuple", "v": [1]}},
        {**task, "path": "fit#2", "state": "failed", "error": error, "attempts": attempts[:1]},
    ]
    engine.asking(done(run={"state": "failed", "error": error, "tasks": tasks}, why={"": "", "fit#2": "It failed."}))
    played = run("f.yaml")
    assert played.failed
    assert not played.succeeded
    assert list(played) == ["fit", "fit#2"]
    assert played["fit"].result == (1,)
    assert played["fit"].attempts == 2
    assert played["fit"].inputs == {"n": 1}
    assert str(played["fit"].errors[0]) == "OSError: no route"
    assert played["fit"].started == datetime.datetime(2027, 1, 3, tzinfo=datetime.timezone.utc)
    assert played["fit"].ended is None
    assert played.node("fit#2").failed
    assert played["fit#2"].why == "It failed."
    assert [task.path for task in played.calls("fit")] == ["fit", "fit#2"]
    assert "ship" not in played
    with pytest.raises(KeyError, match="there is 'fit#2'"):
        _ = played["fit#3"]
    for failed in (played, played["fit#2"]):
        with pytest.raises(headrace.TaskFailed, match="no route"):
            _ = failed.result


def test_what_cannot_be_said() -> None:
    @headrace.flow
    def local() -> None: ...

    with pytest.raises(BadTest, match="HR-0457"):
        run(local)
    with pytest.raises(BadTest, match="HR-0108"):
        run(nightly, object())
    for call in (
        lambda: run(fetch),  # type: ignore[arg-type]
        lambda: run("f.yaml", 1),
        lambda: run(nightly, 1, 2, 3),
        lambda: run(nightly, replace={5: 1}),
        lambda: run(nightly, replace={"a": approve()}),
        lambda: run(nightly, approvals={"a": True}),
        lambda: after("soon", 1),
        lambda: after(True, 1),
    ):
        with pytest.raises(TypeError):
            call()
    for wrong in (
        lambda: takes("366d"),
        lambda: after(-1),
        lambda: fails(kind="engine"),
        lambda: fails(OSError(), kind="timeout"),
        lambda: in_turn(),
        lambda: run(nightly, start=datetime.datetime(2027, 1, 1)),
    ):
        with pytest.raises(ValueError):
            wrong()


def test_documents_of_earlier_runs(engine: Engine, tmp_path: Path) -> None:
    engine.asking(done())
    file = tmp_path / "run.json"
    file.write_text("{}")
    run("f.yaml", replace={"a": recorded(file)})
    assert engine.said()[0]["replace"][0]["by"] == {"recorded": str(file)}
    played = run("f.yaml", replace={"a": recorded({"tasks": []})})
    by = engine.said()[0]["replace"][0]["by"]
    assert json.loads(Path(by["recorded"]).read_text()) == {"tasks": []}
    assert played.state == "succeeded"
