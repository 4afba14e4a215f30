"""A check asks for its own exercise only, so that a mistake in one exercise costs no points of another."""

import pytest
from lesson_grades import read

from grader.notebooks.cells import CHECK, SOLUTION, is_test
from grader.notebooks.given_names import defined_in, read_in
from grader.notebooks.paths import ROOT

LESSONS = sorted(path.name for path in (ROOT / "source").glob("0*/"))


def others_names(lesson: str) -> dict[str, set[str]]:
    """The names that a check reads although only an earlier exercise's solution defines them."""
    solved: dict[str, set[str]] = {}  # {exercise: names that its solution defines}
    given: set[str] = set()
    found = {}
    for cell in read("source", lesson).cells:
        if cell.cell_type != "code":
            continue
        if is_test(cell):
            exercise = cell.id.removesuffix(CHECK)
            own = {name for known, names in solved.items() if exercise.startswith(known) for name in names}
            others = {name for names in solved.values() for name in names} - own - given
            if borrowed := read_in(cell.source) & others:
                found[exercise] = borrowed
        elif cell.id.endswith(SOLUTION):
            solved[cell.id.removesuffix(SOLUTION)] = defined_in(cell.source)
        else:
            given |= defined_in(cell.source)
    return found


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_check_reads_what_another_exercise_defines(lesson: str) -> None:
    assert others_names(lesson) == {}
