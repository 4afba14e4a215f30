"""Grades one learner of a lesson without nbgrader and without pictures: for tests and measurements."""

import functools
from dataclasses import replace
from typing import Any

from grader.demo import answer_files
from grader.demo.answer_files import Answers
from grader.judge.grade import grade
from grader.judge.task import Cell, CellResult, Task
from grader.nbgrading.tasks import lesson_files, task_of
from grader.notebooks.cells import grade_id, is_test, max_points
from grader.notebooks.paths import ROOT, read_in
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from tools.unpainted import without_pictures


@functools.cache
def read(tree: str, lesson: str) -> Any:
    """A lesson's notebook from source/ or release/."""
    return read_in(ROOT / tree, lesson)


def solver(lesson: str, cells: dict[str, str]) -> Answers:
    """A learner who is right everywhere but in these solution cells, {name: text}."""
    return Answers("someone", "", "solution", max_points(read("source", lesson)), cells)


def submitted(learner: Answers, lesson: str) -> Any:
    """The learner's notebook, with the instructor's tests put back in, as for grading."""
    source = read("source", lesson)
    notebook = answer_files.submission(learner, source, read("release", lesson))
    tests = {grade_id(cell): cell.source for cell in source.cells if is_test(cell)}
    for cell in notebook.cells:
        cell.source = tests.get(grade_id(cell), cell.source)
    return notebook


def task(
    lesson: str, learner: Answers, *, follow_through: bool = True, draw: bytes = b"", first: str = ""
) -> Task:
    """What the judge gets of a learner, without pictures.

    `draw` chooses the fresh numbers of hidden tests, `first` is a cell before all others.
    """
    source, files = read("source", lesson), lesson_files(ROOT / "source" / lesson)
    asked = task_of(submitted(learner, lesson), source, files, draw=draw, follow_through=follow_through)
    return without_pictures(replace(asked, cells=(Cell("run", first, "first"), *asked.cells)))


def judged(
    template: Template, lesson: str, learner: Answers, limits: Limits, **options: Any
) -> dict[str, CellResult]:
    """What the judge says of each check, with the options of `task`; RuntimeError where it gives no grade."""
    asked = task(lesson, learner, **options)
    result = grade(asked, template, limits)
    if result.status != "graded":
        raise RuntimeError(f"{learner.learner} has no grade for {lesson}: {result.status}, {result.reason}")
    pairs = zip(asked.cells, result.cells, strict=True)
    return {cell.name: entry for cell, entry in pairs if cell.kind == "test"}
