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

    >>> late(90), late(2 * 3600 + 5), late(50 * 3600), late(3599), late(38)
    ('2 minutes', '2 hours', '2 days', '1 hour', 'less than a minute')

    One second is what collecting gives to a file of which an LMS says no more than that it is late.

    >>> late(1)
    'at least a second'
    """
    if seconds <= 1:
        return "at least a second"
    if seconds < 60:
        return "less than a minute"
    for unit, size, most in (("minute", 60, 60), ("hour", 3_600, 24)):
        if (number := round(seconds / size)) < most:
            return counted(number, unit)
    return counted(round(seconds / 86_400), "day")


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "learner"), counted(0, "answer")
    ('1 learner', '0 answers')
    """
    return f"{number} {what}" + "s" * (number != 1)
