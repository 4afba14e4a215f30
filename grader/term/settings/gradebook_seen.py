"""What the settings show of a gradebook, which is read and never made or changed."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.api import Assignment, Student
from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from grader.nbgrading.options import PASSWORD


@dataclass(frozen=True)
class SeenAssignment:
    """An assignment: its name, when it is due (empty: never), and its points."""

    name: str
    due: str
    points: float


@dataclass(frozen=True)
class Seen:
    """The assignments and learners of a gradebook; why there are none; what went wrong."""

    assignments: tuple[SeenAssignment, ...] = ()
    learners: tuple[str, ...] = ()
    why: str = ""
    error: str = ""


def seen(db_url: str, course: Path) -> Seen:
    """What a gradebook holds, if there is one."""
    try:
        url = make_url(db_url)
        if url.get_backend_name() == "sqlite" and not Path(course, url.database or "").is_file():
            return Seen(why="there is no gradebook yet: the first `nbgrader generate_assignment` makes it")
        with Session(create_engine(url)) as session:
            return Seen(
                tuple(map(of_assignment, session.scalars(select(Assignment).order_by(Assignment.name)))),
                tuple(session.scalars(select(Student.id).order_by(Student.id))),
            )
    except (SQLAlchemyError, ImportError) as error:
        words = str(getattr(error, "orig", "") or error).split()
        reason = PASSWORD.sub("***", " ".join(words))
        return Seen(why="the gradebook cannot be read", error=reason.rstrip("."))


def of_assignment(found: Assignment) -> SeenAssignment:
    """An assignment as it is shown; the gradebook keeps its due date in UTC."""
    due = found.duedate.replace(tzinfo=ZoneInfo("UTC")) if found.duedate else None
    return SeenAssignment(found.name, f"{due:%Y-%m-%d %H:%M %Z}" if due else "", found.max_score or 0.0)
