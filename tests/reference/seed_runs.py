"""What reproduces the numbers of seed_numbers.yaml: the closed forms of `grader.reference`, in float64.

REPRODUCED has a function for each key of the table that can be reproduced. It gives the same numbers in the
same order. AS_WRITTEN has one for each key that cannot, but whose code gives numbers: those it gives.
SLACK says how far numbers may be from the printed ones, beyond half of the last digit.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import seed_fruit as fruit
import torch
from seed_table import HALF, flat, printed, with_shapes

from course import data
from grader import reference
from grader.reference import expressions, modules, optimizers, tables

double, same = data.double_line(), data.identity_line()
quizzes, finals = data.quiz_scores()
mistyped = quizzes.clone()
mistyped[2, 2] = 80
hours, scores = data.study_hours()


def log(points: Any, epochs: range, start: Any = (0.0, 0.0)) -> Any:
    """Epoch, W and b after its step, and the cost before it, with lr 0.01."""
    fits = [(e, *(reference.fit(*points, 0.01, e + k, *start) for k in (0, 1))) for e in epochs]
    return flat(*((e, *after[:2], before[2]) for e, before, after in fits))


def log_of_cost(points: Any, epochs: range, start: Any) -> Any:
    """Epoch, and the cost before its step, with lr 0.01."""
    return flat(*((e, reference.fit(*points, 0.01, e, *start)[2]) for e in epochs))


def log_without_bias(lr: float) -> Any:
    """Epoch from 1, and W and the cost before its step, on y = x."""
    weights = [reference.descend(*same, 0.0, lr, steps) for steps in range(10)]
    return flat(*((k, w, reference.loss(*same, w)) for k, w in enumerate(weights, 1)))


def quiz_log(epochs: range, stale: int) -> Any:
    """Epoch, weights and bias after its step, and the cost before it; `stale` steps were taken before."""
    fits = [(e, *(tables.fit(quizzes, finals, 1e-5, e + stale + k) for k in (0, 1))) for e in epochs]
    return flat(*(part for e, before, after in fits for part in (e, *after[:2], before[2])))


def mistyped_log(epochs: range) -> Any:
    """Epoch, and predictions and cost before its step, with 80 in place of 90."""
    steps = [(e, *tables.fit(mistyped, finals, 1e-5, e)) for e in epochs]
    return flat(*(part for e, w, b, cost in steps for part in (e, tables.predict(mistyped, w, b), cost)))


def two_random_numbers(seed: int) -> Any:
    """The seed, and the first two uniform numbers after it."""
    generator = torch.Generator().manual_seed(seed)
    return flat(seed, torch.rand(1, generator=generator), torch.rand(1, generator=generator))


def layer(nth: int) -> tuple[float, float]:
    """Weight and bias of the nth nn.Linear(1, 1) after seed 1."""
    weights, bias = modules.linear(1, 1, 1, nth)
    return weights.item(), bias.item()


def trained() -> tuple[float, float]:
    """Weight and bias of the first layer after its 2001 steps on y = 2 x."""
    return reference.fit(*double, 0.01, 2001, *layer(1))[:2]


def added_up() -> Any:
    """The gradient of z = 2 w after 1 to 21 calls of backward, when nothing sets it to zero."""
    slope = expressions.by_torch([["z", 2, "*", "w"]], {"w": 2.0})[1]["w"]
    return flat(
        *(optimizers.constant_pull(2.0, slope, 0.1, calls, momentum=1.0)[1] for calls in range(1, 22))
    )


def of_square() -> Any:
    """The derivative of 2 w^2 + 5 at w = 2."""
    lines = [["s", "w", "**", 2], ["d", 2, "*", "s"], ["z", "d", "+", 5]]
    return flat(expressions.by_torch(lines, {"w": 2.0})[1]["w"])


def errors() -> Any:
    """Prediction minus target of y = x with W = b = 0."""
    return flat(reference.predict(same[0], 0.0)) - flat(same[1])


def study_errors() -> Any:
    """Score minus prediction of y = 13 x + 1."""
    return flat(scores) - flat(reference.predict(hours, 13.0, 1.0))


FROM_START = [  # what seed 004 makes by hand of its random start
    "004:142-146",
    "004:187",
    "004:209-210,241-242",
    "004:258",
    "004:295-299",
    "004:307",
    "004:316-318",
    "004:337-339",
    "004:350",
    "004:379",
]

REPRODUCED: dict[str, Callable[[], Any]] = {
    "000:32-39": lambda: with_shapes(*double),
    "000:53-54": lambda: flat(reference.fit(*double, 0.01, 0)[:2]),
    "000:63-65": lambda: flat(reference.predict(double[0], 0.0)),
    "000:76": lambda: flat(reference.loss(*double, 0.0)),
    "000:134-153": lambda: log(double, range(0, 2000, 100)),
    "000:182-202": added_up,
    "000:224-226,237-239,252-254": lambda: flat(*map(two_random_numbers, (3, 5, 3))),
    "000:309": of_square,
    "000:378-388": lambda: quiz_log(range(0, 1001, 100), stale=1),
    "000:407-408": lambda: flat(quizzes.shape, finals.shape),
    "000:463-472": lambda: mistyped_log(range(10)),
    "000:525-527": lambda: flat(layer(1)),
    "000:568-588": lambda: log_of_cost(double, range(0, 2001, 100), layer(1)),
    "000:605,609": lambda: flat(*[reference.predict([4], *trained())] * 2),
    "000:617-619": lambda: flat(trained()),
    "001:74-83": lambda: log_without_bias(0.03),  # along the sum over three rows, lr 0.01 is lr 0.03
    "001:132-141": lambda: log_without_bias(0.15),
    "002:32": lambda: flat(reference.predict(hours, 13.0, 1.0)),
    "002:33": lambda: study_errors()[[0, 1, 3]],
    "002:65-72": lambda: with_shapes(*double),
    "002:83-84": lambda: flat(reference.fit(*double, 0.01, 0)[:2]),
    "002:98": lambda: flat(reference.loss(*double, 0.0)),
    "002:147": of_square,
    "003:68-71,80-83": lambda: with_shapes(*same),
    "003:96,105": lambda: flat(reference.fit(*same, 0.01, 0)[:2]),
    "003:118-120,132-134": lambda: flat(*[reference.predict(same[0], 0.0)] * 2),
    "003:142-144,333-335": lambda: flat(same[1], same[1]),
    "003:152-154": errors,
    "003:162-164": lambda: errors() ** 2,
    "003:173": lambda: flat(reference.loss(*same, 0.0)),
    "003:196-197": lambda: flat(reference.fit(*same, 0.01, 1)[:2]),
    "003:208-210": lambda: flat(reference.predict(same[0], *reference.fit(*same, 0.01, 1)[:2])),
    "003:219": lambda: flat(reference.fit(*same, 0.01, 1)[2]),
    "003:258-268": lambda: log(same, range(0, 1001, 100)),
    "003:315-317,330-332": lambda: flat(*[reference.predict(same[0], *layer(1))] * 2),
    "003:348": lambda: flat(reference.loss(*same, *layer(1))),
    "003:405-415": lambda: log(same, range(0, 1001, 100), layer(2)),
    "004:93-102": lambda: flat(*fruit.five),
    "004:155-159,398-402": lambda: flat(fruit.five[1], fruit.five[1]),
    **{key: partial(fruit.from_start, key) for key in FROM_START},
    "004:269-271": lambda: np.zeros(8),
    "004:460-474": lambda: flat(fruit.weather),
    "004:490-495": lambda: flat(*data.fruit(3)),
    "004:567-581": fruit.saved_predictions,
    "004:603": fruit.saved_loss,
    "004:715-729": lambda: flat(fruit.harvest),
    "004:736": fruit.printed_forecast,
}

AS_WRITTEN: dict[str, Callable[[], Any]] = {
    "000:473": lambda: mistyped_log(range(10, 11))[1:],
    "002:33, the third": lambda: study_errors()[[2]],
    "002:34, the sum": lambda: flat(np.sum(study_errors() ** 2)),
    "002:34, the mean": lambda: flat(reference.loss(hours, scores, 13.0, 1.0)),
    "004:388-392": partial(fruit.from_start, "004:388-392"),
    "004:738": fruit.printed_forecast,
}

SLACK: dict[str, Callable[[], Any]] = {
    "000:134-153": lambda: 4e-7 * abs(printed("000:134-153")),  # 32 bits, 2000 times
    "000:378-388": lambda: 2e-5 * abs(printed("000:378-388")),  # 32 bits, and curvatures a million apart
    "000:463-472": lambda: 3e-6 * abs(printed("000:463-472")),
    **{key: partial(fruit.slack_from_start, key) for key in (*FROM_START, "004:388-392")},
    "004:567-581": fruit.slack_of_saved_predictions,
    "004:603": lambda: fruit.saved_loss(HALF) - fruit.saved_loss(),
    "004:736": fruit.slack_of_forecast,
    "004:738": fruit.slack_of_forecast,
}
