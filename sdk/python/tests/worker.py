"""A worker for tests: the other end of the runner link, with a real runner in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SRC = Path(__file__).resolve().parents[1] / "src"


class Worker:
    def __init__(self, folder: Path, argv: Sequence[str] = ("-m", "headrace._runner")) -> None:
        self.folder = folder
        self.code = folder / "code"
        self.log = folder / "runner.log"
        self.artifacts = folder / "artifacts"
        self.code.mkdir(exist_ok=True)
        path = str(folder / "link")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        listener.settimeout(10)
        environment = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONHASHSEED": "random"}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *argv, path, "secret"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
            )
        self.link, _ = listener.accept()
        listener.close()
        self.link.settimeout(20)
        self.stream = self.link.makefile("rb")
        self.hello = self.receive()

    def send(self, *frame: Any) -> None:
        data = json.dumps(frame, ensure_ascii=False).encode()
        self.link.sendall(len(data).to_bytes(4, "big") + data)

    def receive(self) -> list[Any]:
        head = self.stream.read(4)
        if len(head) < 4:
            raise EOFError
        frame = json.loads(self.stream.read(int.from_bytes(head, "big")))
        assert isinstance(frame, list)
        return frame

    def write(self, name: str, text: str) -> Path:
        file = self.code / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def describe(self, file: Path, **more: Any) -> tuple[Any, Any]:
        self.send("describe", {"file": str(file), "root": str(self.code), **more})
        verb, description, failure = self.receive()
        assert verb == "described"
        return description, failure

    def setup(self, *files: Path, snapshots: dict[Path, Path] | None = None, **more: Any) -> None:
        code = [[file.stem, str(file), str((snapshots or {}).get(file, file))] for file in files]
        setup = {"run": "r1", "flow": "main", "home": str(self.folder), "code": code, "path": [str(self.code)]}
        setup |= {"cwd": str(self.folder), "artifacts": str(self.artifacts), "threads": 1}
        self.send("setup", setup | more)

    def task(self, file: Path, function: str, *inputs: Any, path: str = "t", aid: str = "a1", **refs: Any) -> list[Any]:
        named = [item if isinstance(item, list) else [item, None, "n"] for item in inputs]
        return [aid, path, 1, str(file), function, named, refs.get("refs", {}), 1]

    def run(self, file: Path, function: str, *inputs: Any, **more: Any) -> list[Any]:
        """Sends one task and gives its entry of ``ended``."""
        self.send("tasks", [self.task(file, function, *inputs, **more)])
        verb, ended = self.receive()
        assert verb == "ended", (verb, ended)
        assert len(ended) == 1
        return ended[0]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.send("bye")
        self.stream.close()
        self.link.close()
        deadline = time.monotonic() + 5
        while self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
