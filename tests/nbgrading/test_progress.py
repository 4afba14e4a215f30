"""What `nbgrader autograde` shows on a terminal: a bar, then the numbers of each assignment."""

import io
import logging
from pathlib import Path

import pytest
from rich.console import Console

from grader.nbgrading import progress
from grader.nbgrading.folders import Folder
from grader.nbgrading.summary import GRADED, LEFT, WITHOUT, Summary


def shown(monkeypatch: pytest.MonkeyPatch, turns: int, *, terminal: bool) -> str:
    """What a run of so many submissions of "one" shows, the last of which has no grade."""
    console = Console(file=io.StringIO(), force_terminal=terminal, width=100)
    monkeypatch.setattr(progress, "Console", lambda stderr: console)
    summary = Summary()
    summary.add("a [red] two", LEFT)
    with progress.Progress(logging.getLogger("test"), summary, turns) as bar:
        for number in range(turns):
            summary.add("one", GRADED if number < turns - 1 else WITHOUT)
            if number < turns - 1:
                bar.graded(Folder(f"learner{number}", "one", Path()), again=False)
            bar.advance()
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_table_at_the_end_has_a_row_for_each_assignment(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, 3, terminal=True).splitlines()
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "│" in line]
    plain = [[cell.replace("\x1b[31m", "").replace("\x1b[0m", "").strip() for cell in row] for row in rows]
    assert plain == [["a [red] two", "0", "1", "0"], ["one", "2", "0", "1"]]


def test_one_submission_needs_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "│" not in shown(monkeypatch, 1, terminal=True)


def test_elsewhere_there_is_a_line_for_each_submission(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert shown(monkeypatch, 3, terminal=False) == ""
    assert caplog.messages == ["1/3 learner0: graded", "2/3 learner1: graded"]
