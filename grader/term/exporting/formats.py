"""`python -m grader export --to plain|canvas|moodle`: everybody's points as a table for other systems.

`nbgrader export` writes a row for each learner and lesson, for programs; here each learner has one row.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from grader.nbgrading.export import harmless
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.listed import listed
from grader.notebooks.errors import AuthorError
from grader.term.exporting import canvas, moodle
from grader.term.exporting.grades import Grades, number

SYSTEMS = ("plain", "canvas", "moodle")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which Excel knows UTF-8; Moodle skips it, Canvas writes none


class Exported(NamedTuple):
    """The text of the file, what the instructor should know about it, and whose rows are in it."""

    text: str
    remarks: list[str]
    learners: list[Learner]


def exported(grades: Grades, system: str, like: Path | None = None) -> Exported:
    """The grades for one of the systems; with `like`, in the file that Canvas exported."""
    remarks, everybody = list(grades.open_ends()), grades.roster.learners
    if like:
        filled = canvas.filled(grades, text_of(like))
        return Exported(filled.text, remarks + filled.remarks, filled.learners)
    if system == "canvas":
        remarks += [*canvas.doubts(grades), *escaped(grades)]
        return Exported(as_csv(canvas.table(grades)), remarks, everybody)
    if system == "moodle":
        remarks += [*moodle.doubts(grades), *escaped(grades)]
        return Exported(MARK + as_csv(moodle.table(grades)), remarks, everybody)
    return Exported(MARK + as_csv(plain(grades)), remarks, everybody)


def plain(grades: Grades) -> list[list[str]]:
    """A table for people; a lesson's title says what it is worth."""
    titles = [harmless(f"{column.title} [{number(column.worth)}]") for column in grades.columns]
    rows = [["id", "last_name", "first_name", "email", *titles]]
    for one in grades.roster.learners:
        points = [number(column.points.get(one.id)) for column in grades.columns]
        rows.append([*map(harmless, (one.id, one.last_name, one.first_name, one.email)), *points])
    return rows


def escaped(grades: Grades) -> Iterator[str]:
    """Whom the other system will not know by an id, because a spreadsheet would take it for a formula."""
    odd = [one.shown for one in grades.roster.learners if harmless(one.id) != one.id]
    if odd:
        yield f"An apostrophe stands before the ids of {listed(odd)}, which begin as a formula does."


def as_csv(rows: list[list[str]]) -> str:
    """Rows as the text of a CSV file."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def text_of(path: Path) -> str:
    """The text of a file that Canvas exported."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise AuthorError(f"{str(path)!r} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise AuthorError(f"{str(path)!r} is not UTF-8 text: export it from Canvas again.") from None


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, for its owner's eyes alone."""
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".", delete=False) as file:
            file.write(text.encode("utf-8"))
        os.replace(file.name, path)
    except OSError as error:
        raise AuthorError(f"{str(path)!r} cannot be written: {error.strerror}.") from None
