"""Momentum's closed form agrees with torch's SGD in float64, and with the numbers of seeds 000, 001, 003."""

from typing import Any

import pytest
import torch
from torch import Tensor

from course import data
from grader import reference
from grader.reference import optimizers

DOUBLE: tuple[Tensor, Tensor] = data.double_line()
SAME: tuple[Tensor, Tensor] = data.identity_line()
FRESH = [reference.fresh_data(rows, seed=seed) for rows in (3, 6) for seed in range(3)]


def by_torch(
    x: Tensor,
    y: Tensor,
    lr: float,
    steps: int,
    *,
    momentum: float = 0.0,
    zero: bool = True,
    with_bias: bool = True,
) -> Any:
    """A row (weight, bias, loss) before each of steps + 1 steps of torch's own SGD from 0, in float64."""
    weight, bias = (torch.zeros((), dtype=torch.float64, requires_grad=True) for _ in range(2))
    parameters = [weight, bias] if with_bias else [weight]
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=momentum)
    rows = []
    for _ in range(steps + 1):
        loss = torch.nn.functional.mse_loss(weight * x.double() + bias, y.double())
        rows.append((weight.item(), bias.item(), loss.item()))
        if zero:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return rows


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("steps", [0, 1, 2, 25])
@pytest.mark.parametrize(("x", "y"), FRESH)
def test_the_closed_form_equals_torch_sgd(x: Tensor, y: Tensor, steps: int, momentum: float) -> None:
    rows = by_torch(x, y, 0.03, steps, momentum=momentum)
    last = optimizers.momentum_fit(x, y, 0.03, steps, momentum)
    assert last == pytest.approx(rows[-1], rel=1e-8, abs=1e-11)
    for row, expected in zip(optimizers.history(x, y, 0.03, steps, momentum), rows, strict=False):
        assert row == pytest.approx(expected, rel=1e-8, abs=1e-11)


@pytest.mark.parametrize(("x", "y"), FRESH)
def test_without_momentum_it_is_the_closed_form_of_lesson_1(x: Tensor, y: Tensor) -> None:
    assert optimizers.momentum_fit(x, y, 0.04, 17) == pytest.approx(reference.fit(x, y, 0.04, 17), rel=1e-9)


@pytest.mark.parametrize(("x", "y"), FRESH)
def test_a_forgotten_zero_grad_is_momentum_1(x: Tensor, y: Tensor) -> None:
    rows = by_torch(x, y, 0.01, 20, zero=False)
    assert optimizers.momentum_fit(x, y, 0.01, 20, 1.0) == pytest.approx(rows[-1], rel=1e-8)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_constant_pull_equals_torch_sgd(momentum: float) -> None:
    parameter = torch.tensor([1.5], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=0.1, momentum=momentum)
    for steps in range(1, 6):
        parameter.grad = torch.tensor([-4.0], dtype=torch.float64)
        optimizer.step()
        where, speed = optimizers.constant_pull(1.5, -4.0, 0.1, steps, momentum)
        assert where == pytest.approx(parameter.item(), rel=1e-12)
        if momentum:
            assert speed == pytest.approx(optimizer.state[parameter]["momentum_buffer"].item(), rel=1e-12)


# Rows of lesson 3 in the table of seed numbers. Epoch: W and b after its step, and the loss before it.
LINE = {  # y = 2 x, lr 0.01 (seed 000); 2000 steps in all, the last line printed is that of epoch 1900
    0: (0.187, 0.080, 18.666666),
    100: (1.746, 0.578, 0.048171),
    200: (1.800, 0.454, 0.029767),
    500: (1.903, 0.221, 0.007024),
    1000: (1.971, 0.066, 0.000633),
    1500: (1.991, 0.020, 0.000057),
    1900: (1.997, 0.008, 0.000008),
}
SAME_LINE = {  # y = x, lr 0.01 (seed 003)
    0: (0.093, 0.040, 4.666667),
    100: (0.873, 0.289, 0.012043),
    500: (0.951, 0.110, 0.001756),
    1000: (0.985, 0.033, 0.000158),
}
QUICK = {  # y = x without a bias, lr 0.15 (seed 001): W and the loss before each step
    0: (0.000, 4.666667),
    1: (1.400, 0.746667),
    2: (0.840, 0.119467),
    3: (1.064, 0.019115),
    4: (0.974, 0.003058),
    5: (1.010, 0.000489),
    8: (0.999, 0.000002),
    9: (1.000, 0.000000),
}


class TestSeedNumbers:
    @pytest.mark.parametrize(("points", "log"), [(DOUBLE, LINE), (SAME, SAME_LINE)], ids=["double", "same"])
    def test_weight_and_bias_of_a_log_line_are_one_step_ahead_of_its_loss(
        self, points: tuple[Tensor, Tensor], log: dict[int, tuple[float, float, float]]
    ) -> None:
        for epoch, (weight, bias, loss) in log.items():
            after, before = (optimizers.momentum_fit(*points, 0.01, epoch + k) for k in (1, 0))
            assert after[:2] == pytest.approx((weight, bias), abs=5.1e-4)
            assert before[2] == pytest.approx(loss, abs=1.1e-6)

    def test_ten_epochs_with_lr_0_15(self) -> None:
        for epoch, (weight, loss) in QUICK.items():
            found = reference.descend(*SAME, 0.0, 0.15, epoch)
            assert found == pytest.approx(weight, abs=5.1e-4)
            assert reference.loss(*SAME, found) == pytest.approx(loss, abs=5.1e-7)

    def test_one_step_of_seed_003(self) -> None:
        assert optimizers.momentum_fit(*SAME, 0.01, 1) == pytest.approx((0.0933, 0.04, 3.6927), abs=5e-5)

    def test_a_forgotten_zero_grad(self) -> None:
        losses = [optimizers.momentum_fit(*DOUBLE, 0.01, k, 1.0)[2] for k in range(2001)]
        assert losses[:6] == pytest.approx([18.67, 14.77, 8.66, 2.97, 0.15, 1.43], abs=6e-3)
        assert max(losses[6:]) == pytest.approx(19.2, abs=0.05)
        assert optimizers.momentum_fit(*DOUBLE, 0.01, 2000, 1.0)[0] == pytest.approx(3.89, abs=6e-3)
