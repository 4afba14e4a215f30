"""What loops with one bug reach, in closed form, agrees with the loops themselves."""

import pytest
import torch

from grader import reference
from grader.reference import hunts

X, Y = reference.fresh_data(5, bias=0.0)


@pytest.mark.parametrize("steps", [1, 2, 3, 20])
def test_a_step_that_forgets_the_old_weight(steps: int) -> None:
    x, y, weight = X.double(), Y.double(), 1.5
    for _ in range(steps):
        weight = -0.1 * (2 * (weight * x - y) * x).mean().item()
    assert hunts.forgets(X, Y, 1.5, 0.1, steps) == pytest.approx(weight)


@pytest.mark.parametrize("steps", [1, 2, 3, 20])
def test_gradients_that_pile_up(steps: int) -> None:
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for _ in range(steps):  # torch's own optimizer, and no zero_grad
        torch.nn.functional.mse_loss(w * X.double(), Y.double()).backward()
        optimizer.step()
    assert hunts.piles_up(X, Y, 0.1, steps) == pytest.approx(w.item())
