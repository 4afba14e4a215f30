"""A lesson of eight cells, what a learner hands in of it, and how to look at what became of that."""

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.notebooks.submitted import Submission, load

NAME = "lesson.ipynb"


def settings(grade_id: str, **flags: Any) -> dict[str, Any]:
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": plain | {"grade_id": grade_id} | flags}


SOURCE = new_notebook(
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    cells=[
        new_markdown_cell("# A lesson", id="title"),
        new_code_cell("import math", id="imports"),
        new_code_cell("one = 'SOLUTION'", id="a-solution", metadata=settings("a-solution", solution=True)),
        new_code_cell(
            "assert one\n### HIDDEN",
            id="a-check",
            metadata=settings("a-check", grade=True, locked=True, points=2),
        ),
        new_code_cell("print(one)", id="look"),
        new_code_cell("two = 'SOLUTION'", id="b-solution", metadata=settings("b-solution", solution=True)),
        new_code_cell(
            "assert two", id="b-check", metadata=settings("b-check", grade=True, locked=True, points=1)
        ),
        new_markdown_cell(
            "SOLUTION", id="why-answer", metadata=settings("why-answer", grade=True, solution=True, points=1)
        ),
    ],
)
AS_HANDED_IN = [
    "# A lesson",
    "import math",
    "one = 'mine'",
    "assert one\n### HIDDEN",
    "print(one)",
    "two = 'mine'",
    "assert two",
    "mine",
]


def released() -> dict[str, Any]:
    """What a learner has handed in who changed nothing but the answers."""
    nb: dict[str, Any] = json.loads(nbformat.writes(SOURCE))
    for cell in nb["cells"]:
        cell["source"] = "".join(cell["source"]).replace("SOLUTION", "mine").replace("\n### HIDDEN", "")
    return nb


class Learner:
    """Somebody who hands in a notebook: `learner(nb)` is what became of it."""

    def __init__(self, root: Path):
        self.folder, self.source = root / "submitted", root / "source" / "lesson" / NAME
        self.source.parent.mkdir(parents=True)
        nbformat.write(SOURCE, self.source)
        self.folder.mkdir()

    def __call__(self, nb: Any, name: str = NAME) -> Submission:
        self.put(nb, name)
        return self.load()

    def put(self, nb: Any, name: str = NAME) -> None:
        """Put a notebook (a dict, or the bytes of the file) into the folder."""
        (self.folder / name).write_bytes(nb if isinstance(nb, bytes) else json.dumps(nb).encode())

    def load(self) -> Submission:
        return load(self.folder, self.source)


def cell(nb: Any, id: str) -> Any:
    return next(c for c in nb["cells"] if c["id"] == id)


def texts(result: Submission) -> list[str]:
    return [c.source for c in result.notebook.cells]
