"""A gradebook that another program holds ends a run with one sentence, and the next run goes on."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from small_course import ANSWERS, FULL, NAME, Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


def autograde(course: Course) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=120)


def test_a_locked_gradebook(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    for name in "anna", "ben":
        course.submit(name, course.released(ANSWERS))
    with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        ended = autograde(course)
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1, said
    assert "the gradebook cannot be used" in said
    assert "database is locked" in said
    assert "Traceback" not in said
    assert not list((course.root / "autograded").glob("*/*"))

    ended = autograde(course)
    assert ended.returncode == 0, ended.stderr
    assert course.scores("anna") == course.scores("ben") == FULL
