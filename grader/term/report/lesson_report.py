"""What the report says of one lesson: who handed in, how it went, why points were lost, what is open."""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from grader.nbgrading.answer_record import Record
from grader.nbgrading.folders import shown
from grader.nbgrading.gradebook_rows import Given, GradedCell, Key, Learner, Submitted
from grader.nbgrading.statuses import Status
from grader.notebooks.cells import exercise
from grader.term.report import likeness
from grader.term.report.handed_in import HandedIn
from grader.term.report.lesson_facts import Facts, in_order
from grader.term.report.picks import Picks, picks
from grader.term.report.reasons import Reason, grouped

WEAK = 0.5  # of the points: below it a learner may need help
NOT_YET = "Handed in, but not graded yet: run `nbgrader autograde`."
NO_SUBMISSION = "Graded, but no longer in submitted/."
NO_REASON = "The gradebook has no points for some of its tests: run `nbgrader autograde` again."


@dataclass(frozen=True)
class Standing:
    """How one learner stands in this lesson.

    state   "graded", "not graded" (something is in the way), "waiting" (not graded yet) or "missing"
    """

    learner: str
    state: str
    submitted: Submitted | None = None
    notes: tuple[str, ...] = ()
    open: int = 0  # exercises without an answer
    full: int = 0
    part: int = 0
    none: int = 0

    @property
    def points(self) -> float | None:
        return self.submitted.points if self.submitted and self.state == "graded" else None

    @property
    def late(self) -> float:
        """Seconds."""
        return self.submitted.seconds_late if self.submitted else 0.0

    @property
    def by_hand(self) -> int:
        """Answers that wait for a person."""
        return self.submitted.waits if self.submitted and self.state == "graded" else 0


@dataclass
class Exercise:
    """How one exercise went: each learner with a grade is in one of `full`, `part`, `none` and `waits`."""

    key: Key
    title: str
    points: float
    test: bool
    full: int = 0
    part: int = 0
    none: int = 0
    waits: int = 0
    open: int = 0  # of those with none
    followed: int = 0  # of those with full points, how many by follow-through
    given: float = 0.0  # points in all
    reasons: list[Reason] = field(default_factory=list)

    @property
    def judged(self) -> int:
        return self.full + self.part + self.none

    @property
    def success(self) -> float | None:
        """The share of its points that the class got; None where nobody has been graded."""
        return self.given / (self.points * self.judged) if self.judged and self.points else None


@dataclass(frozen=True, eq=False)
class LessonReport:
    """All that the report says of a lesson."""

    assignment: str
    facts: Facts
    most: float
    standings: tuple[Standing, ...]  # one for each learner of the roster, and for others who handed in
    exercises: tuple[Exercise, ...]
    picks: tuple[Picks, ...]
    alike: tuple[likeness.Group, ...]
    unread: int

    def of(self, *states: str) -> list[Standing]:
        return [each for each in self.standings if each.state in states]

    def standing(self, learner: str) -> Standing | None:
        return self.by_learner.get(learner)

    @cached_property
    def by_learner(self) -> dict[str, Standing]:
        return {each.learner: each for each in self.standings}

    @property
    def handed_in(self) -> int:
        return len(self.standings) - len(self.of("missing"))

    @property
    def late(self) -> list[Standing]:
        return [each for each in self.standings if each.late > 0]

    @property
    def noted(self) -> list[Standing]:
        """What has a grade, and a note."""
        return [each for each in self.of("graded") if each.notes]

    @property
    def weak(self) -> list[Standing]:
        """Who has less than half of the points, with what waits for a person taken as given."""
        return [each for each in self.standings if each.points is not None and self.is_weak(each)]

    def is_weak(self, standing: Standing) -> bool:
        given = standing.submitted.given if standing.submitted else {}
        waits = sum(each.points for each in self.exercises if (own := given.get(each.key)) and own.waits)
        return ((standing.points or 0.0) + waits) / self.most < WEAK if self.most else False

    @property
    def waiting(self) -> list[Standing]:
        """Who has an answer that waits for a person."""
        return [each for each in self.standings if each.by_hand]

    @property
    def asked(self) -> Counter[Key]:
        """How many questions each test asks."""
        return Counter(each.question.key for each in self.picks)

    @property
    def by_hand(self) -> int:
        return sum(each.by_hand for each in self.standings)

    @property
    def shares(self) -> list[float]:
        """The share of the points that each learner with a grade has."""
        points = [each.points for each in self.standings if each.points is not None]
        return [value / self.most for value in points] if self.most else []

    @property
    def median(self) -> float | None:
        return statistics.median(self.shares) if self.shares else None


