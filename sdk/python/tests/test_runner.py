"""The runner, a real process, against a worker that speaks the protocol."""

from __future__ import annotations

import os
import signal
import time

import pytest

from headrace._values import decode
from worker import SRC, Worker

BASIC = """
import os, sys, time
from dataclasses import dataclass
import headrace
from headrace import flow, task

@dataclass
class Model:
    weight: float

@task
def noop(x=None):
    return x

@task
def model(w):
    return Model(w)

@task(retries=2, timeout=5.0, memory="1GiB")
def fail(text):
    inner(text)

def inner(text):
    try:
        {}["missing"]
    except KeyError as error:
        raise ValueError(text, 7) from error

@task
def talk(text):
    print(text)
    os.system("echo from a child")
    headrace.current().log.info("logged")

@task
def odd(a, b=2, /, *rest, c, **more):
    return [a, b, rest, c, more]

@flow
def main(n: int = 3, models: list[str] = ["knn"]):
    "Does it."
    return [f.result() for f in noop.map(range(n))]

@flow
def calls():
    first = noop(1)
    later = noop.submit([later0 := noop.submit(2), {"x": later0}])
    eu = noop.options(key="eu", retries=4).submit(first)
    return [first, later, eu]

@flow
def catches():
    try:
        fail("boom")
    except ValueError as error:
        return [type(error).__name__, list(error.args), type(error.__cause__).__name__]

@flow
def uncaught():
    fail("boom")

@flow
def recorded():
    return [headrace.now().isoformat(), headrace.random(), headrace.once(lambda: "mine", key="who")]
"""


@pytest.fixture
def basic(worker: Worker):
    file = worker.write("train.py", BASIC)
    worker.setup(file)
    return file


def test_it_says_hello_first(worker: Worker):
    assert worker.hello == ["hello", 1, "runner", "secret", worker.process.pid]


def test_a_task_ends_with_its_value(worker: Worker, basic):
    aid, outcome, looked, artifacts, started, micros, log = worker.run(basic, "noop", ["x", 5, "n"])
    assert (aid, outcome, looked, artifacts, log) == ("a1", ["ok", 5], [], [], None)
    assert abs(started / 1e6 - time.time()) < 60
    assert 0 <= micros < 5_000_000


def test_a_class_of_the_flow_file_comes_back(worker: Worker, basic):
    outcome = worker.run(basic, "model", ["w", {"$": "float", "v": "2.0"}, "n"])[1]
    assert outcome[1]["type"] == "train.Model"
    assert worker.run(basic, "noop", ["x", outcome[1], "n"])[1] == outcome


def test_every_kind_of_parameter(worker: Worker, basic):
    inputs = [["a", 1, "n"], ["b", 3, "n"], ["rest", [4, 5], "*"], ["c", 6, "n"], ["more", {"z": 7}, "**"]]
    assert worker.run(basic, "odd", *inputs)[1] == ["ok", [1, 3, {"$": "tuple", "v": [4, 5]}, 6, {"z": 7}]]


def test_holes_are_filled(worker: Worker, basic):
    hole = {"$": "ref", "task": "fit[3]"}
    assert worker.run(basic, "noop", ["x", [hole, hole, 1], "n"], refs={"fit[3]": "v"})[1] == ["ok", ["v", "v", 1]]


def test_a_failure_names_the_users_lines(worker: Worker, basic):
    verb, failure = worker.run(basic, "fail", ["text", "boom", "n"])[1]
    assert verb == "failed"
    assert failure["kind"] == "user"
    assert failure["type"] == "ValueError"
    assert failure["message"] == "('boom', 7)"
    line = BASIC.splitlines().index("        raise ValueError(text, 7) from error") + 1
    assert failure["place"] == f"{basic}:{line}"
    assert [frame[2] for frame in failure["frames"]] == ["fail", "inner"]
    assert failure["frames"][-1][3] == "raise ValueError(text, 7) from error"
    assert failure["cause"]["type"] == "KeyError"
    assert "headrace/_runner" not in failure["traceback"]
    assert failure["exception"]["type"] == "ValueError"


def test_a_body_asks_and_gets_answers(worker: Worker, basic):
    worker.send("tasks", [worker.task(basic, "calls", path="", aid="b")])
    verb, aid, calls, wait = worker.receive()
    assert (verb, aid, wait) == ("ask", "b", [["noop"], "all"])
    ((key, template, inputs, digest, code, place, options),) = calls
    assert (key, template, inputs, options) == ("noop", "noop", [["x", 1, "n"]], {})
    assert len(digest) == len(code) == 16
    assert place == f"{basic}:{BASIC.splitlines().index('    first = noop(1)') + 1}"
    worker.send("answer", "b", [["noop", ["ok", 1]]])
    assert [worker.receive()[2][0][0] for _ in range(3)] == ["noop#2", "noop#3", "noop[eu]"]


