"""Numbers, times and counts as people read them."""

DASH = "\N{EN DASH}"  # an empty field


def percent(share: float | None) -> str:
    """A share of the points.

    >>> percent(0.256)
    '26 %'
    """
    return DASH if share is None else f"{100 * share:.0f} %"


def plain(value: float | None) -> str:
    """A number of points without needless zeros.

    >>> plain(3.0), plain(2.25), plain(1 / 3)
    ('3', '2.25', '0.33')
    """
    return DASH if value is None else f"{round(value, 2):g}"


def late(seconds: float) -> str:
    """How late something is, in the unit that fits.

    >>> late(90), late(2 * 3600 + 5), late(50 * 3600)
    ('2 minutes', '2 hours', '2 days')
    """
    for unit, size in (("day", 86_400), ("hour", 3_600)):
        if seconds >= size:
            return counted(round(seconds / size), unit)
    return counted(max(1, round(seconds / 60)), "minute")


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "learner"), counted(0, "answer")
    ('1 learner', '0 answers')
    """
    return f"{number} {what}" + "s" * (number != 1)
