"""Partial credit: a number as the last value of a test, read as nbgrader reads it, but only where it is one.

nbgrader takes a value that is no number for full marks, and so does this; but NaN, infinity, a number below 0
or above the most, and numbers of other libraries (NumPy's, tensors, fractions), which nbgrader silently takes
for full marks or stops at, fail the test with a reason.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from numbers import Number
from typing import Any

import numpy
import torch

from grader.judge.remote import Remote

PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DRESSED = re.compile(  # a number, but not one that nbgrader can read
    r"(np|numpy)\.(u?int|float|longdouble|complex|clongdouble)\w*\(.*\)"
    r"|(tensor|array)\([^\[\]]*\)|Decimal\(.*\)|Fraction\(.*\)|\(?[-+.\dej]+j\)?",
    re.DOTALL,
)


class BadCredit(Exception):
    """The test ended with a number that is no partial credit; the message says why."""


def credit_of(value: Any, most: float) -> float | None:
    """The points that a test's last value stands for; None for all of them.

    >>> credit_of(None, 3), credit_of(0.5, 3), credit_of([1, 2], 3)
    (None, 0.5, None)
    """
    if type(value) in (int, float):
        return in_range(float(value) if abs(value) < 1e300 else math.inf, most)
    if isinstance(value, Remote):
        return credit_in(repr(value), most)
    number = isinstance(value, Number | Decimal | numpy.generic) and not isinstance(value, bool | numpy.bool)
    if number or (isinstance(value, torch.Tensor | numpy.ndarray) and value.ndim == 0):
        raise BadCredit(unreadable(repr(value)))
    return None


def credit_in(text: str, most: float) -> float | None:
    """The same for what a cell shows as its value.

    >>> credit_in("0.5", 3), credit_in("[0.5]", 3)
    (0.5, None)
    """
    text = text.strip()
    if PLAIN.fullmatch(text):
        return in_range(float(text), most)
    if DRESSED.fullmatch(text) or is_float(text):
        raise BadCredit(unreadable(text))
    return None


def is_float(text: str) -> bool:
    """Whether Python, and so nbgrader, reads a text as a float: `nan`, `inf`, `1_000`."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def in_range(number: float, most: float) -> float:
    if not 0 <= number <= most:
        raise BadCredit(f"The test ended with {number:g}; partial credit must lie between 0 and {most:g}.")
    return number


def unreadable(text: str) -> str:
    return f"The test ended with {text[:100]}, which is no partial credit: it must be a plain, finite number."
