"""What is read of a submitted folder, and what becomes of a notebook whose form was changed."""

import copy
import json
import os
import socket

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.notebooks import submitted as submission
from grader.notebooks.submitted import load, parse


def settings(grade_id, **flags):
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": plain | {"grade_id": grade_id} | flags}


SOURCE = new_notebook(
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    cells=[
        new_markdown_cell("# A lesson", id="title"),
        new_code_cell("import math", id="imports"),
        new_code_cell("one = 'SOLUTION'", id="a-solution", metadata=settings("a-solution", solution=True)),
        new_code_cell(
            "assert one\n### HIDDEN",
            id="a-check",
            metadata=settings("a-check", grade=True, locked=True, points=2),
        ),
        new_code_cell("print(one)", id="look"),
        new_code_cell("two = 'SOLUTION'", id="b-solution", metadata=settings("b-solution", solution=True)),
        new_code_cell(
            "assert two", id="b-check", metadata=settings("b-check", grade=True, locked=True, points=1)
        ),
        new_markdown_cell(
            "SOLUTION", id="why-answer", metadata=settings("why-answer", grade=True, solution=True, points=1)
        ),
    ],
)
NAME = "lesson.ipynb"


def released():
    """What a learner has handed in who changed nothing but the answers."""
    nb = json.loads(nbformat.writes(SOURCE))
    for cell in nb["cells"]:
        cell["source"] = "".join(cell["source"]).replace("SOLUTION", "mine").replace("\n### HIDDEN", "")
    return nb


@pytest.fixture
def graded(tmp_path):
    """Hand in a notebook (a dict, or bytes) and load it."""
    source = tmp_path / "source" / NAME
    source.parent.mkdir()
    nbformat.write(SOURCE, source)
    (tmp_path / "in").mkdir()

    def hand_in(nb, name=NAME):
        data = nb if isinstance(nb, bytes) else json.dumps(nb).encode()
        (tmp_path / "in" / name).write_bytes(data)
        return load(tmp_path / "in", source)

    hand_in.folder, hand_in.load = tmp_path / "in", lambda: load(tmp_path / "in", source)
    return hand_in


def cell(nb, id):
    return next(c for c in nb["cells"] if c["id"] == id)


def texts(result):
    return [c.source for c in result.notebook.cells]


AS_HANDED_IN = [
    "# A lesson",
    "import math",
    "one = 'mine'",
    "assert one\n### HIDDEN",
    "print(one)",
    "two = 'mine'",
    "assert two",
    "mine",
]


def test_an_honest_notebook_keeps_its_answers_and_gets_the_hidden_tests(graded):
    result = graded(released())
    assert (result.status, result.notes) == ("ok", ())
    assert texts(result) == AS_HANDED_IN
    nbformat.validate(result.notebook)


def test_it_is_graded_with_the_settings_of_the_lesson_only(graded):
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


def test_outputs_are_dropped(graded):
    nb = released()
    cell(nb, "look")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "100 points"}]
    assert all(c.outputs == [] for c in graded(nb).notebook.cells if c.cell_type == "code")


def test_deleted_cells_come_back_the_answer_empty_and_never_the_solution(graded):
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


def test_plain_cells_are_the_learners_to_edit_retype_or_delete(graded):
    nb = released()
    cell(nb, "imports")["source"] = "import math, torch"
    cell(nb, "title").update(cell_type="raw", source="my title")
    nb["cells"].remove(cell(nb, "look"))
    result = graded(nb)
    assert result.status == "ok"
    assert texts(result) == ["my title", "import math, torch", *AS_HANDED_IN[2:4], *AS_HANDED_IN[5:]]
    assert result.notebook.cells[0].cell_type == "raw"


def test_own_cells_run_where_they_were_put(graded):
    nb = released()
    own = new_code_cell("y = 1", metadata={"tags": ["raises-exception"], "nbgrader": {"grade_id": "mine"}})
    nb["cells"].insert(4, own)
    nb["cells"].insert(0, dict(own, source="x = 1"))
    result = graded(nb)
    assert texts(result) == ["x = 1", *AS_HANDED_IN[:4], "y = 1", *AS_HANDED_IN[4:]]
    assert result.notebook.cells[0].metadata == {}
    assert len({c.id for c in result.notebook.cells}) == len(result.notebook.cells)


