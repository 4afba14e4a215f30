"""What becomes of a notebook whose form was changed: the lesson's holds, the learner's answers stay."""

import copy

import nbformat
from nbformat.v4 import new_code_cell
from one_lesson import AS_HANDED_IN, SOURCE, Learner, cell, released, settings, texts


def test_an_honest_notebook_keeps_its_answers_and_gets_the_hidden_tests(graded: Learner) -> None:
    result = graded(released())
    assert (result.status, result.notes) == ("ok", ())
    assert texts(result) == AS_HANDED_IN
    nbformat.validate(result.notebook)


def test_it_is_graded_with_the_settings_of_the_lesson_only(graded: Learner) -> None:
    nb = released()
    nb["metadata"] = {"kernelspec": {"name": "bash"}, "celltoolbar": "x"}
    cell(nb, "a-check")["metadata"] = {
        "tags": ["skip-execution"],
        "nbgrader": settings("a-check", points=99)["nbgrader"],
    }
    cell(nb, "a-solution")["metadata"]["nbgrader"]["schema_version"] = 99
    cell(nb, "b-check")["metadata"]["nbgrader"] = "none of your business"
    cell(nb, "b-check")["source"] = "pass"
    result = graded(nb)
    assert texts(result) == AS_HANDED_IN
    assert [c.metadata for c in result.notebook.cells] == [c.metadata for c in SOURCE.cells]
    assert result.notebook.metadata == SOURCE.metadata
    assert result.status == "repaired"
    assert "a-check had other settings (grade, locked, points): the lesson's hold" in result.notes


def test_outputs_are_dropped(graded: Learner) -> None:
    nb = released()
    cell(nb, "look")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "100 points"}]
    assert all(c.outputs == [] for c in graded(nb).notebook.cells if c.cell_type == "code")


def test_deleted_cells_come_back_the_answer_empty_and_never_the_solution(graded: Learner) -> None:
    nb = released()
    nb["cells"] = [c for c in nb["cells"] if c["id"] not in ("a-solution", "a-check", "why-answer")]
    result = graded(nb)
    assert texts(result) == [AS_HANDED_IN[0], AS_HANDED_IN[1], "", *AS_HANDED_IN[3:7], ""]
    assert result.notes == (
        "a-solution was missing: put back empty",
        "a-check was missing: put back",
        "why-answer was missing: put back empty",
    )
    assert not any("SOLUTION" in text for text in texts(graded({"nbformat": 4, "cells": []})))


def test_plain_cells_are_the_learners_to_edit_retype_or_delete(graded: Learner) -> None:
    nb = released()
    cell(nb, "imports")["source"] = "import math, torch"
    cell(nb, "title").update(cell_type="raw", source="my title")
    nb["cells"].remove(cell(nb, "look"))
    result = graded(nb)
    assert result.status == "ok"
    assert texts(result) == ["my title", "import math, torch", *AS_HANDED_IN[2:4], *AS_HANDED_IN[5:]]
    assert result.notebook.cells[0].cell_type == "raw"


def test_own_cells_run_where_they_were_put(graded: Learner) -> None:
    nb = released()
    own = new_code_cell("y = 1", metadata={"tags": ["raises-exception"], "nbgrader": {"grade_id": "mine"}})
    nb["cells"].insert(4, own)
    nb["cells"].insert(0, dict(own, source="x = 1"))
    result = graded(nb)
    assert texts(result) == ["x = 1", *AS_HANDED_IN[:4], "y = 1", *AS_HANDED_IN[4:]]
    assert result.notebook.cells[0].metadata == {}
    assert len({c.id for c in result.notebook.cells}) == len(result.notebook.cells)


def test_a_copied_test_cell_is_the_learners_own_cell(graded: Learner) -> None:
    nb = released()
    nb["cells"].insert(4, dict(copy.deepcopy(cell(nb, "a-check")), id="copy", source="assert one  # again"))
    result = graded(nb)
    assert texts(result) == [*AS_HANDED_IN[:4], "assert one  # again", *AS_HANDED_IN[4:]]
    assert result.notebook.cells[4].metadata == {}
    assert result.notes == ("a-check was copied: the copy runs as the learner's own cell",)


def test_of_copied_answers_the_original_keeps_its_place(graded: Learner) -> None:
    nb = released()
    nb["cells"].insert(0, dict(copy.deepcopy(cell(nb, "b-solution")), id="copy", source="two = 'draft'"))
    assert texts(graded(nb)) == ["two = 'draft'", *AS_HANDED_IN]


def test_moved_cells_return_and_take_the_own_cells_that_follow_them_along(graded: Learner) -> None:
    nb = released()
    nb["cells"].append(new_code_cell("after why"))
    nb["cells"].insert(0, nb["cells"].pop(5))  # b-solution first
    result = graded(nb)
    assert texts(result) == [*AS_HANDED_IN, "after why"]
    assert result.notes == ("cells were moved: back in the lesson's order",)


def test_a_renamed_cell_is_known_by_its_id(graded: Learner) -> None:
    nb = released()
    cell(nb, "a-solution")["metadata"]["nbgrader"]["grade_id"] = "other"
    del cell(nb, "a-check")["metadata"]["nbgrader"]
    assert texts(graded(nb)) == AS_HANDED_IN


def test_a_retyped_answer_is_code_again(graded: Learner) -> None:
    nb = released()
    cell(nb, "a-solution")["cell_type"] = "markdown"
    result = graded(nb)
    assert texts(result) == AS_HANDED_IN
    assert result.notebook.cells[2].cell_type == "code"
    assert result.notes == ("a-solution was turned into markdown: code again",)
