from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from worker import Worker


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.close()
