"""A gradebook that does not have the grades in autograded/: nobody is left without one."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from played_judge import Played, failed
from small_course import ANSWERS, FULL, NAME, NONE, Course

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
WRITTEN = ANSWERS | {"why-answer": "Because."}
CLASS = ("anna", "ben", "cleo")


@pytest.fixture(autouse=True)
def graded(course: Course, judge: Played) -> Iterator[None]:
    """A class of three, which has its grades."""
    for student in CLASS:
        course.submit(student, course.released(WRITTEN))
    assert course.autograde(force=False)["success"]
    yield
    for step in "submitted", "autograded":
        shutil.rmtree(course.root / step)
    with Gradebook(course.db_url) as gradebook:
        for student in CLASS:
            gradebook.update_or_create_submission(NAME, student)
            gradebook.remove_submission(NAME, student)


def gradebook_file(course: Course) -> Path:
    return course.root / "gradebook.db"


def give_by_hand(course: Course, student: str, points: float) -> None:
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def by_hand(course: Course, student: str) -> tuple[float | None, bool]:
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, student)
        return grade.manual_score, bool(grade.needs_manual_grade)


def test_while_the_gradebook_has_them_all_is_left_as_it_is(course: Course) -> None:
    give_by_hand(course, "anna", 3)
    result = course.autograde(force=False)
    assert result["success"]
    assert "0 graded, 3 left as they were." in result["log"]
    assert "gradebook does not have" not in result["log"]


def test_a_new_gradebook_gets_all_grades_again_and_what_is_lost_is_said(course: Course) -> None:
    give_by_hand(course, "anna", 3)
    gradebook_file(course).unlink()
    assert course.generate()["success"]
    result = course.autograde(force=False)
    assert "does not have the grades of 3 graded submissions ('anna', 'ben', 'cleo')" in result["log"]
    assert "What a person gave for it is lost" in result["log"]
    assert "3 graded." in result["log"]
    assert {student: course.scores(student) for student in CLASS} == dict.fromkeys(CLASS, FULL)
    assert by_hand(course, "anna") == (None, True)
    assert "0 graded, 3 left as they were." in course.autograde(force=False)["log"]


def test_with_force_the_same_is_said(course: Course) -> None:
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "ben")
    assert "of 1 graded submission ('ben')" in course.autograde()["log"]


def copy_of(course: Course, tmp_path: Path) -> Path:
    return Path(shutil.copy(gradebook_file(course), tmp_path))


def test_an_older_copy_is_brought_up_to_date(course: Course, judge: Played, tmp_path: Path) -> None:
    """It has a grade, but of what was handed in before; and a person's points for that, too."""
    give_by_hand(course, "anna", 3)
    older = copy_of(course, tmp_path)
    judge.verdict = failed
    course.submit("anna", course.released(WRITTEN | {"pick-solution": 'pick = "c"'}))
    assert course.autograde(force=False)["success"]
    shutil.copy(older, gradebook_file(course))
    assert course.scores("anna") == FULL
    result = course.autograde(force=False)
    assert "('anna')" in result["log"]
    assert "1 graded, 2 left as they were." in result["log"]
    assert course.scores("anna") == NONE
    assert by_hand(course, "anna") == (3, True)


def test_a_notebook_that_keeps_no_copy_of_its_points_is_lost_with_its_submission(course: Course) -> None:
    """As an older version of the course graded it."""
    for student in CLASS:
        path = course.root / "autograded" / student / NAME / f"{NAME}.ipynb"
        path.chmod(0o644)
        path.write_text(path.read_text().replace('"points": {', '"others": {'))
    assert "0 graded, 3 left as they were." in course.autograde(force=False)["log"]
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "ben")
    assert "1 graded, 2 left as they were." in course.autograde(force=False)["log"]
    assert course.scores("ben") == FULL


@pytest.mark.parametrize("column", ["manual_score", "extra_credit"])
def test_what_a_person_adds_is_no_loss(course: Course, column: str) -> None:
    with Gradebook(course.db_url) as gradebook:
        grade: Any = gradebook.find_grade("pick-check", NAME, NAME, "anna")
        setattr(grade, column, 1.5)
        gradebook.db.commit()
    assert "0 graded, 3 left as they were." in course.autograde(force=False)["log"]
