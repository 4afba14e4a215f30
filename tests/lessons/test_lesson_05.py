"""Lesson 5 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T7 and T33 (shape and type of new data), T23 (what was made since the seed), T35 (a flat target),
T40 (what the optimizer holds). The demo class falls into each of them once; the variants of
answers_05.py run in one plain process, which gives the judge's points.
"""

from pathlib import Path

import pytest
import torch
from answers_05 import CAUGHT, JUDGED, RIGHT, WRONG
from lesson_grades import right_orders, unpainted, verdict
from lesson_tests import answer_tests, choice_test, class_tests, judge_test
from torch import nn

LESSON = "05-nn-module"

test_the_class, test_under_the_judge, test_in_one_process = class_tests(LESSON)
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_a_wrong_answer_loses_just_its_points, test_another_right_style_loses_nothing = answer_tests(
    LESSON, WRONG, RIGHT
)
test_the_judge_gives_the_same = judge_test(LESSON, JUDGED)


@pytest.mark.parametrize("name", CAUGHT)
def test_the_visible_check_catches_the_mistake(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise, text = CAUGHT[name]
    monkeypatch.chdir(tmp_path)  # some of them save a model
    names = {"torch": torch, "nn": nn, "F": torch.nn.functional, "wide": nn.Linear(3, 2)}
    exec(text, names)
    with unpainted():
        assert verdict(LESSON, exercise, names, "release") != ""


def test_one_order_of_the_lines_is_right() -> None:
    assert right_orders(LESSON, "order", "life_order", "ABCDEF") == {"CFBEAD"}
