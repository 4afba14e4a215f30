"""Optimizers whose methods take no arguments, as those of an optimizer of your own.

>>> import torch
>>> number = torch.ones(1, requires_grad=True)
>>> optimizer = BareAdam([number], lr=0.5)
>>> number.backward()
>>> optimizer.step()
>>> round(number.item(), 3)
0.5
"""

from torch import optim


class _Bare:
    """An optimizer with nothing but what a training loop calls."""

    def __init__(self, optimizer):
        self._optimizer = optimizer

    def zero_grad(self):
        """Clear the gradients."""
        self._optimizer.zero_grad()

    def step(self):
        """Change the parameters."""
        self._optimizer.step()


class BareAdam(_Bare):
    """`optim.Adam`, whose first step is lr in each parameter."""

    def __init__(self, parameters, lr):
        super().__init__(optim.Adam(parameters, lr=lr))


class BareMomentum(_Bare):
    """`optim.SGD` with momentum 0.9: each step remembers those before it."""

    def __init__(self, parameters, lr):
        super().__init__(optim.SGD(parameters, lr=lr, momentum=0.9))
