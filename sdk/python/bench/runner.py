"""The runner's own cost: round trips of a no-op task, tasks a second in batches, and what an import takes.

    python bench/runner.py [ROUNDS]

The worker is this process, with frames made beforehand; figures are medians and hold for this machine as it is now.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent / "tests")]

from worker import SRC, Worker  # noqa: E402

FLOW = """
from headrace import flow, task

@task
def noop(x=None):
    return x

@flow
def chain(n):
    for i in range(n):
        noop(i)

@flow
def fan(n):
    noop.map(range(n))
"""


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def frame(*parts: object) -> bytes:
    data = json.dumps(parts).encode()
    return len(data).to_bytes(4, "big") + data


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        worker = Worker(Path(name))
        file = worker.write("bench_flow.py", FLOW)
        worker.setup(file)
        worker.run(file, "noop")

        one = frame("tasks", [worker.task(file, "noop", ["x", 1, "n"])])
        trips = []
        for _ in range(rounds):
            begin = time.perf_counter()
            worker.link.sendall(one)
            worker.receive()
            trips.append((time.perf_counter() - begin) * 1e6)
        print(
            f"one task, round trip      median {statistics.median(trips):7.1f} us   "
            f"p99 {percentile(trips, 0.99):7.1f} us"
        )

        sixteen = frame("tasks", [worker.task(file, "noop", ["x", 1, "n"], aid=f"a{i}") for i in range(16)])
        batches, frames = [], 0
        for _ in range(max(rounds // 16, 50)):
            begin = time.perf_counter()
            worker.link.sendall(sixteen)
            left = 16
            while left:
                left -= len(worker.receive()[1])
                frames += 1
            batches.append((time.perf_counter() - begin) * 1e6)
        median = statistics.median(batches)
        print(
            f"sixteen tasks, round trip median {median:7.1f} us   "
            f"{16e6 / median:,.0f} tasks/s   {frames / len(batches):.2f} frames"
        )

        worker.send("tasks", [worker.task(file, "chain", ["n", rounds, "n"], path="", aid="b")])
        begin = time.perf_counter()
        while (got := worker.receive())[0] == "ask":
            worker.link.sendall(frame("answer", "b", [[got[2][0][0], ["ok", 1]]]))
        print(f"a body's call and answer  mean   {(time.perf_counter() - begin) / rounds * 1e6:7.1f} us")

        worker.send("tasks", [worker.task(file, "fan", ["n", 10_000, "n"], path="", aid="b")])
        begin = time.perf_counter()
        while worker.receive()[0] == "ask":
            pass
        print(f"map of 10,000             {(time.perf_counter() - begin) * 1e3:7.1f} ms")
        worker.close()

    for what in ("pass", "import headrace", "import headrace._runner"):
        times = []
        for _ in range(9):
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(SRC)!r}); {what}"], check=True
            )
            times.append((time.perf_counter() - begin) * 1e3)
        print(f"python -c {what!r:27} median {statistics.median(times):6.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
