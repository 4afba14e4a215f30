"""Reference values for optimizers: gradient descent with momentum, on a line with weight and bias.

On a quadratic loss with second derivatives H, one step of v <- mu v + g, p <- p - lr v is linear in the
distance e of p from the best parameters and in the velocity v (Polyak 1964, "Some methods of speeding up
the convergence of iteration methods"), in the form that torch.optim.SGD documents:

    v' = mu v + H e          e' = e - lr v'

so k steps are the k-th power of one matrix, in float64, and no loop of training runs here.
Two well-known mistakes are special cases: without `zero_grad` the gradients add up, which is momentum 1.

>>> import torch
>>> x = torch.tensor([[1.0], [2.0], [3.0]])
>>> [round(value, 3) for value in momentum_fit(x, 2 * x, lr=0.01, steps=1901)[:2]]
[1.997, 0.008]
"""

import numpy as np

from grader.reference import array, least_squares, loss


def momentum_fit(x, y, lr, steps, momentum=0.0, weight=0.0, bias=0.0):
    """Weight, bias and loss after `steps` steps from the given weight and bias, with velocity 0 at first.

    x and y are (rows, 1); momentum 0 is plain gradient descent, momentum 1 is descent without `zero_grad`.
    """
    column = array(x).ravel()
    table = np.column_stack([column, np.ones(column.size)])
    curvature = 2 * table.T @ table / len(table)
    eye, best = np.eye(2), np.array(least_squares(x, y)[:2])
    one_step = np.block([[eye - lr * curvature, -lr * momentum * eye], [curvature, momentum * eye]])
    start = np.concatenate([np.array([weight, bias]) - best, np.zeros(2)])
    weight, bias = (best + (np.linalg.matrix_power(one_step, steps) @ start)[:2]).tolist()
    return weight, bias, loss(x, y, weight, bias)


def history(x, y, lr, steps, momentum=0.0):
    """A row (weight, bias, loss) for each of `steps` steps, as they were before that step."""
    return [momentum_fit(x, y, lr, k, momentum) for k in range(steps)]


def constant_pull(parameter, gradient, lr, steps, momentum=0.0):
    """Parameter and velocity after `steps` steps in which the gradient is always the same.

    The velocity is the geometric sum gradient * (1 + mu + mu^2 + ...), of `steps` terms.

    >>> constant_pull(1.0, 2.0, lr=0.1, steps=2, momentum=0.5)
    (0.5, 3.0)
    """
    velocities = [gradient * sum(momentum**i for i in range(k)) for k in range(steps + 1)]
    return float(parameter - lr * sum(velocities)), float(velocities[-1])
