"""Lesson 6 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T29 (saved outputs of several runs), T31 (the loss of the last batch), T32 (memory
shared with NumPy, a cell that runs twice), T33 (whole numbers). The demo class falls into each; the
variants of answers_06.py run in one plain process, which gives the judge's points and is quicker.
"""

import pytest
import torch
from answers_06 import JUDGED, WRONG
from caught_06 import CAUGHT
from lesson_grades import deserved, points, solved, under_judge, verdict
from lesson_tests import answer_test, caught_test, choice_test, class_tests, judge_test
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from course import data
from grader.notebooks.paths import ROOT
from grader.sandbox.template import Template

LESSON = "06-dataloader"
TEXT = (ROOT / "lessons" / LESSON / "lesson.md").read_text("utf-8")

test_the_class, test_under_the_judge, test_in_one_process = class_tests(LESSON)
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_a_wrong_answer_loses_just_its_points = answer_test(LESSON, WRONG)
test_the_judge_takes_the_same_points = judge_test(LESSON, JUDGED)
test_what_learners_see_catches_it = caught_test(LESSON, CAUGHT)


@pytest.mark.slow
def test_a_sound_own_machine_passes_for_any_name(template: Template) -> None:
    learner = solved(LESSON, name='my_name = "김민수 \\U0001F600"')
    got = points(LESSON, under_judge(template, LESSON, learner))
    assert got == deserved(LESSON)


@pytest.mark.parametrize("name", ["A", "   ", None, 7, str, "x" * 300], ids=lambda name: repr(name)[:5])
def test_what_is_no_name_gives_no_capstone(name: object) -> None:
    assert verdict(LESSON, "name", {"my_name": name}) != ""


def test_the_losses_that_the_text_quotes_come_from_its_run() -> None:
    """The text and the model answer of the hand-graded question name three losses of a last batch."""
    torch.manual_seed(1)
    model = nn.Linear(3, 2)
    loader = DataLoader(
        TensorDataset(*data.fruit()), batch_size=4, shuffle=True, generator=torch.Generator().manual_seed(3)
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
    last = []
    for _ in range(7):
        for inputs, targets in loader:
            loss = nn.functional.mse_loss(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        last.append(loss.item())
    assert "it is {:.1f}, {:.1f} and {:.1f}.".format(*last[4:]) in TEXT


def test_the_package_of_the_lessons_shows_no_truth_to_a_caller() -> None:
    """What capstone's public functions return are logs alone: positions and readings."""
    from course import capstone

    public = [name for name in vars(capstone) if not name.startswith("_") and callable(vars(capstone)[name])]
    assert set(public) == {"machine", "new_readings"}
    for function in (capstone.machine, capstone.new_readings):
        assert [part.shape for part in function("Ada", 5)] == [(5, 3), (5, 2)]
