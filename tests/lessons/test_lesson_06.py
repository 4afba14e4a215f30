"""Lesson 6 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T29 (saved outputs of several runs), T31 (the loss of the last batch), T32 (memory
shared with NumPy, a cell that runs twice), T33 (whole numbers). The demo class falls into each; the
variants of answers_06.py run in one plain process, which gives the judge's points and is quicker.
"""

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from answers_06 import JUDGED, WRONG
from caught_06 import CAUGHT
from lesson_grades import deserved, points, read, run, solved, under_judge, verdict
from lesson_tests import answer_test, caught_test, choice_test, class_tests, judge_test
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from course import data
from grader.notebooks.paths import ROOT
from grader.reference import tables
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


def test_the_mean_is_off_by_about_ten_times_as_much_as_the_model() -> None:
    weather, harvest = data.fruit()
    torch.manual_seed(1)
    model = nn.Linear(3, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
    loader = DataLoader(
        TensorDataset(weather, harvest),
        batch_size=4,
        shuffle=True,
        generator=torch.Generator().manual_seed(1),
    )
    for _ in range(100):
        for inputs, targets in loader:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(inputs), targets).backward()
            optimizer.step()
    of_model = nn.functional.mse_loss(model(weather), harvest).item() ** 0.5
    of_mean = ((harvest - harvest.mean(dim=0)) ** 2).mean().item() ** 0.5
    assert of_mean / of_model == pytest.approx(10, rel=0.1)
    assert "off by about ten times as much as the model" in TEXT


def test_no_model_of_lesson_5_has_a_lower_loss_than_the_one_that_the_text_names() -> None:
    weather, harvest = data.fruit()
    best = tables.least_squares(weather, harvest)[2]
    found = re.search(r"in lesson 5 a model came to a loss of ([0-9.]+) on the same rows", TEXT)
    assert found is not None
    assert best <= float(found[1]) <= 1.05 * best


def test_an_epoch_of_the_question_has_as_many_steps_as_its_options_say() -> None:
    sizes = [len(rows) for (rows,) in DataLoader(TensorDataset(torch.zeros(1000)), batch_size=64)]
    full = sizes.count(64)
    assert f"{full} batches of 64 and a last one of {sizes[-1]}: {len(sizes)} steps." in TEXT
    assert f"{5 * len(sizes)} steps, {len(sizes)} in each epoch. Each row was used five times." in TEXT
    assert f"{5 * full} steps, {full} in each epoch. The rows that were left over were not used." in TEXT
    assert f"{full} full batches have {64 * full} of the 1,000 rows" in TEXT


def test_a_formula_of_ones_own_says_nothing_where_mse_loss_warns() -> None:
    prediction, target = torch.zeros(15, 1), torch.ones(15)
    with pytest.warns(UserWarning, match="different to the input size"):
        nn.functional.mse_loss(prediction, target)
    assert ((prediction - target) ** 2).numel() == 225  # a warning would be an error here
    assert "225 squares" in TEXT


def test_the_check_of_read_table_leaves_no_file_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in read("source", LESSON).cells:
        if cell.cell_type == "code":
            assert run(cell, names) == ""
        if cell.id == "csv-check":
            break
    assert {path.name for path in tmp_path.iterdir()} - {"other.csv"} == {"harvest.csv"}


def test_by_luck_the_loss_on_40_rows_lies_between_0_05_and_0_14() -> None:
    """The trembling of 2,000 machines: 40 rows of two gauges, off by 0.3."""
    drawn = np.random.default_rng(0).normal(0, 0.3, (2000, 40, 2))
    losses = (drawn**2).mean(axis=(1, 2))
    assert np.mean((losses > 0.05) & (losses < 0.14)) > 0.99
    assert np.mean((losses > 0.07) & (losses < 0.11)) < 0.9  # so that much narrower bounds would be wrong
    assert "between about 0.05 and 0.14 by luck" in TEXT


def test_the_package_of_the_lessons_shows_no_truth_to_a_caller() -> None:
    """What capstone's public functions return are logs alone: positions and readings."""
    from course import capstone

    public = [name for name in vars(capstone) if not name.startswith("_") and callable(vars(capstone)[name])]
    assert set(public) == {"machine", "new_readings"}
    for function in (capstone.machine, capstone.new_readings):
        assert [part.shape for part in function("Ada", 5)] == [(5, 3), (5, 2)]
