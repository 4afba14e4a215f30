"""What learners get, and what instructors have, for every lesson: no answer given away, and it runs."""

import json
import re
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from grader.notebooks.paths import ROOT, read_in

LESSONS = sorted(path.name for path in (ROOT / "release").glob("*/"))


def read(tree: str, lesson: str) -> Any:
    return read_in(ROOT / tree, lesson)


def regions(source: str, name: str) -> list[str]:
    """The lines inside the regions '### BEGIN name' ... '### END name' of a cell."""
    inside = re.findall(rf"### BEGIN {name}\n(.*?)### END {name}", source, re.DOTALL)
    return [line.strip() for text in inside for line in text.splitlines()]


def secrets(lesson: str) -> set[str]:
    """Lines of solutions and hidden tests that stand nowhere else in the lesson's code."""
    cells = [cell for cell in read("source", lesson).cells if cell.cell_type == "code"]
    hidden = [
        line for cell in cells for name in ("SOLUTION", "HIDDEN TESTS") for line in regions(cell.source, name)
    ]
    shown = [line.strip() for cell in cells for line in cell.source.splitlines()]
    return {line for line in hidden if len(line) > 12 and shown.count(line) == hidden.count(line)}


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_release_gives_no_answer_away(lesson: str) -> None:
    found = secrets(lesson)
    assert len(found) > 20
    code = [cell.source for cell in read("release", lesson).cells if cell.cell_type == "code"]
    assert [line for line in found for source in code if line in source.splitlines()] == []
    assert not re.search(r"HIDDEN TESTS|BEGIN SOLUTION|END SOLUTION|\bgrader\b", "\n".join(code))


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_release_has_no_word_of_a_rubric(lesson: str) -> None:
    """Neither in a cell nor in any metadata: the file is read as text."""
    answers = [cell for cell in read("source", lesson).cells if cell.id.endswith("-answer")]
    rubrics = [line for cell in answers for line in regions(cell.source, "MARK SCHEME") if line]
    assert len(rubrics) >= 5 * len(answers) > 0
    full = [line for cell in answers for line in cell.source.splitlines() if len(line) > 12]
    released = "".join(path.read_text("utf-8") for path in (ROOT / "release" / lesson).rglob("*.ipynb"))
    assert [line for line in {*rubrics, *full} if json.dumps(line)[1:-1] in released] == []
    assert "MARK SCHEME" not in released


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_notebook_holds_outputs(lesson: str) -> None:
    for tree in "source", "release":
        cells = [cell for cell in read(tree, lesson).cells if cell.cell_type == "code"]
        assert [cell.id for cell in cells if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_has_a_stub_that_names_it(lesson: str) -> None:
    for cell in read("release", lesson).cells:
        if cell.id.endswith("-solution"):
            exercise = cell.id.removesuffix("-solution")
            assert f'raise NotImplementedError("{exercise}: write your code here' in cell.source
        elif cell.id.endswith("-answer"):
            assert cell.source == "YOUR ANSWER HERE"


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_lesson_runs_from_top_to_bottom_without_a_warning(lesson: str, tmp_path: Path) -> None:
    notebook = read("source", lesson)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import torch"))
    at_torch = []

    def started(cell: Any, cell_index: int) -> None:
        if cell_index == 1:
            at_torch.append(time.monotonic())

    there = {"metadata": {"path": str(tmp_path)}}  # what a lesson saves, it saves there
    NotebookClient(notebook, timeout=60, on_cell_start=started, resources=there).execute()
    seconds = time.monotonic() - at_torch[0]
    print(f"\n{lesson}: {seconds:.1f} s from top to bottom once torch is imported")
    outputs = [(cell.id, output) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [(name, output.text) for name, output in outputs if output.get("name") == "stderr"] == []
    assert seconds < 60  # ten seconds is the aim; `make bench` measures it on a quiet machine
