"""What is graded as a lesson's notebook, in whatever form, and what is not because it is too little of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from one_lesson import NAME, Learner, settings

from grader.notebooks import fit
from grader.notebooks.cells import is_test
from grader.notebooks.cells import settings as of_nbgrader
from grader.notebooks.paths import ROOT
from grader.notebooks.submitted import load

pytestmark = pytest.mark.slow

LESSONS = sorted(path.name for path in (ROOT / "source").glob("0*/"))


# The threshold, on both sides


def lesson_of(exercises: int, plain: int) -> Any:
    """A notebook with so many exercises (an answer and a test each) and given cells."""
    cells = [
        new_markdown_cell(f"This is the text number {n} of the lesson.", id=f"text-{n}") for n in range(plain)
    ]
    for n in range(exercises):
        cells += [
            new_code_cell(
                f"x{n} = 1", id=f"e{n}-solution", metadata=settings(f"e{n}-solution", solution=True)
            ),
            new_code_cell(
                f"assert x{n}",
                id=f"e{n}-check",
                metadata=settings(f"e{n}-check", grade=True, locked=True, points=1),
            ),
        ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("left", "status"),
    [
        (["e0-solution", "e1-solution", "e0-check", "e1-check"], "repaired"),  # 4 of 16 graded cells
        (["e0-solution", "e1-solution", "e0-check"], "unreadable"),  # 3 of 16
        ([f"text-{n}" for n in range(10)], "repaired"),  # 10 of 40 cells
        ([f"text-{n}" for n in range(9)], "unreadable"),
    ],
)
def test_a_quarter_is_enough_and_less_is_not(graded: Learner, left: list[str], status: str) -> None:
    nb = lesson_of(exercises=8, plain=24)
    nbformat.write(nb, graded.source)
    nb.cells = [c for c in nb.cells if c.id in left]
    assert graded(json.loads(nbformat.writes(nb))).status == status
    assert fit.ENOUGH == 1 / 4


# The course's own lessons


def lesson(name: str) -> Any:
    return json.loads((ROOT / "release" / name / f"{name}.ipynb").read_text("utf-8"))


@pytest.mark.parametrize("wanted", LESSONS)
def test_no_lesson_is_taken_for_another(tmp_path: Path, wanted: str) -> None:
    for name in LESSONS:
        (tmp_path / f"{wanted}.ipynb").write_text(json.dumps(lesson(name)))
        result = load(tmp_path, ROOT / "source" / wanted / f"{wanted}.ipynb")
        if name == wanted:
            assert (result.status, result.notes) == ("ok", ())
        else:
            assert f"this is the notebook of {name}" in result.notes[0]


def stripped(nb: Any) -> Any:
    """As some websites export a notebook: without names, ids and settings."""
    for c in nb["cells"]:
        c.pop("id", None)
        c["metadata"] = {}
    return nb | {"nbformat_minor": 4}


def only(keep: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return lambda nb: nb | {"cells": [c for c in nb["cells"] if keep(c)]}


def merged(nb: Any) -> Any:
    """All code in one cell."""
    code = [c for c in nb["cells"] if c["cell_type"] == "code"]
    text = "\n\n".join("".join(c["source"]) for c in code)
    return nb | {"cells": [code[0] | {"source": text}]}


def split(nb: Any) -> Any:
    """Every line of code a cell of its own."""
    cells: list[Any] = []
    for c in nb["cells"]:
        lines = "".join(c["source"]).splitlines() if c["cell_type"] == "code" else [c["source"]]
        cells += [c | {"source": line, "id": f"{c['id']}-{n}"} for n, line in enumerate(lines)]
    return nb | {"cells": cells}


def in_another_language(nb: Any) -> Any:
    for c in nb["cells"]:
        if c["cell_type"] == "markdown":
            c["source"] = "한" * 30
    return nb


WITHOUT_TESTS = only(lambda c: not is_test(c))
FORMS = {
    "stripped": [stripped],
    "without tests": [WITHOUT_TESTS],
    "without tests, stripped": [WITHOUT_TESTS, stripped],
    "answers only": [only(lambda c: bool(of_nbgrader(c).get("solution")))],
    "answers only, stripped": [only(lambda c: bool(of_nbgrader(c).get("solution"))), stripped],
    "tests only": [only(is_test)],
    "merged": [merged],
    "merged, stripped": [merged, stripped],
    "merged without tests, stripped": [WITHOUT_TESTS, merged, stripped],
    "split": [split],
    "split, stripped": [split, stripped],
    "translated": [in_another_language],
    "translated, without tests, stripped": [in_another_language, WITHOUT_TESTS, stripped],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LESSONS)
def test_an_honest_notebook_of_any_form_is_graded(tmp_path: Path, name: str, form: str) -> None:
    nb = lesson(name)
    for change in FORMS[form]:
        nb = change(nb)
    (tmp_path / NAME).write_text(json.dumps(nb))
    result = load(tmp_path, ROOT / "source" / name / f"{name}.ipynb")
    assert result.status in ("ok", "repaired")
    nbformat.validate(result.notebook)
    assert max((len(note) for note in result.notes), default=0) < 300


@pytest.mark.parametrize("name", LESSONS)
def test_a_stripped_notebook_finds_all_its_places_again(tmp_path: Path, name: str) -> None:
    nb = lesson(name)
    for number, c in enumerate(nb["cells"]):
        if of_nbgrader(c).get("solution") and c["cell_type"] == "markdown":
            c["source"] = f"answer {number}"
    expected = [c["source"] for c in nb["cells"] if of_nbgrader(c).get("solution")]
    (tmp_path / NAME).write_text(json.dumps(stripped(nb)))
    result = load(tmp_path, ROOT / "source" / name / f"{name}.ipynb")
    got = [c.source for c in result.notebook.cells if of_nbgrader(c).get("solution")]
    assert got == ["".join(text) for text in expected]
    assert result.notes == (f"{NAME!r} was taken for '{name}.ipynb'",)
