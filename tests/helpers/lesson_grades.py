"""Grades one learner of a lesson's demo class twice: under the judge, and as a notebook in one plain process.

`points(lesson, under_judge(template, lesson, learner))` and `points(lesson, in_one_process(lesson, learner))`
must both be what the learner's answer file says. `verdict` asks one check alone.

No picture is painted here: that takes longer than all else and earns no points. `make demo` paints them all.
"""

import contextlib
import functools
import io
import itertools
import signal
import tempfile
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from matplotlib.figure import Figure

import course.pictures
from course.checks import CheckFailed, unexplained
from grader.demo import answer_files
from grader.demo.answer_files import Answers
from grader.judge.task import CellResult
from grader.notebooks.cells import BEGIN_HIDDEN, CHECK, SOLUTION, max_points
from grader.notebooks.paths import ROOT
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from tools import graded
from tools.graded import read, solver, submitted


@functools.cache
def sources(lesson: str, tree: str = "source") -> dict[str, str]:
    """The texts of all cells of a lesson, by the cells' ids."""
    return {cell.id: cell.source for cell in read(tree, lesson).cells}


# Learners


def learners(lesson: str) -> list[Answers]:
    """The demo class of a lesson."""
    return answer_files.read_class(ROOT / "examples" / lesson, read("source", lesson))


def solved(lesson: str, **cells: str) -> Answers:
    """A learner who is right everywhere but in these solution cells: `solved(lesson, fit="...")`."""
    changes = {f"{name.replace('_', '-')}{SOLUTION}": text for name, text in cells.items()}
    return solver(lesson, changes)


def changed(text: str, *parts: str) -> str:
    """The text with one or more parts of it changed, each given as old and new, and each of them there.

    >>> changed("W -= lr * W.grad", "-=", "+=", "lr * ", "")
    'W += W.grad'
    """
    for old, new in zip(parts[::2], parts[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


# Grades: {check: what it says, empty when it passes}


def under_judge(template: Template, lesson: str, learner: Answers, seconds: float = 30) -> dict[str, str]:
    """Each check's message, empty when it passed, as the judge gives it; a cell may take so many seconds."""
    results = judged(template, lesson, learner, seconds, follow_through=False)
    return {name: "" if result.passed is True else result.message for name, result in results.items()}


def points_of_both(
    template: Template, lesson: str, learner: Answers, seconds: float = 30
) -> tuple[dict[str, float], dict[str, float]]:
    """The points that the judge gives for each check, and those without follow-through."""
    results, most = judged(template, lesson, learner, seconds), max_points(read("source", lesson))
    given = {name: most[name] if result.passed else 0 for name, result in results.items()}
    return given, {name: 0 if results[name].followed else value for name, value in given.items()}


def judged(
    template: Template, lesson: str, learner: Answers, seconds: float = 30, *, follow_through: bool = True
) -> dict[str, CellResult]:
    """What the judge says of each check."""
    return graded.judged(
        template, lesson, learner, Limits(cell_seconds=seconds), follow_through=follow_through
    )


def in_one_process(
    lesson: str, learner: Answers, names: dict[str, Any] | None = None, seconds: float = 30
) -> dict[str, str]:
    """The same with all cells in one namespace, as in a plain kernel."""
    messages = all_messages(lesson, learner, names, seconds)
    return {name: message for name, message in messages.items() if name.endswith(CHECK)}


def all_messages(
    lesson: str, learner: Answers, names: dict[str, Any] | None = None, seconds: float = 30
) -> dict[str, str]:
    """What every cell of a notebook in one namespace raises, empty where it runs to its end."""
    names, messages = {} if names is None else names, {}
    names["__name__"] = "__main__"
    with unpainted(), tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for cell in submitted(learner, lesson).cells:
            if cell.cell_type == "code":
                messages[cell.id] = run(cell, names, seconds)
    return messages


@contextlib.contextmanager
def unpainted() -> Iterator[None]:
    """What a learner's notebook is run in here: nothing is painted, and it may warn as it likes."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr(Figure, "savefig", lambda *args, **options: None)  # of pictures of their own
        patch.setattr(course.pictures, "painted", False)
        warnings.simplefilter("ignore")
        yield


def run(cell: Any, names: dict[str, Any], seconds: float = 30) -> str:
    """What a cell raises, as a text; empty when it runs to its end."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), stopped_after(seconds):
            exec(compile(cell.source, f"<{cell.id}>", "exec"), names)
    except Exception as error:
        if cell.source.startswith("# Check: ") and not isinstance(error, CheckFailed):
            error = unexplained(error, f"<{cell.id}>")  # as a learner's kernel shows it
        return f"{type(error).__name__}: {error}"
    return ""


@contextlib.contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """What runs inside is interrupted after so many seconds."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"It ran for {seconds} seconds.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def at_each_check(lesson: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The exercises of a solved lesson, each with the notebook's names once its visible check has passed.

    The whole check runs afterwards, so that the next exercise finds what it needs.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    with unpainted(), tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for cell in submitted(solved(lesson), lesson).cells:
            if cell.cell_type == "code":
                if cell.id.endswith(CHECK):
                    exercise = cell.id.removesuffix(CHECK)
                    assert verdict(lesson, exercise, names, part=VISIBLE) == ""
                    yield exercise, dict(names)
                assert run(cell, names) == "", cell.id


def points(lesson: str, messages: dict[str, str]) -> dict[str, float]:
    """The points of each check: all or none."""
    most = max_points(read("source", lesson))
    return {name: 0 if message else most[name] for name, message in messages.items()}


def deserved(lesson: str, lost: str = "") -> dict[str, float]:
    """All points but those of the exercises that are lost: `deserved(lesson, "fit line")`."""
    return solved(lesson).points | {f"{name}{CHECK}": 0 for name in lost.split()}


# One check alone

VISIBLE, UNSEEN = slice(0, 1), slice(1, 3)  # the two parts of a check


def verdict(
    lesson: str, exercise: str, names: dict[str, Any], tree: str = "source", part: slice = slice(None)
) -> str:
    """What a check says, empty when it passes, in a notebook that holds just these names.

    `part` is `VISIBLE` or `UNSEEN` for one of its two parts; the second one needs the names of the first.
    """
    source = "".join(sources(lesson, tree)[f"{exercise}{CHECK}"].partition(BEGIN_HIDDEN)[part])
    return run(SimpleNamespace(id=f"{exercise}{CHECK}", source=source), names)


def right_orders(lesson: str, exercise: str, name: str, letters: str) -> set[str]:
    """All orders of the letters that the check of an exercise accepts."""
    orders = ("".join(order) for order in itertools.permutations(letters))
    return {order for order in orders if verdict(lesson, exercise, {name: order}) == ""}
