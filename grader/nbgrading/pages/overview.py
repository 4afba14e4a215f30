"""What stands first on a page of feedback: what to do next, and each exercise by its name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbgrader.preprocessors import GetGrades

from grader.judge.outputs import clean_text
from grader.judge.task import COUNTED, STOPPED
from grader.notebooks.cells import CHECK, SOLUTION, exercise, grade_id, is_folded, is_test, settings
from grader.notebooks.stub import still_open

HEADING = re.compile(r"^##++ ++(?:Exercise: )?+(.++)$", re.MULTILINE)  # not the notebook's own
MOST = 5  # exercises whose messages stand at the top: enough for today
MAX_MESSAGE = 1_000  # characters
NO_RESPONSE = "No response."  # nbgrader's own comment
MAX_NAME = 100  # of an exercise, which a heading may give


class Grades(GetGrades):
    """nbgrader's grades and comments, which answers wait for a person, and who wrote a comment."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb, resources = super().preprocess(nb, resources)
        names = resources["nbgrader"]
        names["score"] = max(0.0, names["score"])  # as in grades.csv, whatever being late costs
        return nb, resources

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(*self.names(cell))
        flags = cell.metadata.nbgrader
        flags["waits"] = bool(grade.needs_manual_grade)
        by_itself = grade.manual_score is None and grade.auto_score is not None
        flags["blank"] = bool(flags.get("solution")) and by_itself

    def _get_comment(self, cell: Any, resources: Any) -> None:
        super()._get_comment(cell, resources)
        comment = self.gradebook.find_comment(*self.names(cell))
        cell.metadata.nbgrader["by_person"] = bool(comment.manual_comment)

    def names(self, cell: Any) -> tuple[str, ...]:
        """How the gradebook finds what it has of a cell."""
        return cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id


@dataclass(frozen=True)
class Entry:
    """One exercise: where it stands on the page, what it is called, and what it has given so far."""

    grade_id: str
    anchor: str
    name: str
    score: float
    points: float
    waits: bool = False  # for a person
    left_open: bool = False
    message: str = ""  # why points are missing
    followed: str = ""  # what was put in the place of an earlier mistake, so that it counts
    comment: str = ""  # the anchor of a person's comment
    comment_text: str = ""
    said: str = ""  # a person's comment on the answer that a test belongs to

    @property
    def short(self) -> bool:
        """Whether points are missing that the learner could still get."""
        return self.score < self.points and not self.waits


@dataclass(frozen=True)
class Stop:
    """A cell that met a limit: what is missing after it may be missing because of that."""

    anchor: str
    name: str
    message: str


class Overview(Preprocessor):
    """Puts the list of exercises into the page's resources."""

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        entries = list(overview(nb.cells))
        resources["nbgrader"]["overview"] = entries
        steps = [entry for entry in entries if entry.short][:MOST]
        resources["nbgrader"]["next"] = steps
        resources["nbgrader"]["stops"] = list(stops(nb.cells))[:MOST]
        resources["nbgrader"]["said"] = {entry.said for entry in steps}
        resources["nbgrader"]["waits"] = sum(entry.points for entry in entries if entry.waits)
        return nb, resources


def overview(cells: list[Any]) -> Any:
    """An entry for each graded cell, and for each other cell that a person commented on, in their order."""
    heading = ""  # of the exercise at hand: it names one of them
    answers: dict[str, bool] = {}  # {exercise: whether its answers are all left open}
    said: dict[str, str] = {}  # {exercise: a person's comment on its answer}
    for cell in cells:
        flags = settings(cell)
        if cell.cell_type == "markdown" and not flags and (found := HEADING.findall(cell.source)):
            heading = clean_text(found[-1][:MAX_NAME]).strip()
        name = grade_id(cell)
        if name.endswith(SOLUTION):
            answers[exercise(name)] = answers.get(exercise(name), True) and still_open(cell.source)
            said[exercise(name)] = comment_text(cell) or said.get(exercise(name), "")
        comment = f"comment-{name}" if comment_text(cell) else ""
        if flags.get("grade") or flags.get("task"):
            yield Entry(
                grade_id=name,
                anchor=name if flags.get("grade") else f"comment-{name}",
                name=title(cell) or heading or name,
                score=number(flags.get("score")),
                points=number(flags.get("points")),
                waits=bool(flags.get("waits")),
                left_open=(answers.get(exercise(name), False) and name.endswith(CHECK)) or blank(cell),
                message=message(cell),
                followed=followed(cell),
                comment=comment,
                comment_text=comment_text(cell),
                said=said.get(exercise(name), "") if name.endswith(CHECK) else "",
            )
            heading = ""
        elif comment:
            text = comment_text(cell)
            yield Entry(name, comment, heading or name, 0, 0, comment=comment, comment_text=text)


def stops(cells: list[Any]) -> Iterator[Stop]:
    """The cells that met a limit, in their order; each gets an anchor, and the name of its exercise."""
    titles = {exercise(grade_id(cell)): title(cell) for cell in cells if is_test(cell)}
    heading = ""
    for number, cell in enumerate(cells):
        cell.metadata.pop("stopped", None)
        if cell.cell_type == "markdown" and (found := HEADING.findall(cell.source)):
            heading = clean_text(found[-1][:MAX_NAME]).strip()
        if cell.cell_type == "code" and not is_test(cell) and (message := stopped(cell)):
            cell.metadata["stopped"] = f"stopped-{number}"
            name = titles.get(exercise(grade_id(cell))) or heading or grade_id(cell) or "A cell"
            yield Stop(cell.metadata["stopped"], name, message)


def stopped(cell: Any) -> str:
    """Which limit a cell met; empty where it met none."""
    errors = (each for each in cell.get("outputs", []) if each["output_type"] == "error")
    return next((str(each["evalue"])[:MAX_MESSAGE] for each in errors if each["ename"] == STOPPED), "")


def title(cell: Any) -> str:
    """What the first line of a folded check calls its exercise.

    >>> title({"cell_type": "code", "source": "# Check: a printed table\\nfrom course.checks import expect"})
    'a printed table'
    """
    return cell["source"].split("\n", 1)[0].partition(": ")[2].strip() if is_folded(cell) else ""


def comment_text(cell: Any) -> str:
    """What a person wrote about an answer, and not what nbgrader writes beside one that is blank."""
    flags = settings(cell)
    text = str(flags.get("comment") or "") if flags.get("by_person", True) else ""
    return "" if text == NO_RESPONSE and still_open(cell.source) else text


def blank(cell: Any) -> bool:
    """Whether an answer that a person would grade is none: by its points, or as it was released."""
    flags = settings(cell)
    asked = bool(flags.get("grade") and flags.get("solution"))
    return asked and bool(flags.get("blank") or still_open(cell.source))


def followed(cell: Any) -> str:
    """The judge's note beside a test that counts by follow-through; empty beside all others."""
    texts = (each.text for each in cell.get("outputs", []) if each["output_type"] == "stream")
    return next((text.strip()[:MAX_MESSAGE] for text in texts if text.startswith(COUNTED)), "")


def message(cell: Any) -> str:
    """Why a test did not pass."""
    errors = [each for each in cell.get("outputs", []) if each["output_type"] == "error"]
    return str(errors[-1]["evalue"])[:MAX_MESSAGE] if errors and is_test(cell) else ""


def number(value: Any) -> float:
    """A number of the gradebook; 0 where it has none yet."""
    return float(value) if isinstance(value, int | float) else 0.0
