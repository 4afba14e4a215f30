"""Which notebook of a submitted folder is graded, and what is not graded because it is another one."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from one_lesson import AS_HANDED_IN, SOURCE, Learner, cell, released, texts

from grader.notebooks.submitted import load


def untouched() -> Any:
    """The lesson's notebook as it was released."""
    nb = released()
    for c in nb["cells"]:
        if c["id"].endswith("-solution"):
            c["source"] = f'raise NotImplementedError("{c["id"]}: write your code here")'
    cell(nb, "why-answer")["source"] = "YOUR ANSWER HERE"
    return nb


def other(count: int = 8) -> Any:
    """A notebook of nobody's."""
    cells = [new_code_cell(f"import torch\nprint({number})") for number in range(count)]
    return json.loads(nbformat.writes(new_notebook(cells=cells)))


def test_a_notebook_of_another_name_is_taken_when_it_is_the_only_one(graded: Learner) -> None:
    result = graded(released(), name="lesson (1).ipynb")
    assert result.notes == ("'lesson (1).ipynb' was taken for 'lesson.ipynb'",)
    assert texts(result) == AS_HANDED_IN


@pytest.mark.parametrize(
    "name",
    [
        "lesson.IPYNB",
        "lesson.ipynb.json",
        "lesson.ipynb.txt",
        "Lektion \N{LATIN SMALL LETTER U WITH DIAERESIS}.ipynb",
        "x[1].ipynb",
    ],
)
def test_endings_that_browsers_add_do_no_harm(graded: Learner, name: str) -> None:
    assert texts(graded(released(), name)) == AS_HANDED_IN


@pytest.mark.parametrize("copy", ["lesson (1).ipynb", "Copy of lesson.ipynb", "a.ipynb", "z.ipynb"])
def test_a_solved_copy_is_graded_before_the_untouched_original(graded: Learner, copy: str) -> None:
    graded.put(untouched())
    result = graded(released(), copy)
    assert texts(result) == AS_HANDED_IN
    assert result.notes == (f"{copy!r} was graded; also there: 'lesson.ipynb'",)


def test_also_when_cells_of_the_lesson_were_deleted_from_it(graded: Learner) -> None:
    graded.put(untouched())
    nb = released()
    nb["cells"] = [c for c in nb["cells"] if c["id"] not in ("title", "look", "b-check")]
    assert "'a.ipynb' was graded" in graded(nb, "a.ipynb").notes[0]


def test_half_solved_loses_to_solved_and_wins_over_untouched(graded: Learner) -> None:
    half = untouched()
    cell(half, "a-solution")["source"] = "one = 1"
    graded.put(untouched())
    assert "'half.ipynb' was graded" in graded(half, "half.ipynb").notes[0]
    assert "'solved.ipynb' was graded" in graded(released(), "solved.ipynb").notes[0]


def test_of_equals_the_right_name_counts_then_the_later_copy(graded: Learner) -> None:
    graded.put(released(), "lesson (1).ipynb")
    assert "'lesson (2).ipynb' was graded" in graded(released(), "lesson (2).ipynb").notes[0]
    assert "'lesson (10).ipynb' was graded" in graded(released(), "lesson (10).ipynb").notes[0]
    assert "'lesson.ipynb' was graded" in graded(released()).notes[0]


def test_what_cannot_be_read_is_named_beside_what_can(graded: Learner) -> None:
    graded.put(b"{")
    result = graded(released(), "copy.ipynb")
    assert texts(result) == AS_HANDED_IN
    assert result.notes == ("'copy.ipynb' was graded; also there: 'lesson.ipynb' (it cannot be read)",)


def test_a_scratch_notebook_beside_it_is_not_graded(graded: Learner) -> None:
    graded.put(other(), "a-scratch.ipynb")
    result = graded(released())
    assert texts(result) == AS_HANDED_IN
    assert "'a-scratch.ipynb' (only 0 of 8 cells of this lesson are in it)" in result.notes[0]


def test_nobodys_notebook_is_not_graded(graded: Learner) -> None:
    result = graded(other())
    assert result.status == "unreadable"
    assert "only 0 of 8 cells of this lesson are in it" in result.notes[0]
    assert "only 0 of 8" in graded({"nbformat": 4, "cells": []}).notes[0]


def test_many_notebooks_are_not_all_looked_at(graded: Learner) -> None:
    for number in range(30):
        graded.put(other(), f"{number:02}.ipynb")
    result = graded(released())
    assert texts(result) == AS_HANDED_IN
    assert result.notes[0] == "only 10 of the 31 notebooks were looked at"
    assert all(len(note) < 1000 for note in result.notes)


def test_a_notebook_one_folder_too_deep_is_named(graded: Learner) -> None:
    (graded.folder / "lesson").mkdir()
    (graded.folder / "lesson" / "lesson.ipynb").write_text(json.dumps(released()))
    assert "but one in its folder 'lesson': move it up" in graded.load().notes[0]


def test_an_essay_without_a_prompt_is_known_by_its_name_once_all_else_is_stripped(graded: Learner) -> None:
    essay = nbformat.from_dict(json.loads(nbformat.writes(SOURCE)))
    essay.cells = essay.cells[-1:]
    nbformat.write(essay, graded.source)
    nb = released()
    nb["cells"] = [{"cell_type": "markdown", "source": "My essay.", "metadata": {}}]
    assert texts(graded(nb)) == ["My essay."]


