# /// script
# requires-python = ">=3.10"
# dependencies = [
#     "matplotlib==3.10.7",
#     "numpy==2.2.6",
#     "scikit-learn==1.7.2",
# ]
# ///
"""Trains several kinds of model on 1,797 handwritten digits and keeps the best one.

    headrace run examples/digits/train.py
    headrace run examples/digits/train.py --set 'models=["knn", "svm"]' --set seed=7

It shows a real flow in plain Python. What is trained is chosen at run time, from the argument ``models``: one task per
kind of model and setting, all in parallel. The best one is picked with ``max``. The report and the model are artifacts.

The same file runs without an engine, where its libraries are installed: ``python examples/digits/train.py``.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

import headrace
from headrace import flow, task

# The settings to try for each kind of model.
GRID: dict[str, list[dict[str, Any]]] = {
    "knn": [{"n_neighbors": 1}, {"n_neighbors": 3}, {"n_neighbors": 5}],
    "svm": [{"C": 1.0, "gamma": 0.001}, {"C": 10.0, "gamma": 0.001}, {"C": 10.0, "gamma": 0.01}],
    "forest": [{"n_estimators": 50}, {"n_estimators": 100}, {"n_estimators": 200}],
    "logreg": [{"C": 0.01}, {"C": 0.1}, {"C": 1.0}],
}

# The heavy libraries are imported where they are used: so the file itself is read in a moment, and the first line is
# on the screen before they are loaded. At the top of the file they work just as well.


@task
def load() -> dict[str, Any]:
    """The digits that scikit-learn ships: 8 by 8 pixels each, and which digit it is."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    print(f"{len(digits.target):,} digits of {digits.images.shape[1]} x {digits.images.shape[2]} pixels")
    return {"x": digits.data, "y": digits.target}


@task
def split(digits: dict[str, Any], seed: int) -> dict[str, Any]:
    """Three parts: to train on, to choose the best model by, and one that nobody sees before the report."""
    from sklearn.model_selection import train_test_split

    x_train, x_rest, y_train, y_rest = train_test_split(
        digits["x"], digits["y"], test_size=0.4, stratify=digits["y"], random_state=seed
    )
    x_choose, x_test, y_choose, y_test = train_test_split(
        x_rest, y_rest, test_size=0.5, stratify=y_rest, random_state=seed
    )
    print(f"{len(y_train)} to train, {len(y_choose)} to choose, {len(y_test)} to test")
    return {"train": (x_train, y_train), "choose": (x_choose, y_choose), "test": (x_test, y_test)}


@task
def train(candidate: dict[str, Any], parts: dict[str, Any], seed: int) -> Any:
    """A fitted model of this kind with these settings."""
    model = new_model(candidate["model"], candidate["params"], seed)
    model.fit(*parts["train"])
    print(f"fitted {describe(candidate)}")
    return model


@task
def evaluate(model: Any, parts: dict[str, Any]) -> float:
    """The share of digits that the model reads right, of those kept apart for choosing."""
    accuracy = float(model.score(*parts["choose"]))
    print(f"accuracy {accuracy:.4f}")
    return accuracy


@task
def report(
    candidates: list[dict[str, Any]], scores: list[float], best: int, model: Any, parts: dict[str, Any]
) -> float:
    """Writes the artifacts, and gives the accuracy of the best model on digits that it has never met."""
    x_test, y_test = parts["test"]
    accuracy = float(model.score(x_test, y_test))
    headrace.artifact("candidates.csv", table_csv(candidates, scores).encode())
    headrace.artifact("report.md", report_text(candidates, scores, best, accuracy).encode())
    headrace.artifact("confusion.png", confusion_png(y_test, model.predict(x_test)))
    headrace.artifact("model.pkl", pickle.dumps(model))
    print(f"{describe(candidates[best])}: accuracy {accuracy:.4f} on {len(y_test)} unseen digits")
    return accuracy


@flow
def digits(models: list[str] = ["knn", "svm", "forest", "logreg"], seed: int = 0) -> dict[str, Any]:  # noqa: B006
    candidates = [{"model": kind, "params": params} for kind in models for params in settings(kind)]
    parts = split.submit(load.submit(), seed)
    fitted = train.map(candidates, parts, seed)
    scores = headrace.gather(evaluate.map(fitted, parts))
    best = max(range(len(candidates)), key=lambda i: scores[i])
    accuracy = report(candidates, scores, best, fitted[best], parts)
    return {"accuracy": accuracy, **candidates[best], "candidates": len(candidates)}


# What follows is ordinary Python: no task, nothing that the engine knows of.


def settings(kind: str) -> list[dict[str, Any]]:
    if kind not in GRID:
        raise ValueError(f"there is no kind of model {kind!r}; there are {', '.join(GRID)}")
    return GRID[kind]


def new_model(kind: str, params: dict[str, Any], seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler
    from sklearn.svm import SVC

    if kind == "knn":
        return KNeighborsClassifier(**params)
    if kind == "svm":
        return SVC(**params)
    if kind == "forest":
        return RandomForestClassifier(random_state=seed, **params)
    return make_pipeline(MinMaxScaler(), LogisticRegression(max_iter=500, **params))


def describe(candidate: dict[str, Any]) -> str:
    return f"{candidate['model']} {' '.join(f'{name}={value}' for name, value in candidate['params'].items())}"


def table_csv(candidates: list[dict[str, Any]], scores: list[float]) -> str:
    import csv

    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["model", "params", "accuracy"])
    for candidate, score in zip(candidates, scores, strict=True):
        rows.writerow([candidate["model"], describe(candidate).split(" ", 1)[1], f"{score:.4f}"])
    return text.getvalue()


def report_text(candidates: list[dict[str, Any]], scores: list[float], best: int, accuracy: float) -> str:
    order = sorted(range(len(candidates)), key=lambda i: -scores[i])
    lines = [
        "# Handwritten digits",
        "",
        f"The best of {len(candidates)} candidates is **{describe(candidates[best])}**.",
        f"It reads {accuracy:.2%} of the digits right that it has never met.",
        "",
        "| candidate | accuracy when choosing |",
        "|---|---|",
        *(f"| {describe(candidates[i])} | {scores[i]:.4f} |" for i in order),
    ]
    return "\n".join(lines) + "\n"


def confusion_png(truth: Any, guessed: Any) -> bytes:
    """Which digits were taken for which, as a picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from sklearn.metrics import confusion_matrix

    counts = confusion_matrix(truth, guessed, labels=range(10))
    figure = Figure(figsize=(5, 5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.imshow(counts, cmap="Blues")
    for row in range(10):
        for column in range(10):
            if counts[row, column]:
                colour = "white" if counts[row, column] > counts.max() / 2 else "black"
                axes.text(column, row, counts[row, column], ha="center", va="center", color=colour)
    axes.set(xlabel="taken for", ylabel="digit", xticks=range(10), yticks=range(10), title="Which digits are confused")
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=120)
    return picture.getvalue()


if __name__ == "__main__":
    print(digits())
