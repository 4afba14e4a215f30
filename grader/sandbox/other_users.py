"""What other users of this machine may read of a course: its grades, and what learners handed in."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

PRIVATE = ["gradebook.db*", "gradebook.secret", "grades*.csv", ".nbgrader.log"]
PRIVATE += ["submitted", "autograded", "feedback", "report"]  # nbgrader's names of its steps, and ours


def warning(course: Path) -> str:
    """Which files everybody may read, or a group, with the command that mends it; empty where all is well."""
    found = [
        path
        for pattern in PRIVATE
        for path in sorted(course.glob(pattern))
        if readers(path) and holds_something(path)
    ]
    if not found:
        return ""
    names = " ".join(path.name for path in found)
    whose = ", ".join(sorted({readers(path) for path in found}))
    return (
        f"Other users of this machine ({whose}) can read {names}: run `chmod go-rwx {names}`"
        f" in {str(course)!r} (or o-rwx, where a group is meant to read it: nbgrader's groupshared)."
    )


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
