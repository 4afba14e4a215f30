"""The report as one page of HTML, which loads, runs and sends nothing: it can be mailed, printed and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.term import words
from grader.term.report import pictures
from grader.term.report.lesson_report import LessonReport, Standing
from grader.term.report.naming import Naming

OPEN_LISTS = 12  # a longer list is folded
TOP = 8  # reasons for a lesson, and groups of answers: the others are folded


@dataclass(frozen=True)
class Whole:
    """One learner over all lessons."""

    learner: str
    shares: tuple[float | None, ...]  # of the points; None where there is no grade
    states: tuple[str, ...]

    @property
    def mean(self) -> float | None:
        """Of the lessons that were graded."""
        known = [share for share in self.shares if share is not None]
        return sum(known) / len(known) if known else None


def page(lessons: Sequence[LessonReport], naming: Naming, made: str) -> str:
    """The page; `made` is when."""
    learners = sorted({each.learner for lesson in lessons for each in lesson.standings}, key=naming.place)
    return (
        environment(naming)
        .get_template("report.html.j2")
        .render(
            lessons=lessons,
            learners=learners,
            wholes=[whole(learner, lessons) for learner in learners] if len(lessons) > 1 else [],
            stopped=stopped(lessons),
            pairs_of_shares=[(lesson.facts.title, lesson.shares) for lesson in lessons],
            dash=words.DASH,
            made=made,
            anonymous=naming.anonymous,
            open_lists=OPEN_LISTS,
            top=TOP,
        )
    )


def environment(naming: Naming) -> Environment:
    """Where the template is, and what it can ask for; whatever it shows is text unless it is a picture."""
    found = Environment(
        loader=PackageLoader("grader.term.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "percent": words.percent,
        "points": words.plain,
        "late": words.late,
        "counted": words.counted,
        "called": naming.shown.__getitem__,
        "clean": naming.clean,
        "note": naming.note,
        "listed": partial(listed, naming),
    }
    found.globals |= {
        "spread": pictures.spread,
        "outcome": pictures.outcome,
        "course": pictures.course,
        "bands": pictures.bands,
        "quartiles": pictures.quartiles,
        "top_reasons": top_reasons,
        "by_note": partial(by_note, naming),
    }
    return found


def listed(naming: Naming, standings: Iterable[Standing]) -> list[Standing]:
    """Learners in the order of what they are called."""
    return sorted(standings, key=lambda each: naming.place(each.learner))


def top_reasons(lesson: LessonReport) -> list[tuple[Any, Any]]:
    """(exercise, reason) of a lesson, the most frequent first."""
    found = [(exercise, reason) for exercise in lesson.exercises for reason in exercise.reasons]
    return sorted(found, key=lambda pair: -pair[1].learners)


def by_note(naming: Naming, standings: Iterable[Standing]) -> list[tuple[str, list[Standing]]]:
    """Learners with the same notes together, the most frequent notes first."""
    groups: dict[str, list[Standing]] = {}
    for each in listed(naming, standings):
        text = " ".join(map(naming.note, each.notes)) or "It has no grade, and nothing says why."
        groups.setdefault(text, []).append(each)
    return sorted(groups.items(), key=lambda item: -len(item[1]))


def stopped(lessons: Sequence[LessonReport]) -> list[Standing]:
    """Who handed in an earlier lesson, and not the last one that anybody handed in."""
    begun = [lesson for lesson in lessons if lesson.handed_in]
    if len(begun) < 2:
        return []
    earlier = {each.learner for lesson in begun[:-1] for each in lesson.standings if each.state != "missing"}
    return [each for each in begun[-1].of("missing") if each.learner in earlier]


def whole(learner: str, lessons: Sequence[LessonReport]) -> Whole:
    """One learner over these lessons."""
    found = [lesson.standing(learner) for lesson in lessons]
    shares = [
        each.points / lesson.most if each and each.points is not None and lesson.most else None
        for each, lesson in zip(found, lessons, strict=True)
    ]
    return Whole(learner, tuple(shares), tuple(each.state if each else "missing" for each in found))
