"""Reference values for lesson 2: programs of lines such as ["c", "a", "*", "b"], and their derivatives.

A line names its result, a left side, a sign and a right side; both sides are names or numbers, and after
"**" stands a number. The last line is the result. The derivatives are torch's own, in float64; the tests
hold them against dual numbers (forward mode, no graph at all) and finite differences.

>>> by_torch([["c", "a", "*", "a"], ["d", "c", "+", "a"]], {"a": 3.0})
(12.0, {'a': 7.0})
"""

import math
import operator

import torch

from grader.reference import draws

SIGNS = {"+": operator.add, "*": operator.mul, "**": operator.pow}
LARGEST = 1e3  # results and derivatives beyond it say more about rounding than about the program


def calculate(lines, values):
    """The last result of the lines, with anything as values that can be added, multiplied and raised."""
    values = dict(values)
    for name, left, sign, right in lines:
        values[name] = SIGNS[sign](values.get(left, left), values.get(right, right))
    return values[name]


def by_torch(lines, numbers):
    """The last result of the lines (a float), and a dict of its derivative by each of the numbers."""
    leaves = {
        name: torch.tensor(number, dtype=torch.float64, requires_grad=True)
        for name, number in numbers.items()
    }
    result = calculate(lines, leaves)
    slopes = torch.autograd.grad(result, list(leaves.values()), allow_unused=True, materialize_grads=True)
    return result.item(), dict(zip(leaves, (slope.item() for slope in slopes), strict=True))


def as_values(lines, numbers, value):
    """The graph of the lines, made of values, and a dict of its leaves.

    `value(number, parents, slopes)` makes one, as the lesson's class does. Every number and slope is right,
    so that a test of `backward` needs nothing but this class of the learner's notebook.
    """
    known = {name: (number, value(number)) for name, number in numbers.items()}
    leaves = {name: made for name, (_, made) in known.items()}
    for name, left, sign, right in lines:
        (a, left), (b, right) = (
            known[side] if side in known else (side, value(side)) for side in (left, right)
        )
        if sign == "**":
            parents, slopes = [left], [b * a ** (b - 1)]
        else:
            parents, slopes = [left, right], [1.0, 1.0] if sign == "+" else [b, a]
        number = SIGNS[sign](a, b)
        known[name] = number, value(number, parents, slopes)
    return known[lines[-1][0]][1], leaves


def text(lines):
    """The lines as a learner would write them: text([["c", "a", "*", "b"]]) == "c = a * b"."""
    return "; ".join(f"{name} = {left} {sign} {right}" for name, left, sign, right in lines)


def fresh_programs(count, *, seed=0):
    """That many pairs (lines, numbers) that no learner has seen; many results are used more than once."""
    generator = draws.generator("programs", seed, count)
    found: list[tuple[list, dict]] = []
    while len(found) < count:
        lines, numbers = random_program(generator)
        result, slopes = by_torch(lines, numbers)
        sizes = [abs(value) for value in (result, *slopes.values())]
        if all(math.isfinite(size) and size < LARGEST for size in sizes) and all(slopes.values()):
            found.append((lines, numbers))
    return found


def random_program(generator):
    """A random program of three to eight lines over the numbers a, b and c, as plain lists and dicts."""
    numbers = {name: round(generator.uniform(-1.5, 1.5), 2) for name in "abc"}
    names: list = list(numbers)
    lines = []
    for k in range(generator.integers(3, 9)):
        left, right = (names[-1 - min(int(generator.exponential(1.5)), len(names) - 1)] for _ in range(2))
        sign = str(generator.choice(["+", "+", "*", "*", "**"]))
        if sign == "**":
            right = int(generator.integers(1, 4))
        elif generator.random() < 0.15:
            right = round(generator.uniform(-2, 2), 2)
        elif generator.random() < 0.15:
            left = round(generator.uniform(-2, 2), 2)
        lines.append([f"v{k}", left, sign, right])
        names.append(f"v{k}")
    return lines, numbers
