"""Grades one learner of a lesson's demo class twice: under the judge, and as a notebook in one plain process.

`points(lesson, under_judge(template, lesson, learner))` and `points(lesson, in_one_process(lesson, learner))`
must both be what the learner's answer file says. `class_tests` and `choice_test` make the tests that all
lessons share; a lesson's own test file calls them, and so each lesson stays one piece of work for one core.

No picture is painted here: that takes longer than all else and earns no points. `make demo` paints them all.
"""

import contextlib
import functools
import io
import itertools
import re
import signal
import tempfile
import warnings
from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure

from grader.demo import answers
from grader.judge.grade import Limits, grade
from grader.nbgrading.preprocessors import lesson_files, task_cell
from grader.notebooks.cells import max_points
from grader.notebooks.paths import ROOT, read_in
from tools.bench import UNPAINTED

HIDDEN = "### BEGIN HIDDEN TESTS"


@functools.cache
def read(tree, lesson):
    return read_in(ROOT / tree, lesson)


@functools.cache
def sources(lesson, tree="source"):
    """The texts of all cells of a lesson, by the cells' ids."""
    return {cell.id: cell.source for cell in read(tree, lesson).cells}


# Learners


def learners(lesson):
    """The demo class of a lesson."""
    return answers.read_class(ROOT / "examples" / lesson, read("source", lesson))


def submitted(learner, lesson):
    """The learner's notebook, with the instructor's tests put back in, as for grading."""
    notebook = answers.submission(learner, read("source", lesson), read("release", lesson))
    for cell in notebook.cells:
        if cell.id.endswith("-check"):
            cell.source = sources(lesson)[cell.id]
    return notebook


def solved(lesson, **cells):
    """A learner who is right everywhere but in these solution cells: `solved(lesson, fit="...")`."""
    changes = {f"{name.replace('_', '-')}-solution": text for name, text in cells.items()}
    return answers.Answers("someone", "", "solution", max_points(read("source", lesson)), changes)


