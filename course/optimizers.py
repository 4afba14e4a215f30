"""An optimizer whose methods take no arguments, as those of an optimizer of your own.

>>> import torch
>>> number = torch.ones(1, requires_grad=True)
>>> optimizer = BareAdam([number], lr=0.5)
>>> number.backward()
>>> optimizer.step()
>>> round(number.item(), 3)
0.5
"""

from torch import optim


class BareAdam:
    """`optim.Adam`, whose first step is lr in each parameter, with nothing but what a training loop calls."""

    def __init__(self, parameters, lr):
        self._adam = optim.Adam(parameters, lr=lr)

    def zero_grad(self):
        """Clear the gradients."""
        self._adam.zero_grad()

    def step(self):
        """Change the parameters."""
        self._adam.step()
