"""What stands in a released notebook where the solution was, and how to see that it still stands there."""

from typing import Any

from grader.notebooks.cells import SOLUTION, grade_id

BLANK = "YOUR ANSWER HERE"  # nbgrader's own, for a text


def stub(name: str) -> str:
    """The line that blocks the exercise of a solution cell, and names it.

    >>> stub("gradient-solution")
    'raise NotImplementedError("gradient: write your code here, in place of this line")'
    """
    return f'{opening(name)}write your code here, in place of this line")'


def opening(name: str) -> str:
    """How the stub of a solution cell begins."""
    return f'raise NotImplementedError("{name.removesuffix(SOLUTION)}: '


def still_open(source: str) -> bool:
    """Whether an answer is blank, or holds a stub of ours or of nbgrader's own, whatever its name.

    >>> still_open("# YOUR CODE HERE\\nraise NotImplementedError()"), still_open("x = 1")
    (True, False)
    """
    return source.strip() in ("", BLANK) or "raise NotImplementedError(" in source


def is_open(cell: Any) -> bool:
    """Whether a cell still holds what was released in place of an answer."""
    source = "".join(cell["source"])
    return source.strip() == BLANK or opening(grade_id(cell)) in source