def test_a_copied_test_cell_is_the_learners_own_cell(graded):
    nb = released()
    nb["cells"].insert(4, dict(copy.deepcopy(cell(nb, "a-check")), id="copy", source="assert one  # again"))
    result = graded(nb)
    assert texts(result) == [*AS_HANDED_IN[:4], "assert one  # again", *AS_HANDED_IN[4:]]
    assert result.notebook.cells[4].metadata == {}
    assert result.notes == ("a-check was copied: the copy runs as the learner's own cell",)


def test_of_copied_answers_the_original_keeps_its_place(graded):
    nb = released()
    nb["cells"].insert(0, dict(copy.deepcopy(cell(nb, "b-solution")), id="copy", source="two = 'draft'"))
    assert texts(graded(nb)) == ["two = 'draft'", *AS_HANDED_IN]


def test_moved_cells_return_and_take_the_own_cells_that_follow_them_along(graded):
    nb = released()
    nb["cells"].append(new_code_cell("after why"))
    nb["cells"].insert(0, nb["cells"].pop(5))  # b-solution first
    result = graded(nb)
    assert texts(result) == [*AS_HANDED_IN, "after why"]
    assert result.notes == ("cells were moved: back in the lesson's order",)


def test_a_renamed_cell_is_known_by_its_id(graded):
    nb = released()
    cell(nb, "a-solution")["metadata"]["nbgrader"]["grade_id"] = "other"
    del cell(nb, "a-check")["metadata"]["nbgrader"]
    assert texts(graded(nb)) == AS_HANDED_IN


def test_a_retyped_answer_is_code_again(graded):
    nb = released()
    cell(nb, "a-solution")["cell_type"] = "markdown"
    result = graded(nb)
    assert texts(result) == AS_HANDED_IN
    assert result.notebook.cells[2].cell_type == "code"
    assert result.notes == ("a-solution was turned into markdown: code again",)


def test_cells_without_ids_and_of_odd_types_do_no_harm(graded):
    nb = released()
    for c in nb["cells"]:
        del c["id"]
    nb["cells"] += [None, 7, {}, {"cell_type": "code", "metadata": 3, "source": {"a": 1}, "id": []}, "text"]
    result = graded(nb)
    assert texts(result) == [*AS_HANDED_IN, "", ""]
    nbformat.validate(result.notebook)


def test_half_a_surrogate_is_replaced_so_that_the_notebook_can_be_written(graded):
    nb = released()
    cell(nb, "a-solution")["source"] = "one = '\ud800'"
    assert "one = '?'" in texts(graded(nb))


def test_pictures_in_answers_are_kept_and_nothing_else_that_is_attached(graded):
    nb = released()
    cell(nb, "why-answer")["attachments"] = {
        "good.png": {"image/png": "iVBORw0KGgo=\n"},
        "html": {"text/html": "<script>alert(1)</script>", "image/svg+xml": "<svg onload=alert(1)>"},
        "broken": {"image/png": 'x" onerror="alert(1)'},
        "odd": 7,
    }
    kept = graded(nb).notebook.cells[-1].attachments
    assert kept == {"good.png": {"image/png": "iVBORw0KGgo=\n"}}


