"""Lesson 5 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T7 and T33 (shape and type of new data), T23 (what was made since the seed), T35 (a flat target),
T40 (what the optimizer holds). The demo class falls into each of them once; the variants of
answers_05.py run in one plain process, which gives the judge's points.
"""

from typing import Any

import pytest
import torch
from answers_05 import JUDGED, WRONG
from caught_05 import CAUGHT, PREDICT
from lesson_grades import changed, sources
from lesson_tests import answer_test, caught_test, choice_test, class_tests, judge_test
from paused_lesson import shown_to_learner
from torch import nn
from torch.nn import functional

from course import checks, data
from grader.notebooks.paths import ROOT

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


class TestTheOptionalNetwork:
    right = """def make_network(hidden, seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1))
"""

    def said_to(self, text: str) -> None:
        names: dict[str, Any] = {"torch": torch, "nn": nn, "F": functional}
        for begins in ("def make_network", "# Compare: five networks"):
            exec(next(cell for cell in sources(LESSON).values() if cell.startswith(begins)), names)
            if begins == "def make_network":
                exec(text, names)

    def test_left_open_it_disturbs_nobody(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.said_to("")
        assert "Still open" in capsys.readouterr().out

    def test_not_all_five_networks_end_at_one_floor(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.said_to(self.right)
        said = capsys.readouterr().out.splitlines()
        ends = [float(line.split()[-1]) for line in said if line.startswith("seed")]
        assert len(ends) == 5
        assert min(ends) < 0.01
        assert max(ends) > 0.25

    @pytest.mark.slow
    def test_what_stopped_higher_up_is_a_place_where_nothing_leads_on(self) -> None:
        x = torch.linspace(-2, 2, 9).reshape(-1, 1)
        names: dict[str, Any] = {"torch": torch, "nn": nn}
        exec(self.right, names)
        ends = {}
        for seed in range(1, 6):
            network = names["make_network"](2, seed)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
            for _ in range(400):
                loss = functional.mse_loss(network(x), x.abs())
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            ends[loss.item()] = max(tensor.grad.abs().max().item() for tensor in network.parameters())
        assert min(ends) < 1e-3
        assert max(ends) > 0.25
        assert all(slope < 0.02 for slope in ends.values())

    def test_the_best_straight_line_is_flat(self) -> None:
        x = torch.linspace(-2, 2, 9, dtype=torch.float64).reshape(-1, 1)
        columns = torch.cat([x, torch.ones_like(x)], dim=1)
        weight, bias = torch.linalg.lstsq(columns, x.abs()).solution.flatten().tolist()
        assert weight == pytest.approx(0, abs=1e-12)
        assert ((bias - x.abs()) ** 2).mean().item() == pytest.approx(0.43, abs=5e-3)

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("nn.ReLU(), ", "", "parts"),
            ("    torch.manual_seed(seed)\n", "", "same seed"),
            ("manual_seed(seed)", "manual_seed(1)", "two seeds"),
            ("nn.Linear(hidden, 1)", "nn.Linear(hidden, 2)", "shapes"),
        ],
    )
    def test_a_slip_is_told(self, old: str, new: str, told: str) -> None:
        with pytest.raises(checks.CheckFailed, match=told):
            self.said_to(changed(self.right, old, new))


class TestNumbersInTheText:
    """Numbers that the lesson says in words, and that no cell prints."""

    text = (ROOT / "lessons" / LESSON / "lesson.md").read_text("utf-8")

    def test_the_right_scores_have_the_wrong_loss_of_841_6(self) -> None:
        _, finals = data.quiz_scores()
        scores = finals.flatten().double()
        apart = torch.cartesian_prod(scores, scores).diff(dim=1)  # each score with each
        assert f"{(apart**2).mean().item():.1f}" == "841.6"
        assert "for them the wrong loss is 841.6" in self.text

    def test_no_number_of_15_is_among_the_16(self) -> None:
        drawn = []
        for many in (15, 16):
            generator = torch.Generator().manual_seed(0)
            drawn.append(set(torch.randn(many, generator=generator).tolist()))
        assert len(drawn[0] & drawn[1]) == 0
        assert "None. From 16 numbers on" in self.text
