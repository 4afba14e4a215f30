"""Which of a learner's files counts: the newest attempt, and in it the notebook that fits the lesson.

Canvas and Moodle put the last attempt of each learner into an archive, with all of its files. In a folder of
files each notebook is an attempt of its own, as old as the file says.
"""

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter

from grader.notebooks.choice import Found, NotHandedIn, choose
from grader.notebooks.errors import Unreadable
from grader.notebooks.lesson import Lesson
from grader.notebooks.submitted import NOTEBOOK
from grader.notebooks.submitted_cells import parse
from grader.term.collecting.archives import Member
from grader.term.collecting.lms_names import Origin

MOST = 50  # notebooks of an attempt that are looked at
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Handed:
    """A file that a learner handed in, and what its name says."""

    member: Member
    origin: Origin

    @property
    def is_notebook(self) -> bool:
        return bool(NOTEBOOK.fullmatch(self.origin.name))


@dataclass
class Attempt:
    """Files that were handed in together."""

    files: list[Handed]

    @property
    def time(self) -> datetime | None:
        """When its newest file was last written to, as the archive has it."""
        return max((file.member.time for file in self.files if file.member.time), default=None)

    @property
    def age(self) -> tuple[datetime, int]:
        """What an attempt is older or newer by: its time, and Canvas's number."""
        return self.time or LONG_AGO, max(file.origin.attachment for file in self.files)

    @property
    def late(self) -> bool:
        return any(file.origin.late for file in self.files)

    @property
    def shown(self) -> str:
        """As `'lesson.ipynb' of 'archive.zip'`."""
        first = next((file for file in self.files if file.is_notebook), self.files[0])
        return f"{first.member.path!r} of {first.member.archive!r}"


@dataclass
class Taken:
    """What of an attempt is to be graded: the bytes of each of the lesson's notebooks, by its file's name."""

    attempt: Attempt
    notebooks: dict[str, bytes] = field(default_factory=dict)
    chosen: list[Handed] = field(default_factory=list)  # where they come from
    unfit: str = ""  # why none of them will have a grade
    passed_over: list[str] = field(default_factory=list)  # newer attempts, and why they are not taken
    broken: bool = False  # whether one of those might have been the right one


def attempts(files: Iterable[Handed], notebooks: int = 1) -> list[Attempt]:
    """A learner's attempts at a lesson of so many notebooks, the newest first.

    In a folder of files, those of one moment are one attempt; all of an archive are, where a lesson has
    several notebooks.
    """
    together = defaultdict[tuple[object, ...], list[Handed]](list)
    for file in filter(attrgetter("is_notebook"), files):
        moment = file.member.time if file.origin.lms == "files" and notebooks == 1 else None
        together[file.member.archive, moment].append(file)
    found = [Attempt(each) for each in together.values()]
    if all(file.origin.lms == "Canvas" for attempt in found for file in attempt.files):
        return sorted(found, key=lambda attempt: attempt.age[::-1], reverse=True)
    return sorted(found, key=lambda attempt: attempt.age, reverse=True)


def take(lessons: list[Lesson], found: list[Attempt]) -> Taken:
    """What counts of some attempts, the newest first: of the newest that has a notebook of the lesson."""
    first: Taken | None = None
    passed_over: list[str] = []
    broken = False
    for attempt in found:
        taken = fitting(lessons, attempt)
        if not taken.unfit:
            taken.passed_over, taken.broken = passed_over, broken
            return taken
        first = first or taken
        passed_over.append(f"{attempt.shown}: {taken.unfit}")
        broken = broken or taken.broken
    assert first, "attempts without a notebook"
    return first


def fitting(lessons: list[Lesson], attempt: Attempt) -> Taken:
    """What an attempt has of the lesson's notebooks."""
    files = named(attempt.files[:MOST])
    data: dict[str, bytes] = {}
    found = [looked_at(name, file, data) for name, file in files.items()]
    taken, reasons = Taken(attempt), []
    for lesson in lessons:
        with contextlib.suppress(NotHandedIn):
            try:
                best, _, _ = choose(lesson, found)
            except Unreadable as reason:
                reasons.append(str(reason))
                continue
            taken.notebooks[lesson.path.name] = data[best.name]
            taken.chosen.append(files[best.name])
    if not taken.notebooks:
        taken.unfit = (
            reasons[0] if reasons else f"It has none of the notebooks of {lessons[0].path.parent.name!r}."
        )
        taken.broken = any(one.unreadable for one in found)
        if data:  # so that autograding, too, says why this learner has no grade
            name, *_ = data
            taken.notebooks, taken.chosen = {lessons[0].path.name: data[name]}, [files[name]]
    return taken


def named(files: list[Handed]) -> dict[str, Handed]:
    """Files by their own names; by their paths where those are the same, or by numbers."""
    found: dict[str, Handed] = {}
    counts = Counter(file.origin.name for file in files)
    for number, file in enumerate(files):
        name = file.origin.name if counts[file.origin.name] == 1 else file.member.path
        found[f"{number} {name}" if name in found else name] = file
    return found


def looked_at(name: str, file: Handed, data: dict[str, bytes]) -> Found:
    """A notebook as the choice wants it; its bytes go into `data`, if it has any."""
    try:
        data[name] = file.member.read()
        return Found(name, parse(data[name]))
    except Unreadable as reason:
        return Found(name, None, f"{name!r}: {reason}" if name not in data else str(reason))
