"""The pictures of the report, as SVG in the page: each says in words what it shows."""

import statistics
from collections.abc import Iterable, Sequence
from html import escape

from markupsafe import Markup

from grader.term.words import percent

BANDS = 10
WIDTH, HEIGHT = 560, 180
LEFT, BOTTOM = 24, 38  # room for the axes
FULL, PART, NONE, WAITS = "#1f5fa8", "#7fb3e6", "#c4501b", "#8a8a8a"


def svg(width: int, height: int, words: str, parts: Iterable[str]) -> Markup:
    """A picture that grows and shrinks with the page, and its words."""
    inside = "".join(parts)
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(words)}" '
        f'style="max-width:{width}px">{inside}</svg>'
    )


def text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


# How the points are spread


def bands(shares: Sequence[float]) -> list[int]:
    """How many have less than a tenth of the points, less than two tenths, ...; all of them are in the last.

    >>> bands([0.0, 0.05, 0.1, 0.95, 1.0, 1.2])
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    """
    found = [0] * BANDS
    for share in shares:
        found[min(BANDS - 1, max(0, int(share * BANDS + 1e-9)))] += 1
    return found


def spread(shares: Sequence[float]) -> Markup:
    """How many learners have how much of the points."""
    counts = bands(shares)
    tallest = max([1, *counts])
    wide, high = (WIDTH - LEFT) / BANDS, HEIGHT - BOTTOM - 16
    parts = [f'<line x1="{LEFT}" x2="{WIDTH}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM}" stroke="#555"/>']
    for number, count in enumerate(counts):
        x, tall = LEFT + number * wide, high * count / tallest
        parts.append(box(x + 2, HEIGHT - BOTTOM - tall, wide - 4, tall, FULL))
        if count:
            parts.append(text(x + wide / 2, HEIGHT - BOTTOM - tall - 4, str(count)))
    parts += [
        text(
            LEFT + number * wide,
            HEIGHT - BOTTOM + 16,
            f"{100 * number // BANDS}",
            "end" if number == BANDS else "middle",
        )
        for number in range(BANDS + 1)
    ]
    parts.append(text(WIDTH / 2, HEIGHT - 5, "percent of the points"))
    return svg(WIDTH, HEIGHT, spread_in_words(counts), parts)


def spread_in_words(counts: Sequence[int]) -> str:
    """What the picture shows, for those who do not see it.

    >>> spread_in_words([2, 0, 0, 0, 0, 0, 0, 0, 0, 3])
    'How many learners have how many percent of the points: 0 to 10: 2, 90 to 100: 3.'
    """
    step = 100 // BANDS
    told = [
        f"{number * step} to {(number + 1) * step}: {count}" for number, count in enumerate(counts) if count
    ]
    return f"How many learners have how many percent of the points: {', '.join(told)}."


# How an exercise went


def outcome(full: int, part: int, none: int, waits: int) -> Markup:
    """A bar in four parts. The numbers stand beside it, so it is hidden from a screen reader."""
    every = max(1, full + part + none + waits)
    x, parts = 0.0, []
    for count, colour in ((full, FULL), (part, PART), (none, NONE), (waits, WAITS)):
        width = 100 * count / every
        if count:
            parts.append(box(x, 0, max(0.8, width - 0.6), 12, colour))
        x += width
    return Markup(f'<svg viewBox="0 0 100 12" class="bar" aria-hidden="true">{"".join(parts)}</svg>')


# How the class did over the lessons


def course(rows: Sequence[tuple[str, Sequence[float]]]) -> Markup:
    """For each lesson the middle half of the class, and the learner in the middle."""
    label, line = 210, 26
    wide, height = WIDTH - label - 10, 26 * len(rows) + 24
    parts, told = [], []
    for number, (name, shares) in enumerate(rows):
        y = number * line + 4
        parts.append(text(label - 8, y + 13, short(name), "end"))
        if not shares:
            parts.append(text(label, y + 13, "nobody graded yet", "start"))
            told.append(f"{name}: nobody graded yet")
            continue
        low, middle, high = quartiles(shares)
        parts.append(f'<line x1="{label}" x2="{label + wide}" y1="{y + 9}" y2="{y + 9}" stroke="#bbb"/>')
        parts.append(box(label + wide * low, y, max(2.0, wide * (high - low)), 18, PART))
        parts.append(box(label + wide * middle - 1.5, y - 1, 3, 20, "#10355f"))
        told.append(f"{name}: median {percent(middle)}, middle half from {percent(low)} to {percent(high)}")
    bottom = line * len(rows) + 16
    parts += [
        text(label + wide * tick / 100, bottom, f"{tick} %", "end" if tick == 100 else "middle")
        for tick in (0, 25, 50, 75, 100)
    ]
    return svg(WIDTH, height, f"Points of the class in each lesson. {'; '.join(told)}.", parts)


def quartiles(shares: Sequence[float]) -> tuple[float, float, float]:
    """A quarter of the class is below the first, half below the second, three quarters below the third.

    >>> quartiles([0.0, 0.5, 1.0]), quartiles([0.4])
    ((0.25, 0.5, 0.75), (0.4, 0.4, 0.4))
    """
    shares = [min(1.0, share) for share in shares]
    if len(shares) < 2:
        return shares[0], shares[0], shares[0]
    low, middle, high = statistics.quantiles(shares, n=4, method="inclusive")
    return low, middle, high


def short(name: str, most: int = 30) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
