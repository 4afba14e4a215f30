"""Lesson 5 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T7 and T33 (shape and type of new data), T23 (what was made since the seed), T35 (a flat target),
T40 (what the optimizer holds). The demo class falls into each of them once; the variants of
answers_05.py run in one plain process, which gives the judge's points.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from answers_05 import JUDGED, WRONG
from caught_05 import CAUGHT, PREDICT
from lesson_grades import changed, read, sources
from lesson_tests import answer_test, caught_test, choice_test, class_tests, judge_test
from paused_lesson import shown_to_learner
from torch import nn
from torch.nn import functional

from course import checks, data
from grader.authoring import learning_time
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


LINE = nn.Linear(1, 1)
LINE.load_state_dict({"weight": torch.tensor([[2.0]]), "bias": torch.tensor([0.5])})


@pytest.mark.parametrize(
    ("W", "b"),
    [
        (2.0, 0.5),
        (LINE.weight, LINE.bias),
        (LINE.weight[0, 0], LINE.bias[0]),
        (LINE.weight.detach().numpy(), LINE.bias.detach().numpy()[0]),
    ],
    ids=["numbers", "parameters", "tensors", "arrays"],
)
def test_the_line_is_printed_without_a_warning(W: Any, b: Any, capsys: pytest.CaptureFixture[str]) -> None:
    names = {"torch": torch, "x": 0, "y": 0, "loss_of": lambda *_: LINE.bias.detach(), "line_losses": [1.0]}
    (cell,) = [each for each in sources(LESSON).values() if each.startswith("loss = loss_of(line_model")]
    exec(cell, names | {"line_model": LINE, "W": W, "b": b})
    assert "W = 2.0000, b = 0.5000" in capsys.readouterr().out


class TestTheOptionalNetwork:
    right = """def make_network(hidden, seed):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1))
"""

    def said_to(self, text: str) -> dict[str, Any]:
        names: dict[str, Any] = {"torch": torch, "nn": nn, "F": functional}
        for begins in ("def make_linear", "def train_step", "def make_network", "# Compare: five networks"):
            exec(next(cell for cell in sources(LESSON).values() if cell.startswith(begins)), names)
            if begins == "def make_network":
                exec(text, names)
        return names

    def test_left_open_it_disturbs_nobody(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.said_to("")
        assert "Still open" in capsys.readouterr().out

    def test_the_floors_are_those_of_two_arms_one_bend_and_a_flat_line(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """To four digits, so that each floor can be seen; the lowest losses by least squares."""
        self.said_to(self.right)
        said = capsys.readouterr().out
        ends = re.findall(r"^seed \d: loss ([\d.]+), ReLUs that give 0 for every x: (\d)$", said, re.M)
        floors = {"0": 0.0, "1": self.least_with_one_bend(), "2": self.least_flat()}
        assert len(ends) == 5
        assert {silent for _, silent in ends} == set(floors)
        assert all(float(loss) == pytest.approx(floors[silent], abs=1e-4) for loss, silent in ends)
        assert "0.43: both" in said
        assert f"{floors['2']:.2f}" == "0.43"
        assert "0.30: one" in said
        assert f"{floors['1']:.2f}" == "0.30"

    def test_no_small_step_leads_lower_from_where_they_stop(self) -> None:
        names = self.said_to(self.right)
        x = torch.linspace(-2, 2, 9).reshape(-1, 1).double()
        generator = torch.Generator().manual_seed(0)
        for seed in range(1, 6):
            network = names["make_network"](2, seed)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.3)
            for _ in range(200):
                names["train_step"](network, optimizer, x.float(), x.abs().float())
            place = nn.utils.parameters_to_vector(network.double().parameters()).detach()
            losses = []
            for _ in range(300):
                away = functional.normalize(torch.randn(len(place), generator=generator).double(), dim=0)
                nn.utils.vector_to_parameters(place + 0.01 * away, network.parameters())
                losses.append(functional.mse_loss(network(x), x.abs()).item())
            nn.utils.vector_to_parameters(place, network.parameters())
            assert min(losses) > functional.mse_loss(network(x), x.abs()).item() - 1e-5

    def least_with_one_bend(self) -> float:
        """The lowest loss on y = |x| of a line with one bend, wherever it bends."""
        x = torch.linspace(-2, 2, 9, dtype=torch.float64)
        bends = torch.linspace(-2, 2, 401, dtype=torch.float64)
        arm = torch.relu(x - bends.reshape(-1, 1))  # to the left it is the same, as in a mirror
        columns = torch.stack([arm, torch.ones_like(arm)], dim=2)
        ends = (columns @ torch.linalg.pinv(columns) @ x.abs().reshape(-1, 1)).squeeze(2)
        return ((ends - x.abs()) ** 2).mean(dim=1).min().item()

    def least_flat(self) -> float:
        """The lowest loss on y = |x| of a straight line, which is flat."""
        x = torch.linspace(-2, 2, 9, dtype=torch.float64).reshape(-1, 1)
        columns = torch.cat([x, torch.ones_like(x)], dim=1)
        weight, bias = torch.linalg.lstsq(columns, x.abs()).solution.flatten().tolist()
        assert weight == pytest.approx(0, abs=1e-12)
        return ((bias - x.abs()) ** 2).mean().item()

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("nn.ReLU(), ", "", "parts"),
            ("    torch.manual_seed(seed)\n", "", "same seed"),
            ("manual_seed(seed)", "manual_seed(1)", "two seeds"),
            ("nn.Linear(hidden, 1)", "nn.Linear(hidden, 2)", "shapes"),
            ("    return", "    network =", "returns None \\(is a `return` missing"),
            ("nn.Sequential(nn", "(nn", "returns a tuple that holds an object of type Linear"),
            ("nn.ReLU()", "nn.ReLU", r"(?s)not a Module subclass.*nn.ReLU\(\) makes the module"),
            ("nn.ReLU()", "F.relu", "(?s)not a Module subclass.*no F.relu"),
            (
                "Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1))",
                "Sequential([nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1)])",
                "(?s)not a Module.*no list",
            ),
            (
                "nn.Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1))",
                "nn.Linear(1, 1)",
                "parts of .* are none",
            ),
        ],
    )
    def test_a_slip_is_told(self, old: str, new: str, told: str) -> None:
        with pytest.raises(checks.CheckFailed, match=told):
            self.said_to(changed(self.right, old, new))

    def test_a_class_of_ones_own_is_right_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.said_to("""class Network(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.into, self.bend, self.out = nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1)

    def forward(self, x):
        return self.out(self.bend(self.into(x)))


