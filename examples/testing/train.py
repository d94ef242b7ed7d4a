"""Tasks of a release, and the same as a flow in Python. Tested in test_train.py and release.test.yaml."""

from __future__ import annotations

import headrace
from headrace import flow, gather, task


@task(retries=2, retry_delay=3600)
def fetch(url: str) -> list[int]:
    raise OSError(f"{url}: no tests without a network")


@task(timeout=7200)
def fit(size: str, rate: float) -> float:
    raise RuntimeError("this takes a GPU and two hours")


@task
def upload(score: float, percent: int) -> str:
    raise RuntimeError("nobody uploads from a test")


@flow
def release(rate: float = 0.1) -> str:
    rows = fetch("https://example.org/data.csv")
    scores = gather(*[fit.submit(size, rate) for size in ("small", "large")])
    headrace.sleep(30 * 24 * 3600)
    said = headrace.approval("Ship it?", fields={"percent": 100}, name="ship")
    if not said["approved"]:
        return f"rejected: {said['why']}"
    return upload(max(scores) * len(rows), said["percent"])
