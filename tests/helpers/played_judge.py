"""A judge that is played: its verdicts are given, so that a test of the way around it takes no sandbox.

`judge` is a fixture for a test that grades the course of `small_course`: its `verdict` of a test cell, what
is `shown` below another, and the fields of its `result` may be replaced; its `tasks` are what it was given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from small_course import ANSWERS, Course

import grader.judge.grade
from grader.judge.task import Cell, CellResult, Result, Task
from grader.nbgrading import autograde, faithful, warm


class Template:
    def __init__(self, hide: object) -> None:
        pass

    def __enter__(self) -> "Template":
        return self

    def __exit__(self, *exception: object) -> None:
        pass


def passed(cell: Cell) -> CellResult:
    printed = [{"output_type": "stream", "name": "stdout", "text": "fine\n"}]
    return CellResult(printed, passed=True)


def failed(cell: Cell) -> CellResult:
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["secret of the test"]}
    return CellResult([error], passed=False, message="expected 1\ngot 2")


def ran(cell: Cell) -> CellResult:
    stderr = {"output_type": "stream", "name": "stderr", "text": "a warning\n"}
    return CellResult([stderr])


@dataclass
class Played:
    """What the played judge says of a test, of other cells and of the whole, and what it was given."""

    verdict: Callable[[Cell], CellResult] = passed
    shown: Callable[[Cell], CellResult] = ran
    result: dict[str, Any] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Played:
    """The judge played, in the place of the real one."""
    return play(monkeypatch)


def play(monkeypatch: pytest.MonkeyPatch) -> Played:
    """Put the played judge in the place of the real one, as long as these patches hold."""
    played = Played()

    def grade(task: Task, template: Template, limits: object) -> Result:
        played.tasks.append(task)
        cells = [played.verdict(cell) if cell.kind == "test" else played.shown(cell) for cell in task.cells]
        return replace(Result("graded", "", cells), **played.result)

    monkeypatch.setattr(warm, "Template", Template)
    monkeypatch.setattr(grader.judge.grade, "grade", grade)
    monkeypatch.setattr(autograde, "processors", lambda: 1)  # in this process
    monkeypatch.setattr(faithful, "refuse_unfaithful", lambda source, notebooks: None)
    monkeypatch.setattr(warm, "prove", lambda template: None)
    monkeypatch.setattr(warm, "opened", {})
    return played


def submit_and_grade(
    course: Course, student: str, answers: dict[str, str] = ANSWERS, **options: Any
) -> dict[str, Any]:
    """Hand in these answers, and grade them as formgrader's button does."""
    course.submit(student, course.released(answers), **options)
    return course.autograde(student)
