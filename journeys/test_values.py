"""What goes through the engine comes back as what it was."""

from __future__ import annotations

from conftest import Headrace, numpy_block


def test_values_come_back_as_what_they_were(headrace: Headrace) -> None:
    flow = headrace.file(
        "values.py",
        """
import datetime, math
from headrace import flow, task

class Point:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return type(other) is Point and other.x == self.x

VALUES = {
    "tuple": (1, (2,), []),
    "int keys": {1: "a", (2, 3): "b", None: "c"},
    "dollar": {"$": "tuple", "v": [1]},
    "floats": [1.0, -0.0, 1e300, float("inf"), 0.1],
    "large int": 2**100,
    "bytes": b"\\x00\\xff",
    "sets": [{1, 2}, frozenset({"a"})],
    "own class": Point((1, 2)),
    "time": datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    "text": "Gr\\u00fc\\u00dfe \\U0001F600",
    "half of a pair": "\\ud83d",
    "none": None,
    "large": list(range(20_000)),
}

def kinds(value):
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(kinds, value[:10])]
    if isinstance(value, dict):
        return ["dict", *[(kinds(k), kinds(v)) for k, v in value.items()]]
    return type(value).__name__

@task
def same(name, value):
    assert value == VALUES[name], (name, value)
    assert kinds(value) == kinds(VALUES[name]), (name, kinds(value))
    return value

@task
def not_a_number():
    return float("nan")

@task
def is_nan(x):
    return math.isnan(x)

@flow
def values():
    for name, value in VALUES.items():
        back = same(name, value)
        assert back == value and kinds(back) == kinds(value), name
    number = not_a_number()
    assert math.isnan(number)
    assert math.copysign(1, same("floats", VALUES["floats"])[1]) == -1
    return is_nan(number)
""",
    )
    assert headrace.ok("run", flow, "--json").json["result"] is True


def test_numpy_comes_back_as_what_it_was(headrace: Headrace) -> None:
    flow = headrace.file(
        "arrays.py",
        numpy_block()
        + """
import numpy
from headrace import flow, task

@task
def made():
    return {"scalar": numpy.float32(0.1), "int": numpy.int64(7), "small": numpy.arange(4, dtype="int8")}

@task
def large():
    return numpy.arange(200_000, dtype="float32").reshape(400, 500)

@task
def looked(values, array):
    kinds = [type(values["scalar"]).__name__, type(values["int"]).__name__, str(values["small"].dtype)]
    return [*kinds, str(array.dtype), list(array.shape), float(array[399, 499])]

@flow
def arrays():
    return looked(made(), large.submit())
""",
    )
    document = headrace.ok("run", flow, "--json", seconds=600).json
    assert document["result"] == ["float32", "int64", "int8", "float32", [400, 500], 199999.0]


def test_a_library_at_the_top_of_the_file_works(headrace: Headrace) -> None:
    flow = headrace.file(
        "top.py",
        numpy_block()
        + """
from sklearn.linear_model import LinearRegression
from headrace import flow, task

@task
def fit() -> LinearRegression:
    return LinearRegression().fit([[0.0], [1.0]], [1.0, 3.0])

@flow
def top():
    return round(float(fit().predict([[2.0]])[0]), 6)
""",
    )
    assert headrace.ok("run", flow, "--json", seconds=600).json["result"] == 5.0


def test_modules_beside_the_flow_file_are_part_of_it(headrace: Headrace) -> None:
    headrace.file("helpers/__init__.py", "")
    headrace.file("helpers/shapes.py", "class Square:\n    def __init__(self, side):\n        self.side = side\n")
    flow = headrace.file(
        "uses.py",
        """
from headrace import flow, task
from helpers.shapes import Square

@task
def make(side):
    return Square(side)

@flow
def uses():
    return make(3).side ** 2
""",
    )
    assert headrace.ok("run", flow, "--json").json["result"] == 9


def test_a_fan_out_of_a_thousand_is_a_thousand_entries(headrace: Headrace) -> None:
    flow = headrace.file(
        "fan.py",
        """
import headrace
from headrace import flow, task

@task
def square(i):
    return i * i

@flow
def fan(n: int = 1000):
    return sum(headrace.gather(square.map(range(n))))
""",
    )
    document = headrace.ok("run", flow, "--json").json
    assert document["result"] == sum(i * i for i in range(1000))
    assert [task["path"] for task in document["tasks"]] == [f"square[{i}]" for i in range(1000)]


def test_tasks_may_call_tasks_with_one_slot(headrace: Headrace) -> None:
    flow = headrace.file(
        "deep.py",
        """
from headrace import flow, task

@task
def down(n):
    return 0 if n == 0 else 1 + down(n - 1)

@flow
def deep(n: int = 12):
    return down(n)
""",
    )
    document = headrace.ok("run", flow, "--slots", "1", "--json").json
    assert document["result"] == 12
    assert document["tasks"][-1]["path"] == "/".join(["down"] * 13)