def test_refs_and_options(worker: Worker, basic):
    worker.send("tasks", [worker.task(basic, "calls", path="", aid="b")])
    worker.receive()
    worker.send("answer", "b", [["noop", ["ok", 1]]])
    second = worker.receive()[2][0]
    assert second[0] == "noop#2"
    third = worker.receive()[2][0]
    hole = {"$": "ref", "task": "noop#2"}
    assert third[2] == [["x", [hole, {"x": hole}], "n"]]
    eu = worker.receive()[2][0]
    assert (eu[0], eu[6]) == ("noop[eu]", {"retries": 4})
    # The result holds Futures: they stand for their values.
    assert worker.receive() == ["ask", "b", [], [["noop#3"], "all"]]
    worker.send("answer", "b", [["noop#3", ["ok", 3]]])
    assert worker.receive() == ["ask", "b", [], [["noop[eu]"], "all"]]
    worker.send("answer", "b", [["noop[eu]", ["ok", 4]]])
    (entry,) = worker.receive()[1]
    assert entry[1] == ["ok", [1, 3, 4]]
    assert entry[2] == ["noop", "noop#3", "noop[eu]"]


def test_map_asks_once(worker: Worker, basic):
    worker.send("tasks", [worker.task(basic, "main", ["n", 3, "n"], path="", aid="b")])
    verb, _, calls, wait = worker.receive()
    assert (verb, [call[0] for call in calls], wait) == ("ask", ["noop[0]", "noop[1]", "noop[2]"], None)
    for i in range(3):
        assert worker.receive() == ["ask", "b", [], [[f"noop[{i}]"], "all"]]
        worker.send("answer", "b", [[f"noop[{i}]", ["ok", i * 10]]])
    assert worker.receive()[1][0][1] == ["ok", [0, 10, 20]]


def _failure(worker: Worker, basic):
    return worker.run(basic, "fail", ["text", "boom", "n"])[1]


def test_a_body_catches_the_tasks_own_exception(worker: Worker, basic):
    outcome = _failure(worker, basic)
    worker.send("tasks", [worker.task(basic, "catches", path="", aid="b")])
    worker.receive()
    worker.send("answer", "b", [["fail", outcome]])
    assert worker.receive()[1][0][1] == ["ok", ["ValueError", ["boom", 7], "KeyError"]]


def test_an_uncaught_failure_shows_the_tasks_lines(worker: Worker, basic):
    outcome = _failure(worker, basic)
    worker.send("tasks", [worker.task(basic, "uncaught", path="", aid="b")])
    worker.receive()
    worker.send("answer", "b", [["fail", outcome]])
    failure = worker.receive()[1][0][1][1]
    assert [frame[2] for frame in failure["frames"]] == ["uncaught", "fail", "inner"]
    assert failure["place"] == outcome[1]["place"]
    assert "raise ValueError(text, 7) from error" in failure["traceback"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("diverged", "headrace.Diverged"),
        ("upstream", "headrace.UpstreamFailed"),
        ("cancelled", "headrace.TaskCancelled"),
        ("limit", "headrace.LimitExceeded"),
        ("timeout", "headrace.TaskFailed"),
    ],
)
def test_failures_of_the_engine(worker: Worker, basic, kind, name):
    worker.send("tasks", [worker.task(basic, "uncaught", path="", aid="b")])
    worker.receive()
    worker.send("answer", "b", [["fail", ["failed", {"kind": kind, "message": "why"}]]])
    failure = worker.receive()[1][0][1][1]
    assert (failure["type"], failure["message"]) == (name, "why")


def test_records(worker: Worker, basic):
    worker.send("tasks", [worker.task(basic, "recorded", path="", aid="b")])
    verb, aid, key, _ = worker.receive()
    assert (verb, aid, key) == ("record", "b", "now")
    worker.send("recorded", "b", "now", 1_700_000_000_000_000)
    assert worker.receive()[2] == "random"
    worker.send("recorded", "b", "random", 0.25)
    assert worker.receive() == ["record", "b", "once[who]", "mine"]
    worker.send("recorded", "b", "once[who]", "theirs")
    assert worker.receive()[1][0][1] == ["ok", ["2023-11-14T22:13:20+00:00", 0.25, "theirs"]]


