"""Who hands in without being in the roster is added, and named: a misspelt folder would be a learner."""

from collections.abc import Iterator

import pytest
from nbgrader.api import Gradebook
from played_judge import Played, submit_and_grade
from small_course import ANSWERS, NAME, Course

from grader.nbgrading.newcomers import newcomers

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
NOT_IN = "is not in the roster: added."


@pytest.fixture(autouse=True)
def nobody(course: Course, judge: Played) -> Iterator[None]:
    """An empty gradebook."""
    yield
    with Gradebook(course.db_url) as gradebook:
        for name in [student.id for student in gradebook.students]:
            gradebook.remove_student(name)


def enroll(course: Course, student: str, **columns: str) -> None:
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_student(student, **columns)


def said(course: Course, student: str) -> str:
    """What the log has after this learner handed in and was graded."""
    result = submit_and_grade(course, student, ANSWERS)
    assert result["success"], result
    return str(result.get("log", ""))


@pytest.mark.parametrize(
    "columns", [{"last_name": "Lovelace"}, {"email": "ada@example.org"}, {"lms_user_id": "17"}, {}]
)
def test_who_is_not_in_the_roster_is_named_once(course: Course, columns: dict[str, str]) -> None:
    enroll(course, "ada", **columns)
    assert NOT_IN not in said(course, "ada")
    enroll(course, "carl", **columns)
    log = said(course, "newbie")
    assert f"newbie {NOT_IN} If it is nobody" in log
    assert "nbgrader db student remove --force newbie" in log
    assert NOT_IN not in said(course, "newbie")


def test_a_name_that_is_near_is_said(course: Course) -> None:
    enroll(course, "lovelace")
    assert f"lovelance {NOT_IN} Is lovelace meant?" in said(course, "lovelance")


def test_so_is_a_folder_with_a_space_in_its_name(course: Course) -> None:
    """It may be right, and nbgrader takes it."""
    enroll(course, "bo", first_name="Bo")
    log = said(course, "b o")
    assert f"b o {NOT_IN} Is bo meant?" in log
    assert "remove --force 'b o'`" in log


def test_of_many_the_first_are_named(course: Course) -> None:
    enroll(course, "ada", first_name="Ada")
    with Gradebook(course.db_url) as gradebook:
        told = list(newcomers(gradebook.db, {f"new{number}" for number in range(9)} | {"ada"}))
        assert [words.partition(" ")[0] for words in told] == [*(f"new{number}" for number in range(5)), "4"]
        assert list(newcomers(gradebook.db, {"ada"})) == []


def test_without_a_roster_everybody_is_welcome(course: Course) -> None:
    for student in "ada", "bo":
        assert NOT_IN not in said(course, student)
    with Gradebook(course.db_url) as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "bo"}
        gradebook.find_submission(NAME, "bo")
