"""What a lesson's text says to each answer comes, sealed, into course/answers/, and nothing is left out."""

import json
from pathlib import Path

import nbformat
import pytest

from course.sealed import opened
from grader.authoring.sealed_answers import answers_in, unanswered, write_answers
from grader.notebooks.cells import CHECK
from grader.notebooks.paths import ROOT, lessons_below, read_in

ASKS = 'choice("reading", reading, "abc", lesson=7)\n'
SAYS = 'answer("reading", reading, right="Yes.", wrong={"a": "No.", "c": "No, not that."})\n'
HIDDEN = f"{ASKS}### BEGIN HIDDEN TESTS\n{SAYS}### END HIDDEN TESTS"


def test_the_answers_of_a_lesson_are_written_sealed(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(HIDDEN)])
    write_answers(notebook, "07-reading", tmp_path)
    text = (tmp_path / "course" / "answers" / "lesson_7.json").read_text("utf-8")
    assert "not that" not in text
    assert opened(json.loads(text)["reading"]) == ["Yes.", {"a": "No.", "c": "No, not that."}]


def test_a_lesson_without_choices_has_no_file(tmp_path: Path) -> None:
    write_answers(nbformat.v4.new_notebook(), "a-lesson-without-number", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (ASKS, "reading has no `answer("),
        (ASKS + SAYS.replace('"c"', '"d"'), "a reason for each letter of 'abc' but one"),
        (ASKS + SAYS.replace('"c"', '"b": "No.", "c"'), "a reason for each letter of 'abc' but one"),
    ],
)
def test_a_letter_without_a_reason_is_named(source: str, complaint: str) -> None:
    assert complaint in "".join(unanswered(source))
    assert not list(unanswered(ASKS + SAYS))


def test_a_line_without_a_reason_is_named() -> None:
    asks = 'lines("bugs", bugs, "123", lesson=7)\n'
    says = 'answer("bugs", bugs, right="Yes.", wrong={"1": "No.", "^[^2]*$": "See 2.", "^[^3]*$": "See 3."})'
    assert not list(unanswered(asks + says))
    assert "needs a reason for line 3: under '3'" in "".join(unanswered(asks + says.replace("^[^3]*$", "3x")))
    both = says.replace('"1"', '"2": "No.", "1"')
    assert "needs a reason for line 2" in "".join(unanswered(asks + both))


@pytest.mark.parametrize("lesson", lessons_below(ROOT / "source"))
def test_in_the_lessons_each_wrong_answer_has_a_reason_of_its_own(lesson: str) -> None:
    cells = {cell.id: cell.source for cell in read_in(ROOT / "source", lesson).cells}
    said = {}
    for name, source in cells.items():
        if name.endswith(CHECK):
            said |= answers_in(source)
    assert len(said) >= 2
    for name, (right, wrong) in said.items():
        reasons = [right, *wrong.values()]
        assert len(set(reasons)) == len(reasons), name
        assert all(reason.endswith((".", "?", "!", ":")) and len(reason) > 15 for reason in reasons), name