def test_the_log_is_a_range_of_the_file(worker: Worker, basic):
    worker.run(basic, "talk", ["text", "first", "n"])
    file, low, high = worker.run(basic, "talk", ["text", "second é", "n"])[6]
    assert file == str(worker.log)
    assert worker.log.read_bytes()[low:high].decode() == "second é\nfrom a child\nINFO logged\n"


def test_a_batch_is_answered_in_one_frame(worker: Worker, basic):
    worker.run(basic, "noop")
    worker.send("tasks", [worker.task(basic, "noop", ["x", i, "n"], aid=f"a{i}") for i in range(16)])
    entries = []
    frames = 0
    while len(entries) < 16:
        entries += worker.receive()[1]
        frames += 1
    assert [entry[1][1] for entry in entries] == list(range(16))
    assert frames <= 4


def test_what_has_not_begun_is_given_back(worker: Worker):
    file = worker.write("slow.py", "import time\ndef nap(s):\n    time.sleep(s)\n    return s\n")
    worker.setup(file)
    naps = [0.001, 0.3, 0.001, 0.001]
    worker.send("tasks", [worker.task(file, "nap", ["s", s, "n"], aid=f"a{i}") for i, s in enumerate(naps)])
    first = worker.receive()
    assert first[0] == "ended"
    assert first[1][0][0] == "a0"
    assert worker.receive() == ["returned", ["a2", "a3"]]
    assert worker.receive()[1][0][0] == "a1"


def test_what_an_attempt_changes_is_put_back(worker: Worker):
    file = worker.write(
        "messy.py",
        """
import os, sys, warnings
def mess():
    os.chdir("/"); os.environ["X"] = "1"; os.environ.pop("HOME", None); os.umask(0)
    sys.path.insert(0, "/nowhere"); warnings.simplefilter("error"); sys.stdout = None
def look():
    print("still here")
    mask = os.umask(0); os.umask(mask)
    return [os.getcwd(), "X" in os.environ, "HOME" in os.environ, mask, "/nowhere" in sys.path,
            warnings.filters[0][0] == "error", os.environ["OMP_NUM_THREADS"]]
""",
    )
    worker.setup(file)
    before = worker.run(file, "look")[1]
    worker.run(file, "mess")
    assert worker.run(file, "look")[1] == before
    assert before[1][0] == str(worker.folder)
    assert before[1][6] == "1"


def test_sigterm_lets_finally_run(worker: Worker):
    file = worker.write(
        "stuck.py",
        """
import atexit, time
atexit.register(lambda: print("atexit ran"))
def stuck():
    print("begun", flush=True)
    try:
        time.sleep(60)
    except Exception:
        print("swallowed")
    finally:
        print("finally ran")
""",
    )
    worker.setup(file)
    worker.send("tasks", [worker.task(file, "stuck")])
    while b"begun" not in worker.log.read_bytes():
        time.sleep(0.01)
    worker.process.send_signal(signal.SIGINT)  # for the controller, not for us
    time.sleep(0.05)
    worker.process.terminate()
    assert worker.process.wait(5) == -signal.SIGTERM
    assert worker.log.read_text() == "begun\nfinally ran\natexit ran\n"


def test_sys_exit_is_a_failure(worker: Worker):
    file = worker.write("leave.py", "import sys\ndef leave(code):\n    sys.exit(code)\ndef stay():\n    return 1\n")
    worker.setup(file)
    failure = worker.run(file, "leave", ["code", 0, "n"])[1][1]
    assert (failure["kind"], failure["message"], failure["place"]) == ("user", "called sys.exit(0)", f"{file}:3")
    assert worker.run(file, "stay")[1] == ["ok", 1]


def test_a_gone_worker_ends_the_runner(worker: Worker, basic):
    worker.send("tasks", [worker.task(basic, "calls", path="", aid="b")])
    worker.receive()
    worker.stream.close()
    worker.link.close()
    assert worker.process.wait(5) == 1


def test_the_snapshot_runs_under_the_name_of_the_original(worker: Worker):
    file = worker.write("train.py", "def where():\n    return [__file__, VERSION]\nVERSION = 'edited'\n")
    snapshot = worker.folder / "snap"
    snapshot.write_text("def where():\n    return [__file__, VERSION]\nVERSION = 'old'\ndef bad():\n    1 / 0  # old\n")
    worker.setup(file, snapshots={file: snapshot})
    assert worker.run(file, "where")[1] == ["ok", [str(file), "old"]]
    failure = worker.run(file, "bad")[1][1]
    assert failure["frames"] == [[str(file), 5, "bad", "1 / 0  # old"]]


