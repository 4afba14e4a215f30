"""What becomes of a notebook whose form was changed: the lesson's holds, the learner's answers stay."""

import copy
from pathlib import Path

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
    assert result.notes == ("other settings in the submission: a-check; graded with the lesson's",)


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
        "the submission lacks a-solution, why-answer: added blank",
        "the submission lacks a-check: added as in the lesson",
    )


def test_whatever_is_deleted_the_solution_never_comes_back(graded: Learner) -> None:
    for kept in SOURCE.cells:
        nb = released()
        nb["cells"] = [cell(nb, kept.id), cell(nb, "a-check"), cell(nb, "b-check")]
        assert not any("SOLUTION" in text for text in texts(graded(nb)))


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
    assert result.notes == ("more than once in the submission: a-check; copies run as own cells",)


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
    assert result.notes == ("the cells stand in another order in the submission: the lesson's holds",)


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
    assert result.notes == ("of another type in the submission: a-solution; graded as in the lesson",)


def test_settings_that_an_instructor_changes_later_are_not_held_against_the_learner(graded: Learner) -> None:
    nb = released()
    for c in nb["cells"]:
        if settings := c["metadata"].get("nbgrader"):
            settings |= {"points": 7, "checksum": "0" * 32, "schema_version": 2, "cell_type": "code"}
    assert graded(nb).notes == ()


def test_settings_that_a_website_has_stripped_are_not_held_against_the_learner(graded: Learner) -> None:
    nb = released()
    for c in nb["cells"]:
        c["metadata"] = {}
    result = graded(nb)
    assert (result.notes, texts(result)) == ((), AS_HANDED_IN)


def test_notes_stay_short_however_much_is_missing(graded: Learner) -> None:
    nb = released()
    nb["cells"] = [cell(nb, "a-check"), cell(nb, "b-check")]
    assert all(len(note) < 200 for note in graded(nb).notes)


def test_an_own_cell_never_gets_an_id_of_the_lesson(tmp_path: Path) -> None:
    graded = Learner(tmp_path)
    lesson = copy.deepcopy(SOURCE)
    lesson.cells[0].id = "own-0"
    nbformat.write(lesson, graded.source)
    nb = released()
    nb["cells"].insert(0, new_code_cell("mine = 1"))
    result = graded(nb)
    assert result.notebook.cells[0].source == "mine = 1"
    nbformat.validate(result.notebook)
