"""Workers that lie: a function that answers without computing loses its exercise, in every lesson.

The hidden tests alone must find it, on the numbers of another notebook: the forgers know all that an earlier
feedback, or an own last cell, could have told them.
"""

import ast
import contextlib
import copy
import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lesson_grades import UNSEEN, at_each_check, sources, verdict

from grader.notebooks.cells import SOLUTION
from grader.notebooks.paths import ROOT
from grader.reference.draws import drawn_by

LESSONS = sorted(path.name for path in (ROOT / "source").glob("0*/"))
Function = Callable[..., Any]

pytestmark = pytest.mark.slow


def replays(answers: list[Any]) -> Function:
    """Answers as it did in an earlier notebook, call by call."""
    calls = iter(range(10**6))
    return lambda *args, **options: kept(answers[next(calls) % len(answers)])


def stays(answers: list[Any]) -> Function:
    """Answers always as it did first."""
    return lambda *args, **options: kept(answers[0])


def echoes(answers: list[Any]) -> Function:
    """Answers with what it was given."""
    return lambda *args, **options: args[0] if args else None


FORGERS = [replays, stays, echoes]


def kept(answer: Any) -> Any:
    """A copy of an answer; itself where there can be none (a tensor with a graph, a generator)."""
    try:
        return copy.deepcopy(answer)
    except Exception:
        return answer


def recorded(function: Function, answers: list[Any]) -> Function:
    """The function, with a list of its answers."""

    def recording(*args: Any, **options: Any) -> Any:
        answers.append(kept(answer := function(*args, **options)))
        return answer

    return recording


def forged(lesson: str) -> dict[str, str]:
    """What the hidden tests of each exercise with functions say to each forger: {"mse replays": "..."}."""
    found = {}
    for exercise, names in at_each_check(lesson):
        if defined := functions_of(lesson, exercise, names):
            answers: dict[str, list[Any]] = {name: [] for name in defined}
            own = {name: recorded(function, answers[name]) for name, function in defined.items()}
            in_place = functools.partial(in_notebook, next(iter(defined.values())).__globals__)
            with in_place(own), drawn_by(b"an earlier notebook"):
                assert verdict(lesson, exercise, names | own, part=UNSEEN) == ""
            for forger in FORGERS:
                lies = {name: forger(answers[name]) for name in defined}
                with in_place(lies), drawn_by(b"another notebook"):
                    said = verdict(lesson, exercise, names | lies, part=UNSEEN)
                found[f"{exercise} {forger.__name__}"] = said
    return found


@contextlib.contextmanager
def in_notebook(notebook: dict[str, Any], functions: dict[str, Function]) -> Iterator[None]:
    """The notebook's other functions, which a check may call, find these in place of its own."""
    before = {name: notebook[name] for name in functions}
    notebook.update(functions)
    try:
        yield
    finally:
        notebook.update(before)


def functions_of(lesson: str, exercise: str, names: dict[str, Any]) -> dict[str, Function]:
    """The functions that the solution of an exercise defines."""
    texts = sources(lesson)
    known = [name for name in texts if name.endswith(SOLUTION)]
    known = [name for name in known if exercise.startswith(name.removesuffix(SOLUTION))]
    statements = ast.parse(texts[max(known, key=len)]).body
    return {each.name: names[each.name] for each in statements if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_forger_passes_a_hidden_test(lesson: str) -> None:
    said = forged(lesson)
    assert said
    assert {forger for forger, message in said.items() if not message} == set()