def changed(text, *parts):
    """The text with one or more parts of it changed, each given as old and new, and each of them there."""
    for old, new in zip(parts[::2], parts[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


# Grades


def under_judge(template, lesson, learner, seconds=30):
    """Each check's message, empty when it passed, as the judge gives it; a cell may take so many seconds."""
    cells = [task_cell(cell) for cell in submitted(learner, lesson).cells if cell.cell_type == "code"]
    files = lesson_files(ROOT / "source" / lesson)
    task = {"cells": [UNPAINTED, *cells]}
    result = grade(task | {"files": files}, template, Limits(cell_seconds=seconds))
    assert result["status"] == "graded", result["reason"]
    checks = {name: cell for name, cell in result["cells"].items() if name.endswith("-check")}
    return {name: "" if cell["passed"] is True else cell["message"] for name, cell in checks.items()}


def in_one_process(lesson, learner, names=None, seconds=30):
    """The same with all cells in one namespace, as in a plain kernel."""
    names, messages = {} if names is None else names, {}
    names["__name__"] = "__main__"
    with unpainted(), tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for cell in submitted(learner, lesson).cells:
            if cell.cell_type == "code":
                messages[cell.id] = run(cell, names, seconds)
    return {name: message for name, message in messages.items() if name.endswith("-check")}


@contextlib.contextmanager
def unpainted():
    """What a learner's notebook is run in here: nothing is painted, and it may warn as it likes."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr(Figure, "savefig", lambda *args, **options: None)
        warnings.simplefilter("ignore")
        yield


def run(cell, names, seconds=30):
    """What a cell raises, as a text; empty when it runs to its end."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), stopped_after(seconds):
            exec(compile(cell.source, f"<{cell.id}>", "exec"), names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


@contextlib.contextmanager
def stopped_after(seconds):
    """What runs inside is interrupted after so many seconds."""

    def stop(*_):
        raise TimeoutError(f"It ran for {seconds} seconds.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def points(lesson, messages):
    """The points of each check: all or none."""
    most = max_points(read("source", lesson))
    return {name: 0 if message else most[name] for name, message in messages.items()}


def deserved(lesson, lost=""):
    """All points but those of the exercises that are lost: `deserved(lesson, "fit line")`."""
    return solved(lesson).points | {f"{name}-check": 0 for name in lost.split()}


def points_with(lesson, exercise, text):
    """The points in one process of a learner who is right everywhere but in one solution cell."""
    return points(lesson, in_one_process(lesson, solved(lesson, **{exercise: text})))


# One check alone


def verdict(lesson, exercise, names, tree="source", part=slice(None)):
    """What a check says, empty when it passes, in a notebook that holds just these names.

    `part` is `VISIBLE` or `UNSEEN` for one of its two parts; the second one needs the names of the first.
    """
    source = "".join(sources(lesson, tree)[f"{exercise}-check"].partition(HIDDEN)[part])
    return run(SimpleNamespace(id=f"{exercise}-check", source=source), names)


VISIBLE, UNSEEN = slice(0, 1), slice(1, 3)


def right_orders(lesson, exercise, name, letters):
    """All orders of the letters that the check of an exercise accepts."""
    orders = ("".join(order) for order in itertools.permutations(letters))
    return {order for order in orders if verdict(lesson, exercise, {name: order}) == ""}


# Tests that all lessons share


def class_tests(lesson, *, endless=""):
    """Three tests: what the demo class says, what the judge gives it, and what one plain process gives it.

    Slow are all but the lesson's own solution and the untouched notebook. `endless` names a learner with a
    loop that never ends, whose cells get less time, so that nobody waits for long.
    """
    members = learners(lesson)
    listed = [
        pytest.param(each, id=each.learner, marks=[pytest.mark.slow] if each.cells else [])
        for each in members
    ]

    def seconds(learner):
        return 4 if learner.learner == endless else 30

    def test_the_class():
        """A class of ten or more; the solution deserves everything and the untouched notebook nothing."""
        most = deserved(lesson)
        assert len(members) >= 10
        plain = {each.base: each.points for each in members if not each.cells}
        assert plain == {"solution": most, "release": dict.fromkeys(most, 0)}

    @pytest.mark.parametrize("learner", listed)
    def test_the_judge(template, learner):
        assert points(lesson, under_judge(template, lesson, learner, seconds(learner))) == learner.points

    @pytest.mark.slow
    @pytest.mark.parametrize("learner", listed)
    def test_one_process(learner):
        assert points(lesson, in_one_process(lesson, learner, seconds=seconds(learner))) == learner.points

    return test_the_class, test_the_judge, test_one_process


def answer_tests(lesson, wrong, right):
    """Two tests for a lesson's module: each of `wrong`, {name: (exercise, text, what is lost)}, loses just
    its points, and each of `right`, {name: (exercise, text)}, none.
    """

    @pytest.mark.slow
    @pytest.mark.parametrize("name", wrong)
    def test_wrong(name):
        exercise, text, lost = wrong[name]
        assert points_with(lesson, exercise, text) == deserved(lesson, lost)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", right)
    def test_right(name):
        assert points_with(lesson, *right[name]) == deserved(lesson)

    return test_wrong, test_right


def choice_test(lesson):
    """A test that each multiple choice accepts the letter of the lesson's own solution, and no other one."""
    found = {}  # {exercise: {"first_choice": "abcd", ...}}
    for cell, source in sources(lesson).items():
        if calls := re.findall(r'^choice\("(\w+)", \w+, "(\w+)"\)', source, re.MULTILINE):
            found[cell.removesuffix("-check")] = dict(calls)
    written = re.findall(r"^(\w+_choice) = ", "\n".join(sources(lesson).values()), re.MULTILINE)
    assert written
    assert sorted(written) == sorted(itertools.chain(*found.values()))

    @pytest.mark.parametrize("exercise", found)
    def test_choice(exercise):
        own, letters = {}, found[exercise]
        exec(sources(lesson)[f"{exercise}-solution"], own)
        tried = [dict(zip(letters, chosen, strict=True)) for chosen in itertools.product(*letters.values())]
        right = [chosen for chosen in tried if verdict(lesson, exercise, dict(chosen)) == ""]
        assert right == [{name: own[name] for name in letters}]

    return test_choice
