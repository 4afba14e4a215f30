"""A course with one small assignment, for tests of the way from a submitted folder to the gradebook.

`tiny_lesson` is small too, but begins earlier: a text, as an author writes it, for tests of how lessons are
built. Here the notebook lies in source/ from the start, so that no test of the grading depends on the
build; and its exercises are what attacks need: a function, a number, a choice, and a hidden test of each.
"""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.notebooks.paths import ROOT, notebook_in, read_in

NAME = "small"
ANSWERS = {
    "gradient-solution": "def gradient(x, y, W):\n    return (2 * (W * x - y) * x).mean()",
    "descend-solution": "W = 0.0\nfor step in range(20):\n    W = W - 0.1 * gradient(x, y, W)",
    "pick-solution": 'pick = "b"',
}
FULL = {"gradient-check": 4, "descend-check": 3, "pick-check": 2}
NONE = dict.fromkeys(FULL, 0)


def answer(name: str) -> Any:
    """A solution cell, with its solution marked."""
    text = f"### BEGIN SOLUTION\n{ANSWERS[name]}\n### END SOLUTION"
    return new_code_cell(text, id=name, metadata=nbgrader(name, solution=True))


def check(name: str, text: str) -> Any:
    """A test cell: its points are those of FULL."""
    return new_code_cell(text, id=name, metadata=nbgrader(name, grade=True, locked=True, points=FULL[name]))


def nbgrader(name: str, **flags: float) -> dict[str, Any]:
    """The metadata of a cell: these flags are set, the others are not."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": plain | {"grade_id": name} | flags}


SOURCE = new_notebook(
    metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "judge": {"tests": "outside"},
    },
    cells=[
        new_markdown_cell("# Small", id="title"),
        new_code_cell("import torch\n\nx = torch.tensor([[1.0], [2.0]])\ny = 2 * x", id="data"),
        answer("gradient-solution"),
        check(
            "gradient-check",
            """from course.checks import expect
from course.data import study_hours

hours, scores = study_hours()
expect("gradient(hours, scores, 0.0)", gradient(hours, scores, 0.0), -336.5, hint="Mind the factor 2.")
### BEGIN HIDDEN TESTS
from grader import reference

for seed in range(3):
    x_new, y_new = reference.fresh_data(rows=5, seed=seed)
    got = gradient(x_new, y_new, 0.5)
    expect(f"gradient on case {seed}", got, reference.gradient(x_new, y_new, 0.5))
### END HIDDEN TESTS""",
        ),
        answer("descend-solution"),
        check(
            "descend-check",
            """from course.checks import expect, that

that(W is not None, "There is no W.")
### BEGIN HIDDEN TESTS
expect("W", W, 2.0, rtol=1e-3)
### END HIDDEN TESTS""",
        ),
        answer("pick-solution"),
        check(
            "pick-check",
            """from course.checks import that

that(pick in ("a", "b", "c", "d"), "pick is one of a, b, c and d.")
### BEGIN HIDDEN TESTS
that(pick == "b", "pick is not right.")
### END HIDDEN TESTS""",
        ),
        new_markdown_cell(
            "Write here.",
            id="why-answer",
            metadata=nbgrader("why-answer", grade=True, solution=True, points=5),
        ),
        new_code_cell('print("the end")', id="end"),
    ],
)


class Course:
    """A course folder with its gradebook, the assignment generated, no submission yet."""

    def __init__(self, root: Path, source: Any = SOURCE) -> None:
        self.root = root
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "nbgrader_config.py", self.root)
        folder = self.root / "source" / NAME
        folder.mkdir(parents=True)
        nbformat.write(source, folder / f"{NAME}.ipynb")
        (folder / "numbers.csv").write_text("hours,score\n1,2\n")
        result = self.generate()
        assert result["success"], result

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.root}/gradebook.db"

    def config(self) -> Config:
        """The course's own nbgrader_config.py, as nbgrader reads it."""
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.db_url
        return config

    def released(self, answers: dict[str, str] | None = None) -> dict[str, Any]:
        """The released notebook (a dict) with these answers written into it: {cell id: text}."""
        nb = json.loads(notebook_in(self.root / "release", NAME).read_text())
        for cell in nb["cells"]:
            cell["source"] = (answers or {}).get(cell["id"], "".join(cell["source"]))
        return copy.deepcopy(nb)

    def submitted(self, student: str) -> Path:
        return self.root / "submitted" / student / NAME

    def submit(self, student: str, nb: dict[str, Any] | bytes, timestamp: str | None = None) -> Path:
        """Hand in a notebook: a dict, or the bytes of the file."""
        folder = self.submitted(student)
        folder.mkdir(parents=True, exist_ok=True)
        data = nb if isinstance(nb, bytes) else json.dumps(nb).encode()
        (folder / f"{NAME}.ipynb").write_bytes(data)
        if timestamp:
            (folder / "timestamp.txt").write_text(timestamp)
        return folder

    def api(self) -> NbGraderAPI:
        """What formgrader's buttons call."""
        config = self.config()
        return NbGraderAPI(CourseDirectory(config=config), config=config)

    def generate(self) -> dict[str, Any]:
        """What formgrader's button does: release/ and the gradebook get what source/ has."""
        result: dict[str, Any] = self.api().generate_assignment(NAME)
        return result

    @property
    def source(self) -> Path:
        """The assignment's own notebook."""
        return notebook_in(self.root / "source", NAME)

    def autograde(self, student: str = "*", force: bool = True) -> dict[str, Any]:
        """What formgrader's button does: {"success": ..., "log": ..., "error": ...}."""
        return self.api().autograde(NAME, student, force)

    def scores(self, student: str) -> dict[str, float | None]:
        """The automatic scores in the gradebook: {cell: score}; None where there is none."""
        with Gradebook(self.db_url) as gradebook:
            grades = gradebook.find_submission_notebook(NAME, NAME, student).grades
            return {grade.name: grade.auto_score for grade in grades if grade.name in FULL}

    def notebook(self, student: str) -> Any:
        """What the judge wrote for a student."""
        return read_in(self.root / "autograded" / student, NAME)

    def statuses(self) -> dict[str, Any]:
        """What became of each submission: {student: {"status": ..., "notes": [...]}}."""
        return json.loads((self.root / "autograded" / f"{NAME}.json").read_text())
