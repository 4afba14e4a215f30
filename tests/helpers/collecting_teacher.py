"""A teacher who collects from archives: a course folder with one small lesson, a class, and no gradebook."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.coursedir import CourseDirectory
from small_course import ANSWERS, NAME, SOURCE

from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.named_stub import as_released
from grader.notebooks.paths import notebook_in
from grader.term.collecting.collect import Collecting, Wishes
from grader.term.collecting.results import Line, Report
from grader.term.roster import Roster

CLASS = [
    Learner("jane", "Jane", "Doe", "jane@example.org", "12345"),
    Learner("jiwoo", "지우", "김"),
    Learner("zoe", "Zoë", "Müller"),
    Learner("sam1", "Sam", "Park"),
    Learner("sam2", "Sam", "Park"),
]


def solved(answer: str = ANSWERS["pick-solution"], source: Any = SOURCE) -> bytes:
    """A learner's notebook, with this answer in one of its cells."""
    nb = json.loads(nbformat.writes(as_released(source)))
    for cell in nb["cells"]:
        cell["source"] = ({**ANSWERS, "pick-solution": answer}).get(cell["id"], cell["source"])
    return json.dumps(nb).encode()


class Teacher:
    """Collects from archives, and looks at what came of it."""

    def __init__(self, root: Path) -> None:
        self.root, self.report, self.roster = root, Report([]), Roster(CLASS)
        self.coursedir = CourseDirectory(root=str(root))
        notebook = notebook_in(root / "source", NAME)
        notebook.parent.mkdir(parents=True)
        nbformat.write(SOURCE, notebook)

    def collect(self, *archives: Path, due: datetime | None = None, **wishes: Any) -> Report:
        collecting = Collecting(self.coursedir, NAME, self.roster, Wishes(**wishes), due)
        self.report = collecting.run(archives)
        return self.report

    def outcome(self, learner: str) -> str:
        return self.line(learner).outcome

    def line(self, learner: str) -> Line:
        (line,) = (line for line in self.report.lines if line.who.startswith(repr(learner)))
        return line

    def others(self) -> list[Line]:
        """What is said of files that are nobody's, or were not opened."""
        return [line for line in self.report.lines if line.who == "?"]

    def folder(self, learner: str) -> Path:
        return self.root / "submitted" / learner / NAME

    def submitted(self, learner: str) -> bytes:
        return notebook_in(self.folder(learner).parent, NAME).read_bytes()

    def time(self, learner: str) -> str:
        return (self.folder(learner) / "timestamp.txt").read_text()

    def files(self) -> dict[str, bytes]:
        """All that lies in submitted/, by path."""
        place = self.root / "submitted"
        files = filter(Path.is_file, place.rglob("*"))
        return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}