def lesson_report(
    assignment: str,
    facts: Facts,
    learners: list[Learner],
    cells: list[GradedCell],
    submitted: dict[str, Submitted],
    folders: HandedIn,
) -> LessonReport:
    """Put together what gradebook and folders say."""
    cells = in_order(cells, facts)
    records = by_learner(folders.records)
    standings = tuple(standings_of(learners, cells, submitted, folders, records))
    graded = [each.submitted for each in standings if each.state == "graded" and each.submitted]
    exercises = tuple(exercise_of(cell, facts, graded, records) for cell in cells)
    return LessonReport(
        assignment,
        facts,
        sum(cell.points for cell in cells),
        standings,
        exercises,
        tuple(picks_of(facts, graded, records)),
        tuple(likeness.groups(forms_of(facts, graded, records))),
        folders.unread,
    )


Records = dict[str, dict[str, Record]]  # {learner: {notebook: record}}


def by_learner(records: dict[tuple[str, str], Record]) -> Records:
    found: Records = {}
    for (learner, notebook), record in records.items():
        found.setdefault(learner, {})[notebook] = record
    return found


# Each learner


def standings_of(
    learners: list[Learner],
    cells: list[GradedCell],
    submitted: dict[str, Submitted],
    folders: HandedIn,
    records: Records,
) -> Iterator[Standing]:
    """How each learner stands: those of the roster, then those who handed in without being on it."""
    roster = [each.id for each in learners]
    for learner in [*roster, *sorted(folders.submitted - set(roster))]:
        found = submitted.get(learner)
        state, notes = state_of(learner, found, cells, folders)
        if state != "graded" or found is None:
            yield Standing(learner, state, found, notes)
            continue
        results = [result(found.given.get(cell.key), cell.points) for cell in cells]
        left_open = sum(len(record["open"]) for record in records.get(learner, {}).values())
        counts = {kind: results.count(kind) for kind in ("full", "part", "none")}
        yield Standing(learner, state, found, notes, left_open, **counts)


def state_of(
    learner: str, found: Submitted | None, cells: list[GradedCell], folders: HandedIn
) -> tuple[str, tuple[str, ...]]:
    """A learner's state in this lesson, and the notes on it."""
    status: Status = folders.statuses.get(shown(learner), {})
    notes = tuple(map(str, status.get("notes", [])))
    if status.get("status") == "not graded" and learner in folders.submitted:
        return "not graded", notes
    if found is None:
        return ("waiting", (NOT_YET,)) if learner in folders.submitted else ("missing", ())
    if not found.has_grade(cells):
        if learner not in folders.submitted:
            return "missing", ()
        return ("not graded", (NO_REASON,)) if status else ("waiting", (NOT_YET,))
    return "graded", notes if learner in folders.submitted else (*notes, NO_SUBMISSION)


# Each exercise


def exercise_of(cell: GradedCell, facts: Facts, graded: list[Submitted], records: Records) -> Exercise:
    """How an exercise went."""
    found = Exercise(cell.key, facts.titles.get(cell.key, cell.name), cell.points, cell.test)
    messages = []
    for each in graded:
        given = each.given.get(cell.key)
        kind = result(given, cell.points)
        setattr(found, kind, getattr(found, kind) + 1)
        if kind == "waits":
            continue
        found.given += given.score or 0.0 if given else 0.0
        record = records.get(each.student, {}).get(cell.notebook, {})
        found.followed += cell.name in record.get("followed", ())
        if kind in ("part", "none") and exercise(cell.name) in record.get("open", ()):
            found.open += 1
        elif kind in ("part", "none") and (message := record.get("lost", {}).get(cell.name)):
            messages.append(message)
    found.reasons = grouped(messages)
    return found


def result(given: Given | None, points: float) -> str:
    """What a learner has of an exercise's points: "full", "part", "none", or "waits"."""
    if given and given.waits:
        return "waits"
    score = (given.score if given else None) or 0.0
    if score >= points:
        return "full"
    return "part" if score > 0 else "none"


def picks_of(facts: Facts, graded: list[Submitted], records: Records) -> Iterator[Picks]:
    """What the class picked, question by question."""
    for question in facts.questions:
        notebook, _ = question.key
        known = [record for each in graded if (record := records.get(each.student, {}).get(notebook))]
        yield picks(question, [record["picked"].get(question.name) for record in known])


def forms_of(facts: Facts, graded: list[Submitted], records: Records) -> dict[str, dict[str, str]]:
    """The forms of the answers: {title of the exercise: {learner: form}}."""
    names = unique({(book, exercise(name)): title for (book, name), title in facts.titles.items()})
    found: dict[str, dict[str, str]] = {}
    for each in graded:
        for notebook, record in records.get(each.student, {}).items():
            for answer, form in record["forms"].items():
                key = notebook, exercise(answer)
                own = found.setdefault(names.get(key, key[1]), {})
                own[each.student] = f"{own.get(each.student, '')} {form}".strip()
    return found


def unique(titles: dict[Key, str]) -> dict[Key, str]:
    """Titles with the name of the exercise behind those that several have.

    >>> unique({("a", "fit"): "the line", ("a", "train"): "the line"})
    {('a', 'fit'): 'the line (fit)', ('a', 'train'): 'the line (train)'}
    """
    times = Counter(titles.values())
    return {key: title if times[title] == 1 else f"{title} ({key[1]})" for key, title in titles.items()}
