"""The table that `make demo` prints: who got how many points, and what was deserved instead."""

import textwrap
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.demo.answer_files import Answers
from grader.demo.nbgrader_steps import scores
from grader.notebooks.cells import exercise, max_points, points_by_hand
from grader.notebooks.paths import read_in


def print_table(
    lesson: str, answers: list[Answers], folder: Path, console: Console, *, stock: bool = False
) -> list[str]:
    """Print what each learner got, exercise by exercise; returns a sentence for each grade that is wrong.

    `stock` holds the grades against those that plain nbgrader should give.
    """
    source = read_in(folder / "source", lesson)
    most, got = max_points(source), scores(lesson, folder)
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("learner")
    for number in range(1, len(most) + 1):
        table.add_column(str(number), justify="right")
    table.add_column("total", justify="right")
    table.add_row(
        "[dim]most[/]", *(f"[dim]{value:g}[/]" for value in most.values()), f"{sum(most.values()):g}"
    )
    for each in answers:
        points = [got.get(each.learner, {}).get(name) for name in most]
        deserved = each.deserved(stock=stock)
        row = [shown_points(came, deserved[name]) for came, name in zip(points, most, strict=True)]
        table.add_row(each.learner, *row, f"{sum(came or 0 for came in points):g}")
    # The no-break space keeps a number with its name.
    legend = "  ".join(f"{n}\N{NO-BREAK SPACE}{exercise(name)}" for n, name in enumerate(most, 1))
    console.print(f"[bold]{lesson}[/]: points for each exercise\n", table, sep="\n", highlight=False)
    console.print(
        textwrap.fill(legend, console.width), "", sep="\n", style="dim", highlight=False, soft_wrap=True
    )
    if left_out := without(points_by_hand(source)):
        console.print(left_out, "", sep="\n", style="dim", highlight=False)
    return list(mismatches(lesson, answers, got, stock=stock))


def without(by_hand: dict[str, float]) -> str:
    """What the table leaves out, because a person grades it; empty where that is nothing.

    >>> without({"words-answer": 3, "sketch-answer": 1.5})
    'Without 4.5 points, which a person gives: 3 words-answer, 1.5 sketch-answer.'
    """
    parts = ", ".join(f"{points:g} {name}" for name, points in by_hand.items())
    total = sum(by_hand.values())
    return f"Without {total:g} point{'s' * (total != 1)}, which a person gives: {parts}." if by_hand else ""


def shown_points(points: float | None, deserved: float) -> str:
    """One field of the table: the points, and in red what was deserved instead."""
    text = "?" if points is None else f"{points:g}"
    return text if points == deserved else f"[bold red]{text}≠{deserved:g}[/]"


def mismatches(
    lesson: str, answers: list[Answers], got: dict[str, dict[str, float | None]], *, stock: bool = False
) -> Iterable[str]:
    """A sentence for each grade that is not what the answer file says."""
    for each in answers:
        for name, deserved in each.deserved(stock=stock).items():
            points = got.get(each.learner, {}).get(name)
            if points != deserved:
                found = "no grade" if points is None else f"{points:g}"
                file = f"examples/{lesson}/{each.learner}.md"
                yield f"{each.learner}: {name} got {found}, but {file} says {deserved:g}."
