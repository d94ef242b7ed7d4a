"""python -m pytest examples/testing: no service, no network, and no day passes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from train import fetch, release

from headrace.testing import Played, approve, fails, in_turn, recorded, reject, run, takes

STANDS: dict[str, Any] = {"fetch": [1, 2, 3], "fit": lambda size, rate: len(size) * rate, "upload": "done"}


def played(**more: Any) -> Played:
    return run(release, 0.5, shared=STANDS, **more)


def test_a_release_is_shipped() -> None:
    seen = []

    def upload(score: float, percent: int) -> str:
        seen.append((score, percent))
        return "https://example.org/7"

    release_run = played(replace={"upload": upload}, approvals={"ship": approve(percent=5)})
    assert release_run.result == "https://example.org/7"
    assert seen == [(7.5, 5)]
    assert release_run["fit#2"].inputs == {"size": "large", "rate": 0.5}
    assert release_run.skipped >= datetime.timedelta(days=29)


def test_the_network_comes_back() -> None:
    release_run = played(replace={fetch: in_turn(fails(OSError("no route")), [1])}, approvals={"ship": approve()})
    assert release_run.succeeded
    assert release_run["fetch"].attempts == 2
    assert isinstance(release_run["fetch"].errors[0], OSError)


def test_a_fit_that_hangs_is_stopped() -> None:
    release_run = played(replace={"fit": takes("3h", 0.9)})
    assert release_run.failed
    assert release_run.node("fit").failed
    assert "7200 s" in str(release_run["fit"].error)
    assert "upload" not in release_run


def test_it_is_rejected() -> None:
    release_run = played(approvals={"ship": reject("too early")})
    assert "upload" not in release_run
    assert release_run.result == "rejected: too early"


def test_as_it_was_in_an_earlier_run() -> None:
    before = played(approvals={"ship": approve()})
    again = run(release, replace=dict.fromkeys(STANDS, recorded(before.document)), approvals={"ship": approve()})
    assert again["fit"].result == before["fit"].result


def test_what_is_expected_to_fail() -> None:
    release_run = played(replace={"fetch": fails(PermissionError("no such user"))})
    assert release_run["fetch"].attempts == 3
    with pytest.raises(PermissionError):
        _ = release_run.result
