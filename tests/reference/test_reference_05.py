"""`grader.reference.modules` agrees with torch's own layers and with what the seeds print for nn.Linear."""

import numpy as np
import pytest
import torch
from torch import nn

from course import data
from course.checks import CheckFailed
from grader.reference import draws, modules, tables

x, doubled = data.double_line()


def made_by_torch(inputs: int, outputs: int, seed: int, nth: int) -> nn.Linear:
    """The nth layer that torch itself makes after a seed, without touching the global generator."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return [nn.Linear(inputs, outputs) for _ in range(nth)][-1]


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (3, 1), (3, 2), (8, 5)])
@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_start_is_that_of_torch(inputs: int, outputs: int, seed: int, nth: int) -> None:
    layer = made_by_torch(inputs, outputs, seed, nth)
    weights, bias = modules.linear(inputs, outputs, seed, nth)
    assert np.array_equal(weights, layer.weight.detach().double().numpy())
    assert np.array_equal(bias, layer.bias.detach().double().numpy())


def test_the_start_leaves_the_global_generator_alone() -> None:
    before = torch.get_rng_state()
    modules.linear(3, 2, seed=5)
    assert torch.equal(torch.get_rng_state(), before)


def test_parameters_are_copies_of_those_of_a_module_in_any_order() -> None:
    class BiasFirst(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bias = nn.Parameter(torch.tensor([1.0, 2.0]))
            self.weight = nn.Parameter(torch.arange(6.0).reshape(2, 3))

    model = BiasFirst()
    weights, bias = modules.parameters(model, 3, 2)
    with torch.no_grad():
        model.bias.zero_()
    assert weights.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert bias.tolist() == [1, 2]


@pytest.mark.parametrize(
    "model",
    [
        nn.Linear(2, 3),
        nn.Linear(3, 2, bias=False),
        nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2)),
        nn.Module(),
    ],
)
def test_other_parameters_are_refused(model: nn.Module) -> None:
    with pytest.raises(CheckFailed, match="the list of the model's parameters"):
        modules.parameters(model, 3, 2)


class TestFreshNumbers:
    """What a test loads into a model, and then expects of it."""

    def test_a_filled_model_predicts_by_the_numbers_that_are_returned(self) -> None:
        model = nn.Sequential(nn.Linear(3, 2))
        weights, bias = modules.filled(model, 3, 2)
        row = torch.tensor([[1.0, -2.0, 0.5]])
        by_hand = [sum(w * v for w, v in zip(line, row[0].tolist(), strict=True)) for line in weights]
        assert model(row).flatten().tolist() == pytest.approx(
            [a + b for a, b in zip(by_hand, bias, strict=True)]
        )

    def test_no_number_is_near_zero(self) -> None:
        weights, bias = modules.filled(nn.Linear(8, 5), 8, 5)
        sizes = np.abs([*weights.ravel(), *bias])
        assert sizes.min() > 0.29
        assert sizes.max() < 1.51

    def test_buffers_are_left_alone(self) -> None:
        model = nn.Sequential(nn.Linear(3, 2))
        model.register_buffer("mean", torch.tensor([7.0]))
        modules.filled(model, 3, 2)
        assert model.get_buffer("mean").item() == 7

    def test_another_notebook_or_place_draws_other_numbers(self) -> None:
        shapes = {"0.weight": (4, 3), "0.bias": (4,)}
        same, again = modules.fresh_state(shapes), modules.fresh_state(shapes)
        with draws.drawn_by(b"another notebook"):
            others = modules.fresh_state(shapes), modules.filled(nn.Linear(3, 4), 3, 4)
        place = modules.fresh_state(shapes, "elsewhere")
        assert {name: tuple(each.shape) for name, each in same.items()} == shapes
        assert all(torch.equal(same[name], again[name]) for name in shapes)
        assert not any(torch.equal(same[name], others[0][name]) for name in shapes)
        assert not any(torch.equal(same[name], place[name]) for name in shapes)
        assert not np.array_equal(others[1][0], modules.filled(nn.Linear(3, 4), 3, 4)[0])


class TestSeedNumbers:
    """Rows of lesson 5 in the table of seed numbers (seeds 000 and 003)."""

    def test_first_and_second_layer_after_seed_1(self) -> None:
        starts = [[float(value.item()) for value in modules.linear(1, 1, 1, nth)] for nth in (1, 2)]
        assert starts[0] == pytest.approx([0.5153, -0.4414], abs=5e-5)
        assert starts[1] == pytest.approx([-0.1939, 0.4694], abs=5e-5)

    def test_seed_000_two_thousand_steps(self) -> None:
        start = modules.linear(1, 1, seed=1)
        assert tables.loss(x, doubled, *start) == pytest.approx(13.103541, abs=5e-6)
        weights, bias, _ = tables.fit(x, doubled, 0.01, 2000, *start)
        assert weights.item() == pytest.approx(1.9994, abs=5e-5)
        assert bias.item() == pytest.approx(0.0014, abs=5e-5)
        assert tables.predict([[4.0]], weights, bias).item() == pytest.approx(7.9989, abs=5e-5)

    def test_seed_003_predictions_and_first_cost_of_the_first_model(self) -> None:
        start = modules.linear(1, 1, seed=1)
        assert tables.predict(x, *start).ravel().tolist() == pytest.approx([0.0739, 0.5891, 1.1044], abs=5e-5)
        assert tables.loss(x, x, *start) == pytest.approx(2.1471, abs=5e-5)

    @pytest.mark.parametrize(
        ("epoch", "weight", "bias", "cost"),
        [(0, -0.101, 0.508, 4.630286), (100, 0.713, 0.653, 0.061555), (1000, 0.967, 0.075, 0.000809)],
    )
    def test_seed_003_training_of_the_second_model(
        self, epoch: int, weight: float, bias: float, cost: float
    ) -> None:
        # The seed prints the cost before the step beside the weight after it.
        start = modules.linear(1, 1, seed=1, nth=2)
        after = tables.fit(x, x, 0.01, epoch + 1, *start)
        assert after[0].item() == pytest.approx(weight, abs=5.1e-4)
        assert after[1].item() == pytest.approx(bias, abs=5.1e-4)
        assert tables.fit(x, x, 0.01, epoch, *start)[2] == pytest.approx(cost, abs=1e-6)
