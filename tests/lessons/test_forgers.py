"""Workers that lie: a function that answers without computing loses its exercise, in every lesson.

The hidden tests alone must find it, on the numbers of another notebook: the forgers know all that an earlier
feedback, or an own last cell, could have told them.
"""

import ast
import copy
import functools
from collections.abc import Callable
from typing import Any

import pytest
from lesson_grades import UNSEEN, VISIBLE, run, solved, sources, submitted, unpainted, verdict

from grader.notebooks.cells import CHECK, SOLUTION
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


@functools.cache
def forged(lesson: str) -> dict[str, str]:
    """What the hidden tests of each exercise with functions say to each forger: {"mse replays": "..."}."""
    names: dict[str, Any] = {"__name__": "__main__"}
    found = {}
    with unpainted():
        for cell in submitted(solved(lesson), lesson).cells:
            if cell.cell_type == "code":
                if cell.id.endswith(CHECK):
                    found |= one_exercise(lesson, cell.id.removesuffix(CHECK), names)
                assert run(cell, names) == "", cell.id
    return found


def one_exercise(lesson: str, exercise: str, names: dict[str, Any]) -> dict[str, str]:
    """The same for one exercise, whose cells have run."""
    own: dict[str, Any] = {}
    texts = sources(lesson)
    known = [
        name for name in texts if name.endswith(SOLUTION) and exercise.startswith(name.removesuffix(SOLUTION))
    ]
    statements = ast.parse(texts[max(known, key=len)]).body
    defined = {each.name: names[each.name] for each in statements if isinstance(each, ast.FunctionDef)}
    if not defined:
        return {}
    assert verdict(lesson, exercise, names, part=VISIBLE) == ""
    answers: dict[str, list[Any]] = {name: [] for name in defined}
    own = {name: recorded(function, answers[name]) for name, function in defined.items()}
    with drawn_by(b"an earlier notebook"):
        assert verdict(lesson, exercise, names | own, part=UNSEEN) == ""
    said = {}
    for forger in FORGERS:
        lies = {name: forger(answers[name]) for name in defined}
        with drawn_by(b"another notebook"):
            said[f"{exercise} {forger.__name__}"] = verdict(lesson, exercise, names | lies, part=UNSEEN)
    return said


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_forger_passes_a_hidden_test(lesson: str) -> None:
    said = forged(lesson)
    assert said
    assert {forger for forger, message in said.items() if not message} == set()
