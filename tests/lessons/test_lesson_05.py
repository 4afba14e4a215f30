"""Lesson 5 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T7 and T33 (shape and type of new data), T23 (what was made since the seed), T35 (a flat target),
T40 (what the optimizer holds). The demo class falls into each of them once; the variants of
answers_05.py run in one plain process, which gives the judge's points.
"""

import pytest
from answers_05 import JUDGED, WRONG
from caught_05 import CAUGHT, PREDICT
from lesson_grades import changed
from lesson_tests import answer_test, caught_test, choice_test, class_tests, judge_test
from paused_lesson import shown_to_learner

LESSON = "05-nn-module"

test_the_class, test_under_the_judge, test_in_one_process = class_tests(LESSON)
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_a_wrong_answer_loses_just_its_points = answer_test(LESSON, WRONG)
test_the_judge_gives_the_same = judge_test(LESSON, JUDGED)
test_the_visible_check_catches_the_mistake = caught_test(LESSON, CAUGHT)


@pytest.mark.slow
def test_a_predict_that_switches_graphs_off_is_caught() -> None:
    off = changed(
        PREDICT, "    with torch.no_grad():\n        return", "    torch.set_grad_enabled(False)\n    return"
    )
    assert "autograd no longer records anything" in shown_to_learner(LESSON, "predict", off)
