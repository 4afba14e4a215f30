"""What is no answer has 0 at once, and a remark says why; an answer waits for a person, whose word counts."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from nbgrader.api import Gradebook
from played_judge import Played, submit_and_grade
from small_course import NAME, Course

WAITS = (None, None, True)
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


@pytest.fixture(autouse=True)
def nothing_left(course: Course, judge: Played) -> Iterator[None]:
    yield
    shutil.rmtree(course.root / "submitted")
    shutil.rmtree(course.root / "autograded")
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "anna")


def hand_in(course: Course, text: str, **cell: Any) -> None:
    notebook = course.released({"why-answer": text})
    next(each for each in notebook["cells"] if each["id"] == "why-answer").update(cell)
    course.submit("anna", notebook)
    result = course.autograde("anna")
    assert result["success"], result


def grade(course: Course) -> tuple[float | None, float | None, bool]:
    """What the gradebook has of the answer: automatic points, a person's, and whether it needs a person."""
    with Gradebook(course.db_url) as gradebook:
        found = gradebook.find_grade("why-answer", NAME, NAME, "anna")
        return found.auto_score, found.manual_score, found.needs_manual_grade


def remark(course: Course) -> str | None:
    with Gradebook(course.db_url) as gradebook:
        return gradebook.find_comment("why-answer", NAME, NAME, "anna").comment


def give(course: Course, points: float, comment: str) -> None:
    """What formgrader does when a person has graded the answer."""
    with Gradebook(course.db_url) as gradebook:
        found = gradebook.find_grade("why-answer", NAME, NAME, "anna")
        found.manual_score, found.needs_manual_grade = points, False
        gradebook.find_comment("why-answer", NAME, NAME, "anna").manual_comment = comment
        gradebook.db.commit()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("YOUR ANSWER HERE", "nothing was added to the cell"),
        (" \n", "the cell is empty"),
        ("**YOUR ANSWER HERE**\n", "nothing was added to the cell"),
        ("<!-- no time -->", "it is only a comment"),
    ],
)
def test_no_answer_has_no_points_and_waits_for_nobody(course: Course, text: str, why: str) -> None:
    hand_in(course, text)
    assert grade(course) == (0, None, False)
    assert remark(course) == f"No answer: {why}."


def test_a_cell_that_was_deleted_is_no_answer(course: Course) -> None:
    notebook = course.released()
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "why-answer"]
    course.submit("anna", notebook)
    assert course.autograde("anna")["success"]
    assert grade(course) == (0, None, False)
    assert remark(course) == "No answer: the cell is empty."


@pytest.mark.parametrize("text", ["Because.", "YOUR ANSWER HERE?", ">"])
def test_an_answer_waits_for_a_person(course: Course, text: str) -> None:
    hand_in(course, text)
    assert grade(course) == WAITS
    assert remark(course) is None


def test_a_picture_beside_the_placeholder_waits_for_a_person(course: Course) -> None:
    picture = {"photo.png": {"image/png": "iVBORw0KGgo="}}
    hand_in(course, "YOUR ANSWER HERE\n\n![](attachment:photo.png)", attachments=picture)
    assert grade(course) == WAITS


def test_grading_again_keeps_what_a_person_gave(course: Course) -> None:
    hand_in(course, "Because.")
    give(course, 4, "Nearly.")
    assert course.autograde("anna")["success"]
    assert grade(course)[1] == 4
    assert remark(course) == "Nearly."


def test_a_person_may_give_points_to_no_answer_and_grading_again_keeps_them(course: Course) -> None:
    hand_in(course, "<!-- Because. -->")
    give(course, 2, "It counts.")
    assert course.autograde("anna")["success"]
    assert grade(course)[:2] == (0, 2)
    assert remark(course) == "It counts."


def test_an_answer_that_goes_keeps_a_persons_points_until_the_person_looks(course: Course) -> None:
    hand_in(course, "Because.")
    give(course, 4, "Nearly.")
    hand_in(course, "")
    assert grade(course) == (0, 4, True)


def test_an_answer_that_comes_takes_the_remark_away(course: Course) -> None:
    hand_in(course, "")
    hand_in(course, "Because.")
    assert grade(course) == WAITS
    assert remark(course) is None


def test_other_cells_keep_nbgraders_remark(course: Course) -> None:
    submit_and_grade(course, "anna", {})
    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_comment("pick-solution", NAME, NAME, "anna").comment == "No response."
