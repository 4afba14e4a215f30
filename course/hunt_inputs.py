"""Inputs that tell: an input to a function with two bugs, on which just one of the two does harm.

`given` reads such an input from what a learner wrote, and refuses what shows nothing; `only` says whether
just one bug does harm on it.
"""

import numpy as np
import torch

from course.checks import CheckFailed, fail, numbers, parts, show, wrapped
from course.hunts import trained

LARGEST = 1000  # of each number in an input, and of the steps
BOUND = 1e6  # results beyond it say more about rounding than about a bug


def given(name, got, *names):
    """The parts of an input: x and y as columns in float64, the others as numbers, in the order of `names`.

    >>> x, y, lr, steps = given("mine", ([1, 2], [2, 4], 0.1, 3), "x", "y", "lr", "steps")
    >>> tuple(x.shape), lr, steps
    ((2, 1), 0.1, 3)
    """
    hint = f"Write all of them in brackets, in this order: {name} = ({', '.join(names)})."
    found = dict(zip(names, parts(name, got, *names, hint=hint), strict=True))
    read = {part: _read(f"{part} in {name}", part, value) for part, value in found.items()}
    if len(read["x"]) != len(read["y"]):
        rows = f"{len(read['x'])} numbers in x and {len(read['y'])} in y"
        raise CheckFailed(f"Not right yet: {name} has {rows}.", "Each row has one number in x and one in y.")
    if not read["x"].any():
        raise CheckFailed(f"Not right yet: each x in {name} is 0.", "Then the weight plays no part at all.")
    return list(read.values())


def _read(what, part, value):
    """One part of an input, or a failed check."""
    came = numbers(value)
    if part in ("x", "y"):
        fits = came is not None and came.size > 0
        if not fits:
            fail(what, "numbers", show(value), "Write a tensor, like torch.tensor([[1.0], [2.0]]).")
    elif came is None or came.size != 1:
        fail(what, "one number", show(value), "Write a number, without quotes.")
    if not (np.abs(came) <= LARGEST).all():  # so written that NaN fails too
        fail(what, f"numbers from -{LARGEST} to {LARGEST}", show(value), "Smaller ones are easier to follow.")
    if part == "lr" and not came[0] > 0:
        fail(what, "a number above 0", show(value), "Without a learning rate no step is taken.")
    if part == "steps" and not (came[0] >= 1 and came[0] == int(came[0])):
        hint = "Without a step no bug can do harm. Do all parts stand in the order that is asked for?"
        fail(what, "a whole number, 1 or more", show(value), hint)
    if part in ("x", "y"):
        return torch.tensor(came).reshape(-1, 1)
    return int(came[0]) if part == "steps" else float(came[0])


def reached(x, y, weight, lr, steps):
    """The weight and the loss that `steps` right steps from `weight` reach, for a line without bias."""
    with np.errstate(all="ignore"):
        (end,), loss = trained(x, y, [weight], lr, steps, bias=False)
    return float(end), loss


def only(name, which, came, right, mended, *, harmless, both):
    """Say that just one bug, the `which` of two, does harm on the input `name`, or raise `CheckFailed`.

    `came`: what the function with both bugs gives; `mended`: what it would give with this bug alone mended.
    `harmless` and `both` are hints: where no bug does harm, and where both do.

    >>> only("mine", "upper", 2.0, 1.0, 1.0, harmless="", both="")
    ✓ On mine, buggy gives 2; right is 1, and so is what it gives with the upper bug
      mended alone.
    """
    require_only(name, which, came, right, mended, harmless=harmless, both=both)
    print(
        wrapped(
            f"✓ On {name}, buggy gives {show(came)}; right is {show(right)}, and so is what it gives "
            f"with the {which} bug mended alone."
        )
    )


def require_only(name, which, came, right, mended, *, harmless, both):
    """The same as `only`, but silent when all is well."""
    values = [numbers(each) for each in (came, right, mended)]
    if any(each is None or not (np.abs(each) <= BOUND).all() for each in values):
        hint = "Take a smaller learning rate, or fewer steps."
        raise CheckFailed(
            f"Not right yet: on {name} the numbers grow beyond all bounds (buggy gives {show(came)}).", hint
        )
    said = f"Not right yet: on {name} buggy gives {show(came)}, "
    if _same(values[0], values[1]):
        raise CheckFailed(f"{said}and that is right: no bug does harm.", harmless)
    if not _apart(values[0], values[1]):
        hint = "Take numbers for which the results differ by more."
        raise CheckFailed(f"{said}and right is {show(right)}: too close to tell them apart.", hint)
    if not _same(values[2], values[1]):
        other = {"upper": "lower", "lower": "upper"}[which]
        raise CheckFailed(
            f"{said}and right is {show(right)}. With the {which} bug mended alone it would give "
            f"{show(mended)}: still wrong, because of the {other} bug.",
            both,
        )


def _same(one, other):
    return bool((np.abs(one - other) <= 1e-5 * (1 + np.abs(other))).all())


def _apart(one, other):
    return bool((np.abs(one - other) >= 1e-3 * (1 + np.abs(other))).any())
