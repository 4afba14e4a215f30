"""The data sets of the lessons: small tables, each with its units and where it comes from.

Inputs and targets have one row for each example and one column for each quantity.
"""

import torch


def study_hours():
    """Hours studied and scores reached by four students, both of shape (4, 1).

    Hours in h, scores in points out of 100; an invented table that many Korean tutorials share.
    """
    hours = torch.tensor([[2.0], [3.0], [4.0], [5.0]])
    scores = torch.tensor([[25.0], [50.0], [42.0], [61.0]])
    return hours, scores


def identity_line():
    """Three points on the line y = x, both of shape (3, 1), without units: the best weight is 1."""
    x = torch.tensor([[1.0], [2.0], [3.0]])
    return x, x.clone()
