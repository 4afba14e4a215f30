"""Lesson 4 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T7 (one row for a column), T10 (stale weights), T11 (80 for 90), T35 (a flat
target), T36 (w3 in the place of w2), T38 (the learning rate's limit), T39 (small loss, wrong weights).
The demo class falls into each; each variant of answers_04.py is held against its own exercise alone.
"""

import itertools
import re
from typing import Any

import pytest
import torch
from answers_04 import WRONG
from caught_04 import CAUGHT
from lesson_grades import (
    deserved,
    in_one_process,
    points,
    right_orders,
    solved,
    sources,
    under_judge,
    verdict,
)
from lesson_tests import caught_test, choice_test, class_tests

from course import data
from course.checks import CheckFailed
from grader.notebooks.paths import ROOT
from grader.reference import tables
from grader.sandbox.template import Template

LESSON = "04-multivariable"

test_the_class, test_under_the_judge, test_in_one_process = class_tests(LESSON)
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_what_learners_see_catches_the_mistake = caught_test(LESSON, CAUGHT)


@pytest.fixture(scope="module")
def solved_names() -> dict[str, Any]:
    """All names of the solved notebook after its last cell."""
    names: dict[str, Any] = {}
    messages = in_one_process(LESSON, solved(LESSON), names)
    assert not any(messages.values())
    return names


def message_for(solved_names: dict[str, Any], exercise: str, text: str) -> str:
    """What the exercise's own check says when one solution cell is another one."""
    quizzes, finals = data.quiz_scores()
    copied_80 = quizzes.clone()
    copied_80[2, 2] = 80
    weather, harvest = data.fruit()
    names = solved_names | {"quizzes": quizzes, "finals": finals, "copied_80": copied_80}
    names |= {"weather": weather, "harvest": harvest, "data": data}
    names.pop("tables", None)
    exec(text, names)
    return verdict(LESSON, exercise, names)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_fails_and_is_told_why(solved_names: dict[str, Any], name: str) -> None:
    exercise, text, word = WRONG[name]
    assert re.search(word, message_for(solved_names, exercise, text))


@pytest.mark.slow
def test_a_standardise_that_changes_its_table_is_found_under_the_judge(template: Template) -> None:
    """There its check hands over copies; one of them cannot be changed in place."""
    exercise, text, _ = WRONG["the table itself is changed"]
    messages = under_judge(template, LESSON, solved(LESSON, **{exercise: text}))
    assert "changes the table" in messages["standardise-check"]
    assert points(LESSON, messages) == deserved(LESSON, "standardise")


def test_lines_run_only_after_what_they_need() -> None:
    right = right_orders(LESSON, "order", "scaling_order", "ABCDE")
    assert right == {"DBECA", "DBCEA", "DCBEA"}


def test_two_lines_of_the_bug_hunt_are_wrong() -> None:
    named = ["".join(some) for k in range(1, 10) for some in itertools.combinations("123456789", k)]
    assert [some for some in named if not verdict(LESSON, "hunt", {"hunt_lines": some})] == ["16"]


