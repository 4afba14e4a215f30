"""Tests, points or cells that change after submissions came in: what to run, and what that then does."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from played_judge import Played, failed, submit_and_grade
from small_course import FULL, NAME, Course, nbgrader

from grader.notebooks.paths import notebook_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


@pytest.fixture(autouse=True)
def source(course: Course) -> Iterator[Path]:
    """The source notebook, which a test may change: afterwards all is as it was, and nothing handed in."""
    before = course.source.read_bytes()
    yield course.source
    course.source.write_bytes(before)
    for folder in "submitted", "autograded", "release", "feedback":
        shutil.rmtree(course.root / folder, ignore_errors=True)
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_assignment(NAME)
    assert course.generate()["success"]


def change(course: Course, grade_id: str, edit: Callable[[Any], Any]) -> None:
    """Edit one cell of the source notebook."""
    notebook = nbformat.read(course.source, as_version=4)
    edit(next(cell for cell in notebook.cells if cell.id == grade_id))
    nbformat.write(notebook, course.source)


def mend(cell: Any) -> None:
    cell.source += "\nx = 1"


def insert(course: Course, position: int, cell: Any) -> None:
    notebook = nbformat.read(course.source, as_version=4)
    notebook.cells.insert(position, cell)
    nbformat.write(notebook, course.source)


def delete(course: Course, grade_id: str) -> None:
    notebook = nbformat.read(course.source, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != grade_id]
    nbformat.write(notebook, course.source)


def points(value: float) -> Callable[[Any], None]:
    return lambda cell: cell.metadata.nbgrader.update(points=value)


def rename(cell: Any) -> None:
    cell.metadata.nbgrader.grade_id = "choice-check"


def unlock(cell: Any) -> None:
    cell.metadata.nbgrader.solution = True
    cell.metadata.nbgrader.locked = False


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with its bytes and its time."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def give_by_hand(course: Course, student: str, cell: str = "why-answer", points: float = 4) -> None:
    """What formgrader's page does: points and a comment, and no second look needed."""
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("why-answer", NAME, NAME, student).manual_comment = "Well said."
        gradebook.db.commit()


def by_hand(course: Course, student: str, cell: str = "why-answer") -> tuple[float | None, bool, str | None]:
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, student)
        comment = gradebook.find_comment("why-answer", NAME, NAME, student)
        return grade.manual_score, grade.needs_manual_grade, comment.manual_comment


CHANGES = {
    "a mended hidden test": ("'pick-check' has another text", "pick-check", mend),
    "other points": ("'pick-check' has 3 points, not 2", "pick-check", points(3)),
    "other points of an answer": ("'why-answer' has 6 points, not 5", "why-answer", points(6)),
    "another name": ("'choice-check' is new, 'pick-check' is gone", "pick-check", rename),
    "another kind": ("'pick-check' is another kind of cell", "pick-check", unlock),
}


@pytest.mark.parametrize(("named", "cell", "edit"), CHANGES.values(), ids=CHANGES.keys())
def test_a_gradebook_older_than_the_source_is_named_and_nothing_is_graded(
    course: Course, judge: Played, named: str, cell: str, edit: Callable[[Any], Any]
) -> None:
    """Its tests and points would count, not those of source/."""
    submit_and_grade(course, "anna")
    change(course, cell, edit)
    result = course.autograde("anna")
    assert not result["success"]
    assert named in result["log"]
    assert "Run `nbgrader generate_assignment --force small`, then this command again" in result["log"]
    assert course.scores("anna") == FULL  # of the tests that graded it


