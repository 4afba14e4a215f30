"""Reference values for training in batches, in float64 and closed form.

Shapes are those of `tables`: x (rows, inputs), y (rows, targets), weights (targets, inputs), bias (targets,).

One step on one batch sends the parameters p, (inputs + 1, targets), to M p + c: an affine map, with
M = I - lr * H and c = lr * 2 A'Y / (rows * targets), A being x with a column of ones. Written as the matrix
T = [[M, c], [0, I]] that acts on [p; I], steps are composed by multiplying their matrices: an epoch is the
product of the matrices of its batches, the last one leftmost, and k epochs are its k-th power.

>>> import torch
>>> x = torch.tensor([[1.0], [2.0], [3.0]])
>>> weights, bias, losses = fit(cut(x, 2 * x, size=3), 0.01, 2, [[0.0]], [0.0])
>>> round(losses[0], 4)
18.6667
"""

from itertools import accumulate

import numpy as np

from grader.reference import array, tables


def cut(x, y, size):
    """The batches of one epoch in the table's own order: pairs (x, y), the last one perhaps short."""
    return [(x[start : start + size], y[start : start + size]) for start in range(0, len(x), size)]


def fit(batches, lr, epochs, weights, bias):
    """Weights, bias and the loss of each epoch, when every epoch takes the same batches in the same order.

    The loss of an epoch is the mean of its batches' losses, each from before the batch's own step and
    weighted by the number of its rows.
    """
    weights, bias = np.atleast_2d(array(weights)), np.atleast_1d(array(bias))
    inputs, targets = weights.shape[1], len(bias)
    start = np.vstack([weights.T, bias, np.eye(targets)])
    prefixes = list(accumulate((_step(x, y, lr) for x, y in batches), _then, initial=np.eye(len(start))))

    def parameters(epoch, batch):
        p = (prefixes[batch] @ np.linalg.matrix_power(prefixes[-1], epoch) @ start)[: inputs + 1]
        return p[:-1].T, p[-1]

    losses = [
        epoch_loss(
            [tables.loss(x, y, *parameters(epoch, k)) for k, (x, y) in enumerate(batches)],
            [len(x) for x, y in batches],
        )
        for epoch in range(epochs)
    ]
    return *parameters(epochs, 0), losses


def epoch_loss(losses, sizes):
    """The mean over all rows, from the mean of each batch and the number of its rows.

    >>> epoch_loss([1.0, 5.0], [3, 1])
    2.0
    """
    return float(np.average(losses, weights=sizes))


def _step(x, y, lr):
    """The matrix T of one step on one batch."""
    targets = y.shape[1]
    design = np.column_stack([array(x), np.ones(len(x))])
    size = design.shape[1] + targets
    matrix = np.eye(size)
    matrix[:-targets, :-targets] -= lr * tables.curvature(x, targets)
    matrix[:-targets, -targets:] = lr * 2 * design.T @ array(y) / array(y).size
    return matrix


def _then(first, second):
    """The matrix of one step after another."""
    return second @ first
