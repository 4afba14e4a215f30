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


def double_line():
    """Three points on the line y = 2 x, both of shape (3, 1), without units: the best weight is 2."""
    x = torch.tensor([[1.0], [2.0], [3.0]])
    return x, 2 * x


def quiz_scores():
    """Three quiz scores (5, 3) and the final score (5, 1) of five students, in points.

    The table of the lab "Multivariable linear regression" of DeepLearningZeroToAll (data-01-test-score.csv).
    """
    quizzes = torch.tensor(
        [[73.0, 80.0, 75.0], [93.0, 88.0, 93.0], [89.0, 91.0, 90.0], [96.0, 98.0, 100.0], [73.0, 66.0, 70.0]]
    )
    return quizzes, torch.tensor([[152.0], [185.0], [180.0], [196.0], [142.0]])


# Temperature (°F), rainfall (mm), humidity (%) -> apples, oranges (tons per hectare).
_FRUIT = (
    ((73, 67, 43), (56, 70)),
    ((91, 88, 64), (81, 101)),
    ((87, 134, 58), (119, 133)),
    ((102, 43, 37), (22, 37)),
    ((69, 96, 70), (103, 119)),
    ((74, 66, 43), (57, 69)),
    ((91, 87, 65), (80, 102)),
    ((88, 134, 59), (118, 132)),
    ((101, 44, 37), (21, 38)),
    ((68, 96, 71), (104, 118)),
    ((73, 66, 44), (57, 69)),
    ((92, 87, 64), (82, 100)),
    ((87, 135, 57), (118, 134)),
    ((103, 43, 36), (20, 38)),
    ((68, 97, 70), (102, 120)),
)


def fruit(rows=15):
    """Weather (rows, 3) and harvest (rows, 2) of up to 15 regions.

    Weather: temperature in °F, rainfall in mm, humidity in %. Harvest: apples and oranges in tons per
    hectare. An invented table from "Deep Learning with PyTorch: Zero to GANs" (Aakash N S, Jovian).
    """
    if not 1 <= rows <= len(_FRUIT):
        raise ValueError(f"rows is {rows!r}; the table has 1 to {len(_FRUIT)} rows")
    weather, harvest = zip(*_FRUIT[:rows], strict=True)
    dtype = torch.get_default_dtype()
    return torch.tensor(weather, dtype=dtype), torch.tensor(harvest, dtype=dtype)
