"""What a person graded needs a second look where it may have changed, and nowhere else."""

import base64
import io
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook
from PIL import Image
from played_judge import Played, failed
from small_course import ANSWERS, NAME, SOURCE, Course, nbgrader

from grader.judge.task import CellResult
from grader.nbgrading import faithful
from grader.notebooks.paths import notebook_in

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
WHY = "Because of ![this](attachment:curve.png)"
WRITTEN = ANSWERS | {"why-answer": WHY, "plot-answer": "print(pick)"}
BY_PERSON = ("why-answer", "plot-answer", "draw")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course with an answer in words, one in code and a task, all graded by hand."""
    source = SOURCE.copy()
    plot = nbgrader("plot-answer", grade=True, solution=True, points=3)
    task = nbgrader("draw", task=True, locked=True, points=2)
    source.cells = [
        *source.cells,
        new_code_cell("raise NotImplementedError", id="plot-answer", metadata=plot),
        new_markdown_cell("Draw it.", id="draw", metadata=task),
    ]
    with pytest.MonkeyPatch.context() as patches:  # its tests are right: other tests hold that
        patches.setattr(faithful, "refuse_unfaithful", lambda source, notebooks: None)
        return Course(tmp_path_factory.mktemp("course"), source)


@pytest.fixture(autouse=True)
def anna(course: Course, judge: Played) -> Iterator[None]:
    """She has handed in, and a person has graded all that a person can, and one test."""
    submit(course)
    assert course.autograde(force=False)["success"]
    give_by_hand(course, *BY_PERSON)
    yield
    for step in "submitted", "autograded":
        shutil.rmtree(course.root / step)
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "anna")


def submit(course: Course, answers: dict[str, str] = WRITTEN, colour: str = "red") -> None:
    """Hand in these answers, with a picture of this colour."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(picture, "PNG")
    notebook = course.released(answers)
    for cell in notebook["cells"]:
        if cell["id"] == "why-answer":
            cell["attachments"] = {"curve.png": {"image/png": base64.b64encode(picture.getvalue()).decode()}}
    course.submit("anna", notebook)


def grade_of(course: Course, cell: str, change: Any = lambda grade: None) -> tuple[float | None, bool]:
    """A person's points, and whether they wait for a second look."""
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, "anna")
        change(grade)
        gradebook.db.commit()
        return grade.manual_score, bool(grade.needs_manual_grade)


def give_by_hand(course: Course, *cells: str, points: float = 2) -> None:
    """What formgrader does with the points that a person gives."""

    def change(grade: Any) -> None:
        grade.manual_score, grade.needs_manual_grade = points, False

    for cell in cells:
        grade_of(course, cell, change)


def waiting(course: Course) -> set[str]:
    """The cells that wait for a second look; all have their points still."""
    grades = {cell: grade_of(course, cell) for cell in (*BY_PERSON, "pick-check")}
    assert all(grades[cell][0] == 2 for cell in BY_PERSON)
    return {cell for cell, (_, waits) in grades.items() if waits}


def test_nothing_waits_where_the_same_is_graded_again(course: Course) -> None:
    give_by_hand(course, "pick-check")
    for _ in range(2):
        assert course.autograde()["success"]
        assert waiting(course) == set()


def test_points_over_a_test_wait_where_the_test_ended_otherwise(course: Course, judge: Played) -> None:
    give_by_hand(course, "pick-check")
    judge.verdict = failed
    assert course.autograde()["success"]
    assert waiting(course) == {"pick-check"}


OTHERS = {
    "another solution": (WRITTEN | {"pick-solution": 'pick = "c"'}, "red", {"draw"}),
    "another answer in words": (WRITTEN | {"why-answer": f"{WHY}."}, "red", {"why-answer", "draw"}),
    "another picture in the answer": (WRITTEN, "blue", {"why-answer", "draw"}),
    "another answer in code": (WRITTEN | {"plot-answer": "print()"}, "red", {"plot-answer", "draw"}),
}


@pytest.mark.parametrize(("answers", "colour", "expected"), OTHERS.values(), ids=OTHERS.keys())
@pytest.mark.parametrize("force", [True, False])
def test_what_is_handed_in_again_waits_where_it_has_changed(
    course: Course, answers: dict[str, str], colour: str, expected: set[str], force: bool
) -> None:
    """The answer to a task may be anywhere in the notebook."""
    submit(course, answers, colour)
    assert course.autograde(force=force)["success"]
    assert waiting(course) == expected


def test_what_code_shows_counts_as_well_as_the_code(course: Course, judge: Played) -> None:
    """Its own source is as it was: what came before it is not."""
    submit(course, WRITTEN | {"pick-solution": 'pick = "c"'})
    judge.shown = lambda cell: CellResult([new_output("stream", name="stdout", text="c\n")])
    assert course.autograde()["success"]
    assert waiting(course) == {"plot-answer", "draw"}


def test_extra_points_alone_are_a_persons_too(course: Course) -> None:
    def change(grade: Any) -> None:
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = None, 1, False

    grade_of(course, "why-answer", change)
    assert course.autograde()["success"]
    assert grade_of(course, "why-answer") == (None, False)


def test_a_submission_that_cannot_be_graded_for_a_while_waits_for_nothing_afterwards(
    course: Course, judge: Played
) -> None:
    judge.result = {"status": "error", "reason": "out of memory"}
    for _ in range(2):
        assert not course.autograde()["success"]
        assert waiting(course) == {*BY_PERSON, "pick-check"}
    judge.result = {}
    assert course.autograde(force=False)["success"]
    assert waiting(course) == set()


def test_a_broken_file_in_between_changes_no_answer(course: Course) -> None:
    course.submit("anna", b"{")
    assert not course.autograde(force=False)["success"]
    submit(course, WRITTEN | {"why-answer": "Therefore."})
    assert course.autograde(force=False)["success"]
    assert waiting(course) == {"why-answer", "draw"}


def test_points_given_since_then_are_for_the_answer_of_that_time(course: Course, judge: Played) -> None:
    """First answer graded, a second one graded too, then the first again: that is another answer."""
    judge.result = {"status": "error", "reason": "out of memory"}
    assert not course.autograde()["success"]
    judge.result = {}
    submit(course, WRITTEN | {"why-answer": "Therefore."})
    assert course.autograde(force=False)["success"]
    give_by_hand(course, *BY_PERSON)
    submit(course)
    assert course.autograde(force=False)["success"]
    assert waiting(course) == {"why-answer", "draw"}


def test_an_interrupted_run_asks_for_no_second_look(course: Course, judge: Played) -> None:
    def interrupted(cell: Any) -> Any:
        raise KeyboardInterrupt

    judge.verdict, verdict = interrupted, judge.verdict
    assert "interrupted" in course.autograde()["log"]
    judge.verdict = verdict
    assert course.autograde(force=False)["success"]
    assert waiting(course) == set()


def test_a_graded_notebook_without_marks_tells_nothing(course: Course) -> None:
    path = notebook_in(course.root / "autograded" / "anna", NAME)
    path.chmod(0o644)
    path.write_text(path.read_text().replace('"cells": {', '"others": {'))
    assert course.autograde()["success"]
    assert waiting(course) == set(BY_PERSON)


def test_nothing_stays_set_aside(course: Course) -> None:
    aside = course.root / "autograded" / f"{NAME}.reviewed"
    assert course.autograde()["success"]
    assert aside.read_text() == "{}"
