"""Reference values for tables: several input columns, one or several targets, in float64 and closed form.

Shapes, as `torch.nn.Linear` has them: x (rows, inputs), y (rows, targets), weights (targets, inputs),
bias (targets,). The loss is the mean of the squared errors over all rows and all targets, as in
`torch.nn.functional.mse_loss`, so with two targets each gradient is half of what one target alone gives.

Each target has parameters of its own, the column p = (its weights, its bias), and A = (x, a column of
ones) gives the predictions A @ p. The loss is quadratic in p with second derivatives H = 2 A'A / (rows *
targets), so k steps of gradient descent multiply the distance to the least-squares solution by
(I - lr * H)^k; they come to rest exactly when lr < 2 / (largest eigenvalue of H).

>>> import torch
>>> x = torch.tensor([[73.0, 80.0, 75.0], [93.0, 88.0, 93.0], [89.0, 91.0, 90.0]])
>>> predict(x, [[1.0, 0.0, 0.5]], [2.0]).tolist()
[[112.5], [141.5], [136.0]]
"""

import numpy as np
import torch

from grader.reference import array, draws


def predict(x, weights, bias):
    """The predictions x @ weights.T + bias, of shape (rows, targets)."""
    return _table(x) @ _weights(weights).T + _bias(bias)


def mse(prediction, target):
    """The mean squared error over all elements, a float; shapes must be equal: nothing is broadcast."""
    prediction, target = array(prediction), array(target)
    if prediction.shape != target.shape:
        raise ValueError(f"a prediction of shape {prediction.shape} for a target of shape {target.shape}")
    return float(np.mean((prediction - target) ** 2))


def loss(x, y, weights, bias):
    """The mean squared error of the model with these weights and this bias, a float."""
    return mse(predict(x, weights, bias), y)


def gradients(x, y, weights, bias):
    """The derivatives of `loss` by the weights (targets, inputs) and by the bias (targets,)."""
    error = predict(x, weights, bias) - _table(y)
    return 2 * error.T @ _table(x) / error.size, 2 * error.sum(axis=0) / error.size


def step(x, y, lr, weights, bias):
    """Weights and bias after one step of gradient descent, worked out from `gradients`."""
    by_weights, by_bias = gradients(x, y, weights, bias)
    return _weights(weights) - lr * by_weights, _bias(bias) - lr * by_bias


def fit(x, y, lr, steps, weights=None, bias=None):
    """Weights, bias and loss after `steps` steps of gradient descent, from zero where no start is given."""
    inputs, targets = _table(x).shape[1], _table(y).shape[1]
    weights = np.zeros((targets, inputs)) if weights is None else _weights(weights)
    bias = np.zeros(targets) if bias is None else _bias(bias)
    start = np.vstack([weights.T, bias])
    best = _best(x, y)
    shrink = np.linalg.matrix_power(np.eye(inputs + 1) - lr * curvature(x, targets), steps)
    weights, bias = _split(best + shrink @ (start - best))
    return weights, bias, loss(x, y, weights, bias)


def least_squares(x, y):
    """Weights, bias and loss of the model with the smallest loss (of several, the shortest one)."""
    weights, bias = _split(_best(x, y))
    return weights, bias, loss(x, y, weights, bias)


def curvature(x, targets=1):
    """The second derivatives of the loss by weights and bias of one target, (inputs + 1, inputs + 1)."""
    design = _design(x)
    return 2 * design.T @ design / (len(design) * targets)


def lr_limit(x, targets=1):
    """The learning rate above which gradient descent runs away: 2 over the largest curvature."""
    return float(2 / np.linalg.eigvalsh(curvature(x, targets))[-1])


def condition(x):
    """The condition number of the curvature: its largest eigenvalue over its smallest one."""
    values = np.linalg.svd(_design(x), compute_uv=False)  # A is better conditioned than A'A
    return float((values[0] / values[-1]) ** 2)


def fresh_table(rows, inputs, targets, *, seed=0):
    """A table that no learner has seen: x (rows, inputs) and y (rows, targets), near a linear model.

    x lies in -2 to 3, the weights in -3 to 3, the bias in -2 to 2; y has noise of standard deviation 0.3.
    """
    generator = draws.generator("table", seed, rows, inputs, targets)
    x = generator.uniform(-2.0, 3.0, size=(rows, inputs)).round(2)
    weights = generator.uniform(-3.0, 3.0, size=(targets, inputs))
    bias = generator.uniform(-2.0, 2.0, size=targets)
    y = (x @ weights.T + bias + 0.3 * generator.standard_normal((rows, targets))).round(2)
    return torch.tensor(x, dtype=torch.get_default_dtype()), torch.tensor(y, dtype=torch.get_default_dtype())


def _table(values):
    """A float64 array of shape (rows, columns)."""
    values = array(values)
    if values.ndim != 2:
        raise ValueError(f"a table has rows and columns, but this has the shape {values.shape}")
    return values


def _weights(values):
    """Weights as (targets, inputs); a flat row of weights belongs to one target."""
    return np.atleast_2d(array(values))


def _bias(values):
    """A bias as (targets,)."""
    return np.atleast_1d(array(values))


def _design(x):
    """A = (x, a column of ones): the bias is the weight of an input that is always 1."""
    return np.column_stack([_table(x), np.ones(len(x))])


def _best(x, y):
    """The parameters with the smallest loss, (inputs + 1, targets), the bias in the last row."""
    return np.linalg.lstsq(_design(x), _table(y), rcond=None)[0]


def _split(parameters):
    """Parameters (inputs + 1, targets) as weights (targets, inputs) and bias (targets,)."""
    return parameters[:-1].T, parameters[-1]
