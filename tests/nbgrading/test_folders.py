"""Odd names of folders: none vanishes, none is taken for another, and what nbgrader cannot take is said."""

import json
import os
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from played_judge import Played, submit_and_grade
from small_course import ANSWERS, FULL, NAME, Course

from grader.nbgrading.folders import folders_of, shown, source_notebooks, unusable

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]

USABLE = ["Zoë", "김민지", "o'brien, pat", "x1", "a+b", "{x}", "%s", "100%", "it's", "-f", "a\\b", "~", "#1"]
UNUSABLE = [
    "x[1]",
    "a*b",
    "who?",
    "]",
    "two\nlines",
    "a\tb",
    "bell\a",
    "\u202eanna",
    " anna",
    "anna ",
    "x" * 129,
    "\udcff",
    'x";alert(1);"',
    "<b>anna",
    "a>b",
]


@pytest.mark.parametrize("name", USABLE)
def test_an_unusual_name_is_graded_under_that_name(course: Course, judge: Played, name: str) -> None:
    result = submit_and_grade(course, name)
    assert result["success"], result
    assert course.scores(name) == FULL
    assert course.statuses()[name] == {"status": "graded", "notes": []}


@pytest.mark.parametrize("name", UNUSABLE, ids=ascii)
@pytest.mark.parametrize("alone", [True, False], ids=["by name", "with all"])
def test_a_name_that_nbgrader_cannot_take_is_refused(
    course: Course, judge: Played, name: str, alone: bool
) -> None:
    submit_and_grade(course, "x1")
    path = course.submit(name, course.released(ANSWERS))
    try:
        result = course.autograde(name if alone and name == name.strip() else "*", force=False)
    finally:
        (path / f"{NAME}.ipynb").unlink()
        path.rmdir()
        path.parent.rmdir()
    assert not result["success"]
    assert f"{shown(name)} was not graded: Rename its folder: {unusable(name)}." in result["log"]
    status = json.loads((course.root / "autograded" / f"{NAME}.json").read_text())[shown(name)]
    assert status == {"status": "not graded", "notes": [f"Rename its folder: {unusable(name)}."]}
    assert course.scores("x1") == FULL
    assert not os.path.lexists(course.root / "autograded" / name)


def test_a_pattern_of_names_is_still_one(course: Course, judge: Played) -> None:
    for student in "p1", "p2", "q1":
        course.submit(student, course.released(ANSWERS))
    assert course.autograde("p?")["success"]
    assert course.scores("p2") == FULL
    with Gradebook(course.db_url) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission(NAME, "q1")


def test_what_is_no_learners_folder_is_left_alone(course: Course, judge: Played) -> None:
    submit_and_grade(course, "p1")
    (course.root / "submitted" / ".DS_Store").write_text("")
    (course.root / "submitted" / "readme.txt").write_text("")
    (course.root / "submitted" / ".ipynb_checkpoints" / NAME).mkdir(parents=True)
    assert course.autograde("*", force=False)["success"]
    assert not {".DS_Store", "readme.txt", ".ipynb_checkpoints"} & set(course.statuses())


def test_the_report_forgets_a_folder_that_was_renamed(course: Course, judge: Played) -> None:
    course.submit("y[1]", course.released(ANSWERS))
    course.autograde("y[1]")
    assert "y[1]" in course.statuses()
    course.submitted("y[1]").parent.rename(course.submitted("y1").parent)
    course.autograde("y1")
    assert "y[1]" not in course.statuses()
    assert "y1" in course.statuses()


@pytest.mark.parametrize(
    "structure",
    ["{nbgrader_step}/{assignment_id}/{student_id}", "{nbgrader_step}/{assignment_id}-{student_id}/x"],
)
def test_folders_are_found_in_any_structure(course: Course, tmp_path: Path, structure: str) -> None:
    coursedir = course.api().coursedir
    coursedir.root, coursedir.directory_structure = str(tmp_path), structure
    path = coursedir.format_path("submitted", "x[1]", "small")
    os.makedirs(path)
    assert list(folders_of(coursedir, "submitted")) == [("x[1]", "small", Path(path))]


def test_a_course_in_a_folder_with_an_odd_name(tmp_path: Path, judge: Played) -> None:
    course = Course(tmp_path / "course [2031]")
    assert submit_and_grade(course, "anna")["success"]
    names = sorted(path.name for path in (course.root / "autograded" / "anna" / NAME).iterdir())
    assert names == ["numbers.csv", f"{NAME}.ipynb"]


@pytest.mark.parametrize("there", [[], ["notes.txt"], ["07-mean.ipynb.bak"]])
def test_an_assignment_without_its_notebook_is_told_where_it_belongs(
    there: list[str], tmp_path: Path
) -> None:
    (tmp_path / "source" / "07-mean").mkdir(parents=True)
    for name in there:
        (tmp_path / "source" / "07-mean" / name).touch()
    with pytest.raises(
        NbGraderException, match=r"source/07-mean'.*Restore it .* backup; where lessons/07-mean/"
    ):
        source_notebooks(CourseDirectory(root=str(tmp_path)), "07-mean")
