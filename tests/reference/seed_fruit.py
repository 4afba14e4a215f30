"""Seed 004 in closed form. It starts from random numbers, of which only the four printed decimals are known.

So what follows from them has a slack: how far it moves while they stay within half a digit. For what is
linear in them, and for losses, which are convex, the corners of that box are the worst that can happen.
"""

from functools import cache
from itertools import product
from typing import Any

import numpy as np
from seed_table import HALF, flat, printed

from course import data
from grader.reference import tables

weather, harvest = data.fruit()
five = data.fruit(5)


def model(numbers: Any) -> tuple[Any, Any]:
    """Weights (2, 3) and bias (2,) from eight numbers in a row."""
    return numbers[:6].reshape(2, 3), numbers[6:]


def by_hand(start: Any) -> dict[str, Any]:
    """What the seed prints from its start on; its second gradient is added to the first one."""
    first = model(start)
    slopes = tables.gradients(*five, *first)
    second = tables.step(*five, 1e-5, *first)
    both = [a + b for a, b in zip(slopes, tables.gradients(*five, *second), strict=True)]
    third = [parameter - 1e-5 * slope for parameter, slope in zip(second, both, strict=True)]
    *last, last_loss = tables.fit(*five, 1e-5, 100, *third)
    return {
        "004:142-146": flat(tables.predict(five[0], *first)),
        "004:187": flat(tables.loss(*five, *first)),
        "004:209-210,241-242": flat(slopes[0], slopes[0]),
        "004:258": flat(tables.loss(*five, *first)),  # it compares the predictions from before the step
        "004:295-299": flat(tables.predict(five[0], *second)),
        "004:307": flat(tables.loss(*five, *second)),
        "004:316-318": flat(*both),
        "004:337-339": flat(*third),
        "004:350": flat(tables.loss(*five, *third)),
        "004:379": flat(last_loss),
        "004:388-392": flat(tables.predict(five[0], *last)),
    }


@cache
def by_hand_from_printed_start() -> tuple[dict[str, Any], dict[str, Any]]:
    """`by_hand` from the start that the seed prints, and how far each number moves over all corners."""
    start = printed("004:116-118,207-208")[:8]
    middle = by_hand(start)
    corners = [by_hand(start + corner) for corner in product([-HALF, HALF], repeat=8)]
    slack = {key: np.max([abs(each[key] - middle[key]) for each in corners], axis=0) for key in middle}
    return middle, slack


def from_start(key: str) -> Any:
    """The numbers of one row of the table, from the start that the seed prints."""
    return by_hand_from_printed_start()[0][key]


def slack_from_start(key: str) -> Any:
    """How far they may move."""
    return by_hand_from_printed_start()[1][key]


def saved_predictions() -> Any:
    """Predictions for all regions by the model whose parameters the seed prints in its second list."""
    return flat(tables.predict(weather, *model(printed("004:555-558"))))


def slack_of_saved_predictions() -> Any:
    """How far they move when each parameter moves by half a digit."""
    return flat(tables.predict(weather, np.full((2, 3), HALF), np.full(2, HALF)))


def saved_loss(shift: float = 0.0) -> Any:
    """The loss of the predictions that the seed prints below that list, each error larger by `shift`."""
    error = abs(printed("004:567-581") - flat(harvest)) + shift
    return flat(np.mean(error**2))


def forecast(predictions: Any) -> Any:
    """What the linear model that made these predictions for all regions says of 75 °F, 63 mm and 44 %."""
    return flat(tables.predict([[75, 63, 44]], *tables.least_squares(weather, predictions)[:2]))


def printed_forecast() -> Any:
    """The forecast of the model that made the last predictions that the seed prints."""
    return forecast(printed("004:695-709").reshape(15, 2))


def slack_of_forecast() -> float:
    """How far it moves when each prediction moves by half a digit: it is linear in them."""
    return HALF * float(np.sum(abs(forecast(np.eye(15)))))
