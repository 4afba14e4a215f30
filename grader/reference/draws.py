"""Fresh numbers for hidden tests: the same for a submitted notebook at every grading, others for another one.

A function that answers with the numbers of an earlier feedback therefore fails. The judge draws by the key of
the notebook and the test (`drawn_by`); without a key, as in stock nbgrader, the numbers are always the same.

>>> generator("lines", 3).integers(10, size=4).tolist()
[4, 8, 5, 7]
>>> with drawn_by(b"another notebook"):
...     generator("lines", 3).integers(10, size=4).tolist()
[9, 5, 4, 0]
"""

import contextlib
import hashlib
from contextvars import ContextVar

import numpy as np

_key = ContextVar("key", default=b"")


@contextlib.contextmanager
def drawn_by(key):
    """All numbers that are drawn inside depend on this key (bytes)."""
    before = _key.set(key)
    try:
        yield
    finally:
        _key.reset(before)


def generator(*place):
    """A generator of random numbers for a place, numbers and texts: the same for the same key and place."""
    text = repr((_key.get(), place)).encode()
    return np.random.default_rng(list(hashlib.sha256(text).digest()))
