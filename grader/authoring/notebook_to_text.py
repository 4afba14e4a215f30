"""From an edited source notebook back to the lesson's text: `make text`."""

import contextlib
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from jupytext.myst import notebook_to_myst
from nbformat.v4 import new_notebook

from grader.authoring.edits import read_source, was_edited
from grader.authoring.fingerprint import essence, fingerprint, fingerprint_kept
from grader.authoring.text_to_notebook import lesson_folders, parsed, tidy, to_notebook
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, notebook_in

Piece = tuple[Any, str]  # a cell, and the lines that say it


def carry_edits(root: Path = ROOT) -> list[str]:
    """Carry edits of the source notebooks back into the lessons' texts; returns the texts that changed."""
    changed = []
    for lesson in lesson_folders(root):
        path = notebook_in(root / "source", lesson.name)
        if not path.exists() or not was_edited(path, lesson / "lesson.md"):
            continue
        old, notebook = (lesson / "lesson.md").read_text("utf-8"), read_source(path)
        if fingerprint_kept(path) != fingerprint(to_notebook(old).cells):
            raise AuthorError(
                f"lessons/{lesson.name}/lesson.md and source/{lesson.name}/{path.name} were both edited since"
                " the last build: undo one of the edits (`git diff` shows them), then run `make text` again."
            )
        (lesson / "lesson.md").write_text(carry(old, notebook.cells), "utf-8")
        changed.append(f"lessons/{lesson.name}/lesson.md")
    return changed


def carry(old: str, edited: list[Any]) -> str:
    """The text `old` with the cells of an edited notebook: what was not edited keeps its every byte.

    >>> from nbformat.v4 import new_markdown_cell
    >>> carry("# One\\n\\n+++\\n\\nTwo\\n", [new_markdown_cell("# One"), new_markdown_cell("Three")])
    '# One\\n\\n+++\\n\\nThree\\n'
    """
    head, pieces = split_text(old)
    before, after = [essence(cell) for cell, _ in pieces], [essence(cell) for cell in edited]
    new: list[str] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            new += [piece for _, piece in pieces[i1:i2]]
            continue
        for j in range(j1, j2):
            partner = pieces[i1 + j - j1] if i1 + j - j1 < i2 else None
            new.append(rewrite_cell(edited[j], partner))
    result = head + join_pieces(new, edited)
    with contextlib.suppress(AuthorError):
        if [essence(cell) for cell in parsed(result).cells] == after:
            return result
    raise AuthorError("The edited notebook cannot be written as MyST text: edit lesson.md instead.")


def split_text(lesson: str) -> tuple[str, list[Piece]]:
    """The head of a lesson's text, and each cell with the lines that say it, up to the next cell's."""
    notebook = parsed(lesson, add_source_map=True)
    lines = lesson.splitlines(keepends=True)
    starts = []
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        breaks = cell.cell_type != "markdown" or (start > 0 and lines[start - 1].startswith("+++"))
        starts.append(start - 1 if breaks else start)
    ends = [*starts[1:], len(lines)]
    pieces = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return "".join(lines[: starts[0]] if starts else lines), list(zip(notebook.cells, pieces, strict=True))


def rewrite_cell(cell: Any, partner: Piece | None) -> str:
    """The lines for an edited cell: the old ones with another text where only that changed, else new ones."""
    if partner is not None:
        old, piece = partner
        was, now = essence(old), essence(cell)
        if (was[0], was[2]) == (now[0], now[2]) and piece.count(was[1]) == 1:
            return piece.replace(was[1], now[1])
    return notebook_to_myst(new_notebook(cells=[tidy(cell, set())]), default_lexer="ipython3") + "\n"


def join_pieces(pieces: list[str], cells: list[Any]) -> str:
    """The lines of all cells, with a break `+++` between Markdown cells and an empty line between any."""
    joined = ""
    for n, (piece, cell) in enumerate(zip(pieces, cells, strict=True)):
        follows = n > 0 and cell.cell_type == cells[n - 1].cell_type == "markdown"
        piece = "+++\n\n" + piece if follows and not piece.lstrip().startswith("+++") else piece
        apart = not joined or joined.endswith("\n\n") or piece.startswith("\n")
        joined += piece if apart else "\n" + piece
    return joined.rstrip("\n") + "\n"
