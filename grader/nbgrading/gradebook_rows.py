"""What the gradebook knows of a class, in a few large questions: thousands of submissions in a second."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import select

Key = tuple[str, str]  # (notebook, grade_id)


@dataclass(frozen=True)
class Learner:
    """One of the gradebook's students."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """Both names, as far as the gradebook knows them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def shown(self) -> str:
        """As `'jane' (Jane Doe)`, for people to read."""
        return f"{self.id!r} ({self.name})" if self.name else repr(self.id)


@dataclass(frozen=True)
class GradedCell:
    """A cell with points; `test`: whether it is graded automatically."""

    notebook: str
    name: str
    points: float
    test: bool
    kind: str  # "code", "markdown" or "task"

    @property
    def key(self) -> Key:
        return self.notebook, self.name


@dataclass(frozen=True)
class Given:
    """What a cell of a submission was given; `score` is None where nobody has graded it."""

    score: float | None
    waits: bool  # for a person

    @property
    def graded(self) -> bool:
        return self.score is not None


@dataclass
class Submitted:
    """A submission in the gradebook."""

    student: str
    seconds_late: float
    penalty: float = 0.0
    given: dict[Key, Given] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """Its points, less what being late costs."""
        return max(0.0, sum(each.score or 0.0 for each in self.given.values()) - self.penalty)

    def has_grade(self, cells: Iterable[GradedCell]) -> bool:
        """Whether each automatic test has points, be it none: the rule of `has_grade`, for these rows."""
        return all((given := self.given.get(cell.key)) and given.graded for cell in cells if cell.test)

    @property
    def waits(self) -> int:
        """How many answers wait for a person."""
        return sum(each.waits for each in self.given.values())


def roster(session: Any) -> list[Learner]:
    """All learners of the gradebook, by their ids."""
    columns = Student.id, Student.first_name, Student.last_name, Student.email
    rows = session.execute(select(*columns).order_by(Student.id))
    return [Learner(*(text or "" for text in row)) for row in rows]


def assignments(session: Any) -> list[str]:
    """The names of all assignments."""
    return list(session.execute(select(Assignment.name).order_by(Assignment.name)).scalars())


def graded_cells(session: Any, assignment: str) -> list[GradedCell]:
    """The cells of an assignment that give points; their order is by name, and says nothing."""
    by_hand = set(session.execute(of_assignment(SolutionCell, assignment, Notebook.name, SolutionCell.name)))
    found = []
    for kind in (GradeCell, TaskCell):
        columns = Notebook.name, kind.name, kind.max_score, kind.cell_type
        for notebook, name, points, cell_type in session.execute(of_assignment(kind, assignment, *columns)):
            test = kind is GradeCell and cell_type == "code" and (notebook, name) not in by_hand
            of_kind = "task" if kind is TaskCell else cell_type
            found.append(GradedCell(notebook, name, float(points), test, of_kind))
    return sorted(found, key=lambda cell: cell.key)


def of_assignment(kind: Any, assignment: str, *columns: Any) -> Any:
    """The question for the cells of one kind in an assignment."""
    return (
        select(*columns)
        .join_from(kind, Notebook, Notebook.id == kind.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(Assignment.name == assignment)
    )


def submissions(
    session: Any, assignment: str, extensions: Mapping[str, timedelta] = MappingProxyType({})
) -> dict[str, Submitted]:
    """The submissions to an assignment: {learner: submission}; nobody is late within an extension."""
    columns = (
        SubmittedAssignment.student_id,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.extension,
        Assignment.duedate,
    )
    query = select(*columns).join_from(SubmittedAssignment, Assignment).where(Assignment.name == assignment)
    found = {
        student: Submitted(
            student, seconds_late(timestamp, duedate, extension, extensions.get(student, timedelta()))
        )
        for student, timestamp, extension, duedate in session.execute(query)
    }
    books: dict[str, tuple[str, str]] = {}
    of_notebook = SubmittedNotebook.id, SubmittedAssignment.student_id, Notebook.name
    query = (
        select(*of_notebook, SubmittedNotebook.late_submission_penalty)
        .join_from(SubmittedNotebook, Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment)
    )
    for book, student, notebook, penalty in session.execute(query):
        books[book] = student, notebook
        found[student].penalty += penalty or 0.0
    for book, name, given in grades(session, assignment):
        student, notebook = books[book]
        found[student].given[notebook, name] = given
    return found


def grades(session: Any, assignment: str) -> Iterator[tuple[str, str, Given]]:
    """(the gradebook's id of a submitted notebook, a cell's name, what it was given) for all grades."""
    cells = session.execute(of_assignment(BaseCell, assignment, BaseCell.id, BaseCell.name))
    names = {cell: name for cell, name in cells}
    columns = Grade.notebook_id, Grade.cell_id, Grade.auto_score, Grade.manual_score, Grade.extra_credit
    query = (
        select(*columns, Grade.needs_manual_grade)
        .join_from(Grade, BaseCell, BaseCell.id == Grade.cell_id)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(Assignment.name == assignment)
    )
    known: dict[Any, Given] = {}  # a class has few different ones
    for book, cell, auto, manual, extra, waits in session.execute(query):
        what = score_of(auto, manual, extra), bool(waits)
        if what not in known:
            known[what] = Given(*what)
        yield book, names[cell], known[what]


def score_of(auto: float | None, manual: float | None, extra: float | None) -> float | None:
    """A cell's points, as nbgrader counts them: a person's before the automatic ones; None if there are none.

    >>> score_of(2.0, None, None), score_of(2.0, 1.0, 0.5), score_of(None, None, None)
    (2.0, 1.5, None)
    """
    score = auto if manual is None else manual
    return None if score is None else score + (extra or 0.0)


def seconds_late(timestamp: datetime | None, due: datetime | None, *extensions: timedelta | None) -> float:
    """How late a submission is, as nbgrader counts it; 0 where it is in time or nothing is due."""
    if timestamp is None or due is None:
        return 0.0
    more = sum((each for each in extensions if each), timedelta())
    return max(0.0, (timestamp - due - more).total_seconds())
