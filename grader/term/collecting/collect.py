"""`python -m grader collect LESSON ARCHIVE...`: what an LMS has you download becomes submitted folders.

Each file is given to the learner whom its name names (`whose`), the newest attempt of each counts
(`attempts`) and goes to submitted/NAME/LESSON/ (`submitted_folder`). What needs a person is said, and stops
nobody else. The same command again changes nothing.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.nbgrading.folders import source_folder, source_notebooks, wrong_name
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.listed import SHOWN, listed
from grader.nbgrading.private import make_private
from grader.notebooks.errors import AuthorError, Unreadable
from grader.notebooks.learner_files import EXCHANGE, MAX_FILE, MAX_FILES, MAX_NAME, MAX_TOTAL
from grader.notebooks.lesson import read_lesson
from grader.term.collecting.archives import Refused, as_shown, contents_of
from grader.term.collecting.attempts import MOST, Attempt, Handed, Taken, attempts, take
from grader.term.collecting.handing_in import Times, undated
from grader.term.collecting.lms_names import origin
from grader.term.collecting.results import BEFORE, MISSING, THERE, Line, Report
from grader.term.collecting.submitted_folder import there, write_folder, write_timestamp
from grader.term.collecting.whose import Whose
from grader.term.roster import Roster, roster_of


@dataclass(frozen=True)
class Wishes:
    """What the instructor says beside the archives."""

    submitted: datetime | None = None  # when all was handed in
    meant: Mapping[str, str] = field(default_factory=dict)  # {a name in an archive: a learner's id}
    dry_run: bool = False


def collect(coursedir: Any, gradebook: Any, lesson: str, archives: Iterable[Path], wishes: Wishes) -> Report:
    """Collect a lesson's submissions from some archives."""
    roster = roster_of(gradebook)
    if not roster.learners:
        raise AuthorError(
            "The gradebook has no learners to be found: first run `nbgrader db student import roster.csv`."
        )
    due = next((entry.duedate for entry in gradebook.assignments if entry.name == lesson), None)
    collecting = Collecting(coursedir, lesson, roster, wishes, due.replace(tzinfo=UTC) if due else None)
    if not wishes.dry_run:
        make_private(coursedir, coursedir.submitted_directory)
    return collecting.run(archives)


class Collecting:
    """A lesson, the class, and what the instructor wishes."""

    def __init__(
        self, coursedir: Any, lesson: str, roster: Roster, wishes: Wishes, due: datetime | None = None
    ) -> None:
        names, folder = source_notebooks(coursedir, lesson), source_folder(coursedir, lesson)
        self.lessons = [read_lesson(folder / f"{name}.ipynb") for name in names]
        self.coursedir, self.lesson, self.wishes, self.due = coursedir, lesson, wishes, due
        self.roster, self.whose = roster, Whose(roster, {lesson, *names}, wishes.meant)

    def run(self, archives: Iterable[Path]) -> Report:
        """A line for each learner of the class, and for whatever is nobody's."""
        with ExitStack() as stack:
            contents = [contents_of(path, stack) for path in dict.fromkeys(archives)]
            handed = [Handed(member, origin(member.path)) for each in contents for member in each.members]
            self.times = Times(self.wishes.submitted, self.due, undated(handed))
            by_learner, unclear = self.whose.sorted_out(handed)
            lines = [self.line(one, by_learner.get(one, [])) for one in self.roster.learners]
        refused = [refused_line(one) for each in contents for one in each.refused]
        return Report(lines + unclear + refused, self.times.remarks(handed))

    def line(self, learner: Learner, files: list[Handed]) -> Line:
        """Collect from one learner."""
        found = attempts(files, len(self.lessons))
        if not files:
            before = not wrong_name(learner.id) and self.folder(learner).is_dir()
            return Line(learner.shown, BEFORE if before else MISSING)
        if not found:
            names = listed(as_shown(file.member.path) for file in files)
            return Line(learner.shown, "no notebook", [f"handed in: {names}"], True)
        if why := wrong_name(learner.id):
            return Line(learner.shown, "not collected", [f"{why}: no folder can have this name"], True)
        taken = take(self.lessons, found)
        line = Line(learner.shown, "", told(taken, found), bool(taken.unfit or taken.broken))
        try:
            line.outcome = self.put(learner, taken, files, line)
        except (Unreadable, OSError) as error:
            line.outcome, line.for_a_person = "not collected", True
            line.notes.append(str(error))
        return line

    def folder(self, learner: Learner) -> Path:
        """Where nbgrader looks for a learner's submission."""
        path = self.coursedir.format_path(self.coursedir.submitted_directory, learner.id, self.lesson)
        return Path(os.path.normpath(path))

    def put(self, learner: Learner, taken: Taken, files: list[Handed], line: Line) -> str:
        """Write what is taken, where nothing newer is; returns what came of it."""
        folder = self.folder(learner)
        before = there(folder)
        time, note = self.times.submitted(taken.attempt)
        line.notes += [note] * bool(note)
        if not taken.notebooks:
            return "not collected"
        if before and all(before.notebooks.get(name) == data for name, data in taken.notebooks.items()):
            return self.date(folder, before.timestamp, time, line)
        if before and before.notebooks and (why := stays(before.time, taken)):
            line.notes.append(f"{os.path.relpath(folder, self.coursedir.root)!r} {why}")
            line.for_a_person = True
            return "kept"
        if not self.wishes.dry_run:
            wanted = taken.notebooks | own_files(taken, files, line)
            write_folder(folder, wanted, dict.fromkeys(taken.notebooks, taken.attempt.time))
            if time:
                write_timestamp(folder, time)
        return "newer" if before and before.notebooks else "new"

    def date(self, folder: Path, known: datetime | None, time: datetime | None, line: Line) -> str:
        """The same notebook is there already: only its time may be new."""
        if time is None or time == known or (known and not self.wishes.submitted):
            return THERE
        if not self.wishes.dry_run:
            write_timestamp(folder, time)
        before = f"{known:%Y-%m-%d %H:%M:%S} UTC" if known else "without a time"
        line.notes.append(f"the same notebook, handed in {time:%Y-%m-%d %H:%M:%S} UTC (before: {before})")
        return "dated anew"