def test_format_3_is_converted(graded):
    nb = nbformat.from_dict(released())
    old = json.loads(nbformat.writes(nbformat.convert(nb, 3), version=3))
    result = graded(old)
    assert texts(result) == AS_HANDED_IN


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not valid JSON"),
        (b"x = 1", "not valid JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[]", "holds a list"),
        (b"null", "holds nothing"),
        (b'{"nbformat": 4}', "cells are nothing"),
        (b'{"nbformat": 4, "cells": {}}', "cells are an object"),
        (b'{"nbformat": 99, "cells": []}', "format is 99"),
        (b'{"nbformat": "4", "cells": []}', "format is '4'"),
        (b'{"nbformat": true, "cells": []}', "format is True"),
        (b'{"cells": []}', "format is None"),
        (b'{"nbformat": 3, "worksheets": [{"cells": [{"cell_type": 1}]}]}', "old format 3 cannot"),
        (b'{"nbformat": 3, "worksheets": 7}', "old format 3 cannot"),
        (b'{"nbformat": 1' + b"0" * 10_000 + b"}", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a":' * 100_000, "not valid JSON"),
        (b"[" + b"[]," * 600_000, "nests too much"),
        (b'{"nbformat": 4, "cells": [' + b"{}," * 2_000 + b"{}]}", "2,001 cells, more than 2,000"),
        (
            json.dumps({"nbformat": 4, "cells": [{"source": "x" * 1_000_001}]}).encode(),
            "1,000,001 characters",
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_not_a_notebook_gets_a_reason(graded, data, reason):
    result = graded(data)
    assert (result.status, result.notebook) == ("unreadable", None)
    assert reason in result.notes[0]
    assert result.notes[0].isprintable()
    assert len(result.notes[0]) < 300


def test_keys_that_come_twice_and_endless_numbers_do_no_harm(graded):
    data = json.dumps(released()).replace('"nbformat": 4', '"nbformat": 1e999, "x": -Infinity, "nbformat": 4')
    assert texts(graded(data.encode())) == AS_HANDED_IN


def test_a_notebook_of_another_name_is_taken_when_it_is_the_only_one(graded):
    result = graded(released(), name="lesson (1).ipynb")
    assert result.notes == ("'lesson (1).ipynb' was taken for 'lesson.ipynb'",)
    assert texts(result) == AS_HANDED_IN
    graded(released(), name="another.ipynb")
    assert "There is no 'lesson.ipynb'" in graded.load().notes[0]
    assert texts(graded(released())) == AS_HANDED_IN


def link(path):
    (path.parent / "elsewhere").write_text(json.dumps(released()))
    path.symlink_to(path.parent / "elsewhere")


def a_socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def sparse(path):
    with path.open("wb") as file:
        file.truncate(10**9)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (link, "'lesson.ipynb' cannot be opened: it is a link"),
        (lambda path: path.symlink_to("/nowhere"), "it is a link"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a link"),
        (lambda path: path.mkdir(), "is not a file"),
        (os.mkfifo, "is not a file"),
        (a_socket, "cannot be opened"),
        (sparse, "more than 20,000,000 bytes"),
        (lambda path: None, "There is no 'lesson.ipynb' in the submission (no notebook)"),
    ],
    ids=["link", "broken link", "link to a device", "folder", "pipe", "socket", "huge", "missing"],
)
def test_nothing_but_a_file_of_sensible_size_is_read(graded, make, reason):
    make(graded.folder / NAME)
    result = graded.load()
    assert result.status == "unreadable"
    assert reason in result.notes[0]


def test_a_folder_that_is_a_link_or_missing_is_not_entered(graded, tmp_path):
    graded(released())
    (tmp_path / "linked").symlink_to(graded.folder)
    source = tmp_path / "source" / NAME
    for folder in ("linked", "nowhere"):
        assert f"'{folder}' cannot be opened" in load(tmp_path / folder, source).notes[0]


def test_no_descriptor_stays_open(graded, tmp_path):
    def count():
        return len(os.listdir("/proc/self/fd"))

    graded(released())
    before = count()
    for _ in range(3):
        graded.load()
        load(tmp_path / "nowhere", tmp_path / "source" / NAME)
    os.remove(graded.folder / NAME)
    os.mkfifo(graded.folder / NAME)
    graded.load()
    assert count() == before


def test_the_limits_are_far_above_an_honest_notebook():
    data = json.dumps(released()).encode()
    assert len(data) * 1000 < submission.MAX_BYTES
    assert len(parse(data)) * 100 < submission.MAX_CELLS
