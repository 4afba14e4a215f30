"""What gradient descent reaches, by a power of a matrix: held against PyTorch's steps, one by one."""

import pytest
import torch

from course.hunts import trained


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(
    ("rows", "inputs", "lr", "steps"), [(3, 1, 0.05, 0), (3, 1, 0.05, 1), (7, 3, 0.02, 40)]
)
def test_it_is_where_the_steps_lead(rows: int, inputs: int, lr: float, steps: int, bias: bool) -> None:
    torch.manual_seed(rows + steps)
    x, y = torch.randn(rows, inputs).double(), torch.randn(rows, 1).double()
    start = torch.randn(inputs + bias).double()
    parameters = start.clone().requires_grad_()
    columns = torch.hstack([x, torch.ones(rows, 1)]) if bias else x

    def loss() -> torch.Tensor:
        return torch.nn.functional.mse_loss(columns @ parameters[:, None], y)

    optimizer = torch.optim.SGD([parameters], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    found, reached = trained(x, y, start.tolist(), lr, steps, bias)
    assert found == pytest.approx(parameters.tolist())
    assert reached == pytest.approx(loss().item())
