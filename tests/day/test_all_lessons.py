"""`nbgrader autograde "*"` grades all lessons in one run: a line of figures for each, and its exit status."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from small_course import ANSWERS, FULL, NAME, SOURCE, Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
OTHER = "tiny"


def autograde(course: Course) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbgrader", "autograde", "*"]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=120)


def statuses(course: Course, lesson: str) -> dict[str, str]:
    found = json.loads((course.root / "autograded" / f"{lesson}.json").read_text())
    return {student: each["status"] for student, each in found.items()}


def test_all_lessons_in_one_run(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    folder = course.root / "source" / OTHER
    folder.mkdir()
    nbformat.write(copy.deepcopy(SOURCE), folder / f"{OTHER}.ipynb")
    assert course.api().generate_assignment(OTHER)["success"]
    course.submit("anna", course.released(ANSWERS))
    for student, text in {"anna": json.dumps(course.released(ANSWERS)), "ben": "no notebook"}.items():
        place = course.root / "submitted" / student / OTHER
        place.mkdir(parents=True)
        (place / f"{OTHER}.ipynb").write_text(text)

    ended = autograde(course)
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1, said  # for ben has no grade
    assert "2 graded" in said
    assert statuses(course, NAME) == {"anna": "graded"}
    assert statuses(course, OTHER) == {"anna": "graded", "ben": "not graded"}
    assert course.scores("anna") == FULL
    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_submission(OTHER, "anna").score == sum(FULL.values())

    (course.root / "submitted" / "ben" / OTHER / f"{OTHER}.ipynb").write_text(
        json.dumps(course.released(ANSWERS))
    )
    ended = autograde(course)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 graded, 2 left as they were" in ended.stdout + ended.stderr
