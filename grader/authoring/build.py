"""From a lesson's text to nbgrader's notebooks, and back.

    lessons/NN-name/lesson.md --jupytext--> source/NN-name/NN-name.ipynb
                              --nbgrader--> release/NN-name/NN-name.ipynb

A build depends on nothing but the text: the same text gives the same bytes. Everything is built in a
temporary folder and put in place only when all of it is right.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat

from grader.authoring.edits import refuse_to_lose_edits, refuse_to_lose_files
from grader.authoring.fingerprint import fingerprint_kept
from grader.authoring.lint import of_release, of_source
from grader.authoring.release import release
from grader.authoring.text_to_notebook import lesson_folders, notebook_of
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, read_in

TREES = ("source", "release")
NOT_CARRIED = ("lesson.md", "*.po", "__pycache__", ".*")  # the text itself, its translations, leavings


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


def refuse_mistakes(lessons: list[str], built: Path, tree: str, lint: Callable) -> None:
    """Raise `AuthorError` with the lint's complaints about one tree, each with the file to mend."""
    mistakes = [
        f"lessons/{lesson}/lesson.md, {mistake}"
        for lesson in lessons
        for mistake in lint(read_in(built / tree, lesson))
    ]
    if mistakes:
        raise AuthorError("\n".join(mistakes))


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


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def copy_or_delete(built: Path, target: Path) -> None:
    """Make the target what was built: the same file, or none."""
    if not built.exists():
        target.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(built, target)
