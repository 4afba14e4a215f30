"""Edits of source notebooks become edits of the lessons' texts, and nothing else changes there."""

import copy
from pathlib import Path

import nbformat
import pytest
import tiny_lesson as tiny
from built_course import cells, edit, source
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.authoring import build, notebook_to_text
from grader.authoring.text_to_notebook import to_notebook
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

LESSONS = {
    path.parent.name: path.read_text("utf-8") for path in sorted((ROOT / "lessons").glob("*/lesson.md"))
}
TEXTS = {"tiny": tiny.TEXT, **LESSONS}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tiny.course(tmp_path)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_an_untouched_notebook_gives_the_text_back_byte_by_byte(text: str) -> None:
    assert notebook_to_text.carry(text, to_notebook(text).cells) == text


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_an_edit_of_one_cell_changes_the_lines_of_that_cell_only(text: str) -> None:
    cells = to_notebook(text).cells
    for number in range(0, len(cells), max(1, len(cells) // 8)):
        edited = copy.deepcopy(cells)
        edited[number].source += "\nA new last line"
        new = notebook_to_text.carry(text, edited)
        assert new.replace("A new last line\n", "") == text
        assert to_notebook(new).cells[number].source == edited[number].source


@pytest.mark.slow
def test_an_edit_in_jupyterlab_reaches_the_text_and_the_next_build(course: Path) -> None:
    build.build(course)
    edit(source(course), lambda found: found["twice-solution"].update(source="twice = lambda x: x + x"))
    assert notebook_to_text.carry_edits(course) == ["lessons/01-tiny/lesson.md"]
    new = (course / "lessons" / tiny.NAME / "lesson.md").read_text("utf-8")
    assert new.count("\n") == tiny.TEXT.count("\n") - 4
    assert "twice = lambda x: x + x\n```" in new
    build.build(course)
    assert cells(source(course))["twice-solution"].source == "twice = lambda x: x + x"
    assert (
        "outputs" not in cells(source(course))["twice-solution"]
        or not cells(source(course))["twice-check"].outputs
    )


def test_outputs_alone_are_no_edit_and_the_next_build_clears_them(course: Path) -> None:
    build.build(course)
    edit(source(course), lambda found: None)
    assert notebook_to_text.carry_edits(course) == []
    assert build.build(course) == ["source/01-tiny/01-tiny.ipynb"]
    assert all(not cell.get("outputs") for cell in cells(source(course)).values())


def test_cells_may_come_and_go() -> None:
    edited = to_notebook(tiny.TEXT).cells
    del edited[2]  # the worked example, between Markdown and code
    edited.insert(1, new_code_cell("x = 1"))
    edited.append(new_markdown_cell("A last word."))
    new = notebook_to_text.carry(tiny.TEXT, edited)
    assert [cell.source for cell in to_notebook(new).cells] == [cell.source for cell in edited]


words = st.text(alphabet="ab +-#`\n", min_size=1, max_size=12).map(str.strip).filter(bool)
plain_cells = st.one_of(
    words.map(lambda s: new_markdown_cell("w " + s)), words.map(lambda s: new_code_cell("x = " + s))
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_edit_is_carried_or_refused_but_never_garbled(data: st.DataObject) -> None:
    edited = to_notebook(tiny.TEXT).cells
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(edited) - 1))
        edited[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(plain_cells, min_size=1, max_size=2)
        )
    try:
        new = notebook_to_text.carry(tiny.TEXT, edited)
    except AuthorError:
        return
    assert [cell.source for cell in to_notebook(new).cells] == [cell.source for cell in edited]


def test_text_that_only_looks_like_a_cell_break_is_refused_and_not_garbled() -> None:
    """Found by the test above: jupytext takes the second line for a break with metadata."""
    with pytest.raises(AuthorError, match=r"edit lesson\.md instead"):
        notebook_to_text.carry(tiny.TEXT, [nbformat.v4.new_markdown_cell("w `\n+++`")])


def test_edits_on_both_sides_are_not_mixed(course: Path) -> None:
    build.build(course)
    edit(source(course), lambda found: found["why-answer"].update(source="Another reason."))
    lesson = course / "lessons" / tiny.NAME / "lesson.md"
    lesson.write_text(tiny.TEXT.replace("The end.", "The very end."), "utf-8")
    with pytest.raises(AuthorError, match="both edited"):
        notebook_to_text.carry_edits(course)
    assert "The very end." in lesson.read_text("utf-8")
