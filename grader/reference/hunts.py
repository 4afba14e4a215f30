"""Reference values for the bug hunts of lessons 1 and 2: what loops with one bug reach, without a loop.

Such a step is an affine map too, so `steps` of them are one power of a number or a matrix. For a line without
bias, in float64; the tests hold them against loops.

>>> forgets([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 0.0, 0.03, 1)
0.28
"""

import numpy as np

from grader.reference import array


def forgets(x, y, weight, lr, steps):
    """The weight after `steps` steps that forget the old one: weight = -lr * gradient."""
    curvature, pull = _slope(x, y)
    still = lr * pull / (1 + lr * curvature)
    with np.errstate(all="ignore"):
        return float(still + np.float64(-lr * curvature) ** steps * (weight - still))


def piles_up(x, y, lr, steps):
    """The weight after `steps` steps from 0, each along the sum of all gradients so far."""
    curvature, pull = _slope(x, y)
    # (weight, sum of the gradients, 1) of the next round, from those of this one
    summed = np.array([curvature, 1.0, -pull])
    stepped = np.array([1.0, 0.0, 0.0]) - lr * summed
    with np.errstate(all="ignore"):
        power = np.linalg.matrix_power(np.array([stepped, summed, [0.0, 0.0, 1.0]]), steps)
        return float(power[0, 2])


def _slope(x, y):
    """The gradient at weight w is curvature * w - pull."""
    x, y = array(x).ravel(), array(y).ravel()
    return 2 * np.mean(x**2), 2 * np.mean(x * y)
