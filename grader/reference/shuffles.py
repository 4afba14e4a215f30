"""How random a draw or an order of rows is: what is no pattern shares little with what it is moved to.

>>> overlap([0, 4, 8, 12], [1, 5, 9, 13], size=16)
4
>>> agreement([2, 3, 4, 0, 1], [0, 1, 2, 3, 4])
5
"""

from collections import Counter


def overlap(rows, others, size, steps=None):
    """How many of `rows` are among `others` at most, when all are moved on round a table of `size` rows.

    `steps`: by how many rows they may be moved, by default any number. For rows and themselves 0 must not be
    among them, nor `size / 2`, where every row that is found counts twice.
    """
    steps = range(size) if steps is None else steps
    return max(len({(row + step) % size for row in rows} & set(others)) for step in steps)


def agreement(order, other, turns=None):
    """In how many places two orders of a table agree at most, when one begins and counts from elsewhere.

    `turns`: by how many places the other one may be turned, by default any number; for an order and itself 0
    must not be among them. Two shuffles of 23 rows agree in 13 with a chance of 3 in 100 million.
    """
    size = len(order)
    turned = [other[turn:] + other[:turn] for turn in (range(size) if turns is None else turns)]
    return max(
        max(Counter((a - b) % size for a, b in zip(order, each, strict=True)).values()) for each in turned
    )
