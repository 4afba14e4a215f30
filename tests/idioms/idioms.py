"""Ordinary tests of ordinary nbgrader courses: what an instructor writes, and three learners' answers.

Each idiom is a heading in one of the Markdown files here, and its cells are the fences below it, whose first
lines say what they are: `given` (not the learner's to write), `right`, `wrong` (it runs, but deserves less),
`half` (in between), and `test 2` for a test of two points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_course import nbgrader

Who = Literal["right", "wrong", "half"]
WHO: tuple[Who, ...] = ("right", "wrong", "half")
FIRST = "import matplotlib.pyplot as plt\nimport numpy as np\nimport torch"
FILES = {"measurements.csv": b"day,celsius\nmonday,18.5\ntuesday,23.1\nwednesday,20\n"}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
FENCE = re.compile(r"^```python (\w+)(?: ([\d.]+))?\n(.*?)\n```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Idiom:
    """A habit, its cells, and what three learners write."""

    name: str
    topic: str
    given: str
    answers: dict[Who, str]
    tests: list[tuple[float, str]]

    @property
    def key(self) -> str:
        """Its name as a grade_id has it.

        >>> Idiom("a name in dir()", "", "", {}, []).key
        'a-name-in-dir'
        """
        return re.sub(r"\W+", "-", self.name).strip("-")

    def answer(self, who: Who) -> str:
        """What a learner writes; where there is no half-right answer, the right one."""
        return self.answers.get(who, self.answers["right"])

    def points(self) -> dict[str, float]:
        """The most that each test gives, by its name."""
        return {f"{self.key}-check-{k}": points for k, (points, _) in enumerate(self.tests, 1)}

    def cells(self) -> list[Any]:
        """The cells of a source notebook."""
        given = [new_code_cell(self.given, id=f"{self.key}-given"[-64:])] if self.given else []
        solution = f"### BEGIN SOLUTION\n{self.answer('right')}\n### END SOLUTION"
        sources = [source for _, source in self.tests]
        return [
            *given,
            code(f"{self.key}-solution", solution, solution=True),
            *(
                code(name, source, grade=True, locked=True, points=points)
                for (name, points), source in zip(self.points().items(), sources, strict=True)
            ),
        ]


def code(name: str, source: str, **flags: float) -> Any:
    return new_code_cell(source, metadata=nbgrader(name, **flags))


def read(path: Path) -> list[Idiom]:
    """The idioms of a Markdown file."""
    sections = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [idiom(section, path.stem) for section in sections]


def idiom(section: str, topic: str) -> Idiom:
    name, _, text = section.partition("\n")
    fences = FENCE.findall(text)
    assert len(fences) == text.count("```") / 2, f"{name}: a fence that is not read"
    single: dict[Any, str] = {kind: source for kind, _, source in fences if kind != "test"}
    tests = [(float(points), source) for kind, points, source in fences if kind == "test"]
    return Idiom(name, topic, single.pop("given", ""), single, tests)


TOPICS = (
    "values_and_functions",
    "classes_and_errors",
    "notebooks_and_files",
    "libraries",
    "what_must_not_be",
    "partial_credit",
)
IDIOMS = [each for topic in TOPICS for each in read(Path(__file__).with_name(f"{topic}.md"))]


BY_HAND = {"essay-answer": "Because it does.", "drawing-answer": "plt.plot([1, 2])"}  # graded by a person
TASK = "free-task"


def by_hand() -> list[Any]:
    """A text, a code cell and a task that a person grades; nbgrader gives 0 for what was left as it is."""
    mine = {"grade": True, "solution": True}
    task = "Draw what you like, anywhere.\n### BEGIN MARK SCHEME\nTwo points for trying.\n### END MARK SCHEME"
    return [
        new_markdown_cell("Why?", metadata=nbgrader("essay-answer", points=3, **mine)),
        code("drawing-answer", "# Draw something.", points=2, **mine),
        new_markdown_cell(task, metadata=nbgrader(TASK, task=True, locked=True, points=2)),
    ]


def notebook(idioms: list[Idiom], **metadata: Any) -> Any:
    """A source notebook of these idioms."""
    cells = [new_code_cell(FIRST), *(cell for each in idioms for cell in each.cells())]
    return new_notebook(metadata={"kernelspec": KERNEL, **metadata}, cells=cells)


def answered(released: Any, who: Who, idioms: list[Idiom] = IDIOMS) -> Any:
    """A released notebook, filled in by a learner."""
    answers = {f"{each.key}-solution": each.answer(who) for each in idioms}
    answers |= BY_HAND if who == "right" else {}
    for cell in released.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    return released
