"""`nbgrader generate_assignment` changes all or nothing: release/ and the gradebook."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from played_judge import Played, submit_and_grade
from small_course import NAME, SOURCE, Course

from grader.nbgrading import generate
from grader.notebooks.errors import AuthorError

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


@pytest.fixture(autouse=True)
def kept(course: Course, judge: Played) -> Iterator[None]:
    before = course.source.read_bytes()
    yield
    shutil.rmtree(course.source.parent)
    course.source.parent.mkdir()
    course.source.write_bytes(before)


def release(course: Course) -> dict[str, bytes]:
    folder = course.root / "release"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def points(course: Course) -> dict[str, float]:
    with Gradebook(course.db_url) as gradebook:
        cells = gradebook.find_notebook(NAME, NAME).grade_cells
        return {cell.name: cell.max_score for cell in cells}


def edit(course: Course, **changes: Any) -> None:
    """Change the metadata of the test `pick-check`; every change is one of points too."""
    notebook = nbformat.read(course.source, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == "pick-check")
    cell.metadata.nbgrader.update({"points": 20} | changes)
    nbformat.write(notebook, course.source)


def test_checks_are_released_folded_where_their_first_line_says_what_they_are(course: Course) -> None:
    notebook = nbformat.read(course.source, as_version=4)
    for cell in notebook.cells:
        if cell.id in ("pick-check", "data"):
            cell.source = f"# Check: {cell.id}\n{cell.source}"
    nbformat.write(notebook, course.source)
    assert course.generate()["success"]
    released = nbformat.read(course.root / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    folded = {cell.id for cell in released.cells if cell.metadata.get("jupyter") == {"source_hidden": True}}
    assert folded == {"pick-check", "data"}


def fails_without_a_trace(course: Course, message: str) -> None:
    before = release(course), points(course)
    result = course.generate()
    assert not result["success"]
    assert message in result["log"]
    assert "Traceback" not in result["log"]
    assert (release(course), points(course)) == before
    assert [path.name for path in (course.root / "release").iterdir()] == [NAME]


def test_a_name_given_twice(course: Course) -> None:
    edit(course, grade_id="descend-check")
    fails_without_a_trace(course, "Duplicate grade id: descend-check")


def test_a_notebook_that_is_none(course: Course) -> None:
    edit(course)
    (course.source.parent / "another.ipynb").write_text("{")
    fails_without_a_trace(course, "'small' was not generated: ")


def test_solution_marks_that_do_not_end(course: Course) -> None:
    edit(course)
    course.source.write_text(course.source.read_text().replace("### END SOLUTION", "###"))
    fails_without_a_trace(course, "'small' was not generated: ")


def test_what_the_author_is_told_comes_before_anything_is_written(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, assignment: str, notebooks: list[Path]) -> None:
        assert (source, assignment, notebooks) == (course.source.parent, NAME, [course.source])
        raise AuthorError("pick-check: its own solution does not pass.\nMend the test.")

    monkeypatch.setattr(generate, "check_before_release", refuse)
    edit(course)
    fails_without_a_trace(course, "pick-check: its own solution does not pass.\n    Mend the test.")


@pytest.mark.parametrize("step", ["set_permissions", "save", "run_post_convert_hook"])
def test_a_step_that_fails(course: Course, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*ignored: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(generate.SafeGenerateAssignment, step, fail)
    edit(course)
    if step == "run_post_convert_hook":  # all was done by then
        assert not course.generate()["success"]
        assert points(course)["pick-check"] == 20
        monkeypatch.undo()
        edit(course, points=2)
        assert course.generate()["success"]
    else:
        fails_without_a_trace(course, "'small' was not generated: No space left on device.")


def test_a_command_that_is_interrupted(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*ignored: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(generate.SafeGenerateAssignment, "save", stop)
    edit(course)
    fails_without_a_trace(course, "The command was interrupted. Nothing has changed.")


def test_without_force_an_assignment_that_is_there_stays(course: Course) -> None:
    edit(course)
    before = release(course), points(course)
    result = course.api().generate_assignment(NAME, force=False)
    assert result["success"]
    assert "was left as it is: add --force to make it anew" in result["log"]
    assert (release(course), points(course)) == before


def test_a_notebook_that_is_renamed_or_added_once_something_was_handed_in(
    course: Course, judge: Played
) -> None:
    submit_and_grade(course, "anna")
    other = course.source.parent / "other.ipynb"
    shutil.copy(course.source, other)
    fails_without_a_trace(course, "they were small, and source/ has other, small. Nothing has changed")
    course.source.unlink()
    fails_without_a_trace(course, "they were small, and source/ has other. Nothing has changed")


def test_a_misspelt_assignment(course: Course) -> None:
    result = course.api().generate_assignment("smal")
    assert not result["success"]
    assert "There is no assignment 'smal' in source/. Did you mean 'small'?" in result["log"]


def test_a_folder_that_nbgrader_would_take_for_another(course: Course) -> None:
    folder = course.root / "source" / "smal[l]"
    folder.mkdir()
    nbformat.write(SOURCE, folder / "x.ipynb")
    before = release(course)
    try:
        result = course.api().generate_assignment("smal[l]")
    finally:
        shutil.rmtree(folder)
    assert not result["success"]
    assert "Rename the folder 'smal[l]' in source/: the name holds '[', which" in result["log"]
    assert release(course) == before
