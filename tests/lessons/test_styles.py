"""Right answers in any style get full points: six and more for every exercise that asks for code.

Learners write in place or anew, with NumPy or with loops, with a module or a function, with prints and notes.
The styles of a lesson stand in styles_0N.py. The styles of an exercise share 200 draws of its hidden numbers,
and the judge grades notebooks that are full of them. `pytest tests/lessons/test_styles.py --draws 200` gives
every style all of the draws.
"""

import ast
import importlib
from collections import defaultdict

import pytest
from lesson_grades import all_messages, deserved, points_of_both, solved, sources
from paused_lesson import failed_draws, in_notebook_order

from grader.notebooks.cells import SOLUTION
from grader.notebooks.paths import ROOT
from grader.sandbox.template import Template

LESSONS = sorted(path.name for path in (ROOT / "source").glob("0*/"))
STYLES = {lesson: importlib.import_module(f"styles_{lesson[:2]}").STYLES for lesson in LESSONS}
ALL = [(lesson, name) for lesson in LESSONS for name in in_notebook_order(lesson, STYLES[lesson])]
FEWEST = 6


def by_exercise(lesson: str) -> dict[str, list[str]]:
    """The texts of all styles of each exercise."""
    texts = defaultdict[str, list[str]](list)
    for exercise, text in STYLES[lesson].values():
        texts[exercise.replace("_", "-")].append(text)
    return texts


def asks_for_code(solution: str) -> bool:
    """Whether there is more than a letter to write: no choice, no ordering, no name."""
    return not all(
        isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        for each in ast.parse(solution).body
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_has_six_styles_or_more(lesson: str) -> None:
    asked = {
        cell.removesuffix(SOLUTION): len(set(by_exercise(lesson)[cell.removesuffix(SOLUTION)]))
        for cell, text in sources(lesson).items()
        if cell.endswith(SOLUTION) and asks_for_code(text)
    }
    assert {exercise: many for exercise, many in asked.items() if many < FEWEST} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "name"), ALL)
def test_a_style_passes_on_its_draws(request: pytest.FixtureRequest, lesson: str, name: str) -> None:
    exercise, text = STYLES[lesson][name]
    styles = by_exercise(lesson)[exercise.replace("_", "-")]
    chosen = request.config.getoption("--draws")
    draws = range(chosen) if chosen else range(styles.index(text), 200, len(styles))
    assert failed_draws(lesson, exercise, text, draws) == {}


def full_of_styles(lesson: str, number: int) -> dict[str, str]:
    """A style of each exercise: after the last one the first one again."""
    return {exercise: texts[number % len(texts)] for exercise, texts in by_exercise(lesson).items()}


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_no_cell_of_a_notebook_of_such_styles_raises(lesson: str) -> None:
    """The given cells between the exercises are to work with all of them."""
    for number in range(max(map(len, by_exercise(lesson).values()))):
        messages = all_messages(lesson, solved(lesson, **full_of_styles(lesson, number)))
        assert {cell: message for cell, message in messages.items() if message} == {}, number


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FEWEST))
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_judge_gives_a_notebook_of_such_styles_full_points(
    template: Template, lesson: str, number: int
) -> None:
    given, _ = points_of_both(template, lesson, solved(lesson, **full_of_styles(lesson, number)))
    assert given == deserved(lesson)
