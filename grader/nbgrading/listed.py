"""Names in a sentence: the first few, and how many more there are."""

from collections.abc import Iterable

SHOWN = 4  # names in a list of which the rest is counted


def listed(names: Iterable[str]) -> str:
    """The first few of some names.

    >>> listed("abcdef")
    'a, b, c, d and 2 more'
    """
    every = list(names)
    return ", ".join(every[:SHOWN]) + f" and {len(every) - SHOWN} more" * (len(every) > SHOWN)
