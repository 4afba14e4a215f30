"""The folders of nbgrader's steps, found by listing.

nbgrader finds them by glob, for which `x[1]` is not the folder of that name but the one named `x1`: one
learner vanishes from every list, or another's notebook is taken. Here each folder is found under its own
name, and `unusable` says which names the rest of nbgrader cannot take.
"""

import os
import re
import shutil
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory

MOST_CHARACTERS = 128  # of a name in nbgrader's gradebook
ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")  # that no line can show


class Folder(NamedTuple):
    """One learner's folder for one assignment."""

    student: str
    assignment: str
    path: Path


def submitted_folders(coursedir: CourseDirectory) -> list[Folder]:
    """The submitted folders that a command is about, in the order of their names."""
    return sorted(
        folder
        for folder in folders_of(coursedir, coursedir.submitted_directory)
        if chosen(folder.assignment, coursedir.assignment_id) and chosen(folder.student, coursedir.student_id)
    )


def chosen(name: str, pattern: str) -> bool:
    """Whether a name is meant by what nbgrader was given, a name or a pattern of names.

    >>> chosen("x[1]", "x[1]"), chosen("x1", "x?"), chosen(".hidden", "*")
    (True, True, False)
    """
    return name == pattern or (fnmatchcase(name, pattern) and not name.startswith("."))


def folders_of(coursedir: CourseDirectory, step: str, student: str | None = None) -> Iterator[Folder]:
    """All folders of one step, as 'submitted'; with a student, those of this one ("." in source/)."""
    structure = coursedir.directory_structure.format(
        nbgrader_step=step, student_id=student or "{student}", assignment_id="{assignment}"
    )
    for path, names in below(Path(coursedir.root), list(Path(structure).parts), {}):
        yield Folder(names.get("student", student or ""), names["assignment"], path)


def below(folder: Path, parts: list[str], names: dict[str, str]) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every path below a folder that fits the parts of a pattern, with the names that fill it."""
    if not parts:
        yield folder, names
        return
    part, *rest = parts
    if "{" not in part:
        if os.path.lexists(folder / part):
            yield from below(folder / part, rest, names)
        return
    pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(part)), re.DOTALL)
    for name in entries(folder):
        if match := pattern.fullmatch(name):
            yield from below(folder / name, rest, names | match.groupdict())


def source_folder(coursedir: CourseDirectory, assignment: str) -> Path:
    """Where an assignment's own notebooks are."""
    return Path(os.path.normpath(coursedir.format_path(coursedir.source_directory, ".", assignment)))


def source_notebooks(coursedir: CourseDirectory, assignment: str) -> list[str]:
    """The names of an assignment's own notebooks, without .ipynb."""
    folder = source_folder(coursedir, assignment)
    names = [name.removesuffix(".ipynb") for name in entries(folder) if chosen(name, "*.ipynb")]
    if not names:
        raise NbGraderException(
            f"No notebook in {str(folder)!r}: the assignment's own belongs there. Restore it from git or a"
            f" backup; where lessons/{assignment}/ has its text, `make build` makes it."
        )
    return names


def copy_files(folder: Path, into: Path, ignore: list[str]) -> None:
    """Copy what lies beside the notebooks of a folder, but for what nbgrader is told to ignore."""
    ignored = shutil.ignore_patterns(*ignore, "*.ipynb")
    shutil.copytree(folder, into, ignore=ignored, copy_function=copy_anew, dirs_exist_ok=True)


def copy_anew(path: str | Path, target: str | Path) -> None:
    """Copy a file, also over an earlier copy that nobody may write to."""
    Path(target).unlink(missing_ok=True)
    shutil.copy(path, target)


def entries(folder: Path) -> list[str]:
    """The names in a folder; none where it is a file, or cannot be read."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def unusable(name: str) -> str:
    """Why nbgrader cannot take a folder of this name; empty where it can.

    >>> unusable("x[1]")
    "the name holds '[', which nbgrader reads as a pattern"
    """
    if pattern := re.search(r"[*?\[\]]", name):
        return f"the name holds {pattern[0]!r}, which nbgrader reads as a pattern"
    if code := re.search(r'["<>]', name):  # formgrader writes names into scripts, between quotes
        return f"the name holds {code[0]!r}, which formgrader's pages take for code"
    if odd := ODD.search(name):
        return f"the name holds the character {odd[0]!a}"
    if name != name.strip():
        return "the name begins or ends with a space"
    if len(name) > MOST_CHARACTERS:
        return f"the name has more than {MOST_CHARACTERS} characters"
    return ""


def wrong_name(learner: str) -> str:
    """Why an id cannot be the name of a folder; empty where it can.

    >>> wrong_name("../ada"), wrong_name("ada")
    ("the id holds '/'", '')
    """
    if "/" in learner:
        return "the id holds '/'"
    if learner.startswith("."):
        return "the id begins with a dot"
    return unusable(learner).replace("the name", "the id")


def shown(name: str) -> str:
    r"""A name as it fits into one line of a log or a report.

    >>> shown("a\nb")
    'a\\nb'
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