def make_network(hidden, seed):
    torch.manual_seed(seed)
    return Network(hidden)
""")
        assert "seed 5: loss 0.0000" in capsys.readouterr().out

    def test_a_seed_that_is_set_for_both_layers_is_told(self) -> None:
        twice = """def make_network(hidden, seed):
    return nn.Sequential(make_linear(1, hidden, seed), nn.ReLU(), make_linear(hidden, 1, seed))
"""
        with pytest.raises(checks.CheckFailed, match=r"(?s)same random numbers.*Set the seed once"):
            self.said_to(twice)


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
        assert "None. From 16 numbers on in one call" in self.text

    def test_a_layer_of_16_weights_begins_with_those_of_15(self) -> None:
        with torch.random.fork_rng():
            drawn = [weights_after(0, lambda many=many: nn.Linear(1, many)) for many in (15, 16)]
        assert drawn[1][:15] == drawn[0]
        assert "there the first 15 would be the same" in self.text

    def test_the_fourth_decimal_of_the_question_on_the_seed(self) -> None:
        x, _ = data.double_line()
        layer = nn.Linear(1, 1)
        before: dict[str, Callable[[], Any]] = {
            "a": lambda: torch.zeros(2),
            "b": lambda: layer(x),
            "c": lambda: nn.Linear(1, 1),
            "d": lambda: None,  # what comes after the model
        }
        with torch.random.fork_rng():
            starts = {
                letter: weights_after(1, lambda first=first: (first(), nn.Linear(1, 1))[1])[0]
                for letter, first in before.items()
            }
        assert {letter: f"{start:.4f}" for letter, start in starts.items()} == {
            "a": "0.5153",
            "b": "0.5153",
            "c": "-0.1939",
            "d": "0.5153",
        }
        assert "start with the weight 0.5153?" in self.text
        assert "starts with the next one, -0.1939." in self.text

    def test_up_to_0_15_a_right_training_lowers_the_loss_and_from_0_18_on_it_runs_away(self) -> None:
        """Each step shrinks what is missing by these factors."""
        x, _ = data.double_line()
        columns = torch.cat([x, torch.ones_like(x)], dim=1).double()
        curvatures = torch.linalg.eigvalsh(2 / len(x) * columns.T @ columns)
        assert (1 - 0.15 * curvatures).abs().max() < 1
        assert (1 - 0.2 * curvatures).abs().max() > 1
        assert f"{2 / curvatures.max().item():.2f}" == "0.18"
        assert "the loss grows from about 0.18 on" in self.text
        assert "a learning rate above 0, at most 0.15" in self.text

    def test_the_minutes_of_its_three_parts_are_those_of_the_estimate(self) -> None:
        cells = learning_time.required(read("source", LESSON).cells)
        parts = [sum(map(learning_time.minutes, part)) for part in learning_time.sittings(cells)]
        said = re.search(r"minutes, in three parts of about (\d+), (\d+) and (\d+) minutes", self.text)
        assert said
        assert [
            abs(int(stated) - right) <= 3 for stated, right in zip(said.groups(), parts, strict=True)
        ] == [True] * 3
        total = re.search(r"^Time: about (\d+) minutes", self.text, re.M)
        assert total
        assert int(total[1]) == sum(map(int, said.groups()))


def weights_after(seed: int, made: Callable[[], nn.Linear]) -> list[float]:
    """The weights of a layer that is made after the seed."""
    torch.manual_seed(seed)
    weights: list[float] = made().weight.flatten().tolist()
    return weights
