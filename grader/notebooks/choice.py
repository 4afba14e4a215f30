"""Which notebook of a submitted folder is graded for a lesson.

Of those that fit it (`fit.py`) the one with the most answers: a solved copy before the untouched original.
Then the one with the most cells of the lesson, then the one of the right name. In an assignment of two
notebooks each file belongs to the notebook that it fits best, so that none is taken for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.notebooks.errors import Unreadable
from grader.notebooks.fit import Fit, answers, fit
from grader.notebooks.lesson import Lesson, read_lesson
from grader.notebooks.matching import Slots, match
from grader.notebooks.submitted_cells import Cell

SHOWN = 5  # names in a note


@dataclass(frozen=True)
class Found:
    """A notebook of the submitted folder: its cells, or the reason why it cannot be read, in a sentence."""

    name: str
    cells: list[Cell] | None
    unreadable: str = ""
    digest: str = ""  # the SHA-256 of its bytes


class NotHandedIn(Exception):
    """The submission holds other notebooks of the same assignment, and none that may be this one."""


def choose(lesson: Lesson, found: list[Found]) -> tuple[Found, Slots, list[str]]:
    """The notebook to grade, its cells' places in the lesson, and a note where there was a choice."""
    siblings = [
        read_lesson(path) for path in sorted(lesson.path.parent.glob("*.ipynb")) if path != lesson.path
    ]
    here = [
        one for one in found if not any(belongs(one, sibling, [lesson, *siblings]) for sibling in siblings)
    ]
    seen = {one.name: fit(lesson, one.cells or []) for one in here}
    reasons = {
        one.name: "it cannot be read" if one.unreadable else refusal(lesson, one, seen[one.name])
        for one in here
    }
    fitting = [rank(lesson, one, seen[one.name]) for one in here if not reasons[one.name]]
    ranked = sorted(fitting, key=lambda r: r[0])
    if not ranked and len(here) < len(found) and not any(may_be(lesson, one) for one in here):
        raise NotHandedIn
    if not ranked:
        raise Unreadable(none_fits(lesson, here, reasons))
    _, best, slots = ranked[-1]
    return best, slots, notes(lesson, best, [one for one in here if one is not best], reasons)


def belongs(one: Found, sibling: Lesson, all_of_them: list[Lesson]) -> bool:
    """Whether, of an assignment's notebooks, it is this one that a file is to be taken for."""
    if one.cells is None:
        return one.name == sibling.path.name

    def likeness(lesson: Lesson) -> tuple[float, float, bool]:
        seen = fit(lesson, one.cells or [])
        return seen.share, seen.found / max(seen.cells, 1), one.name == lesson.path.name

    return max(all_of_them, key=likeness) is sibling and fit(sibling, one.cells).enough


def may_be(lesson: Lesson, one: Found) -> bool:
    """Whether a file that is not graded was perhaps meant, so that nothing may count as not handed in."""
    return bool(one.unreadable) or one.name == lesson.path.name


def refusal(lesson: Lesson, one: Found, seen: Fit) -> str:
    """Why a notebook is not graded for a lesson; empty when it is."""
    if other := "" if seen.clear else meant(lesson, seen, one):
        return f"this is the notebook of {other}"
    if not seen.telling and one.name == lesson.path.name:
        return ""  # an essay without a prompt, say: once names are stripped nothing else can tell
    return "" if seen.enough else f"only {seen.found} of {seen.cells} cells of this lesson are in it"


def meant(lesson: Lesson, seen: Fit, one: Found) -> str:
    """The name of another assignment of which more text is in the notebook than of this one; or nothing."""
    fits = [(fit(other, one.cells or []), name) for other, name in others(lesson)]
    better = [(its.share, name) for its, name in fits if its.enough and its.share > seen.share]
    return max(better)[1] if better else ""


def others(lesson: Lesson) -> Iterator[tuple[Lesson, str]]:
    """The notebooks of the course's other assignments, as far as they can be read, with their names."""
    assignment = lesson.path.absolute().parent
    for path in sorted(assignment.parent.glob("*/*.ipynb")):
        if path.parent != assignment:
            try:
                other = read_lesson(path)
            except Exception:  # the instructor's own, perhaps half written: not this submission's concern
                continue
            yield (
                other,
                path.parent.name if path.stem == path.parent.name else f"{path.parent.name} ({path.stem})",
            )


def rank(lesson: Lesson, one: Found, seen: Fit) -> tuple[tuple[int, int, bool, int, str], Found, Slots]:
    """What speaks for a notebook, most important first; of 'x (1)' and 'x (2)' the later."""
    cells = one.cells or []
    slots = match(lesson, cells)
    filled = answers(lesson, cells, slots)
    return (filled, seen.found, one.name == lesson.path.name, len(one.name), one.name), one, slots


def none_fits(lesson: Lesson, here: list[Found], reasons: dict[str, str]) -> str:
    """Why no notebook of the folder is graded: the reason of the one of the right name, or of the first."""
    wanted = lesson.path.name
    if not here:
        return f"There is no {wanted!r} in the submission (no notebook). Ask for a file of this name."
    one = next((one for one in here if one.name == wanted), here[0])
    rest = [other.name for other in here if other is not one]
    there = f" (Also there: {listed(rest, reasons)}.)" if rest else ""
    why = one.unreadable or f"{one.name!r} is not graded: {reasons[one.name]}. Ask for {wanted!r}."
    return why + there


def notes(lesson: Lesson, best: Found, rest: list[Found], reasons: dict[str, str]) -> list[str]:
    """What the instructor should know about the choice."""
    if rest:
        return [f"{best.name!r} was graded; also there: {listed([one.name for one in rest], reasons)}"]
    return [f"{best.name!r} was taken for {lesson.path.name!r}"] * (best.name != lesson.path.name)


def listed(names: list[str], reasons: dict[str, str] | None = None) -> str:
    """Names as text, the first few of them, each with why it was not taken."""
    shown = [
        f"{name!r}" + (f" ({reasons[name]})" if reasons and reasons[name] else "") for name in names[:SHOWN]
    ]
    return ", ".join(shown) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