# Other assignments


def neighbour(graded: Learner, nb: Any, name: str = "02-next") -> Any:
    """Give the course another assignment, and hand its notebook in for this one's."""
    path = graded.source.parent.parent / name / f"{name}.ipynb"
    path.parent.mkdir()
    nbformat.write(nb, path)
    return json.loads(nbformat.writes(nb))


def homework(topic: str) -> Any:
    """Notebooks as instructors copy them from week to week: the same names and ids, other texts."""
    nb = nbformat.from_dict(json.loads(nbformat.writes(SOURCE)))
    for c in nb.cells:
        c.source = f"# about {topic}, exercise {c.id}\nassert {topic}"
    return nb


def test_another_assignments_notebook_is_known_by_its_text_where_all_names_are_the_same(
    graded: Learner,
) -> None:
    nbformat.write(homework("trees"), graded.source)
    result = graded(neighbour(graded, homework("graphs")))
    assert result.status == "unreadable"
    assert "this is the notebook of 02-next" in result.notes[0]
    assert graded(json.loads(nbformat.writes(homework("trees")))).status == "ok"


def test_a_lesson_that_was_rewritten_since_keeps_its_old_submissions(graded: Learner) -> None:
    neighbour(graded, homework("graphs"))
    old = homework("trees")
    nbformat.write(homework("bushes"), graded.source)
    assert graded(json.loads(nbformat.writes(old))).status != "unreadable"


def test_only_answers_of_two_lessons_with_the_same_names_stay_with_this_one(graded: Learner) -> None:
    nbformat.write(homework("trees"), graded.source)
    neighbour(graded, homework("graphs"))
    nb = json.loads(nbformat.writes(homework("trees")))
    nb["cells"] = [
        cell(nb, "a-solution") | {"source": "mine"},
        cell(nb, "b-solution") | {"source": "mine too"},
    ]
    assert graded(nb).status == "repaired"


def test_a_broken_notebook_of_another_assignment_does_no_harm(graded: Learner) -> None:
    neighbour(graded, homework("graphs"))
    (graded.source.parent.parent / "02-next" / "broken.ipynb").write_text("{")
    assert "only 0 of 8" in graded(other()).notes[0]


# Two notebooks in one assignment


@pytest.fixture
def two(graded: Learner) -> Learner:
    nbformat.write(homework("trees"), graded.source)
    nbformat.write(homework("graphs"), graded.source.with_name("second.ipynb"))
    return graded


def written(topic: str) -> Any:
    nb = json.loads(nbformat.writes(homework(topic)))
    cell(nb, "a-solution")["source"] = f"answer = '{topic}'"
    return nb


def answer(folder: Path, source: Path) -> str:
    result = load(folder, source)
    return "" if result.notebook is None else cell(result.notebook, "a-solution").source


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lesson.ipynb", "second.ipynb"),
        ("second.ipynb", "lesson.ipynb"),
        ("a.ipynb", "b.ipynb"),
        ("b.ipynb", "a.ipynb"),
    ],
)
def test_each_file_is_taken_for_the_notebook_that_it_fits(two: Learner, first: str, second: str) -> None:
    two.put(written("trees"), first)
    two.put(written("graphs"), second)
    assert answer(two.folder, two.source) == "answer = 'trees'"
    assert answer(two.folder, two.source.with_name("second.ipynb")) == "answer = 'graphs'"


def test_a_file_is_never_taken_for_two_and_what_was_not_handed_in_counts_as_blank(two: Learner) -> None:
    two.put(written("graphs"), "lesson.ipynb")
    assert answer(two.folder, two.source.with_name("second.ipynb")) == "answer = 'graphs'"
    result = two.load()
    assert result.status == "missing"
    assert result.notes == ("'lesson.ipynb' was not handed in: it counts as blank",)
    assert cell(result.notebook, "a-solution").source == ""
    assert cell(result.notebook, "a-check").source == cell(homework("trees"), "a-check").source


def test_with_a_file_that_cannot_be_read_nothing_counts_as_not_handed_in(two: Learner) -> None:
    two.put(written("graphs"), "second.ipynb")
    two.put(b"{")
    assert two.load().status == "unreadable"


def test_a_scratch_notebook_does_not_stand_for_the_one_that_was_not_handed_in(two: Learner) -> None:
    two.put(written("graphs"), "second.ipynb")
    two.put(other(), "scratch.ipynb")
    assert two.load().status == "missing"
    two.put(other())
    assert "only 0 of 8" in two.load().notes[0]


def test_one_notebook_under_both_names_counts_once(two: Learner) -> None:
    for name in ("lesson.ipynb", "second.ipynb"):
        two.put(written("trees"), name)
    assert two.load().notes == ("'lesson.ipynb' was graded; also there: 'second.ipynb'",)
    assert load(two.folder, two.source.with_name("second.ipynb")).status == "missing"


def test_two_notebooks_that_are_told_by_nothing_but_their_names(graded: Learner) -> None:
    for name in ("lesson.ipynb", "second.ipynb"):
        nbformat.write(homework("trees"), graded.source.with_name(name))
        graded.put(written(name.removesuffix(".ipynb")), name)
    for name in ("lesson", "second"):
        source = graded.source.with_name(f"{name}.ipynb")
        assert answer(graded.folder, source).startswith(f"answer = '{name}'")