@pytest.mark.parametrize(("named", "cell", "edit"), CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("handed_in", [True, False], ids=["with submissions", "without"])
def test_what_the_message_says_works(
    course: Course,
    judge: Played,
    named: str,
    cell: str,
    edit: Callable[[Any], Any],
    handed_in: bool,
) -> None:
    if handed_in:
        submit_and_grade(course, "anna")
    change(course, cell, edit)
    assert course.generate()["success"]
    submit_and_grade(course, "zoe")
    result = course.autograde(force=False)
    assert result["success"], result
    assert ("1 graded again because tests changed" in result["log"]) is handed_in
    assert course.statuses()["zoe"] == {"status": "graded", "notes": []}


def test_only_what_was_graded_by_other_tests_is_graded_again(course: Course, judge: Played) -> None:
    for student in "anna", "zoe":
        submit_and_grade(course, student)
        give_by_hand(course, student)
    change(course, "pick-check", mend)
    assert course.generate()["success"]
    judge.verdict = failed
    submit_and_grade(course, "new")
    before = files(course.root / "autograded" / "new")
    result = course.autograde(force=False)
    assert "0 graded, 2 graded again because tests changed ('pick-check'), 1 left" in result["log"]
    assert files(course.root / "autograded" / "new") == before
    for student in "anna", "zoe":
        assert course.scores(student) == dict.fromkeys(FULL, 0)
        assert by_hand(course, student) == (4, False, "Well said.")
    before = files(course.root / "autograded")
    del before[str(course.root / "autograded" / "small.json")]
    again = course.autograde(force=False)
    assert "0 graded, 3 left as they were." in again["log"]
    assert {k: v for k, v in files(course.root / "autograded").items() if k in before} == before


def test_a_hand_grade_over_a_test_that_changed_waits_for_a_second_look(course: Course, judge: Played) -> None:
    submit_and_grade(course, "anna")
    give_by_hand(course, "anna", "pick-check", 1)
    change(course, "pick-check", mend)
    course.generate()
    course.autograde(force=False)
    assert by_hand(course, "anna", "pick-check")[:2] == (1, True)


NO_CHANGE = {
    "a solution": ("gradient-solution", mend),
    "prose": ("title", mend),
    "the learner's own cell": ("end", mend),
    "the words of a question": ("why-answer", mend),
    "a tag": ("pick-check", lambda cell: cell.metadata.update(tags=["x"])),
}


@pytest.mark.parametrize(("cell", "edit"), NO_CHANGE.values(), ids=NO_CHANGE.keys())
def test_what_decides_about_no_points_is_no_alarm(
    course: Course, judge: Played, cell: str, edit: Callable[[Any], Any]
) -> None:
    submit_and_grade(course, "anna")
    change(course, cell, edit)
    for generated in False, True:
        result = course.autograde(force=False)
        assert result["success"], result
        assert "0 graded, 1 left as they were." in result["log"]
        assert generated or course.generate()["success"]


def test_a_cell_that_is_added_or_removed_takes_nothing_else_along(course: Course, judge: Played) -> None:
    for student in "anna", "zoe":
        submit_and_grade(course, student)
        give_by_hand(course, student)
    test = nbgrader("extra-check", grade=True, locked=True, points=7)
    insert(course, 3, new_code_cell("pass", id="extra-check", metadata=test))
    task = nbgrader("draw", task=True, locked=True, points=2)
    insert(course, 4, new_markdown_cell("Draw it on paper.", id="draw", metadata=task))
    delete(course, "descend-check")
    assert course.generate()["success"]
    result = course.autograde(force=False)
    assert "2 graded again because tests changed ('descend-check', 'draw', 'extra-check')" in result["log"]
    with Gradebook(course.db_url) as gradebook:
        for student in "anna", "zoe":
            grades = gradebook.find_submission_notebook(NAME, NAME, student).grades
            assert {grade.name: grade.auto_score for grade in grades} == {
                "gradient-check": 4,
                "pick-check": 2,
                "extra-check": 7,
                "why-answer": 0,  # not written
                "draw": None,
            }
            assert gradebook.find_comment("draw", NAME, NAME, student)
        assert gradebook.find_submission(NAME, "anna").max_score == 4 + 2 + 7 + 5 + 2
    assert by_hand(course, "anna") == (4, False, "Well said.")
    assert course.notebook("anna").cells[3].id == "extra-check"


def test_a_cell_that_a_person_graded_does_not_go_unasked(course: Course, judge: Played) -> None:
    submit_and_grade(course, "anna")
    give_by_hand(course, "anna")
    delete(course, "why-answer")
    before = files(course.root / "release")
    result = course.generate()
    assert not result["success"]
    assert "'why-answer' (1 submissions)" in result["log"]
    assert "--GenerateAssignment.drop_hand_grades=True" in result["log"]
    assert files(course.root / "release") == before
    assert by_hand(course, "anna") == (4, False, "Well said.")


def test_and_goes_when_that_is_asked_for(
    course: Course, judge: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_and_grade(course, "anna")
    give_by_hand(course, "anna")
    delete(course, "why-answer")
    config = course.config()
    config.GenerateAssignment.drop_hand_grades = True
    monkeypatch.setattr(course, "config", lambda: config)
    result = course.generate()
    assert result["success"], result
    assert "Removed from the gradebook, with what was graded by hand: 'why-answer'" in result["log"]
    assert course.autograde(force=False)["success"]
    with Gradebook(course.db_url) as gradebook:
        names = {grade.name for grade in gradebook.find_submission_notebook(NAME, NAME, "anna").grades}
    assert names == set(FULL)


def test_a_notebook_graded_before_tests_were_recorded_is_graded_again(course: Course, judge: Played) -> None:
    submit_and_grade(course, "anna")
    path = notebook_in(course.root / "autograded" / "anna", NAME)
    path.chmod(0o644)
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata.grading["tests"]
    nbformat.write(notebook, path)
    assert "1 graded again" in course.autograde(force=False)["log"]


def test_a_change_of_given_code_counts(course: Course, judge: Played) -> None:
    given = nbgrader("given", locked=True)
    insert(course, 2, new_code_cell("step = 1", id="given", metadata=given))
    course.generate()
    submit_and_grade(course, "anna")
    change(course, "given", mend)
    assert "'given' has another text" in course.autograde(force=False)["log"]
    course.generate()
    assert "graded again because tests changed ('given')" in course.autograde(force=False)["log"]


def test_an_assignment_that_was_never_generated_is_named(course: Course, judge: Played) -> None:
    submit_and_grade(course, "anna")
    shutil.copytree(course.root / "source" / NAME, course.root / "source" / "my other")
    shutil.copytree(course.submitted("anna"), course.submitted("anna").parent / "my other")
    try:
        result = course.api().autograde("my other", "anna", True)
    finally:
        shutil.rmtree(course.root / "source" / "my other")
    assert not result["success"]
    assert "Run `nbgrader generate_assignment --force 'my other'`" in result["log"]


def test_cells_of_a_header_are_no_alarm(
    course: Course, judge: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = new_markdown_cell("Rules", id="rules", metadata=nbgrader("rules", locked=True))
    nbformat.write(new_notebook(cells=[rules]), tmp_path / "header.ipynb")
    config = course.config()
    config.IncludeHeaderFooter.header = str(tmp_path / "header.ipynb")
    monkeypatch.setattr(course, "config", lambda: config)
    assert course.generate()["success"]
    assert submit_and_grade(course, "anna")["success"]
