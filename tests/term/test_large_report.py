"""A report on 1,000 learners in six lessons: what it takes is printed (`pytest -s`), what it says checked."""

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from large_class import LargeClass

from grader.notebooks.paths import ROOT, lessons_below

LEARNERS, NOTEBOOKS = 1000, 6  # so many of the notebooks are whole, and have no record


def measured(folder: Path, *options: str) -> str:
    """Run the command as a person does; returns what it takes, and what it printed."""
    started, before = time.monotonic(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "grader", "report", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    after = os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])
    return f"{cpu:.1f} s of CPU, {time.monotonic() - started:.1f} s in all\n{done.stdout}"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_thousand_learners_in_six_lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = str(Path(sys.executable).parent)  # where `alembic` lies, which nbgrader runs
    monkeypatch.setenv("PATH", beside + os.pathsep + os.environ["PATH"])
    lessons = lessons_below(ROOT / "source")
    LargeClass(tmp_path, LEARNERS, lessons, notebooks=NOTEBOOKS, alike=[(20, 21, 22)])
    print(f"\nThe first time, {NOTEBOOKS} notebooks in each lesson are read: {measured(tmp_path)}")
    print(f"The second time: {measured(tmp_path)}")
    with (tmp_path / "report" / "class.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == LEARNERS * len(lessons)
    assert sum(row["state"] == "missing" for row in rows) == 0
    assert sum(row["state"] == "not handed in" for row in rows) == LEARNERS // 10 * len(lessons)
    html = BeautifulSoup((tmp_path / "report" / "class.html").read_text("utf-8"), "html.parser")
    groups = [
        each.find_next("ul").li.strong.get_text() for each in html("h3", string="Answers that are alike")
    ]
    assert len(groups) >= 3
    assert set(groups) == {"Costa, Ada (s0020), Costa, Bo (s0021), Costa, Chen (s0022)"}
    assert not [each for each in html("ul", {"class": "people"}) if not folded(each) and len(each("li")) > 12]


def folded(tag) -> bool:
    """Whether a list is shown only after a click."""
    return tag.find_parent("details") is not None
