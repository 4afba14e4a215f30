"""The answers to one exercise as a queue: who is open, who comes next, and who needs nobody."""

import shutil
from collections.abc import Iterator

import pytest
from nbgrader.api import Gradebook
from played_judge import Played
from small_course import FULL, NAME, Course

from grader.nbgrading.by_hand import Queue, queues

CLASS = {"anna": "Because.", "ben": "", "cleo": "So.", "dan": "Therefore.", "eve": "YOUR ANSWER HERE"}
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


@pytest.fixture(autouse=True)
def class_of_five(course: Course, judge: Played) -> Iterator[None]:
    """Three wrote an answer, two did not; nobody has read any."""
    for student, text in CLASS.items():
        course.submit(student, course.released({"why-answer": text}))
    assert course.autograde()["success"]
    yield
    for step in "submitted", "autograded":
        shutil.rmtree(course.root / step)
    with Gradebook(course.db_url) as gradebook:
        for student in CLASS:
            gradebook.remove_submission(NAME, student)


def ids(course: Course) -> dict[str, str]:
    """The learners by the ids of what they handed in."""
    with Gradebook(course.db_url) as gradebook:
        return {each.id: each.student.id for each in gradebook.notebook_submissions(NAME, NAME)}


def told(course: Course) -> dict[str, dict[str, set[str]]]:
    """What is in each queue, with names for ids."""
    names = ids(course)
    with Gradebook(course.db_url) as gradebook:
        found = queues(gradebook, NAME, NAME, names)
    parts = ("open", "graded", "blank")
    return {
        name: {part: {names[each] for each in getattr(queue, part)} for part in parts}
        for name, queue in found.items()
    }


def set_grade(course: Course, student: str, cell: str, **columns: object) -> None:
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, student)
        for column, value in columns.items():
            setattr(grade, column, value)
        gradebook.db.commit()


def test_who_wrote_is_open_and_who_did_not_is_none(course: Course) -> None:
    assert told(course) == {
        "why-answer": {"open": {"anna", "cleo", "dan"}, "graded": set(), "blank": {"ben", "eve"}}
    }


def test_what_a_person_has_graded_is_open_no_more(course: Course) -> None:
    set_grade(course, "cleo", "why-answer", manual_score=5, needs_manual_grade=False)
    set_grade(course, "ben", "why-answer", manual_score=1, needs_manual_grade=False)  # in spite of all
    set_grade(course, "dan", "why-answer", extra_credit=1, needs_manual_grade=False)  # as formgrader may
    assert told(course)["why-answer"] == {
        "open": {"anna"},
        "graded": {"cleo", "ben", "dan"},
        "blank": {"eve"},
    }


def test_a_test_whose_points_a_person_changed_waits_for_another_look_after_another_answer(
    course: Course,
) -> None:
    set_grade(course, "anna", "pick-check", manual_score=1, needs_manual_grade=False)
    assert set(told(course)) == {"why-answer"}
    course.submit("anna", course.released({"why-answer": CLASS["anna"], "pick-solution": "pick = 'c'"}))
    assert course.autograde("anna")["success"]
    assert told(course)["pick-check"] == {"open": {"anna"}, "graded": set(), "blank": set()}


def test_the_points_of_an_exercise_are_those_of_its_cell(course: Course) -> None:
    set_grade(course, "anna", "pick-check", manual_score=1, needs_manual_grade=True)
    with Gradebook(course.db_url) as gradebook:
        found = queues(gradebook, NAME, NAME, ids(course))
    assert {name: queue.points for name, queue in found.items()} == {
        "why-answer": 5,
        "pick-check": FULL["pick-check"],
    }


def test_what_formgrader_cannot_show_is_in_no_queue(course: Course) -> None:
    with Gradebook(course.db_url) as gradebook:
        found = queues(gradebook, NAME, NAME, set())
    assert found == {"why-answer": Queue("why-answer", 5)}


def test_the_way_leads_through_every_open_answer_once_and_then_from_the_first_again() -> None:
    queue = Queue("why", 3, open=["b", "d", "f"])
    assert [queue.next_open(after) for after in ("", "b", "c", "d", "f", "g")] == [
        "b",
        "d",
        "d",
        "f",
        "b",
        "b",
    ]
    assert Queue("why", 3, open=["b"]).next_open("b") == ""
    assert Queue("why", 3).next_open("") == ""
