"""From a notebook to the judge's task."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from grader.judge.task import Cell, Task
from grader.notebooks.cells import grade_id, is_test, settings, tests_outside, without_markers
from grader.notebooks.given_names import given_names


def task_of(
    notebook: Any,
    source: Any,
    files: Mapping[str, bytes] = MappingProxyType({}),
    *,
    draw: bytes = b"",
    follow_through: bool = True,
) -> Task:
    """The code cells of a notebook to grade, as the judge takes them.

    The lesson's source notebook says where its tests run, which names are its own, and what it has in the
    place of each cell. There is follow-through only where tests run outside.
    """
    outside = tests_outside(source)
    own = {cell.id: cell for cell in source.cells if cell.cell_type == "code" and not is_test(cell)}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    names = given_names(source)
    return Task(
        tuple(judge_cell(cell, own.get(cell.get("id")), outside) for cell in cells),
        files,
        names.defined,
        names.imports,
        draw=draw,
        follow_through=follow_through and outside,
    )


def judge_cell(cell: Any, own: Any, outside: bool) -> Cell:
    """A code cell as the judge takes it: a test, or one to run; `own` is what the lesson has in its place."""
    name = grade_id(cell)
    if is_test(cell):
        return Cell("test" if outside else "inside", cell.source, name, float(settings(cell)["points"]))
    if own is None:
        return Cell("run", cell.source, name)
    answer = bool(settings(own).get("solution"))
    return Cell("run", cell.source, name, lesson=without_markers(own.source), answer=answer)


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