def test_the_optional_curve_finds_the_acceleration(
    solved_names: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cells = sources(LESSON).values()
    given = next(text for text in cells if text.startswith("times = "))
    check = next(text for text in cells if text.startswith("# Compare: the curve"))
    names = dict(solved_names)
    exec(given, names)
    exec(check, names)
    assert "Still open" in capsys.readouterr().out
    exec("def curve_inputs(t):\n    return torch.cat([t, t**2], dim=1)", names)
    exec(check, names)
    assert "[1.5, 9.0, -4.9]" in capsys.readouterr().out
    for wrong, words in (
        ("torch.cat([t, 2 * t], dim=1)", "at 11 times"),
        ("(t, t**2)", "expected: shape (11, 2)"),
        ("torch.stack([t, t**2], dim=1)", "got:      shape (11, 2, 1)"),
        ("torch.cat([t, t**2])", "got:      shape (22, 1)"),
        ("torch.cat(t, t**2)", "raised an error"),
        ("t**2", "expected: shape (11, 2)"),
        ("None", "got:      None"),
    ):
        exec(f"def curve_inputs(t):\n    return {wrong}", names)
        with pytest.raises(CheckFailed, match=re.escape(words)) as failed:
            exec(check, names)
        assert failed.value.hint.startswith("torch.cat([..., ...], dim=1) makes one table")


class TestNumbersInTheText:
    """What the lesson's sentences say, held against the reference."""

    quizzes, finals = data.quiz_scores()
    text = (ROOT / "lessons" / LESSON / "lesson.md").read_text("utf-8")

    @pytest.mark.parametrize(
        "sentence",
        [
            "from 29,661.8 to 1.62",
            "only a loss of 866 in place of 1.62",
            "at their mean, 171 for everyone",
            "more than three times the loss",
            "The limit is 4.544e-5",
            "1.2 % above it, 4.6e-5",
            "tens of millions of steps",
            "within 20 steps, and its loss is close to the floor after 50",
            "The loss stops at 420.8",
            "the condition number is not yet 1",
            "the limit is 6898 times larger",
            "`lr_limit` of the scaled weather is 0.54",
            "Thirty steps on scaled inputs come within about 3 %",
        ],
    )
    def test_the_sentence_is_there(self, sentence: str) -> None:
        assert sentence in self.text

    def test_how_far_off_the_predictions_are_after_twenty_steps(self) -> None:
        weights, bias, loss = tables.fit(self.quizzes, self.finals, 1e-5, 20)
        off = abs(tables.predict(self.quizzes, weights, bias) - self.finals.numpy()).ravel()
        assert loss**0.5 == pytest.approx(1.27, abs=0.005)
        assert sorted(off.round(1)) == [0.8, 1.0, 1.1, 1.3, 1.9]

    def test_two_targets_double_the_limit(self) -> None:
        weather, harvest = data.fruit()
        scaled = (weather - weather.mean(dim=0)) / weather.std(dim=0)
        limit = 2 * tables.lr_limit(scaled)
        below, above = (tables.fit(scaled, harvest, share * limit, 500)[2] for share in (0.99, 1.01))
        assert below < 1 < above
        assert limit / 2 == pytest.approx(0.54, abs=0.005)

    def test_the_table_of_second_derivatives(self) -> None:
        x = torch.tensor([[1.0], [2.0], [3.0]])
        assert tables.curvature(x).ravel() == pytest.approx([28 / 3, 4, 4, 2])
        assert tables.lr_limit(x) == pytest.approx(0.1803, abs=5e-5)

    def test_the_limit_of_hundredths(self) -> None:
        larger = tables.lr_limit(self.quizzes / 100) / tables.lr_limit(self.quizzes)
        assert round(larger) == 6898

    def test_twenty_steps(self) -> None:
        assert tables.fit(self.quizzes, self.finals, 1e-5, 20)[2] == pytest.approx(1.62, abs=0.005)

    def test_the_loss_of_every_pair(self) -> None:
        weights, bias, _ = tables.fit(self.quizzes, self.finals, 1e-5, 20)
        prediction = torch.tensor(tables.predict(self.quizzes, weights, bias))
        assert ((prediction - self.finals.flatten()) ** 2).mean().item() == pytest.approx(866, abs=0.5)
        assert self.finals.mean().item() == 171

    def test_training_on_a_flat_target_predicts_the_mean(self) -> None:
        scaled = (self.quizzes - self.quizzes.mean(dim=0)) / self.quizzes.std(dim=0)
        every_pair = scaled.repeat_interleave(5, dim=0), self.finals.repeat(5, 1)
        weights, bias, loss = tables.fit(*every_pair, 0.4, 2000)
        assert tables.predict(scaled, weights, bias).ravel() == pytest.approx([171] * 5, abs=0.1)
        assert loss == pytest.approx(420.8, abs=0.01)

    def test_the_copy_has_more_than_three_times_the_loss(self) -> None:
        copied = self.quizzes.clone()
        copied[2, 2] = 80
        ours, theirs = (tables.fit(x, self.finals, 1e-5, 1000)[2] for x in (self.quizzes, copied))
        assert 3 < theirs / ours < 4

    def test_the_limit_and_what_is_above_it(self) -> None:
        limit = tables.lr_limit(self.quizzes)
        assert f"{limit:.3g}" == "4.54e-05"
        assert 4.6e-5 / limit - 1 == pytest.approx(0.012, abs=0.0005)
        losses = [tables.fit(self.quizzes, self.finals, 4.6e-5, k)[2] for k in range(1, 21)]
        assert losses[-1] / losses[-2] == pytest.approx(1.05, abs=0.001)

    def test_the_raw_run_needs_tens_of_millions_of_steps_and_the_scaled_one_fifty(self) -> None:
        floor = tables.least_squares(self.quizzes, self.finals)[2]
        at = {k: tables.fit(self.quizzes, self.finals, 1e-5, k)[2] for k in (10**7, 10**8)}
        assert at[10**7] > 1.1 * floor
        assert at[10**8] < 1.1 * floor
        scaled = (self.quizzes - self.quizzes.mean(dim=0)) / self.quizzes.std(dim=0)
        assert tables.fit(scaled, self.finals, 0.4, 20)[2] < 1.07
        assert tables.fit(scaled, self.finals, 0.4, 50)[2] < 1.1 * floor

    def test_thirty_steps_on_scaled_weather_come_near_the_lowest_loss(self) -> None:
        weather, harvest = data.fruit()
        scaled = (weather - weather.mean(dim=0)) / weather.std(dim=0)
        found = tables.fit(scaled, harvest, 0.4, 30)[2]
        assert found / tables.least_squares(weather, harvest)[2] - 1 == pytest.approx(0.03, abs=0.005)
        assert 5000 < tables.fit(scaled, harvest, 0.4, 0)[2] < 10_000
