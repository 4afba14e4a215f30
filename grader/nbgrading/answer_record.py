"""What a graded notebook says of its answers, in a few kilobytes: a report on the class reads nothing else.

It is made when a submission is graded, and kept in the metadata of its notebook in `autograded/`, as
`grading.answers`; `answer_file` has those of a whole class. Of a notebook that was graded before there were
records, `record_of` makes it afterwards.
"""

import re
from collections.abc import Iterator
from typing import Any

from grader.judge.task import COUNTED
from grader.nbgrading.forms import form
from grader.notebooks.cells import exercise, flagged, grade_id, is_test
from grader.notebooks.lesson import phrases
from grader.notebooks.stub import still_open

VERSION = 1  # a record of another version is made anew
MAX_MESSAGE = 600  # characters
SHORT = re.compile(  # a name that is set to a short text or number: the answer to a choice, an ordering
    r"""^(\w{1,60}) *= *(?:"([^"\n]{0,40})"|'([^'\n]{0,40})'|([-+.\w]{1,20}))[ \t]*(?:#[^\n]*)?$""",
    re.MULTILINE,
)
Record = dict[str, Any]


def record_of(notebook: Any, source: Any) -> Record:
    """The record of a graded notebook; `source` is the lesson's own, which says what was given.

    lost      {test: the message of one that did not pass}
    followed  the tests that counted only with the lesson's own answer in place of an earlier mistake
    open      the exercises whose answers are as they were released
    picked    {name: a short text or number that an answer set it to}
    forms     {answer: its form}
    """
    tests = [cell for cell in notebook.cells if is_test(cell)]
    written = flagged(notebook, "solution")
    answers = [cell for cell in written if cell.cell_type == "code"]
    given = {grade_id(cell): set(given_lines(cell)) for cell in flagged(source, "solution")}
    return {
        "version": VERSION,
        "lost": {grade_id(cell): text for cell in tests if (text := message(cell))},
        "followed": [grade_id(cell) for cell in tests if followed(cell)],
        "open": list(left_open(written)),
        "picked": {name: value for cell in answers for name, value in picked(cell.source)},
        "forms": {
            grade_id(cell): form(cell.source, given.get(grade_id(cell), ()))
            for cell in answers
            if not still_open(cell.source)
        },
    }


def given_lines(cell: Any) -> Iterator[str]:
    """The lines of an answer's cell that every learner got."""
    for phrase in phrases(cell.source, answer=True):
        yield from phrase.split("\n")


def left_open(answers: list[Any]) -> Iterator[str]:
    """The exercises of which no answer was written, be it code or text."""
    written: dict[str, bool] = {}
    for cell in answers:
        name = exercise(grade_id(cell))
        written[name] = written.get(name, False) or not still_open(cell.source)
    return (name for name, some in written.items() if not some)


def message(cell: Any) -> str:
    """Why a test did not pass; empty where it passed."""
    errors = [each for each in cell.get("outputs", []) if each["output_type"] == "error"]
    return str(errors[-1]["evalue"])[:MAX_MESSAGE] if errors else ""


def followed(cell: Any) -> bool:
    """Whether a test counted by follow-through, as the judge notes beside it."""
    return any(
        each["output_type"] == "stream" and each["text"].startswith(COUNTED)
        for each in cell.get("outputs", [])
    )


def picked(source: str) -> Iterator[tuple[str, str]]:
    """The names that an answer sets to a short text or number.

    >>> dict(picked('table_choice = "b"  # I think\\nlines = 34\\nx = torch.ones(3)'))
    {'table_choice': 'b', 'lines': '34'}
    """
    for name, *values in SHORT.findall(source):
        yield name, "".join(values)
