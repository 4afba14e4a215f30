"""Which tests and points count, whether the gradebook knows them, and by which ones a submission was graded.

The tests that count are the gradebook's: `nbgrader generate_assignment` puts those of `source/` there.
`differences` says where the two differ. A graded notebook keeps a short checksum of each test that it was
graded by, in its metadata `grading`; `changed` says which ones are others now.
"""

import hashlib
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import IncludeHeaderFooter, NbGraderPreprocessor
from nbgrader.utils import chdir, is_grade, is_locked, is_solution, is_task

from grader.nbgrading.folders import source_folder, source_notebooks
from grader.nbgrading.second_look import marks_of

Tests = dict[str, str]  # {"pick-check": "1f0c5a2e", ...}


def tests_that_count(coursedir: CourseDirectory, assignment: str) -> dict[str, Tests]:
    """The tests of each notebook of an assignment; where `source/` has others, an error says what to run."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for name in source_notebooks(coursedir, assignment):
            path = source_folder(coursedir, assignment) / f"{name}.ipynb"
            if found := differences(with_header(coursedir, path).cells, gradebook, assignment, name):
                raise NbGraderException(to_generate(assignment, name, found))
        return {
            name: tests_of(gradebook, assignment, name) for name in source_notebooks(coursedir, assignment)
        }


def with_header(coursedir: CourseDirectory, path: Path) -> Any:
    """A source notebook with the cells that `c.IncludeHeaderFooter` adds to each notebook."""
    with chdir(coursedir.root):
        include = IncludeHeaderFooter(config=coursedir.config)
        return include.preprocess(nbformat.read(path, as_version=4), {})[0]


def to_generate(assignment: str, notebook: str, found: list[str]) -> str:
    """What to do about a notebook whose tests the gradebook does not have."""
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    command = f"nbgrader generate_assignment --force {shlex.quote(assignment)}"
    return (
        f"Nothing was graded: {notebook}.ipynb in source/ has changed since it was generated "
        f"({', '.join(found[:3])}{more}). Run `{command}`, then this command again: it grades anew what was "
        "graded by other tests, and keeps what was graded by hand."
    )


def differences(cells: Iterable[Any], gradebook: Gradebook, assignment: str, notebook: str) -> list[str]:
    """How the graded cells of a source notebook differ from the gradebook's, a few words for each."""
    try:
        known = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return [f"the notebook {notebook!r} is new"]
    there, here = known_cells(known), source_cells(cells)
    return [
        *(f"{name!r} is new" for name in here if name not in there),
        *(f"{name!r} is gone" for name in there if name not in here),
        *(words for name in here if name in there and (words := difference(name, here[name], there[name]))),
    ]


def difference(name: str, here: dict[str, Any], there: dict[str, Any]) -> str:
    """How one cell differs in a way that counts; empty where it does not."""
    if here["kind"] != there["kind"]:
        return f"{name!r} is another kind of cell"
    if here["points"] != there["points"]:
        return f"{name!r} has {here['points']:g} points, not {there['points']:g}"
    made_by_nbgrader = "AUTOTEST" in here["source"]  # from a kernel's answers, when it is generated
    if here["code"] and here["source"] != there["source"] and not made_by_nbgrader:
        return f"{name!r} has another text"
    return ""


def source_cells(cells: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """What counts of each cell that nbgrader knows by name, in a source notebook."""
    return {
        cell.metadata.nbgrader.grade_id: {
            "kind": (bool(is_grade(cell)), bool(is_solution(cell)), bool(is_task(cell)), cell.cell_type),
            "points": float(cell.metadata.nbgrader.points) if is_grade(cell) or is_task(cell) else 0.0,
            "code": cell.cell_type == "code" and is_locked(cell),
            "source": cell.source,
        }
        for cell in cells
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)
    }


def known_cells(notebook: Any) -> dict[str, dict[str, Any]]:
    """The same of a notebook in the gradebook."""
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    grades, solutions, tasks = (
        {cell.name for cell in kind}
        for kind in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
    )
    return {
        cell.name: {
            "kind": (cell.name in grades, cell.name in solutions, cell.name in tasks, cell.cell_type),
            "points": float(points.get(cell.name, 0.0)),
            "code": cell.cell_type == "code" and cell.locked,
            "source": cell.source,
        }
        for cell in notebook.source_cells
    }


def tests_of(gradebook: Gradebook, assignment: str, notebook: str) -> Tests:
    """A checksum of each cell of a notebook that decides about points: tests, given code, written answers."""
    cells = known_cells(gradebook.find_notebook(notebook, assignment))
    return {
        name: checksum(cell)
        for name, cell in sorted(cells.items())
        if cell["code"] or cell["kind"][0] or cell["kind"][2]
    }


def checksum(cell: dict[str, Any]) -> str:
    """Eight digits that change with whatever of a cell decides about points."""
    counts = cell["kind"], cell["points"], cell["source"] if cell["code"] else ""
    return hashlib.sha256(repr(counts).encode()).hexdigest()[:8]


def changed(graded_by: Tests | None, tests: Tests) -> list[str]:
    """The cells that were others, or not there, when a submission was graded.

    >>> changed({"a-check": "1", "b-check": "2"}, {"a-check": "1", "c-check": "3"})
    ['b-check', 'c-check']
    """
    before = graded_by or {}
    return sorted(name for name in before.keys() | tests.keys() if before.get(name) != tests.get(name))


class RecordTests(NbGraderPreprocessor):
    """Writes into a graded notebook by which tests it was graded, and marks of what a person may grade."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        tests = resources["nbgrader"]["tests"]
        nb.metadata.setdefault("grading", {}).update(tests=tests, cells=marks_of(nb, tests))
        return nb, resources
