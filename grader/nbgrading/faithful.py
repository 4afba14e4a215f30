"""Whether an assignment that declares its tests outside is graded there as in stock nbgrader.

Its own solution must get all points from the judge, and what is released must get none; and its tests must
use nothing that means something else outside of the learner's process (`notebooks.outside_rules`). What does
not hold is refused by name before learners see it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat

from grader.judge.grade import grade
from grader.judge.task import Task
from grader.nbgrading.named_stub import as_released
from grader.nbgrading.tasks import lesson_files, task_of
from grader.nbgrading.warm import author_template
from grader.notebooks.cells import tests_outside
from grader.notebooks.errors import AuthorError
from grader.notebooks.outside_rules import refusals
from grader.sandbox.limits import Limits

PATIENT = Limits(cell_seconds=60, submission_seconds=300)

ADVICE = (
    "Mend the test; or let the assignment be graded inside the learner's process, as stock nbgrader does: "
    'take "judge": {"tests": "outside"} out of the metadata of its notebook in source/.'
)


def refuse_unfaithful(folder: Path, notebooks: list[Path]) -> None:
    """Stop, naming each cell, where an assignment's notebooks would be graded otherwise than they say."""
    found = [
        f"{path.stem}: {sentence}"
        for path in notebooks
        for sentence in unfaithful(nbformat.read(path, as_version=4), lesson_files(folder))
    ]
    if found:
        raise AuthorError("\n".join(["Not released, because tests would be graded wrong:", *found, ADVICE]))


def unfaithful(source: Any, files: Mapping[str, bytes] = MappingProxyType({})) -> list[str]:
    """A sentence for each cell that would be graded otherwise outside; none where tests run inside."""
    if not tests_outside(source):
        return []
    if told := list(refusals(source)):
        return told  # and nothing is run: a test that opens files would open the author's
    solved = replace(task_of(source, source, files), strict=True)
    return [*solution_fails(solved), *stub_earns(task_of(as_released(source), source, files))]


def solution_fails(task: Task) -> Iterator[str]:
    """Tests that the assignment's own solution does not pass in full."""
    result = grade(task, author_template(), PATIENT)
    if result.status != "graded":
        yield result.reason
    for cell, entry in zip(task.cells, result.cells, strict=False):
        if cell.kind == "test" and entry.passed is not True:
            yield f"{cell.name}: its own solution does not pass: {entry.message}"
        elif entry.credit is not None and entry.credit < cell.points:
            yield f"{cell.name}: its own solution gets {entry.credit:g} of {cell.points:g} points"


def stub_earns(task: Task) -> Iterator[str]:
    """Tests that give points for the notebook as released."""
    result = grade(task, author_template(), PATIENT)
    for cell, entry in zip(task.cells, result.cells, strict=False):
        if cell.kind == "test" and entry.passed is True and entry.credit != 0:
            yield f"{cell.name}: the released notebook, without any answer, gets points for it"
