"""`make publish TO=FOLDER`: the learners' repository, all or nothing, and never with an answer in it.

It is made beside the folder, read for what must not be there (`leaks`), and takes the folder's place at the
end; the folder's .git moves along. `SHA256SUMS` lists what was published: what is not on that list, or has
another sum, somebody else put there, and nothing of it is overwritten.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from grader.authoring.publishing.contents import Files, contents
from grader.authoring.publishing.leaks import history_leaks, leaks
from grader.authoring.publishing.links import UNSET, refuse_no_address
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

SUMS = "SHA256SUMS"  # as `sha256sum --check SHA256SUMS` reads it
EXECUTABLE = ("binder/postBuild", "binder/start")
SHOWN = 5  # names in a message


def publish(folder: Path, repository: str = UNSET, branch: str = "main", root: Path = ROOT) -> list[str]:
    """Write the learners' repository into a folder; returns the paths of the files that changed."""
    refuse_no_address(repository, branch)
    folder = folder.resolve()
    refuse_place(folder, root.resolve())
    before = files_in(folder)
    refuse_other_files(folder, before)
    files = contents(root, repository, branch)
    files[SUMS] = sums(files)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        new = Path(beside, "new")
        write(files, new)
        refuse_leaks([*leaks(new, root), *history_leaks(folder, root)], folder)
        put_in_place(new, folder)
    return sorted(name for name in files.keys() | before.keys() if files.get(name) != before.get(name))


def refuse_place(folder: Path, root: Path) -> None:
    """Raise AuthorError for a folder within the course, or around it."""
    if folder == root or root in folder.parents or folder in root.parents:
        raise AuthorError(
            f"{folder} and the course in {root} cannot lie in one another: name a folder beside the course,"
            " such as `make publish TO=../learners`."
        )
    if (left := aside_of(folder)).exists():
        raise AuthorError(
            f"{left} was left by a publication that was stopped, with all that {folder} held: move it back"
            " there, then publish again."
        )
    if folder.exists() and not folder.is_dir():
        raise AuthorError(f"{folder} is a file: name a folder that is new, empty, or was published before.")


def files_in(folder: Path) -> Files:
    """The files of a folder but for its .git; a link counts as what it leads to, and an empty folder not."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if is_file(path)}
    return {
        path.as_posix(): place.read_bytes() if place.is_file() else b""
        for path, place in found.items()
        if path.parts[0] != ".git"
    }


def is_file(path: Path) -> bool:
    """Whether it is anything but a folder."""
    return path.is_symlink() or not path.is_dir()


def refuse_other_files(folder: Path, there: Files) -> None:
    """Raise AuthorError where a folder holds what was not published, or was edited since."""
    listed = dict(
        line.split("  ", 1)[::-1] for line in there.get(SUMS, b"").decode("utf-8", "replace").splitlines()
    )
    if other := [name for name in there if name != SUMS and name not in listed]:
        raise AuthorError(
            f"{folder} holds what was not published: {some(other)}. Publish into a new folder, or into one"
            " that was published before, after moving this elsewhere."
        )
    if edited := [name for name, data in there.items() if name != SUMS and sha256(data) != listed[name]]:
        raise AuthorError(
            f"Edited in {folder} since it was published: {some(edited)}. Carry the edit into the course, then"
            " delete the file there, and publish again."
        )


def refuse_leaks(found: list[str], folder: Path) -> None:
    """Raise AuthorError with all that could be read there and must not be."""
    if found:
        more = [f"... and {len(found) - 20} more"] if len(found) > 20 else []
        raise AuthorError("\n".join([f"Not published: {folder} would give away", *found[:20], *more]))


def sums(files: Files) -> bytes:
    """The sum of each file, in the format of sha256sum."""
    return "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(files: Files, folder: Path) -> None:
    """Write the files into a new folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if name in EXECUTABLE else 0o644)
    folder.chmod(0o755)


def aside_of(folder: Path) -> Path:
    """Where a folder lies while another takes its place: nothing temporary, for it has the .git."""
    return folder.with_name(f".{folder.name}-old")


def put_in_place(new: Path, folder: Path) -> None:
    """Put a folder in the place of another and take its .git along; the other comes back when that fails."""
    aside = aside_of(folder)
    if folder.exists():
        folder.rename(aside)
    try:
        if os.path.lexists(aside / ".git"):
            (aside / ".git").rename(new / ".git")
        new.rename(folder)
    except BaseException:
        for place in (new, folder):
            if aside.exists() and os.path.lexists(place / ".git"):
                (place / ".git").rename(aside / ".git")
        if aside.exists():
            aside.rename(folder)
        raise
    if aside.exists():
        shutil.rmtree(aside)


def some(names: list[str]) -> str:
    """The first few names, and how many there are more."""
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
