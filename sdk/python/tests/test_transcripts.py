"""The runner says what the golden transcripts say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from worker import Worker

FOLDER = Path(__file__).parent / "transcripts"


def matches(said: Any, golden: Any) -> bool:
    if golden == "<any>":
        return True
    if golden == "<int>":
        return type(said) is int
    if golden == "<text>":
        return type(said) is str
    if golden == "<hex16>":
        return type(said) is str and re.fullmatch("[0-9a-f]{16}", said) is not None
    if type(golden) is list:
        return type(said) is list and len(said) == len(golden) and all(map(matches, said, golden))
    if type(golden) is dict:
        return type(said) is dict and list(said) == list(golden) and all(matches(said[k], golden[k]) for k in golden)
    return type(said) is type(golden) and said == golden


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_transcript(worker: Worker, path: Path):
    text = path.read_text().replace("{code}", str(worker.code)).replace("{folder}", str(worker.folder))
    transcript = json.loads(text)
    worker.write("train.py", transcript["file"])
    for who, frame in transcript["frames"]:
        if who == "worker":
            worker.send(*frame)
        else:
            said = worker.hello if frame[0] == "hello" else worker.receive()
            assert matches(said, frame), f"expected {json.dumps(frame)}\ngot      {json.dumps(said)}"
    assert worker.process.wait(5) == 0
