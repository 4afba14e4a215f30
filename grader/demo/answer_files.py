"""Answer files: what a learner of the demo class wrote, in Markdown, and the notebook that makes of it.

    ---
    learner: ada
    about: Takes the sum for the mean.
    base: solution
    points: {mse-check: 0, gradient-check: 2}
    ---
    ## mse-solution
    ```python
    def mse(prediction, target):
        return ((prediction - target) ** 2).sum()
    ```

`points` are those with follow-through, where a mistake costs its own exercise alone. Where plain nbgrader
gives less to what comes after it, the front matter says so in `stock: {gradient-check: 0}`.

Code cells that a file does not give come from its base: `solution` (the instructor's notebook) or
`release` (the stub). Free-text answers that it does not give stay blank.
"""

import copy
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from grader.notebooks.cells import SOLUTION, flagged, grade_id, max_points, without_markers
from grader.notebooks.errors import AuthorError

FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)\n?```", re.DOTALL)
FIELDS = {"learner", "about", "base", "points"}  # and `stock`, where it differs
BASES = ("solution", "release")


@dataclass(frozen=True)
class Answers:
    """One learner's answers to one lesson, and the points that they deserve."""

    learner: str
    about: str
    base: str
    points: dict[str, float]
    cells: dict[str, str]
    stock: dict[str, float] = field(default_factory=dict)

    def deserved(self, *, stock: bool = False) -> dict[str, float]:
        """The points of each check; with `stock` those of plain nbgrader."""
        return self.points | (self.stock if stock else {})


def read_class(folder: Path, notebook: Any) -> list[Answers]:
    """The answers of all learners in a folder, by name, checked against the instructor's notebook.

    Two more join it where no file says the same: the lesson's own solution and an untouched notebook.
    """
    written = [read_answer_file(path, notebook) for path in sorted(folder.glob("*.md"))]
    most, plain = max_points(notebook), {each.base for each in written if not each.cells}
    solved = Answers("lesson-solution", "The lesson's own solution.", "solution", most, {})
    untouched = Answers(
        "lesson-untouched", "The notebook as released.", "release", dict.fromkeys(most, 0.0), {}
    )
    return written and [*written, *(each for each in (solved, untouched) if each.base not in plain)]


def read_answer_file(path: Path, notebook: Any) -> Answers:
    """One answer file, or `AuthorError` that names the file, the value and what to do."""
    try:
        answers = parse_answers(path.read_text("utf-8"))
        check_against_lesson(answers, path.stem, notebook)
    except AuthorError as error:
        raise AuthorError(f"{path.parent.name}/{path.name}: {error}") from None
    return answers


def parse_answers(text: str) -> Answers:
    """The answers that a text holds.

    >>> parse_answers("---\\nlearner: ada\\nabout: Nothing.\\nbase: release\\npoints: {}\\n---\\n").base
    'release'
    """
    match = FRONT.fullmatch(text)
    if not match:
        raise AuthorError("It must begin with a front matter between two lines '---'.")
    try:
        fields = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise AuthorError(f"The front matter is not YAML: {error}") from None
    if not isinstance(fields, dict) or set(fields) - {"stock"} != FIELDS:
        found = ", ".join(map(str, fields)) if isinstance(fields, dict) else repr(fields)
        raise AuthorError(f"The front matter must have learner, about, base and points; it has {found}.")
    return Answers(**fields, cells=sections(match[2]))


def sections(body: str) -> dict[str, str]:
    """The text below each heading '## grade-id', headings inside code fences not counted.

    >>> sections("## sign-answer\\nDownhill.\\n")
    {'sign-answer': 'Downhill.'}
    """
    found: dict[str, list[str]] = {}
    name, fenced = "", False
    for line in body.splitlines():
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            name = line.removeprefix("## ").strip()
            if name in found:
                raise AuthorError(f"The heading '## {name}' comes twice: keep one.")
            found[name] = []
        elif name:
            found[name].append(line)
        elif line.strip():
            raise AuthorError(f"The line {line!r} stands before the first heading: remove it.")
    return {name: cell_text(name, "\n".join(lines).strip("\n")) for name, lines in found.items()}


def cell_text(name: str, text: str) -> str:
    """The whole cell: for a solution the code in its fence, for an answer the text as it stands."""
    if not name.endswith(SOLUTION):
        return text
    match = CODE.fullmatch(text.strip())
    if not match:
        raise AuthorError(f"Below '## {name}' there must be one block ```python ... ``` and nothing else.")
    return match[1]


def check_against_lesson(answers: Answers, stem: str, notebook: Any) -> None:
    """Hold the answers against the instructor's notebook: every name and every number must fit."""
    if answers.learner != stem:
        raise AuthorError(f"learner is {answers.learner!r}: name it {stem!r}, as the file is named.")
    if answers.base not in BASES:
        raise AuthorError(f"base is {answers.base!r}: write solution or release.")
    writable = {grade_id(cell) for cell in flagged(notebook, "solution")}
    if strange := sorted(set(answers.cells) - writable):
        raise AuthorError(
            f"The lesson has no cell {strange[0]!r} to write in: choose from {sorted(writable)}."
        )
    most = max_points(notebook)
    points = answers.points if isinstance(answers.points, dict) else {}
    if missing := sorted(set(most) - set(points)):
        raise AuthorError(f"points lacks {', '.join(missing)}: say what the learner deserves for each.")
    stock = answers.stock if isinstance(answers.stock, dict) else {"stock": answers.stock}
    if same := sorted(name for name in stock if stock[name] == points.get(name)):
        raise AuthorError(f"stock has {same[0]} as points has it: remove it there.")
    for name, value in [*points.items(), *stock.items()]:
        if name not in most or type(value) not in (int, float) or not 0 <= value <= most[name]:
            raise AuthorError(
                f"points has {name}: {value!r}; the lesson allows {allowed_points(name, most)}."
            )


def allowed_points(name: str, most: dict[str, float]) -> str:
    """What an answer file may say for a check.

    >>> allowed_points("mse-check", {"mse-check": 3.0})
    '0 to 3 for it'
    """
    return f"0 to {most[name]:g} for it" if name in most else f"only {sorted(most)}"


def submission(answers: Answers, source: Any, release: Any) -> Any:
    """The notebook that the learner hands in: the released one with their cells in it."""
    solved = {grade_id(cell): without_markers(cell.source) for cell in flagged(source, "solution")}
    notebook = copy.deepcopy(release)
    for cell in flagged(notebook, "solution"):
        name = grade_id(cell)
        from_base = answers.base == "solution" and cell.cell_type == "code"
        cell.source = answers.cells.get(name, solved[name] if from_base else cell.source)
    return notebook
