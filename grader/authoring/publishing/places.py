"""Files, cells and metadata that have no place in the learners' repository, whatever they say."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from grader.authoring.publishing.contents import LESSONS
from grader.authoring.publishing.first_cell import ID
from grader.authoring.publishing.kept_back import FOR_TEACHERS, bare, lines_of
from grader.notebooks.cells import grade_id, settings
from grader.notebooks.stub import BLANK

NO_PLACE = re.compile(
    r"(^|/)(source|examples|grader|tests|tools|submitted|autograded|feedback|reference|__pycache__|[^/]*\.egg-info"
    r"|lesson\.md|gradebook\.[^/]*|grades\.csv|nbgrader_config\.py|[^/]*\.(secret|pyc|orig|rej|bak)|[^/]*~"
    r"|\.(?!git/|gitignore$)[^/]*)(/|$)",
)
MARKS = re.compile(
    r"### (?:BEGIN|END) [A-Z]|BEGIN SOLUTION|END SOLUTION|HIDDEN TESTS|MARK SCHEME"
    r"|\b(?:from|import)\s+grader\b|grader\.reference"
)
SETTINGS = {
    "grade",
    "grade_id",
    "locked",
    "points",
    "schema_version",
    "solution",
    "task",
    "cell_type",
    "checksum",
}


def misplaced(names: list[str]) -> Iterator[str]:
    """The files and folders that are an instructor's by their names."""
    yield from (f"{name}: learners have no file of this name" for name in names if NO_PLACE.search(f"{name}"))


def of_notebooks(folder: Path, root: Path) -> Iterator[str]:
    """What is wrong with the form of the published notebooks, one sentence for each."""
    for path in sorted(folder.rglob("*.ipynb")):
        place = path.relative_to(folder).as_posix()
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception as error:
            yield f"{place}: it is not a notebook ({type(error).__name__})"
            continue
        yield from (f"{place}: {sentence}" for sentence in of_metadata(notebook))
        source = root / "source" / path.parent.name / path.name
        if path.parent.parent != folder / LESSONS or not source.is_file():
            yield f"{place}: source/ has no such notebook, so that nobody can say what it may show"
        else:
            own = nbformat.read(source, as_version=4)
            yield from (f"{place}: {sentence}" for sentence in of_cells(notebook, own))


def of_metadata(notebook: Any) -> Iterator[str]:
    """Outputs, and metadata that are for teachers."""
    for where, metadata in [("", notebook.metadata), *((f"{name(c)}: ", c.metadata) for c in notebook.cells)]:
        odd = [key for key in metadata if FOR_TEACHERS.search(key)]
        odd += [f"nbgrader.{key}" for key in metadata.get("nbgrader", {}) if key not in SETTINGS]
        yield from (f"{where}the metadata {key!r} are not for learners" for key in odd)
    for cell in notebook.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            yield f"{name(cell)} has outputs: generate the assignment again, which clears them"


def of_cells(notebook: Any, source: Any) -> Iterator[str]:
    """Graded cells with lines that the assignment's own cell does not show to learners."""
    own = {grade_id(cell): cell for cell in source.cells if grade_id(cell)}
    for cell in notebook.cells:
        known = grade_id(cell)
        if known and known not in own:
            yield f"source/ has no cell {known!r}: generate the assignment again"
        elif known or settings(cell):
            shown = {bare(line) for line, is_shown in lines_of(own[known]) if is_shown}
            for line in cell.source.splitlines():
                if bare(line) and bare(line) not in shown and not is_stub(line, own[known]):
                    yield f"{known!r} has the line {line.strip()[:60]!r}, which its source does not show"


def is_stub(line: str, own: Any) -> bool:
    """Whether a line is what stands in place of a solution, or of an instructor's note for nbgrader."""
    text = line.strip()
    stands_for_code = text.startswith("raise NotImplementedError(") or text == "# YOUR CODE HERE"
    return text == BLANK or stands_for_code or "AUTOTEST" in own.source


def name(cell: Any) -> str:
    """How a message names a cell."""
    return grade_id(cell) or str(cell.get("id", "")) or ID
