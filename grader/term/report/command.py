"""`python -m grader report LESSON...`: the page and the table on a class, in the folder report/."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url

from grader.nbgrading import gradebook_rows
from grader.nbgrading.course_secret import course_secret
from grader.nbgrading.folders import shown, source_folder
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.grading import write_whole
from grader.nbgrading.late_policy import extensions
from grader.nbgrading.private import make_private
from grader.notebooks.errors import AuthorError
from grader.term.course import course_in, gradebook_of
from grader.term.report.handed_in import handed_in, steps_of
from grader.term.report.lesson_facts import facts_of
from grader.term.report.lesson_report import LessonReport, lesson_report
from grader.term.report.naming import Naming, by_name, pseudonyms
from grader.term.report.page import page
from grader.term.report.table import table
from grader.term.words import counted

FOLDER = "report"


def report(names: Sequence[str], root: Path, *, anonymous: bool = False) -> int:
    """Write the report on these lessons (on all that have submissions, if there is no name)."""
    coursedir = course_of(root)
    lessons, learners = lessons_of(coursedir, names)
    naming = naming_of(coursedir, lessons, learners, anonymous=anonymous)
    make_private(coursedir, FOLDER)
    stem = shown(lessons[0].assignment) if len(lessons) == 1 else "class"
    place = Path(coursedir.root, FOLDER, f"{stem}{'-anonymous' * anonymous}")
    made = datetime.now().strftime("%d %B %Y, %H:%M")
    for ending, text in (
        (".html", page(lessons, naming, made)),
        (".csv", table(lessons, learners, naming).rstrip("\n")),
    ):
        write_whole(place.with_name(place.name + ending), text)
    print(summary(lessons, f"{FOLDER}/{place.name}"))
    return 0


def course_of(root: Path) -> CourseDirectory:
    """The course of a folder, in which something was graded."""
    coursedir = course_in(root)
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite" and not (root / str(url.database)).is_file():
        raise AuthorError(
            f"There is no gradebook {url.database!r} yet: run `nbgrader generate_assignment LESSON`"
            " and `nbgrader autograde LESSON` first."
        )
    return coursedir


def lessons_of(coursedir: CourseDirectory, names: Sequence[str]) -> tuple[list[LessonReport], list[Learner]]:
    """The reports on these lessons, in the order of their names, and the roster."""
    steps = steps_of(coursedir)
    with gradebook_of(coursedir) as gradebook:
        session = gradebook.db
        chosen = chosen_of(coursedir, session, names, steps)
        learners = gradebook_rows.roster(session)
        return [one_of(coursedir, session, name, learners, steps) for name in chosen], learners


def chosen_of(
    coursedir: CourseDirectory, session: Any, names: Sequence[str], steps: dict[str, Any]
) -> list[str]:
    """The lessons that the report is about, or an error that says which there are."""
    known = gradebook_rows.assignments(session)
    if unknown := [name for name in names if name not in known]:
        raise AuthorError(
            f"The gradebook has no lesson {unknown[0]!r}: choose from {', '.join(known) or 'none so far'}."
        )
    if names:
        return sorted(set(names))
    in_folders = {folder.assignment for folder in steps[coursedir.submitted_directory]}
    found = [name for name in known if name in in_folders or gradebook_rows.submissions(session, name)]
    if not found:
        raise AuthorError("Nothing was handed in yet: there is nothing to report.")
    return found


def one_of(
    coursedir: CourseDirectory, session: Any, name: str, learners: list[Learner], steps: dict[str, Any]
) -> LessonReport:
    """The report on one lesson."""
    return lesson_report(
        name,
        facts_of(source_folder(coursedir, name), name),
        learners,
        gradebook_rows.graded_cells(session, name),
        gradebook_rows.submissions(session, name, extensions(coursedir.config)),
        handed_in(coursedir, name, steps),
    )


def naming_of(
    coursedir: CourseDirectory, lessons: list[LessonReport], learners: list[Learner], *, anonymous: bool
) -> Naming:
    """What to call the learners of the roster, and those who handed in without being on it."""
    roster = {each.id for each in learners}
    others = {each.learner for lesson in lessons for each in lesson.standings} - roster
    everybody = [*learners, *map(Learner, sorted(others))]
    return pseudonyms(everybody, course_secret(Path(coursedir.root))) if anonymous else by_name(everybody)


def summary(lessons: list[LessonReport], place: str) -> str:
    """What the command prints: a line for each lesson, and where the report is."""
    lines = []
    for each in lessons:
        attention = len(each.of("not graded", "waiting"))
        lines.append(
            f"{each.assignment}: {each.handed_in} of {len(each.standings)} handed in, {len(each.late)} late, "
            f"{counted(each.by_hand, 'answer')} to grade by hand, {attention} without a grade"
        )
    return "\n".join([*lines, f"Report  {place}.html", f"Table   {place}.csv"])
