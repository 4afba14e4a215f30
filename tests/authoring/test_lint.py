"""Each rule of a lesson has a text that breaks it, and the sentence that says so."""

from pathlib import Path
from typing import Any

import pytest
import tiny_lesson as tiny

from grader.authoring import build
from grader.authoring.lint import of_release, of_source
from grader.authoring.text_to_notebook import to_notebook
from grader.notebooks.errors import AuthorError

SLIPS = {
    "a locked answer": (
        '"locked": false, "points": 1',
        '"locked": true, "points": 1',
        "-answer means a markdown cell",
    ),
    "a test that is not locked": (
        "locked: true\n  points: 2",
        "locked: false\n  points: 2",
        "-check means a code",
    ),
    "a test without points": ("points: 2", "points: 0", "points 0 must be a number above 0"),
    "a name outside the scheme": ("twice-check", "Twice_check", "grade_id 'Twice_check' must be like"),
    "points that are no number": ("points: 2", "points: '2'", "points '2' must be a number above 0"),
    "a misspelt name in a hidden test": ("assert twice(5)", "assert twise(5)", "defines 'twise'"),
    "a misspelt name in a test's own function": (
        "assert twice(5) == 10",
        "assert [x for x in (5,) if twise(x) == 10]",
        "defines 'twise'",
    ),
    "an expected value of the learner's": (
        "assert twice(5) == 10",
        "from course.checks import require\nrequire('twice', twice(5), twice(4))",
        "expects 'twice(4)', which comes from the learner's process",
    ),
    "a name used twice": ("why-answer", "twice-check", "'twice-check' is used twice"),
    "a test before its exercise": (
        "twice-solution",
        "double-solution",
        "no 'twice-solution' comes before it",
    ),
    "a test that ends with a value": (
        "assert twice(5) == 10",
        "twice(5)",
        "its last line has a value ('twice(5)')",
    ),
    "a visible check that ends with a value": ("assert twice(3) == 6", "twice(3)", "'twice(3)'"),
    "a test that shows nothing while it is folded": (
        "# Check: twice\n",
        "",
        "its first line, all that is seen while it is folded, must be like '# Check: mse'",
    ),
    "an answer without a rubric": (
        "### BEGIN MARK SCHEME\n- 1 point: the number is added to itself.\n### END MARK SCHEME\n",
        "",
        "it has no such rubric",
    ),
    "an answer that is a rubric and nothing else": (
        "Because two times a number is the number and itself.\n\n",
        "",
        "a full answer, then '### BEGIN MARK SCHEME'",
    ),
    "a rubric that gives other points than the cell has": (
        "- 1 point: ",
        "- 2 points: ",
        "its rubric gives 2 points, in lines like '- 1 point: ...', and the cell has 1.",
    ),
    "a rubric in a cell that nobody grades": (
        "The end.",
        "The end.\n\n### BEGIN MARK SCHEME\n### END MARK SCHEME",
        "a region for nbgrader but no grade_id",
    ),
    "a test without hidden tests": (
        "### BEGIN HIDDEN TESTS\n",
        "",
        "it needs a region '### BEGIN HIDDEN TESTS'",
    ),
    "a test that is not Python": ("assert twice(3) == 6", "assert twice(3 == 6", "line 2 is not Python"),
    "Korean in code": ('print("a worked example")', "x = 1  # 예제", "stay in English, but it has '예'"),
    "code that learners see cut off": (
        'print("a worked example")',
        f'print("{"a worked example" * 6}")',
        " ...' has 105 characters: at most 96",
    ),
    "the grader in a visible check": (
        "assert twice(3) == 6",
        "from grader import reference",
        "'grader import' would",
    ),
    "a solution in a plain cell": (
        'print("a worked example")',
        "### BEGIN SOLUTION\n### END SOLUTION",
        "no grade_id",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in tiny.TEXT
    course = tiny.course(tmp_path, tiny.TEXT.replace(old, new, 1))
    source = to_notebook((course / "lessons" / tiny.NAME / "lesson.md").read_text("utf-8"))
    assert sentence in "\n".join(lint(source))


def lint(source: Any) -> list[str]:
    """What is wrong with a lesson, before and after nbgrader releases it."""
    return [*of_source(source), *of_release(stripped(source))]


def stripped(source: Any) -> Any:
    """What nbgrader would release of a tiny lesson, as far as the lint looks at it."""
    lines: list[str] = []
    hidden = False
    for cell in source.cells:
        lines.clear()
        for line in cell.source.splitlines():
            hidden = "BEGIN" in line or (hidden and "END" not in line)
            lines += [] if hidden or "END" in line else [line]
        cell.source, whole = "\n".join(lines), cell.source
        cell["whole"] = whole
    released = source.copy()
    released["cells"] = [cell.copy() for cell in source.cells]
    for cell in source.cells:
        cell.source = cell.pop("whole")
    return released


def test_a_right_lesson_has_no_slip() -> None:
    source = to_notebook(tiny.TEXT)
    assert lint(source) == []


def test_outputs_in_the_text_are_refused() -> None:
    source = to_notebook(tiny.TEXT)
    source.cells[2].execution_count = 3
    assert "it holds outputs" in "\n".join(lint(source))


SLIPS_OF_NBGRADERS_TOO = {
    "a name used twice": ("why-answer", "twice-check", "'twice-check' is used twice"),
    "no points": ("  points: 2\n", "", "points None must be a number above 0"),
    "a region without an end": ("    ### END SOLUTION\n", "", "needs an '### END SOLUTION'"),
}


@pytest.mark.parametrize(
    ("old", "new", "sentence"), SLIPS_OF_NBGRADERS_TOO.values(), ids=SLIPS_OF_NBGRADERS_TOO.keys()
)
def test_a_slip_at_which_nbgrader_would_stop_is_named_as_well(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    """It says no more than that the notebook's metadata may be corrupted."""
    course = tiny.course(tmp_path, tiny.TEXT.replace(old, new, 1))
    with pytest.raises(AuthorError, match=f"lessons/01-tiny/lesson.md, cell .*{sentence}"):
        build.build(course)


def test_a_build_stops_at_a_slip_and_changes_nothing(tmp_path: Path) -> None:
    course = tiny.course(tmp_path, tiny.TEXT.replace("points: 2", "points: 0"))
    with pytest.raises(AuthorError, match=r"lessons/01-tiny/lesson.md, cell 5 'twice-check': points 0"):
        build.build(course)
    assert not (course / "source").exists()
