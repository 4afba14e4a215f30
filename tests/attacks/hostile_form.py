"""A submission whose form is the attack; `forms_of_cells` and `forms_of_files` hold them, named by claim.

    @form(ANSWERS, FULL)
    def cant_lose_points_for_a_copied_test(nb: Notebook, folder: Path) -> Notebook: ...

The function gets the notebook that is handed in, which holds these answers and whose cells it may change, and
the submitted folder. What it returns is written as the notebook: a dict, bytes, or None when it has written
what it wanted. The points are those that the answers deserve (None: no grade).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from small_course import ANSWERS, FULL

Notebook = dict[str, Any]
Make = Callable[[Notebook, Path], Notebook | bytes | None]
ZERO = {name: "0.0" for name in ANSWERS}  # answers that run, and every one is wrong


class Form(NamedTuple):
    """What makes the submission, the answers in it, and the points that they deserve."""

    make: Make
    answers: dict[str, str]
    points: dict[str, int] | None


def form(answers: dict[str, str], points: dict[str, int] | None) -> Callable[[Make], Form]:
    """Make a Form of a function."""
    return lambda make: Form(make, answers, points)


def cell(nb: Notebook, id: str) -> Any:
    """The cell of that id."""
    return next(c for c in nb["cells"] if c["id"] == id)


def tests(nb: Notebook) -> list[Any]:
    """The test cells, in their order."""
    return [c for c in nb["cells"] if c["id"] in FULL]
