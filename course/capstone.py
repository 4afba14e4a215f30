"""The data of the capstone in lesson 6: a machine with three dials and two gauges, made from a name.

>>> dials, gauges = machine("Ada Lovelace")
>>> dials.shape, gauges.shape
((200, 3), (200, 2))
"""

import hashlib

import numpy as np

NOISE = 0.3  # how much a gauge trembles: standard deviation of its readings, in the gauge's own unit


def machine(name, rows=200):
    """The log of your machine: dial positions (rows, 3) from -2 to 2, and gauge readings (rows, 2).

    Both are NumPy arrays, sorted by the first dial. The same name gives the same log.
    """
    return measure(name, rows, "log")


# Calling the functions above and below shows positions and readings only. Whoever reads on can work out
# what the gauges do with the dials. That is no secret worth keeping: the grader looks at a trained model and
# at its predictions for rows that are in no log, and holds the losses against what this model has.


def measure(name, rows, purpose):
    """Turn the dials to `rows` random positions and read the gauges; each purpose has its own positions."""
    weights, bias = _inside(name)
    generator = np.random.default_rng(list(_digest(f"{purpose} {name}")))
    dials = generator.uniform(-2.0, 2.0, size=(rows, 3)).round(2)
    dials = dials[np.argsort(dials[:, 0])]
    gauges = dials @ weights.T + bias + NOISE * generator.standard_normal((rows, 2))
    return dials, gauges.round(2)


def _inside(name):
    """What the machine does: weights (2, 3) and bias (2,), each number from 0.5 to 3 or from -3 to -0.5."""
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f'the name is {name!r}: write a name in quotes, like "Ada Lovelace"')
    pairs = np.frombuffer(_digest(name), dtype=np.uint8)[:16].reshape(8, 2)
    numbers = np.where(pairs[:, 0] % 2, 1, -1) * (0.5 + 2.5 * pairs[:, 1] / 255)
    return numbers[:6].reshape(2, 3), numbers[6:]


def _digest(text):
    """32 bytes that depend on every letter of the text, on every computer in the same way."""
    return hashlib.sha256(text.encode()).digest()
