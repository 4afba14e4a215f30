"""The picture of where the class stands: SVG in the page, with words for those who do not see it."""

from html import escape
from typing import Any

WIDTH, HEIGHT, LEFT = 600, 74, 20
LINE = WIDTH - 2 * LEFT


def class_picture(standing: Any) -> str:
    """The picture of a `ClassStanding`; nothing where there is none."""
    if standing is None:
        return ""
    own, low, middle, high = (LEFT + LINE * share for share in shares(standing))
    anchor = "end" if own > WIDTH * 0.85 else "start" if own < WIDTH * 0.15 else "middle"
    ticks = "".join(
        f'<text x="{LEFT + LINE * tick / 100:.0f}" y="70" text-anchor="{side}">{tick} %</text>'
        for tick, side in ((0, "start"), (25, "middle"), (50, "middle"), (75, "middle"), (100, "end"))
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(in_words(standing))}">'
        f'<line x1="{LEFT}" x2="{LEFT + LINE}" y1="42" y2="42" stroke="#888"/>'
        f'<rect x="{low:.1f}" y="32" width="{max(2.0, high - low):.1f}" height="20" fill="#9cc4ea"/>'
        f'<rect x="{middle - 1.5:.1f}" y="30" width="3" height="24" fill="#10355f"/>'
        f'<path d="M{own:.1f} 32 l-7 -12 h14 z" fill="#b3400f"/>'
        f'<text x="{own:.1f}" y="15" text-anchor="{anchor}">you</text>{ticks}</svg>'
    )


def in_words(standing: Any) -> str:
    """What the picture shows."""
    own, low, middle, high = (f"{100 * share:.0f}" for share in shares(standing))
    return (
        f"You have {own} percent of the points. The middle half of the class has {low} to {high} percent, "
        f"and the learner in the middle {middle}."
    )


def shares(standing: Any) -> tuple[float, float, float, float]:
    return standing.own, standing.low, standing.middle, standing.high
