"""What is kept of answers for a report on the class: their forms, why points were lost, what was picked."""

import json
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from nbgrader.api import Gradebook
from played_judge import Played, failed, passed, submit_and_grade
from shown_notebook import answer, code, notebook_of
from small_course import ANSWERS, NAME, SOURCE, Course

from grader.nbgrading import answer_file
from grader.nbgrading.answer_record import record_of
from grader.nbgrading.forms import MAX_CHARACTERS, form
from grader.notebooks.stub import stub

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless

ORIGINAL = """def fit(x, y, lr, steps):
    weight = 0.0
    for step in range(steps):
        error = weight * x - y
        weight = weight - lr * (2 * error * x).mean()
    return weight"""
SAME = {
    "other names": ORIGINAL.replace("weight", "w").replace("error", "difference").replace("step ", "_ "),
    "comments": ORIGINAL.replace("= 0.0", "= 0.0  # from zero"),
    "a docstring": ORIGINAL.replace("steps):\n", 'steps):\n    """My own."""\n'),
    "blank lines and spaces": ORIGINAL.replace("\n    for", "\n\n    for").replace(" * ", "*"),
    "numbers as they may be written": ORIGINAL.replace("0.0", "0.").replace("2 *", "2.0 *"),
}
OTHERS = {
    "another operation": ORIGINAL.replace("- lr", "+ lr"),
    "another method": ORIGINAL.replace(".mean()", ".sum()"),
    "another number": ORIGINAL.replace("2 *", "3 *"),
    "names in other places": ORIGINAL.replace("weight * x - y", "y * x - weight"),
}


@pytest.mark.parametrize("kind", SAME)
def test_what_hides_a_copy_does_not_change_its_form(kind: str) -> None:
    assert SAME[kind] != ORIGINAL
    assert form(SAME[kind]) == form(ORIGINAL)


@pytest.mark.parametrize("kind", OTHERS)
def test_another_program_has_another_form(kind: str) -> None:
    assert form(OTHERS[kind]) != form(ORIGINAL)


def test_what_the_lesson_has_given_is_no_part_of_a_form() -> None:
    given = [line.strip() for line in ORIGINAL.split("\n") if line.startswith(("def", "    return"))]
    body = "\n".join(ORIGINAL.split("\n")[1:-1])
    assert form(ORIGINAL, given) == form(body)


@pytest.mark.parametrize("text", ["", "def (((", "\0", "\ud800", "'" * 99_999, "(" * 99_999, "x" * 99_999])
def test_whatever_was_written_has_a_form(text: str) -> None:
    assert len(form(text)) <= 2 * MAX_CHARACTERS


def test_a_record_says_why_what_and_how() -> None:
    error = {"output_type": "error", "ename": "CheckFailed", "evalue": "No.", "traceback": ["No."]}
    note = "Counted with the lesson's own `a` in place of yours.\n"
    printed = {"output_type": "stream", "name": "stdout", "text": note}
    test, solution = {"solution": False, "locked": True}, {"grade": False}
    notebook = notebook_of(
        code(source="pick = 'b'", grade_id="a-solution", **solution),
        code(error, grade_id="a-check", **test),
        code(source=stub("b-solution"), grade_id="b-solution", **solution),
        code(printed, grade_id="b-check", **test),
        answer("YOUR ANSWER HERE"),
        code(error, source="pick = 1"),  # the learner's own cell, which is no answer
    )
    record = record_of(notebook, SOURCE)
    assert record["lost"] == {"a-check": "No."}
    assert record["followed"] == ["b-check"]
    assert record["open"] == ["b", "why"]
    assert record["picked"] == {"pick": "b"}
    assert record["forms"] == {"a-solution": 'v0 = ""'}


# Where records are kept


@pytest.fixture
def graded(course: Course, judge: Played) -> Iterator[Course]:
    judge.verdict = lambda cell: failed(cell) if cell.name == "pick-check" else passed(cell)
    submit_and_grade(course, "anna", ANSWERS)
    yield course
    for step in ("submitted", "autograded"):
        shutil.rmtree(course.root / step, ignore_errors=True)
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "anna")


def entries(course: Course) -> Any:
    return answer_file.read_entries(answer_file.place(course.root / "autograded", NAME))


def test_grading_keeps_the_record_of_each_submission(graded: Course) -> None:
    path = graded.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb"
    record = answer_file.record_in(entries(graded)["anna"][NAME], path)
    assert record is not None
    assert record["lost"] == {"pick-check": "expected 1\ngot 2"}
    assert record["picked"] == {"W": "0.0", "pick": "b"}
    assert record["open"] == ["why"]


def test_a_record_is_of_no_other_file(graded: Course) -> None:
    path = graded.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb"
    entry = entries(graded)["anna"][NAME]
    os.utime(path, ns=(1, 1))
    assert answer_file.record_in(entry, path) is None
    path.unlink()
    assert answer_file.record_in(entry, path) is None


def test_without_a_record_it_is_made_of_the_notebook(graded: Course) -> None:
    """As of what was graded before there were records."""
    path = graded.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb"
    record = entries(graded)["anna"][NAME]["record"]
    notebook = json.loads(path.read_text())
    del notebook["metadata"]["grading"]["answers"]
    path.write_text(json.dumps(notebook))
    made = answer_file.read_entry(path, SOURCE)
    assert made is not None
    assert made["record"] == record


@pytest.mark.parametrize("text", ["", "{", "[]", "not JSON", '{"anna": 3}'])
def test_a_file_that_was_cut_short_holds_nothing(text: str, graded: Course) -> None:
    place = answer_file.place(graded.root / "autograded", NAME)
    place.write_text(text)
    path = graded.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb"
    assert answer_file.record_in(entries(graded).get("anna", {}), path) is None


@pytest.mark.parametrize("text", [None, "", "{", '{"anna": 3}', '{"anna": {"NAME": 3}}', '{"anna": {}}'])
def test_what_a_killed_run_did_not_record_the_next_one_does(
    text: str | None, graded: Course, judge: Played
) -> None:
    """Also where it has nothing to grade."""
    place = answer_file.place(graded.root / "autograded", NAME)
    whole = place.read_text()
    place.unlink()
    if text is not None:
        place.write_text(text.replace("NAME", NAME))
    judge.tasks.clear()
    graded.autograde("anna", force=False)
    assert (place.read_text(), judge.tasks) == (whole, [])


def test_who_left_is_left_out(graded: Course) -> None:
    place = answer_file.place(graded.root / "autograded", NAME)
    answer_file.add_entries(place, {"zoe": {NAME: {"file": [1, 1], "record": {}}}}, {"zoe"})
    assert list(entries(graded)) == ["zoe"]
