"""Grades for Canvas's gradebook ("Import"): a table of its form, or the one that it exported, filled in.

Canvas finds a learner by its own number in the column ID, then by SIS User ID, SIS Login ID and name, and an
assignment by the number in "Title (number)", then by the title. A row whose first cell holds "Points
Possible" says what each is worth. (canvas-lms, lib/gradebook_importer.rb: `process_student`,
`parse_assignments`, `process_pp`.) Only the file that Canvas exported has all its numbers: filling that one
in is safest.
"""

import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from grader.nbgrading.export import harmless
from grader.nbgrading.folders import shown
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.listed import listed
from grader.notebooks.errors import AuthorError
from grader.term.exporting.csv_cells import Sheet
from grader.term.exporting.grades import Column, Grades, number, sortable
from grader.term.names import keys
from grader.term.roster import Roster

ABOUT_STUDENTS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS_POSSIBLE = "    Points Possible"  # with Canvas's own spaces
NUMBERED = re.compile(r"(?P<title>.*?)\s*\((?P<number>\d+)\)", re.DOTALL)
NOT_OURS = {"EX", "N/A"}  # excused, and not assigned: the instructor's own decisions


def table(grades: Grades) -> list[list[str]]:
    """A table of Canvas's form, as far as the gradebook knows Canvas's numbers."""
    titles = [harmless(column.title) for column in grades.columns]
    worth = [number(column.worth) for column in grades.columns]
    rows = [[*ABOUT_STUDENTS, *titles], [POINTS_POSSIBLE, "", "", "", "", *worth]]
    for learner in grades.roster.learners:
        points = [number(column.points.get(learner.id)) for column in grades.columns]
        own = learner.lms_user_id if learner.lms_user_id.isdigit() else ""
        rows.append([harmless(sortable(learner)), own, "", harmless(learner.id), "", *points])
    return rows


def doubts(grades: Grades) -> Iterator[str]:
    """Whom Canvas might take for another, where it knows no number of theirs."""
    names = Counter(sortable(one) for one in grades.roster.learners)
    same = [one.shown for one in grades.roster.learners if names[sortable(one)] > 1 and not one.lms_user_id]
    if same:
        yield f"Canvas may mix up {listed(same)}, who have one name: use --like, or look at what it says."


@dataclass
class Filled:
    """The file that Canvas exported with points in it, what is to be said about it, and whose rows it has."""

    text: str
    remarks: list[str]
    learners: list[Learner]


def filled(grades: Grades, text: str) -> Filled:
    """Fill the points into a file that Canvas exported; nothing else in it changes by a byte."""
    sheet = Sheet(text)
    header = sheet.row(0)
    if "Section" not in header or not {"Student", "LastName"} & {header[0].lstrip("\ufeff")}:
        raise AuthorError(f"This is no gradebook that Canvas exported: it begins with {header[:5]}.")
    rows = list(range(1, sheet.height))
    found, remarks = people_of(grades.roster, sheet, rows)
    for column in grades.columns:
        place = place_of(column, header)
        remarks += worth_differs(column, sheet, rows, place)
        for row, learner in found.items():
            points = number(column.points.get(learner.id))
            if points and sheet.cell(row, place).strip() not in NOT_OURS:
                sheet.put(row, place, points)
    return Filled(sheet.text(), remarks, list(found.values()))


def people_of(roster: Roster, sheet: Sheet, rows: list[int]) -> tuple[dict[int, Learner], list[str]]:
    """Whose each row is; and remarks on rows and learners that are left alone."""
    header, found, unknown = sheet.row(0), dict[int, Learner](), list[str]()
    for row in rows:
        entry = dict(zip(header, sheet.row(row), strict=False))
        name = entry.get("Student") or " ".join((entry.get("FirstName", ""), entry.get("LastName", "")))
        name = name or sheet.cell(row, 0)
        if "Points Possible" in sheet.cell(row, 0) or not name.strip():
            continue
        people = people_in(roster, entry, name)
        if len(people) == 1:
            found[row] = people.pop()
        else:
            unknown.append(repr(shown(name)) + " (several it might be)" * bool(people))
    by_learner = defaultdict[Learner, list[int]](list)
    for row, learner in found.items():
        by_learner[learner].append(row)
    twice = {learner for learner, places in by_learner.items() if len(places) > 1}
    found = {row: learner for row, learner in found.items() if learner not in twice}
    without = [one.shown for one in roster.learners if one not in by_learner]
    told = {
        "These rows of Canvas's are nobody's in the gradebook, and stay as they are": unknown,
        "These learners have several rows in Canvas's file, which stay as they are": [
            one.shown for one in sorted(twice, key=lambda one: one.id)
        ],
        "These learners have no row in Canvas's file": without,
    }
    return found, [f"{sentence}: {listed(names)}." for sentence, names in told.items() if names]


def people_in(roster: Roster, entry: dict[str, str], name: str) -> set[Learner]:
    """All whom a row may mean: by Canvas's number and by ids, and only where there are none by name."""
    number = entry.get("ID", "").strip()
    people = set(roster.by_lms_user_id.get(number, ()))
    for title in ("SIS User ID", "SIS Login ID"):
        people |= roster.with_id(entry.get(title, ""))
    return people or roster.named(name, number)


def place_of(column: Column, header: list[str]) -> int:
    """Which of Canvas's columns is a lesson's: the one of its title, with or without Canvas's number."""
    wanted, places = keys(column.title), []
    for place, text in enumerate(header):
        match = NUMBERED.fullmatch(text.strip())
        if text == column.title:
            return place
        if match and keys(match["title"]) & wanted:
            places.append(place)
    if len(places) == 1:
        return places[0]
    known = [repr(text) for text in header if NUMBERED.fullmatch(text.strip())]
    what = "several columns" if places else "no column"
    example = shlex.quote(f"{column.lesson}={header[places[0]] if places else 'TITLE'}")
    raise AuthorError(
        f"Canvas's file has {what} {column.title!r}: say which one it is, as in --column {example}."
        f" It has {', '.join(known) or 'none for an assignment'}."
    )


def worth_differs(column: Column, sheet: Sheet, rows: list[int], place: int) -> list[str]:
    """A remark where Canvas has another number of points for a lesson, or takes no points for it."""
    for row in rows:
        if "Points Possible" not in sheet.cell(row, 0):
            continue
        text = sheet.cell(row, place).strip()
        if "read only" in text:
            raise AuthorError(
                f"Canvas takes no points in the column {sheet.cell(0, place)!r}: choose another."
            )
        if text.replace(",", ".") not in (number(column.worth), f"{column.worth:.1f}", f"{column.worth:.2f}"):
            return [
                f"{column.lesson} is worth {number(column.worth)} points here and {text or 'none'} in Canvas:"
                " the points are written as they are; change it in Canvas."
            ]
    return []
