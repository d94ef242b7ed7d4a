"""The pages agree with each other."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent / "docs" / "errors"


def index() -> str:
    """The index of errors as it has to be: a line for each page, with its first line."""
    lines = ["# Errors", "", "Every error has a code and a page: what it is, why it is one, how to mend it.", ""]
    lines += ["| code | what |", "|---|---|"]
    for page in sorted(PAGES.glob("HR-*.md")):
        code, _, what = page.read_text().splitlines()[0].removeprefix("# ").partition(": ")
        lines.append(f"| [{code}]({page.name}) | {what} |")
    return "\n".join(lines) + "\n"


def test_the_index_of_errors_names_every_page() -> None:
    assert (PAGES / "README.md").read_text() == index(), "write it again: python3 journeys/test_pages.py"


def test_every_example_and_script_of_the_docs_can_be_run() -> None:
    root = PAGES.parent.parent
    for script in (root / "docs" / "guide" / "first-run.sh", root / "bench" / "run"):
        assert os.access(script, os.X_OK), script


if __name__ == "__main__":
    (PAGES / "README.md").write_text(index())
    print(f"written: {PAGES / 'README.md'}", file=sys.stderr)