def test_modules_of_the_snapshot(worker: Worker):
    file = worker.write("train.py", "from lib.deep import x\nfrom pack import y\ndef get():\n    return [x, y]\n")
    deep = worker.write("lib/deep.py", "x = 1\n")
    pack = worker.write("pack/__init__.py", "from .part import y\n")
    part = worker.write("pack/part.py", "y = 2\n")
    snapshots = []
    for name, original in {"train": file, "lib.deep": deep, "pack": pack, "pack.part": part}.items():
        snapshot = worker.folder / f"{name}.snap"
        original.rename(snapshot)
        snapshots.append([name, str(original), str(snapshot)])
    worker.setup(file, code=snapshots, path=[])
    assert worker.run(file, "get")[1] == ["ok", [1, 2]]
    assert worker.run(file, "lib.deep:nothing")[1][1]["kind"] == "input"


def test_an_artifact(worker: Worker):
    file = worker.write(
        "art.py",
        """
import headrace, pathlib
def make():
    pathlib.Path("x.txt").write_text("from a file")
    headrace.artifact("file", pathlib.Path("x.txt"))
    headrace.artifact("raw", b"bytes")
    handle = headrace.artifact("table", {"a": 1})
    try:
        headrace.artifact("../escape", 1)
    except ValueError as error:
        return [handle.name, str(error)[:12]]
""",
    )
    worker.setup(file)
    entry = worker.run(file, "make")
    assert entry[1] == ["ok", ["table", "'../escape' "]]
    artifacts = dict(entry[3])
    assert artifacts["table"]["encoding"] == "json"
    assert decode(artifacts["table"], str(worker.artifacts)) == {"a": 1}
    assert artifacts["file"]["type"] == "file"
    assert decode(artifacts["file"], str(worker.artifacts)) == b"from a file"
    assert decode(artifacts["raw"], str(worker.artifacts)) == b"bytes"


def test_a_value_that_cannot_be_kept(worker: Worker):
    file = worker.write(
        "keep.py", "class M: pass\ndef f():\n    m = M()\n    m.callbacks = [lambda: 1]\n    return {'model': m}\n"
    )
    worker.setup(file)
    failure = worker.run(file, "f")[1][1]
    assert failure["kind"] == "value"
    assert failure["message"].startswith('result["model"].callbacks[0] is a function (lambda) and cannot be kept: ')
    assert failure["place"] == f"{file}:2"


def test_a_store_that_refuses(worker: Worker):
    worker.artifacts.write_text("in the way")
    file = worker.write("big.py", "def f():\n    return 'x' * 10000\n")
    worker.setup(file)
    assert worker.run(file, "f")[1][1]["kind"] == "store"


def test_a_wrong_call_raises_at_the_users_line(worker: Worker):
    file = worker.write(
        "wrong.py",
        "from headrace import flow, task\n@task\ndef fit(x): ...\n@flow\ndef main():\n    fit()\n",
    )
    worker.setup(file)
    failure = worker.run(file, "main")[1][1]
    assert failure["type"] == "TypeError"
    assert failure["message"] == "fit(): missing a required argument: 'x'"
    assert failure["place"] == f"{file}:6"


def test_wrong_frames_end_the_runner(worker: Worker):
    worker.send("nonsense")
    assert worker.process.wait(5) == 2
    assert "nonsense" in worker.log.read_text()


def test_bye(worker: Worker, basic):
    worker.run(basic, "noop")
    worker.send("bye")
    assert worker.process.wait(5) == 0


def test_a_crash_is_the_workers_to_name(worker: Worker):
    file = worker.write("crash.py", "import os\ndef f():\n    os.kill(os.getpid(), 11)\n")
    worker.setup(file)
    worker.send("tasks", [worker.task(file, "f")])
    assert worker.process.wait(5) == -signal.SIGSEGV
    assert os.path.exists(file)


def test_a_runner_can_be_a_fork(tmp_path):
    """As a supervisor makes it: the runner's module is imported before the fork, without site-packages or threads."""
    parent = f"""
import sys; sys.path.insert(0, {str(SRC)!r})
import os, signal, headrace._runner
assert len(os.listdir("/proc/self/task")) == 1
signal.signal(signal.SIGCHLD, lambda *_: os._exit(9))
signal.pthread_sigmask(signal.SIG_BLOCK, {{signal.SIGTERM}})
child = os.fork()
if child == 0:
    os._exit(headrace._runner.main(sys.argv[1], sys.argv[2]))
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
"""
    worker = Worker(tmp_path, argv=["-I", "-S", "-c", parent])
    file = worker.write(
        "f.py",
        "import os, signal, sys\nfrom headrace import task\n@task\ndef f():\n    import pytest\n"
        "    return [os.system('true'), signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL, __name__]\n",
    )
    worker.setup(file)
    try:
        assert worker.run(file, "f")[1] == ["ok", [0, True, "f"]]
        worker.send("bye")
        assert worker.process.wait(5) == 0
    finally:
        worker.close()


