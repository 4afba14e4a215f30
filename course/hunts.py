"""What gradient descent reaches, without a single step: to hold a function with bugs against.

Each step on the mean squared error of a linear model is the same affine map of its parameters, so `steps` of
them are one power of a matrix. In float64.
"""

import numpy as np
import torch


def trained(x, y, start, lr, steps, bias=True):
    """The parameters [w1, w2, ..., b] after `steps` steps from `start`, and their mean squared error.

    x: a tensor of shape (rows, inputs); y: (rows, 1). Without `bias` the model is x @ w.

    >>> parameters, loss = trained([[1.0], [2.0]], [[1.0], [2.0]], [0.0], 0.1, 1, bias=False)
    >>> parameters.tolist(), loss
    ([0.5], 0.625)
    """
    columns, targets = _float64(x), _float64(y).ravel()
    if bias:
        columns = np.hstack([columns, np.ones((len(columns), 1))])
    curvature = 2 / len(targets) * columns.T @ columns
    size = len(curvature)
    step = np.eye(size + 1)
    step[:size, :size] -= lr * curvature
    step[:size, size] = lr * 2 / len(targets) * columns.T @ targets
    parameters = (np.linalg.matrix_power(step, steps) @ [*start, 1.0])[:size]
    return parameters, float(np.mean((columns @ parameters - targets) ** 2))


def _float64(value):
    return torch.as_tensor(value).detach().to(torch.float64).numpy()
