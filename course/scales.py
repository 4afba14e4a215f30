"""Log scales with few marks, in plain letters.

Matplotlib's own have up to eight small marks for each power of ten, and a formula as the name of each power:
they take as long to draw as the rest of the picture.
"""

import math

MOST = 5  # marks of an axis
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def scale_losses(ax, losses_between=None):
    """Put the losses in `ax`, and all that is drawn there, on a log scale, perhaps between two of them."""
    ax.set(yscale="log", ylim=losses_between)
    places = marks(*ax.get_ylim())
    ax.set_yticks(places, names(places))
    ax.minorticks_off()


def scale_steps(ax, last):
    """Put the steps 0 to `last` on a log scale, which has no place for 0: up to step 1 it is a plain one."""
    ax.set_xscale("symlog", linthresh=1, linscale=0.3)
    places = [0, *marks(1, max(last, 1))]
    ax.set_xticks(places, [f"{place:.0f}" for place in places])
    ax.set_xlim(-0.2, 1.3 * last)


def marks(low, high):
    """The powers of ten from `low` to `high`: a few of them if they are many, their 1, 2, 5 if they are few.

    >>> marks(0.5, 2000), marks(0.3, 3)
    ([1.0, 10.0, 100.0, 1000.0], [0.5, 1.0, 2.0])
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    apart = math.ceil((last - first) / MOST)
    powers = [10.0**k for k in range(first, last + 1) if k % apart == 0]
    inside = [power for power in powers if low <= power <= high]
    if len(inside) > 2:
        return inside
    return [digit * power for power in powers for digit in (1, 2, 5) if low <= digit * power <= high]


def names(places):
    """How marks are written: as numbers, or with powers of ten if one is very small or very large.

    >>> names([0.5, 1.0, 2.0]), names([1e-6, 1e-3, 1.0]), names([1e-5, 2e-5])
    (['0.5', '1', '2'], ['10⁻⁶', '10⁻³', '10⁰'], ['10⁻⁵', '2·10⁻⁵'])
    """
    if all(1e-2 <= place < 1e4 for place in places):
        return [f"{place:g}" for place in places]
    parts = [f"{place:.0e}".split("e") for place in places]
    return [
        ("" if digit == "1" else f"{digit}·") + "10" + str(int(power)).translate(RAISED)
        for digit, power in parts
    ]
