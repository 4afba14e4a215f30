"""From a lesson's text to nbgrader's notebooks, and back.

    lessons/NN-name/lesson.md --jupytext--> source/NN-name/NN-name.ipynb
                              --nbgrader--> release/NN-name/NN-name.ipynb

A build depends on nothing but the text: the same text gives the same bytes. Everything is built in a
temporary folder and put in place only when all of it is right.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import nbformat
from jupytext.myst import MystMetadataParsingError, myst_to_notebook, notebook_to_myst
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.authoring.lint import of_release, of_source
from grader.authoring.release import release
from grader.notebooks.cells import grade_id
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, notebook_in, read_in

TREES = ("source", "release")
NOT_CARRIED = ("lesson.md", "*.po", "__pycache__", ".*")  # the text itself, its translations, leavings
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
KEPT = ("nbgrader", "tags")  # cell metadata that belongs to the lesson; the rest is JupyterLab's memory


def build(root: Path = ROOT, *, force: bool = False) -> list[str]:
    """Bring `source/` and `release/` up to date; returns the files that changed, as 'source/...'."""
    if not force:
        refuse_to_lose_edits(root)
    with tempfile.TemporaryDirectory() as folder:
        make(root, Path(folder))
        changed = differences(Path(folder), root)
        if not force:
            refuse_to_lose_files(Path(folder), root, changed)
        for path in changed:
            copy_or_delete(Path(folder, path), root / path)
    return changed


def stale(root: Path = ROOT) -> list[str]:
    """The files that `build` would change: none, when the trees in git are up to date."""
    with tempfile.TemporaryDirectory() as folder:
        make(root, Path(folder))
        return differences(Path(folder), root)


def make(root: Path, into: Path) -> None:
    """Build both trees of every lesson below `into`, or raise `AuthorError` with all that is wrong."""
    lessons = lesson_folders(root)
    for lesson in lessons:
        target = into / "source" / lesson.name
        shutil.copytree(lesson, target, ignore=shutil.ignore_patterns(*NOT_CARRIED))
        nbformat.write(notebook_of(lesson / "lesson.md"), target / f"{lesson.name}.ipynb")
    names = [lesson.name for lesson in lessons]
    refuse_mistakes(names, into, "source", of_source)  # first: nbgrader stops at some of them without a word
    release(root / "nbgrader_config.py", into, names)
    refuse_mistakes(names, into, "release", of_release)


def lesson_folders(root: Path) -> list[Path]:
    """The folders of all lessons, in their order."""
    return sorted(path.parent for path in (root / "lessons").glob("*/lesson.md"))


def refuse_mistakes(lessons: list[str], built: Path, tree: str, lint: Callable) -> None:
    """Raise `AuthorError` with the lint's complaints about one tree, each with the file to mend."""
    mistakes = [
        f"lessons/{lesson}/lesson.md, {mistake}"
        for lesson in lessons
        for mistake in lint(read_in(built / tree, lesson))
    ]
    if mistakes:
        raise AuthorError("\n".join(mistakes))


def notebook_of(lesson: Path):
    """The instructor's notebook that a lesson's file says, or `AuthorError` that names the file."""
    try:
        return to_notebook(lesson.read_text("utf-8"))
    except AuthorError as error:
        raise AuthorError(f"lessons/{lesson.parent.name}/{lesson.name}: {error}") from error


def to_notebook(text: str):
    """The instructor's notebook that a lesson's text says.

    >>> to_notebook("# A title\\n").cells[0].source
    '# A title'
    """
    taken: set[str] = set()
    cells = [tidy(cell, taken) for cell in parsed(text).cells]
    metadata = METADATA | {"lesson": {"cells": fingerprint(cells)}}
    return new_notebook(cells=cells, metadata=metadata, nbformat_minor=5)


def parsed(text: str, **options: bool):
    """jupytext's notebook of a MyST text, or `AuthorError` where a cell's metadata cannot be read."""
    try:
        return myst_to_notebook(text, **options)
    except MystMetadataParsingError as error:
        raise AuthorError(f"{error}: mend the metadata after `+++` or between `---`.") from error


def tidy(cell, taken: set[str]):
    """The cell with nothing but its text, the metadata that counts, and a derived id."""
    new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
    metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
    return new(cell.source.rstrip("\n"), metadata=metadata, id=cell_id(cell, taken))


def cell_id(cell, taken: set[str]) -> str:
    """The grade_id, or else a hash of the English text; a number makes a repeated text unique."""
    first = grade_id(cell) or hashlib.sha256(cell.source.rstrip("\n").encode()).hexdigest()[:8]
    unique = next(name for n in range(1, 10**6) if (name := first if n == 1 else f"{first}-{n}") not in taken)
    taken.add(unique)
    return unique


def fingerprint(cells) -> str:
    """A short hash of what counts in the cells: it tells whether a notebook was edited since it was built."""
    return hashlib.sha256(repr([essence(cell) for cell in cells]).encode()).hexdigest()[:16]


def essence(cell) -> tuple:
    """What counts in a cell: type, text, metadata; not outputs, ids or what JupyterLab remembers."""
    metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT if key in cell.metadata})
    return cell.cell_type, cell.source.rstrip("\n"), repr(sorted_deep(metadata))


def sorted_deep(value):
    """The value with the keys of every dict in it sorted, so that their order does not count."""
    if isinstance(value, dict):
        return {key: sorted_deep(value[key]) for key in sorted(value)}
    return [sorted_deep(item) for item in value] if isinstance(value, list) else value


def differences(built: Path, root: Path) -> list[str]:
    """The files below the trees that differ, are missing or are too many in `root`."""
    names = {path for base in (built, root) for path in files_below(base)}
    return sorted(name for name in names if content(built / name) != content(root / name))


