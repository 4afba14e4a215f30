"""What other users of this machine may read of a course: grades, what learners handed in, and answers."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

PRIVATE = ["gradebook.db*", "gradebook.secret", ".nbgrader.log"]
PRIVATE += ["*.csv", "*.zip", "*.tar.gz"]  # the roster, exported grades, an LMS's archives, backups
PRIVATE += ["submitted", "autograded", "feedback", "report"]  # nbgrader's names of its steps, and ours

ANSWERS = [
    "lessons",
    "source",
    "examples",
    "grader/reference",
]  # solutions, hidden tests and what they expect


def warnings(course: Path) -> list[str]:
    """What everybody may read, or a group, each with the command that mends it; none where all is well."""
    found = []
    if private := open_to_others(course, PRIVATE):
        names = " ".join(path.name for path in private)
        found.append(
            f"Other users of this machine ({whose(private)}) can read {names}: run `chmod go-rwx {names}`"
            f" in {str(course)!r} (or o-rwx, where a group is meant to read it: nbgrader's groupshared)."
        )
    if answers := open_to_others(course, ANSWERS):
        names = ", ".join(path.relative_to(course).as_posix() for path in answers)
        found.append(
            f"Other users of this machine ({whose(answers)}) can read the solutions and hidden tests"
            f" ({names}): if learners have accounts here, run `chmod go-rwx .` in {str(course)!r},"
            " which closes all of it (or o-rwx, where a group of instructors works there)."
        )
    return found


def open_to_others(course: Path, patterns: list[str]) -> list[Path]:
    """The files and folders of these names that somebody else may read, and that hold something."""
    found = [path for pattern in patterns for path in sorted(course.glob(pattern))]
    return [path for path in found if readers(path) and holds_something(path)]


def whose(paths: list[Path]) -> str:
    """Who may read some of these, as in "everybody, the group users"."""
    return ", ".join(sorted({readers(path) for path in paths}))


def holds_something(path: Path) -> bool:
    return not path.is_dir() or any(not name.startswith(".") for name in os.listdir(path))


def readers(path: Path) -> str:
    """Who may read a file or list a folder beside its owner: "everybody", "the group users", or nobody."""
    for who, read, enter in (
        ("everybody", stat.S_IROTH, stat.S_IXOTH),
        (group_of(path), stat.S_IRGRP, stat.S_IXGRP),
    ):
        open_up_to_it = all(folder.stat().st_mode & enter for folder in path.resolve().parents)
        if who and open_up_to_it and path.stat().st_mode & read:
            return who
    return ""


def group_of(path: Path) -> str:
    """The group of a file; empty where it is the owner's own, as most systems make one for each user."""
    import grp
    import pwd

    found = path.stat()
    try:
        group, owner = grp.getgrgid(found.st_gid).gr_name, pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        return f"the group {found.st_gid}"
    return "" if group == owner else f"the group {group}"


def private_folder(path: Path, mode: int = 0o700) -> None:
    """Make a folder with this mode, or give it to one that holds nothing yet; others stay as they are."""
    path.mkdir(parents=True, exist_ok=True)
    if not holds_something(path):
        with contextlib.suppress(PermissionError):  # another instructor's
            path.chmod(mode)


def private_file(path: Path, mode: int = 0o600) -> None:
    """Make an empty file with this mode, if there is none."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    except FileExistsError:
        return
    os.fchmod(descriptor, mode)
    os.close(descriptor)
