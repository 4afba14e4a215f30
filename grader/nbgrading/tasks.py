"""From a notebook to the judge's task."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from grader.judge.task import Cell, Task
from grader.notebooks.cells import grade_id, is_test, settings, tests_outside
from grader.notebooks.given_names import given_names


def task_of(notebook: Any, source: Any, files: Mapping[str, bytes] = MappingProxyType({})) -> Task:
    """The code cells of a notebook to grade, as the judge takes them.

    The lesson's source notebook says where its tests run, and which names are its own.
    """
    tests: Literal["test", "inside"] = "test" if tests_outside(source) else "inside"
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    names = given_names(source)
    return Task(tuple(judge_cell(cell, tests) for cell in cells), files, names.defined, names.imports)


def judge_cell(cell: Any, tests: Literal["test", "inside"]) -> Cell:
    """A code cell as the judge takes it: the learner's to run, or a test."""
    if is_test(cell):
        return Cell(tests, cell.source, grade_id(cell), float(settings(cell)["points"]))
    return Cell("run", cell.source, grade_id(cell))


def lesson_files(folder: Path) -> dict[str, bytes]:
    """The files that belong to a lesson, by name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if not hidden(path, folder)
    }


def together(
    own: Mapping[str, bytes], lesson: Mapping[str, bytes], kept: Collection[str]
) -> dict[str, bytes]:
    """The learner's own files and the lesson's, which win but for those that learners are to change (`kept`).

    >>> together({"a.py": b"mine", "b": b"mine"}, {"a.py": b"", "b/c.csv": b""}, kept=["a.py"])
    {'a.py': b'mine', 'b/c.csv': b''}
    """
    clashes = {
        name for name in own for other in lesson if f"{other}/".startswith(f"{name}/") and other != name
    }
    clashes |= {name for name in own for other in lesson if name.startswith(f"{other}/")}
    mine = {name: data for name, data in own.items() if name not in clashes}
    return mine | {name: data for name, data in lesson.items() if name not in mine or name not in kept}


def hidden(path: Path, folder: Path) -> bool:
    """Whether a part of the path below `folder` begins with a dot or is a cache."""
    return any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