def test_wrong_calls_of_the_worker_are_failures_of_the_task(worker: Worker, basic):
    assert worker.run(basic, "noop", ["y", 1, "n"])[1][1]["type"] == "TypeError"
    assert worker.run(basic, "nothing")[1][1]["kind"] == "input"
    missing = {"$": "stored", "type": "x", "encoding": "json", "size": 1, "digest": "sha256:" + "0" * 64, "preview": ""}
    assert worker.run(basic, "noop", ["x", missing, "n"])[1][1]["kind"] == "store"
    gone = {"$": "pickle", "type": "x", "v": "Y2dvbmUKTW9kZWwKLg==", "preview": ""}
    failure = worker.run(basic, "noop", ["x", gone, "n"])[1][1]
    assert (failure["kind"], failure["message"][:30]) == ("value", "the input 'x' cannot be read: ")


def test_as_completed_asks_for_any(worker: Worker):
    file = worker.write(
        "any.py",
        """
import headrace
from headrace import flow, task
@task
def fit(x): ...
@flow
def main():
    return [f.path for f in headrace.as_completed(fit.map([1, 2, 3]))]
""",
    )
    worker.setup(file)
    worker.send("tasks", [worker.task(file, "main", path="", aid="b")])
    worker.receive()
    assert worker.receive()[3] == [["fit[0]", "fit[1]", "fit[2]"], "any"]
    worker.send("answer", "b", [["fit[2]", ["ok", 1]]])
    assert worker.receive()[3] == [["fit[0]", "fit[1]"], "any"]
    worker.send("answer", "b", [["fit[0]", ["ok", 1]], ["fit[1]", ["ok", 1]]])
    assert worker.receive()[1][0][1] == ["ok", ["fit[2]", "fit[0]", "fit[1]"]]


def test_a_frame_is_given_back_when_a_body_parks(worker: Worker, basic):
    tasks = [worker.task(basic, "calls", path="", aid="b"), worker.task(basic, "noop", aid="c")]
    worker.send("tasks", tasks)
    assert worker.receive() == ["returned", ["c"]]
    assert worker.receive()[0] == "ask"


def test_an_exception_that_cannot_be_unpickled(worker: Worker):
    file = worker.write(
        "strange.py",
        """
import headrace
from headrace import flow, task
class Strange(Exception):
    def __init__(self, a, b):
        super().__init__(f"{a} and {b}")
@task
def fail():
    raise Strange(1, 2)
@flow
def main():
    try:
        fail()
    except headrace.TaskFailed as error:
        return [str(error), error.type, error.kind, error.place]
""",
    )
    worker.setup(file)
    outcome = worker.run(file, "fail")[1]
    worker.send("tasks", [worker.task(file, "main", path="", aid="b")])
    worker.receive()
    worker.send("answer", "b", [["fail", outcome]])
    assert worker.receive()[1][0][1] == ["ok", ["strange.Strange: 1 and 2", "strange.Strange", "user", f"{file}:9"]]


def test_processes_that_a_task_forks_keep_off_the_link(worker: Worker):
    file = worker.write(
        "pool.py",
        """
import multiprocessing
import headrace
from headrace import task
@task
def fit(x): ...
def work(x):
    headrace.current().progress(0.5)
    try:
        fit(x)
    except headrace.HeadraceError as error:
        return [x, headrace.current().run, str(error)[:20]]
def main():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(work, range(3))
""",
    )
    worker.setup(file)
    expected = [[x, "r1", "the task 'fit' is ca"] for x in range(3)]
    assert worker.run(file, "main")[1] == ["ok", expected]


def test_nothing_is_asked_once_it_is_to_end(worker: Worker):
    file = worker.write(
        "ending.py",
        """
from headrace import flow, task
@task
def fit(x): ...
@flow
def main():
    try:
        fit(1)
    finally:
        try:
            fit(2)
        except Exception as error:
            print(error)
""",
    )
    worker.setup(file)
    worker.send("tasks", [worker.task(file, "main", path="", aid="b")])
    worker.receive()
    worker.process.terminate()
    assert worker.process.wait(5) == -signal.SIGTERM
    assert "nothing can be called in it any more" in worker.log.read_text()
