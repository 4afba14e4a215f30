"""What lies in a course's folders: who handed in, what became of it, and the records of the answers."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from grader.nbgrading import answer_file
from grader.nbgrading.answer_record import Record
from grader.nbgrading.folders import Folder, folders_of, shown, source_folder
from grader.nbgrading.statuses import Status, statuses_in
from grader.notebooks.lesson import read_lesson


@dataclass(frozen=True)
class HandedIn:
    """What the folders say of one assignment.

    submitted  the learners who have a folder in submitted/
    statuses   {learner, as `folders.shown` writes it: what became of the submission}
    records    {(learner, notebook): the record of the answers}, of what is graded
    unread     how many graded notebooks have no record, because they could not be read
    """

    submitted: frozenset[str]
    statuses: dict[str, Status]
    records: dict[tuple[str, str], Record]
    unread: int = 0


def handed_in(coursedir: CourseDirectory, assignment: str, steps: dict[str, list[Folder]]) -> HandedIn:
    """The same of an assignment; `steps` are all folders of submitted/ and autograded/."""
    autograded = Path(coursedir.root, coursedir.autograded_directory)
    report = autograded / f"{shown(assignment)}.json"
    statuses = statuses_in(report.read_text("utf-8")) if report.exists() else {}
    graded = [folder for folder in steps[coursedir.autograded_directory] if folder.assignment == assignment]
    submitted = [folder for folder in steps[coursedir.submitted_directory] if folder.assignment == assignment]
    records, unread = records_of(coursedir, assignment, graded)
    return HandedIn(frozenset(each.student for each in submitted), statuses, records, unread)


def steps_of(coursedir: CourseDirectory) -> dict[str, list[Folder]]:
    """All learners' folders that matter here, listed once for all assignments."""
    steps = coursedir.submitted_directory, coursedir.autograded_directory
    return {step: list(folders_of(coursedir, step)) for step in steps}


def records_of(
    coursedir: CourseDirectory, assignment: str, graded: list[Folder]
) -> tuple[dict[tuple[str, str], Record], int]:
    """The records of an assignment, and how many are missing; what had to be read is kept for next time."""
    place = answer_file.place(Path(coursedir.root, coursedir.autograded_directory), shown(assignment))
    sources = {path.stem: path for path in source_folder(coursedir, assignment).glob("*.ipynb")}
    entries = answer_file.read_entries(place)
    records, made, missing = {}, answer_file.Entries(), 0
    for folder in graded:
        for name, source in sources.items():
            path = folder.path / f"{name}.ipynb"
            if not path.is_file():
                continue
            record = answer_file.record_in(entries.get(folder.student, {}).get(name), path)
            if record is None and (entry := answer_file.read_entry(path, read_lesson(source).notebook)):
                made.setdefault(folder.student, {})[name] = entry
                record = entry["record"]
            if record is None:
                missing += 1
            else:
                records[folder.student, name] = record
    keep(place, made, graded)
    return records, missing


def keep(place: Path, made: Any, graded: list[Folder]) -> None:
    """Write new records beside the others, where this user may."""
    if made:
        with contextlib.suppress(OSError):  # they only save time
            answer_file.add_entries(place, made, {folder.student for folder in graded})
