"""The data of the capstone in lesson 6: a machine with three dials and two gauges, made from a name.

>>> dials, gauges = machine("Ada Lovelace")
>>> dials.shape, gauges.shape
((200, 3), (200, 2))

Whoever reads on can work out what the gauges do with the dials. That is no answer to anything: the grader
tries the learner's function on logs of its own, which come from no name.
"""

import hashlib

import numpy as np

NOISE = 0.3  # how much a gauge trembles: standard deviation of its readings, in the gauge's own unit


def machine(name, rows=200):
    """The log of your machine: dial positions (rows, 3) from -2 to 2, and gauge readings (rows, 2).

    Both are NumPy arrays, sorted by the first dial. The same name gives the same log.
    """
    return _measure(name, rows, "log")


def new_readings(name, rows=40):
    """Dial positions and gauge readings of the same machine, in the same form, that are in no log."""
    return _measure(name, rows, "new readings")


def _measure(name, rows, purpose):
    """Turn the dials to `rows` random positions and read the gauges; each purpose has its own positions."""
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f'the name is {name!r}: write a name in quotes, like "Ada Lovelace"')
    pairs = np.frombuffer(_digest(name), dtype=np.uint8)[:16].reshape(8, 2)
    numbers = np.where(pairs[:, 0] % 2, 1, -1) * (0.5 + 2.5 * pairs[:, 1] / 255)
    generator = np.random.default_rng(list(_digest(f"{purpose} {name}")))
    dials = generator.uniform(-2.0, 2.0, size=(rows, 3)).round(2)
    dials = dials[np.argsort(dials[:, 0])]
    gauges = dials @ numbers[:6].reshape(2, 3).T + numbers[6:] + NOISE * generator.standard_normal((rows, 2))
    return dials, gauges.round(2)


def _digest(text):
    """32 bytes that depend on every letter of the text, on every computer in the same way."""
    return hashlib.sha256(text.encode()).digest()
