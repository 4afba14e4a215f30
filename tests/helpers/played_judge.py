"""A judge that is played: its verdicts are given, so that a test of the way around it takes no sandbox.

`judge` is a fixture for a test that grades the course of `small_course`: its `verdict` of a test cell and the
fields of its `result` may be replaced, and its `tasks` are what it was given.
"""

from dataclasses import replace

import pytest
from small_course import ANSWERS

from grader.judge.task import CellResult, Result
from grader.nbgrading import judging, warm


class Template:
    def __init__(self, hide):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass


def passed(cell):
    printed = [{"output_type": "stream", "name": "stdout", "text": "fine\n"}]
    return CellResult(printed, passed=True)


def failed(cell):
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["secret of the test"]}
    return CellResult([error], passed=False, message="expected 1\ngot 2")


def ran(cell):
    stderr = {"output_type": "stream", "name": "stderr", "text": "a warning\n"}
    return CellResult([stderr])


@pytest.fixture
def judge(monkeypatch):
    """The judge played: its `verdict` of a test cell may be replaced; its `tasks` are what it was given."""

    class Played:
        verdict, result, tasks = staticmethod(passed), {}, []

    played = Played()
    played.tasks = []

    def grade(task, template, limits):
        played.tasks.append(task)
        cells = [played.verdict(cell) if cell.kind == "test" else ran(cell) for cell in task.cells]
        return replace(Result("graded", "", cells), **played.result)

    monkeypatch.setattr(warm, "Template", Template)
    monkeypatch.setattr(judging, "grade", grade)
    monkeypatch.setattr(warm, "prove", lambda template: None)
    monkeypatch.setattr(warm, "opened", {})
    return played


def submit_and_grade(course, student, answers=ANSWERS, **options):
    course.submit(student, course.released(answers), **options)
    return course.autograde(student)