def files_below(base: Path) -> set[str]:
    """All files of both trees below a folder, but for hidden ones (.ipynb_checkpoints and the like), and for
    folders without a notebook of a lesson: an instructor's own assignments."""
    folders = [folder for tree in TREES for folder in (base / tree).glob("*/") if holds_a_lesson(folder)]
    found = (path.relative_to(base) for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)}


def holds_a_lesson(folder: Path) -> bool:
    """Whether a folder below source/ or release/ is a lesson's, or was one's that is no more."""
    return any(fingerprint_kept(path) for path in folder.glob("*.ipynb"))


def fingerprint_kept(path: Path) -> str:
    """The fingerprint that a build wrote into a notebook; empty where there is none."""
    try:
        return json.loads(path.read_text("utf-8"))["metadata"]["lesson"]["cells"]
    except (ValueError, LookupError, TypeError):
        return ""


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def copy_or_delete(built: Path, target: Path) -> None:
    """Make the target what was built: the same file, or none."""
    if not built.exists():
        target.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(built, target)


def refuse_to_lose_files(built: Path, root: Path, changed: list[str]) -> None:
    """Stop before a build deletes what no lesson makes, unless an earlier build made it, unedited."""
    for name in changed:
        path = root / name
        if (built / name).exists() or name.startswith("release/"):
            continue
        if path.suffix == ".ipynb" and fingerprint_kept(path) == fingerprint(read(path).cells):
            continue
        raise AuthorError(
            f"{name} belongs to no lesson, and a build would delete it: move it below lessons/ (or out of"
            " source/), or let it go with `make build FORCE=1`."
        )


def refuse_to_lose_edits(root: Path) -> None:
    """Stop before a build overwrites what someone edited in JupyterLab."""
    for lesson in lesson_folders(root):
        path = notebook_in(root / "source", lesson.name)
        if path.exists() and was_edited(path, lesson / "lesson.md"):
            raise AuthorError(
                f"source/{lesson.name}/{path.name} was edited since it was built: carry the edit into the"
                " text with `make text`, or drop it with `make build FORCE=1`."
            )


def was_edited(path: Path, lesson: Path) -> bool:
    """Whether the notebook is neither what a build wrote there, nor what the text says now."""
    now = fingerprint(read(path).cells)
    return now not in (fingerprint_kept(path), fingerprint(notebook_of(lesson).cells))


def read(path: Path):
    """A notebook from its file, or `AuthorError` where it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        message = f"{path} is not a notebook ({error}): restore it with `make build FORCE=1`."
        raise AuthorError(message) from error


def text(root: Path = ROOT) -> list[str]:
    """Carry edits of the source notebooks back into the lessons' texts; returns the texts that changed."""
    changed = []
    for lesson in lesson_folders(root):
        path = notebook_in(root / "source", lesson.name)
        if not path.exists() or not was_edited(path, lesson / "lesson.md"):
            continue
        old, notebook = (lesson / "lesson.md").read_text("utf-8"), read(path)
        if fingerprint_kept(path) != fingerprint(to_notebook(old).cells):
            raise AuthorError(
                f"lessons/{lesson.name}/lesson.md and source/{lesson.name}/{path.name} were both edited since"
                " the last build: undo one of the edits (`git diff` shows them), then run `make text` again."
            )
        (lesson / "lesson.md").write_text(carry(old, notebook.cells), "utf-8")
        changed.append(f"lessons/{lesson.name}/lesson.md")
    return changed


def carry(old: str, edited: list) -> str:
    """The text `old` with the cells of an edited notebook: what was not edited keeps its every byte.

    >>> carry("# One\\n\\n+++\\n\\nTwo\\n", [new_markdown_cell("# One"), new_markdown_cell("Three")])
    '# One\\n\\n+++\\n\\nThree\\n'
    """
    head, pieces = split(old)
    before, after = [essence(cell) for cell, _ in pieces], [essence(cell) for cell in edited]
    new: list[str] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            new += [piece for _, piece in pieces[i1:i2]]
            continue
        for j in range(j1, j2):
            partner = pieces[i1 + j - j1] if i1 + j - j1 < i2 else None
            new.append(rewrite(edited[j], partner))
    result = head + join(new, edited)
    with contextlib.suppress(AuthorError):
        if [essence(cell) for cell in parsed(result).cells] == after:
            return result
    raise AuthorError("The edited notebook cannot be written as MyST text: edit lesson.md instead.")


def split(lesson: str) -> tuple[str, list[tuple]]:
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


def rewrite(cell, partner) -> str:
    """The lines for an edited cell: the old ones with another text where only that changed, else new ones."""
    if partner is not None:
        old, piece = partner
        was, now = essence(old), essence(cell)
        if (was[0], was[2]) == (now[0], now[2]) and piece.count(was[1]) == 1:
            return piece.replace(was[1], now[1])
    return notebook_to_myst(new_notebook(cells=[tidy(cell, set())]), default_lexer="ipython3") + "\n"


def join(pieces: list[str], cells: list) -> str:
    """The lines of all cells, with a break `+++` between Markdown cells and an empty line between any."""
    joined = ""
    for n, (piece, cell) in enumerate(zip(pieces, cells, strict=True)):
        follows = n > 0 and cell.cell_type == cells[n - 1].cell_type == "markdown"
        piece = "+++\n\n" + piece if follows and not piece.lstrip().startswith("+++") else piece
        apart = not joined or joined.endswith("\n\n") or piece.startswith("\n")
        joined += piece if apart else "\n" + piece
    return joined.rstrip("\n") + "\n"
