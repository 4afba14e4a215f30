"""Reference values for the hidden tests, in float64 and, where there is one, in closed form.

Linear regression with a mean squared error is quadratic in its parameters, so k steps of gradient
descent have a closed form: the distance to the best parameters is multiplied by (I - lr * H) at each
step, H being the matrix of second derivatives (Boyd and Vandenberghe, Convex Optimization, 9.3).
Nothing here runs a training loop, so a mistake that learners' loops and these functions
have in common is unlikely. `tests/reference/test_reference.py` holds them against other oracles.

This module holds what all lessons share: lines with one weight and one bias. Further modules of this
package hold what one topic adds (`tables`: many columns and targets; `expressions`: automatic
differentiation; ...). All are only for the instructor's side and are never imported by a worker.

>>> import torch
>>> x = torch.tensor([[1.0], [2.0], [3.0]])
>>> round(descend(x, x, weight=0.0, lr=0.03, steps=9), 3)
0.948
"""

import numpy as np
import torch

from grader.reference import draws


def array(values):
    """`values` (tensor, array, list, number) as a float64 array of the same shape."""
    values = values.detach().cpu().numpy() if isinstance(values, torch.Tensor) else values
    return np.asarray(values, dtype=np.float64)


def fresh_data(rows=6, *, seed=0, weight=2.0, bias=-1.0, noise=0.5):
    """A data set that no learner has seen: x and y near weight * x + bias, both (rows, 1)."""
    generator = draws.generator("line", seed, rows)
    x = generator.uniform(-2.0, 3.0, size=(rows, 1)).round(2)
    y = (weight * x + bias + noise * generator.standard_normal((rows, 1))).round(2)
    return torch.tensor(x, dtype=torch.get_default_dtype()), torch.tensor(y, dtype=torch.get_default_dtype())


def mse(prediction, target):
    """The mean squared error over all elements, a float."""
    return float(np.mean((array(prediction) - array(target)) ** 2))


def predict(x, weight, bias=0.0):
    """weight * x + bias for one input column, in the shape of x."""
    return float(array(weight).item()) * array(x) + float(array(bias).item())


def loss(x, y, weight, bias=0.0):
    """The mean squared error of the line weight * x + bias, a float."""
    return mse(predict(x, weight, bias), y)


def gradients(x, y, weight, bias=0.0):
    """The derivatives of `loss` by weight and by bias: two floats."""
    error = predict(x, weight, bias) - array(y)
    return float(np.mean(2 * error * array(x))), float(np.mean(2 * error))


def gradient(x, y, weight):
    """The derivative by the weight of the loss of a line without bias, a float."""
    return gradients(x, y, weight)[0]


def descend(x, y, weight, lr, steps):
    """The weight after `steps` steps of gradient descent from `weight`, for a line without bias."""
    x, y = array(x).ravel(), array(y).ravel()
    best = (x @ y) / (x @ x)
    return float(best + (1 - lr * 2 * np.mean(x**2)) ** steps * (weight - best))


def fit(x, y, lr, steps, weight=0.0, bias=0.0):
    """Weight, bias and loss after `steps` steps of gradient descent from the given weight and bias."""
    table = np.column_stack([array(x).ravel(), np.ones(array(x).size)])
    best = np.array(least_squares(x, y)[:2])
    curvature = 2 * table.T @ table / len(table)
    shrink = np.linalg.matrix_power(np.eye(2) - lr * curvature, steps)
    weight, bias = (best + shrink @ (np.array([weight, bias]) - best)).tolist()
    return weight, bias, loss(x, y, weight, bias)


def least_squares(x, y):
    """Weight, bias and loss of the best line: the covariance of x and y over the variance of x."""
    x, y = array(x).ravel(), array(y).ravel()
    weight = np.cov(x, y, bias=True)[0, 1] / np.var(x)
    bias = y.mean() - weight * x.mean()
    return float(weight), float(bias), loss(x, y, weight, bias)
