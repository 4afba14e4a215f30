"""Grades one learner of a lesson's demo class twice: under the judge, and as a notebook in one plain process.

`points(under_judge(template, notebook))` and `points(in_one_process(notebook))` must both be what the
learner's answer file says.
"""

import contextlib
import functools
import io

import nbformat

from grader import answers
from grader.build import ROOT
from grader.judge import grade
from grader.preprocessors import lesson_files, task_cell


@functools.cache
def read(tree, lesson):
    return nbformat.read(ROOT / tree / lesson / f"{lesson}.ipynb", as_version=4)


def learners(lesson):
    """The demo class of a lesson."""
    return answers.read_class(ROOT / "examples" / lesson, read("source", lesson))


def submitted(learner, lesson):
    """The learner's notebook, with the instructor's tests put back in, as for grading."""
    source = read("source", lesson)
    notebook = answers.submission(learner, source, read("release", lesson))
    tests = {cell.id: cell.source for cell in source.cells if cell.id.endswith("-check")}
    for cell in notebook.cells:
        cell.source = tests.get(cell.id, cell.source)
    return notebook


def solved(lesson, base="solution"):
    """A learner who hands in the instructor's notebook, or the untouched one (base="release")."""
    return answers.Answers("someone", "", base, answers.max_points(read("source", lesson)), {})


def under_judge(template, lesson, learner):
    """Each check's message, empty when it passed, as the judge gives it."""
    cells = [cell for cell in submitted(learner, lesson).cells if cell.cell_type == "code"]
    task = {"assignment": lesson, "cells": [task_cell(cell) for cell in cells]}
    result = grade(task | {"files": lesson_files(ROOT / "source" / lesson)}, template)
    assert result["status"] == "graded", result["reason"]
    checks = {name: cell for name, cell in result["cells"].items() if name.endswith("-check")}
    return {name: "" if cell["passed"] is True else cell["message"] for name, cell in checks.items()}


def in_one_process(lesson, learner):
    """Each check's message, empty when it passed, with all cells in one namespace as in a plain kernel."""
    names, messages = {"__name__": "__main__"}, {}
    for cell in submitted(learner, lesson).cells:
        if cell.cell_type == "code":
            message = run(cell, names)
            if cell.id.endswith("-check"):
                messages[cell.id] = message
    return messages


def run(cell, names):
    """What a cell raises, as a text; empty when it runs to its end."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, f"<{cell.id}>", "exec"), names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def points(lesson, messages):
    """The points of each check: all or none."""
    most = answers.max_points(read("source", lesson))
    return {name: 0 if message else most[name] for name, message in messages.items()}
