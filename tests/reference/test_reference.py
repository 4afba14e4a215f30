"""The reference values agree with independent oracles and with the numbers that the seed tutorials print."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from course import data
from grader import reference

x, y = data.identity_line()
FRESH = [reference.fresh_data(rows, seed=seed) for rows in (3, 5, 8) for seed in range(4)]


def by_autograd(x: Tensor, y: Tensor, weight: float, bias: float) -> tuple[float, float, float]:
    """Loss and gradients by torch's own automatic differentiation, in float64."""
    W, b = (torch.tensor(float(each), dtype=torch.float64, requires_grad=True) for each in (weight, bias))
    loss = torch.nn.functional.mse_loss(W * x.double() + b, y.double())
    by_weight, by_bias = torch.autograd.grad(loss, (W, b))
    return loss.item(), by_weight.item(), by_bias.item()


def by_sgd(x: Tensor, y: Tensor, lr: float, steps: int, *, with_bias: bool) -> tuple[float, float]:
    """Weight and bias after `steps` steps of torch's own SGD from zero, in float64."""
    weight, bias = (torch.zeros((), dtype=torch.float64, requires_grad=True) for _ in range(2))
    optimizer = torch.optim.SGD([weight, bias] if with_bias else [weight], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(weight * x.double() + bias, y.double()).backward()
        optimizer.step()
    return weight.item(), bias.item()


@given(weight=st.floats(-5, 5), bias=st.floats(-5, 5), which=st.integers(0, len(FRESH) - 1))
@settings(max_examples=50, deadline=None)
def test_loss_and_gradients_equal_autograd(weight: float, bias: float, which: int) -> None:
    x, y = FRESH[which]
    loss, by_weight, by_bias = by_autograd(x, y, weight, bias)
    assert reference.loss(x, y, weight, bias) == pytest.approx(loss, rel=1e-9, abs=1e-9)
    assert reference.gradients(x, y, weight, bias) == pytest.approx((by_weight, by_bias), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("x", "y"), FRESH)
def test_gradient_equals_finite_differences(x: Tensor, y: Tensor) -> None:
    h = 1e-3
    nudged = (reference.loss(x, y, 0.7 + h) - reference.loss(x, y, 0.7 - h)) / (2 * h)
    assert reference.gradient(x, y, 0.7) == pytest.approx(nudged, rel=1e-7)


@pytest.mark.parametrize("steps", [0, 1, 2, 25])
@pytest.mark.parametrize(("x", "y"), FRESH[::5])
def test_closed_form_of_descent_equals_torch_sgd(x: Tensor, y: Tensor, steps: int) -> None:
    assert reference.descend(x, y, 0.0, 0.03, steps) == pytest.approx(
        by_sgd(x, y, 0.03, steps, with_bias=False)[0], rel=1e-9, abs=1e-12
    )
    assert reference.fit(x, y, 0.03, steps)[:2] == pytest.approx(
        by_sgd(x, y, 0.03, steps, with_bias=True), rel=1e-9, abs=1e-12
    )


@pytest.mark.parametrize(("x", "y"), FRESH)
def test_least_squares_equals_lstsq(x: Tensor, y: Tensor) -> None:
    table = torch.cat([x, torch.ones_like(x)], dim=1).double()
    weight, bias = torch.linalg.lstsq(table, y.double()).solution.flatten().tolist()
    assert reference.least_squares(x, y)[:2] == pytest.approx((weight, bias), rel=1e-9)


def test_fresh_data_is_reproducible_and_differs_by_seed() -> None:
    first, again, other = (reference.fresh_data(5, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    assert not torch.equal(first[0], other[0])


class TestSeedNumbers:
    """Rows of lesson 1 in the table of seed numbers (seeds 001 and 002)."""

    weights = (0.000, 0.280, 0.482, 0.627, 0.731, 0.807, 0.861, 0.900, 0.928, 0.948)
    costs = (
        4.666667,
        2.419200,
        1.254113,
        0.650132,
        0.337029,
        0.174716,
        0.090573,
        0.046953,
        0.024340,
        0.012618,
    )

    @pytest.mark.parametrize("epoch", range(10))
    def test_ten_epochs_of_seed_001(self, epoch: int) -> None:
        # The seed steps along the sum with lr 0.01: the same steps as along the mean with lr 0.03.
        weight = reference.descend(x, y, 0.0, 0.03, epoch)
        assert weight == pytest.approx(self.weights[epoch], abs=5.1e-4)
        assert reference.loss(x, y, weight) == pytest.approx(self.costs[epoch], abs=5.1e-7)

    def test_gradient_at_zero_is_a_third_of_the_sum_that_seed_001_uses(self) -> None:
        assert reference.gradient(x, y, 0.0) == pytest.approx(-28 / 3)

    def test_first_cost_of_seed_002(self) -> None:
        assert reference.loss(x, 2 * y, 0.0) == pytest.approx(18.6667, abs=5e-5)

    def test_hours_and_scores_of_seed_002_with_its_mistake_mended(self) -> None:
        hours, scores = data.study_hours()
        assert reference.predict(hours, 13.0, 1.0).ravel().tolist() == [27, 40, 53, 66]
        errors = reference.array(scores) - reference.predict(hours, 13.0, 1.0)
        assert errors.ravel().tolist() == [-2, 10, -11, -5]  # the seed prints -9, 210 and 52.5
        assert np.sum(errors**2) == 250
        assert reference.loss(hours, scores, 13.0, 1.0) == 62.5

    def test_the_best_line_through_hours_and_scores(self) -> None:
        assert reference.least_squares(*data.study_hours()) == pytest.approx((10.0, 9.5, 47.25))
