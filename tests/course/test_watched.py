"""What autograd did in a function: seen whichever way a learner calls it, and not where nothing called it."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from course.watched import leaves_reached, ran_backward

X, Y = torch.tensor([[1.0], [2.0]]), torch.tensor([[3.0], [5.0]])


def loss(x: torch.Tensor, y: torch.Tensor, W: Any, b: Any) -> torch.Tensor:
    return ((W * x + b - y) ** 2).mean()


def by_method(*given: Any) -> None:
    loss(*given).backward()


def by_function(*given: Any) -> None:
    torch.autograd.backward(loss(*given))


def by_grad(*given: Any) -> None:
    torch.autograd.grad(loss(*given), given[2:])


def through_numbers(x: torch.Tensor, y: torch.Tensor, W: Any, b: Any) -> None:
    for here, there in zip(x.flatten().tolist(), y.flatten().tolist(), strict=True):
        ((W * here + b - there) ** 2).backward()


def of_new_leaves(x: torch.Tensor, y: torch.Tensor, W: Any, b: Any) -> None:
    by_method(x, y, W.detach().requires_grad_(), torch.tensor(b.item(), requires_grad=True))


def of_weight(x: torch.Tensor, y: torch.Tensor, W: Any, b: Any) -> None:
    loss(x, y, W, b.item()).backward()


@pytest.mark.parametrize("function", [by_method, by_function, by_grad, through_numbers])
def test_both_leaves_are_reached(function: Callable[..., None]) -> None:
    assert leaves_reached(function, X, Y, 1.5, -2.0) == ["W", "b"]
    W, b = (torch.tensor(number, requires_grad=True) for number in (1.5, -2.0))
    assert ran_backward(function, X, Y, W, b) is True


@pytest.mark.parametrize(
    ("function", "reached", "ran"),
    [(of_weight, ["W"], True), (of_new_leaves, [], True), (loss, [], False)],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_not_reached_is_not_named(
    function: Callable[..., None], reached: list[str], ran: bool
) -> None:
    assert leaves_reached(function, X, Y, 1.5, -2.0) == reached
    W, b = (torch.tensor(number, requires_grad=True) for number in (1.5, -2.0))
    assert ran_backward(function, X, Y, W, b) is ran


def test_what_ran_before_does_not_count() -> None:
    W, b = (torch.tensor(number, requires_grad=True) for number in (1.5, -2.0))
    by_method(X, Y, W, b)
    assert ran_backward(loss, X, Y, W, b) is False


def test_an_optimizer_of_a_module_is_seen() -> None:
    layer = torch.nn.Linear(1, 1)

    def step() -> None:
        torch.nn.functional.mse_loss(layer(X), Y).backward()
        torch.optim.SGD(layer.parameters(), lr=0.1).step()

    assert ran_backward(step) is True
