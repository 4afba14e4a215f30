"""Lesson 1 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T1 (`weight = -lr * gradient`), T3 (a sum gradient beside a mean loss), T5 (a weight beside another
weight's loss), T18 (errors worked out wrong); T27 (add for subtract) is an option of `small`. The demo class
falls into the others; answers_01.py holds variants, caught_01.py mistakes that the visible check catches.
"""

import pytest
import torch
from answers_01 import WRONG
from caught_01 import CAUGHT
from lesson_grades import solved, under_judge
from lesson_tests import answer_test, caught_test, choice_test, class_tests

from course import data
from grader.sandbox.template import Template

LESSON = "01-manual-gradients"

# `test_demo.py` takes the same class through nbgrader with the judge.
test_the_class, _, test_in_one_process = class_tests(LESSON, endless="milo")
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_a_wrong_answer_loses_just_its_points = answer_test(LESSON, WRONG)
test_what_learners_see_catches_a_mistake = caught_test(LESSON, CAUGHT)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x itself is changed", "predict changes the tensor x itself."),
        ("the prediction itself is changed", "mse changes a tensor that it gets."),
        ("y itself is changed", "gradient changes a tensor that it gets."),
        ("the parameter itself is changed", "step changes a tensor that it gets."),
        ("the squares of x in x itself", "factor changes a tensor that it gets."),
        ("x itself is changed in the slopes", "gradients changes a tensor that it gets."),
    ],
)
def test_the_judge_too_says_that_the_inputs_were_changed(template: Template, name: str, words: str) -> None:
    """It passes copies: only a tensor that refuses to be changed shows it."""
    exercise, text, _ = WRONG[name]
    messages = under_judge(template, LESSON, solved(LESSON, **{exercise: text}))
    assert words in messages[f"{exercise}-check"]


def test_the_border_of_the_students_data_is_the_number_in_the_text() -> None:
    hours, _ = data.study_hours()
    table = torch.hstack([hours, torch.ones(4, 1)]).double()
    curvature = torch.linalg.eigvalsh(2 * table.T @ table / 4)[-1].item()
    assert 2 / curvature == pytest.approx(0.069, abs=5e-4)
    assert round(47.25**0.5) == 7


def test_the_difference_of_the_fourth_powers_is_the_formula_of_the_check() -> None:
    x = data.identity_line()[0].double()
    for h in (0.5, 0.1, 0.01):
        right, left = (((side * x - x) ** 4).mean().item() for side in (h, -h))
        assert (right - left) / (2 * h) == pytest.approx(-392 / 3 * (1 + h**2))


def test_fifty_steps_of_the_buggy_loop_end_at_the_number_in_the_text() -> None:
    x, y = data.identity_line()
    weight = 0.0
    for _ in range(50):
        weight = -0.01 * float((2 * (weight * x - y) * x).sum())
    assert weight == pytest.approx(0.21875, abs=5e-6)
