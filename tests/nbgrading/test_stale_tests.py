"""Tests that changed in source/: a gradebook that does not know them yet is named."""

import shutil

import nbformat
import pytest
from played_judge import submit_and_grade
from small_course import FULL, NAME

from grader.notebooks.paths import notebook_in

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


CHANGES = {
    "a mended hidden test": ("'pick-check'", lambda cell: cell.update(source=cell.source + "\nx = 1")),
    "other points": ("'pick-check'", lambda cell: cell.metadata.nbgrader.update(points=3)),
    "another name": ("'choice-check'", lambda cell: cell.metadata.nbgrader.update(grade_id="choice-check")),
}


@pytest.mark.parametrize(("named", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_a_gradebook_older_than_the_source_is_named_and_nothing_is_graded(course, judge, named, change):
    """Its tests and points would count, not those of source/."""
    submit_and_grade(course, "anna")
    path = notebook_in(course.root / "source", NAME)
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    change(next(cell for cell in notebook.cells if cell.id == "pick-check"))
    nbformat.write(notebook, path)
    try:
        result = course.autograde("anna")
    finally:
        path.write_bytes(before)
    assert not result["success"]
    assert f"the gradebook lacks {named} as small.ipynb in source/ has it" in result["log"]
    assert "run `nbgrader generate_assignment --force small`" in result["log"]
    assert course.scores("anna") == FULL  # of the tests that graded it


def test_an_assignment_that_was_never_generated_is_named(course, judge):
    folder = course.root / "source" / "other"
    shutil.copytree(course.root / "source" / NAME, folder)
    shutil.copytree(course.submitted("anna"), course.submitted("anna").parent / "other")
    result = course.api().autograde("other", "anna", True)
    assert not result["success"]
    assert "run `nbgrader generate_assignment --force other`" in result["log"]
