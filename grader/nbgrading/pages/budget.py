"""What one page may cost, counted in characters of text and not in seconds: a notebook always has one page.

Markdown, formulas and coloured code take the time of some 5 microseconds for a unit of work, and some of the
patterns of their libraries the square of a text's length. A tag in the HTML of an output is a unit, too. What
does not fit is shown as it was written.
"""

from dataclasses import dataclass
from typing import Any

MAX_WORK = 270_000  # units: 1.5 seconds at worst. The longest lesson with its solutions takes 159,000
MAX_PICTURES = 15_000_000  # characters of the pictures in texts, each time that one is shown
MAX_SHOWN = 50_000  # characters of one text that is shown as it was written
SQUARE = 1_000  # characters of Markdown whose square takes as long as the text itself
CODE_SQUARE = 10_000  # the same of code
OVERHEAD = 100  # units for any text, however short
FORMULA = 4  # units for each of its characters
CELL = 60  # units for a cell, even one without a text
HTML = 20  # characters of HTML for one unit: cleaned and written


@dataclass
class Budget:
    """What is left for a page while it is made."""

    work: int = MAX_WORK
    pictures: int = MAX_PICTURES

    def allows(self, units: int) -> bool:
        """Whether so much work still fits; if so, it is done with."""
        fits = units <= self.work
        self.work -= units if fits else 0
        return fits

    def allows_picture(self, size: int) -> bool:
        """Whether a picture of so many characters still fits; if so, it is on the page."""
        fits = size <= self.pictures
        self.pictures -= size if fits else 0
        return fits


def units(length: int, square: int = SQUARE) -> int:
    """The work for a text of this length: 2,000 characters of Markdown take 6,100 units."""
    return OVERHEAD + length + length * length // square


def budget_of(context: Any) -> Budget:
    """The budget of the page that a filter works for."""
    found = (context.get("resources") or {}).get("budget")
    return found if isinstance(found, Budget) else Budget()