def stays(before: datetime | None, taken: Taken) -> str:
    """Why what was collected before stays; empty where the new one is newer."""
    if taken.unfit:
        return "holds an earlier one, which stays"
    if before and taken.attempt.time and taken.attempt.time > before:
        return ""
    return "holds another, which is not older: remove it if this one counts"


def told(taken: Taken, found: list[Attempt]) -> list[str]:
    """What the instructor should know about the choice of an attempt."""
    notes, count = [], sum(len(attempt.files) for attempt in found)
    if count > len(taken.chosen) > 0:
        which = listed(f"{as_shown(file.member.path)} of {file.member.archive!r}" for file in taken.chosen)
        notes.append(f"of {count} notebooks, {which} counts")
    if taken.unfit:
        notes.append(f"will have no grade: {taken.unfit}")
    more = len(taken.attempt.files) - MOST
    notes += [f"{more} notebooks were not looked at, because there are more than {MOST}"] * (more > 0)
    left_out = len(taken.passed_over) - SHOWN
    notes += [f"passed over: {why}" for why in taken.passed_over[:SHOWN]]
    return notes + [f"passed over: {left_out} more"] * (left_out > 0)


def own_files(taken: Taken, files: list[Handed], line: Line) -> dict[str, bytes]:
    """The learner's other files that came with the notebooks, as far as grading would read them."""
    wanted: dict[str, bytes] = {}
    left = MAX_TOTAL
    for file in files:
        member, name = file.member, file.origin.name
        if file.is_notebook or member.archive != taken.attempt.files[0].member.archive:
            continue
        odd = name.startswith(".") or name in EXCHANGE or len(name) > MAX_NAME or name in wanted
        try:
            if odd or len(wanted) == MAX_FILES or member.size > min(MAX_FILE, left):
                raise Unreadable("its name or its size is not what a lesson's file may have")
            wanted[name] = member.read()
            left -= len(wanted[name])
        except Unreadable as reason:
            line.notes.append(f"left out {as_shown(member.path)}: {reason}")
    return wanted


def refused_line(refused: Refused) -> Line:
    """What is said of a file that was not looked into."""
    name = f"{as_shown(refused.path)} of {refused.archive!r}" if refused.path else repr(refused.archive)
    return Line("?", "not opened", [f"{name}: {refused.why}"], True)
