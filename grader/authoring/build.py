"""`make build`: both trees of notebooks from the lessons' texts.

Everything is built in a temporary folder and put in place only when all of it is right: a lesson that
changed is graded by the judge before.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import nbformat

from grader.authoring.edits import refuse_to_lose_edits, refuse_to_lose_files
from grader.authoring.fingerprint import fingerprint_kept
from grader.authoring.lint import of_release, of_source
from grader.authoring.release import release
from grader.authoring.sealed_answers import FOLDER, answers_of, write_answers
from grader.authoring.text_to_notebook import lesson_folders, notebook_of
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, notebook_in, read_in

TREES = ("source", "release")
NOT_CARRIED = ("lesson.md", "*.po", "__pycache__", ".*")  # the text itself, its translations, leavings


def build(root: Path = ROOT, *, force: bool = False) -> list[str]:
    """Bring `source/` and `release/` up to date; returns the files that changed, as 'source/...'."""
    if not force:
        refuse_to_lose_edits(root)
    with tempfile.TemporaryDirectory() as folder:
        build_trees(root, Path(folder))
        changed = differences(Path(folder), root)
        refuse_wrong_grades(Path(folder), changed)
        if not force:
            refuse_to_lose_files(Path(folder), root, changed)
        for path in changed:
            copy_or_delete(Path(folder, path), root / path)
    return changed


def stale(root: Path = ROOT) -> list[str]:
    """The files that `build` would change: none, when the trees in git are up to date."""
    with tempfile.TemporaryDirectory() as folder:
        build_trees(root, Path(folder))
        return differences(Path(folder), root)


def build_trees(root: Path, into: Path) -> None:
    """Build both trees of every lesson below `into`, or raise `AuthorError` with all that is wrong."""
    lessons = lesson_folders(root)
    for lesson in lessons:
        shutil.copytree(lesson, into / "source" / lesson.name, ignore=shutil.ignore_patterns(*NOT_CARRIED))
        nbformat.write(notebook_of(lesson / "lesson.md"), notebook_in(into / "source", lesson.name))
    names = [lesson.name for lesson in lessons]
    for name in names:
        write_answers(read_in(into / "source", name), name, into)
    refuse_mistakes(names, into, "source", of_source)  # first: nbgrader stops at some of them without a word
    release(root / "nbgrader_config.py", into, names)
    refuse_mistakes(names, into, "release", of_release)


def refuse_mistakes(lessons: list[str], built: Path, tree: str, lint: Callable[[Any], Iterable[str]]) -> None:
    """Raise `AuthorError` with the lint's complaints about one tree, each with the file to mend."""
    mistakes = [
        f"lessons/{lesson}/lesson.md, {mistake}"
        for lesson in lessons
        for mistake in lint(read_in(built / tree, lesson))
    ]
    if mistakes:
        raise AuthorError("\n".join(mistakes))


def refuse_wrong_grades(built: Path, changed: list[str]) -> None:
    """Raise `AuthorError` where the judge would not give a changed lesson's own solution all its points, or
    would give some to its release: a minute of work for all six lessons, so that the others are left out."""
    from grader.nbgrading.faithful import refuse_unfaithful  # imports torch

    for path in changed:
        source = built / path
        if source.suffix == ".ipynb" and source.parent.parent == built / "source" and source.exists():
            with answers_of(built):
                refuse_unfaithful(source.parent, [source])


def differences(built: Path, root: Path) -> list[str]:
    """The files below the trees that differ, are missing or are too many in `root`."""
    names = {path for base in (built, root) for path in files_below(base)}
    return sorted(name for name in names if bytes_of(built / name) != bytes_of(root / name))


def files_below(base: Path) -> set[str]:
    """All files of both trees and all sealed answers below a folder, but for hidden ones (.ipynb_checkpoints
    and the like), and for folders without a notebook of a lesson: an instructor's own assignments."""
    folders = [folder for tree in TREES for folder in (base / tree).glob("*/") if holds_a_lesson(folder)]
    folders.append(base / FOLDER)
    found = (path.relative_to(base) for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)}


def holds_a_lesson(folder: Path) -> bool:
    """Whether a folder below source/ or release/ is a lesson's, or was one's that is no more."""
    return any(fingerprint_kept(path) for path in folder.glob("*.ipynb"))


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None where there is no file."""
    return path.read_bytes() if path.is_file() else None


def copy_or_delete(built: Path, target: Path) -> None:
    """Make the target what was built: the same file, or none."""
    if not built.exists():
        target.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(built, target)
