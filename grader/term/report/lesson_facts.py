"""What a lesson asks: its title, its exercises by theirs, its choices and what is said to each answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.authoring.sealed_answers import answers_in, asked_in
from grader.nbgrading.answer_record import picked
from grader.nbgrading.gradebook_rows import GradedCell, Key
from grader.nbgrading.pages.overview import overview
from grader.notebooks.cells import flagged, is_test, without_markers
from grader.notebooks.errors import AuthorError
from grader.notebooks.lesson import read_lesson

TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
OPTION = re.compile(r"^- +\*\*(\w)\*\*:? +(.+(?:\n {2,}.+)*)$", re.MULTILINE)  # - **a** the first option
MARKS = re.compile(r"[$`]|\*\*")


@dataclass(frozen=True)
class Question:
    """A choice, an ordering, named lines or a counted number.

    letters  those to choose from; empty for a number
    wrong    {pattern: what is said to an answer in which it is found}
    options  {letter: the text of this option}, where the lesson has it as a list
    """

    key: Key  # of its test
    name: str
    kind: str
    letters: str
    solution: str
    right: str
    wrong: dict[str, str]
    options: dict[str, str]


@dataclass(frozen=True)
class Facts:
    """What the report says of a lesson itself."""

    title: str
    titles: dict[Key, str]  # of exercises, in the lesson's order
    questions: tuple[Question, ...] = ()


def facts_of(folder: Path, assignment: str) -> Facts:
    """The facts of an assignment, from its folder in source/; as good as none where that is not there."""
    title, titles, questions = "", dict[Key, str](), list[Question]()
    paths = sorted(folder.glob("*.ipynb"))
    for path in paths:
        source = source_of(path)
        headings = [found[1] for cell in source.cells if (found := heading(cell))]
        title = headings[0] if headings and len(paths) == 1 else ""
        where = f" ({path.stem})" if len(paths) > 1 else ""
        titles |= {(path.stem, name): f"{called}{where}" for name, called in titles_of(source.cells)}
        questions += list(questions_of(source, path.stem))
    return Facts(title or assignment, titles, tuple(questions))


def source_of(path: Path) -> Any:
    """A lesson's own notebook, or an error that says which one is broken."""
    try:
        return read_lesson(path).notebook
    except (ValueError, KeyError, AttributeError) as error:
        raise AuthorError(f"{path} is no notebook ({error}): put it right, then run this again.") from None


def heading(cell: Any) -> re.Match[str] | None:
    """A notebook's own heading, if it is in this cell."""
    return TITLE.search(cell.source) if cell.cell_type == "markdown" else None


def titles_of(cells: list[Any]) -> Iterator[tuple[str, str]]:
    """(grade_id, title) of each cell with points."""
    for entry in overview(cells):
        if entry.points:
            yield entry.grade_id, entry.name


def questions_of(source: Any, notebook: str) -> Iterator[Question]:
    """The questions of a notebook, in its order."""
    text = ""  # since the last test
    solutions = {
        name: value
        for cell in flagged(source, "solution")
        if cell.cell_type == "code"
        for name, value in picked(without_markers(cell.source))
    }
    for cell in source.cells:
        if cell.cell_type == "markdown":
            text += f"\n{cell.source}"
        if not is_test(cell):
            continue
        try:
            asked, said = asked_in(cell.source), answers_in(cell.source)
        except SyntaxError:
            continue  # an instructor's own, with commands of IPython
        options = {letter: in_words(words) for letter, words in OPTION.findall(text)}
        for name, (kind, letters) in asked.items():
            right, wrong = said.get(name, ("", {}))
            key = notebook, cell.metadata.nbgrader.grade_id
            shown = options if kind == "choice" and set(letters) <= set(options) else {}
            yield Question(key, name, kind, letters, solutions.get(name, ""), right, wrong, shown)
        text = ""


def in_words(markdown: str) -> str:
    """A short Markdown text without its marks.

    >>> in_words("at $W = 0$ the call `step()`\\n  is **not** made")
    'at W = 0 the call step() is not made'
    """
    return " ".join(MARKS.sub("", markdown).split())


def in_order(cells: list[GradedCell], facts: Facts) -> list[GradedCell]:
    """Graded cells in the order of the lesson; those that it does not have any more come last."""
    place = {key: number for number, key in enumerate(facts.titles)}
    return sorted(cells, key=lambda cell: (place.get(cell.key, len(place)), cell.key))
