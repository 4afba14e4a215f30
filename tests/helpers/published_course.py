"""A small course to publish: the tiny lesson, an own assignment with a file, reference and demo class."""

import shutil
from pathlib import Path

import nbformat
import tiny_lesson as tiny
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.authoring.build import build_trees
from grader.authoring.release import release
from grader.notebooks.paths import ROOT

QUIZ = "quiz"
SETTINGS = {"schema_version": 3, "locked": False, "task": False}
RUBRIC = "two points for naming the slope, one for the unit"
REFERENCE = '''"""Values that hidden tests compare with."""

FLOOR = 271.828


def slope_in_closed_form(x, y):
    """By the normal equation."""
    centred = x - x.mean()
    return (centred * y).sum() / (centred * centred).sum()
'''
LEARNER = """---
learner: ada
---

```python
doubled_by_adding = number + number
return doubled_by_adding + 0 * 17
```
"""


def quiz() -> nbformat.NotebookNode:
    """An assignment as any nbgrader course has it: an answer in words, a mark scheme, a file beside it."""

    def nbgrader(
        name: str, *, grade: bool = False, solution: bool = False, task: bool = False
    ) -> dict[str, object]:
        flags = {"grade": grade, "solution": solution, "task": task, "locked": grade and not solution}
        points = {"points": 2} if grade or task else {}
        return {"nbgrader": {**SETTINGS, **flags, **points, "grade_id": name}}

    cells = [
        new_markdown_cell("# A quiz\n\nThe file numbers.csv has two columns.", id="title"),
        new_code_cell(
            "### BEGIN SOLUTION\npick = 'c'\npick_one = 'first choice'\n"
            "total = sum(row * row for row in range(7))\n### END SOLUTION",
            metadata=nbgrader("total", solution=True),
            id="total",
        ),
        new_code_cell(
            "assert total > 0\n### BEGIN HIDDEN TESTS\nassert total < 91.4142\n### END HIDDEN TESTS",
            metadata=nbgrader("total-test", grade=True),
            id="total-test",
        ),
        new_markdown_cell(
            "The slope says how much more score one more hour brings.",
            metadata=nbgrader("why", grade=True, solution=True) | {"rubric": RUBRIC},
            id="why",
        ),
        new_markdown_cell(
            "Draw it.\n\n### BEGIN MARK SCHEME\nOne point for each axis with a label.\n### END MARK SCHEME",
            metadata=nbgrader("draw", task=True),
            id="draw",
        ),
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=cells, metadata=kernel, nbformat_minor=5)


def course(folder: Path) -> Path:
    """The course, built and released in a folder that is new."""
    tiny.course(
        folder,
        tiny.TEXT.replace('print("a worked example")', "from course import data\nprint(data.__name__)"),
    )
    for name in ("LICENSE", "constraints.txt", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    for name in ("binder", "course", "grader/demo/jupyterlab"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    write(folder / "grader/reference/lines.py", REFERENCE)
    write(folder / "examples" / tiny.NAME / "ada.md", LEARNER)
    build_trees(folder, folder)
    write(folder / "source" / QUIZ / f"{QUIZ}.ipynb", nbformat.writes(quiz()))
    write(folder / "source" / QUIZ / "data" / "numbers.csv", "hours,score\n1,2\n")
    release(folder / "nbgrader_config.py", folder, [QUIZ])
    without_rubric(folder / "release" / QUIZ / f"{QUIZ}.ipynb")
    return folder


def without_rubric(path: Path) -> None:
    """Take the rubric away, as who keeps one in the metadata must: nbgrader copies all metadata."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("rubric", None)
    nbformat.write(notebook, path)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
