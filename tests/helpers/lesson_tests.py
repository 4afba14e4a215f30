"""The tests that all lessons share: a lesson's own file calls these functions, and gives the tests names.

So each lesson stays one file, and one piece of work for one core.
"""

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from lesson_grades import (
    deserved,
    in_one_process,
    learners,
    points,
    points_of_both,
    solved,
    sources,
    under_judge,
    verdict,
)
from paused_lesson import after_answer, in_notebook_order, shown_to_learner

from grader.demo.answer_files import Answers
from grader.notebooks.cells import CHECK, SOLUTION
from grader.sandbox.template import Template

Test = Callable[..., None]


def class_tests(lesson: str, *, endless: str = "") -> tuple[Test, Test, Test]:
    """Three tests: what the demo class says, what the judge gives it, and what one plain process gives it.

    `endless` names a learner with a loop that never ends, whose cells get less time, so that nobody waits
    for long.
    """
    members = learners(lesson)
    listed = [pytest.param(each, id=each.learner) for each in members]

    def seconds(learner: Answers) -> float:
        return 4 if learner.learner == endless else 30

    def test_the_class() -> None:
        """A class of ten or more; the solution deserves everything and the untouched notebook nothing."""
        most = deserved(lesson)
        assert len(members) >= 10
        plain = {each.base: each.points for each in members if not each.cells}
        assert plain == {"solution": most, "release": dict.fromkeys(most, 0)}

    @pytest.mark.slow
    @pytest.mark.parametrize("learner", listed)
    def test_the_judge(template: Template, learner: Answers) -> None:
        with_stock = points_of_both(template, lesson, learner, seconds(learner))
        assert with_stock == (learner.points, learner.deserved(stock=True))

    @pytest.mark.slow
    @pytest.mark.parametrize("learner", listed)
    def test_one_process(learner: Answers) -> None:
        messages = in_one_process(lesson, learner, seconds=seconds(learner))
        assert points(lesson, messages) == learner.deserved(stock=True)

    return test_the_class, test_the_judge, test_one_process


def answer_test(lesson: str, wrong: dict[str, tuple[str, str, str]]) -> Test:
    """A test that each of `wrong`, {name: (exercise, text, what is lost)}, loses just its points."""

    @pytest.mark.slow
    @pytest.mark.parametrize("name", in_notebook_order(lesson, wrong))
    def test_wrong(name: str) -> None:
        exercise, text, lost = wrong[name]
        assert points(lesson, after_answer(lesson, exercise, text)) == deserved(lesson, lost)

    return test_wrong


def judge_test(lesson: str, judged: dict[str, tuple[dict[str, str], str]]) -> Test:
    """A test that the judge, which sees copies and handles of the learner's values, gives the same points:
    `judged` is {name: ({exercise: text}, what is lost)}.
    """

    @pytest.mark.slow
    @pytest.mark.parametrize("name", judged)
    def test_judged(template: Template, name: str) -> None:
        texts, lost = judged[name]
        messages = under_judge(template, lesson, solved(lesson, **texts))
        assert points(lesson, messages) == deserved(lesson, lost)

    return test_judged


def choice_test(lesson: str) -> Test:
    """A test that each multiple choice accepts the letter of the lesson's own solution, and no other one."""
    found = {}  # {exercise: {"first_choice": "abcd", ...}}
    for cell, source in sources(lesson).items():
        if calls := re.findall(r'^choice\("(\w+)", \w+, "(\w+)", lesson=\d+\)', source, re.MULTILINE):
            found[cell.removesuffix(CHECK)] = dict(calls)
    written = re.findall(r"^(\w+_choice) = ", "\n".join(sources(lesson).values()), re.MULTILINE)
    assert written
    assert sorted(written) == sorted(itertools.chain(*found.values()))

    @pytest.mark.parametrize("exercise", found)
    def test_choice(exercise: str) -> None:
        own: dict[str, Any] = {}
        letters = found[exercise]
        exec(sources(lesson)[f"{exercise}{SOLUTION}"], own)
        tried = [dict(zip(letters, chosen, strict=True)) for chosen in itertools.product(*letters.values())]
        right = [chosen for chosen in tried if verdict(lesson, exercise, dict(chosen)) == ""]
        assert right == [{name: own[name] for name in letters}]

    return test_choice


def caught_test(lesson: str, caught: dict[str, tuple[str, str, str]]) -> Test:
    """A test that what learners see catches each of `caught`, {name: (exercise, text, words)}.

    The visible check of the release fails with these words, or the cells before it do. `text` takes the
    place of the exercise's solution in a notebook that is right before it.
    """

    @pytest.mark.slow
    @pytest.mark.parametrize("name", in_notebook_order(lesson, caught))
    def test_caught(name: str) -> None:
        exercise, text, words = caught[name]
        assert words in shown_to_learner(lesson, exercise, text)

    return test_caught
