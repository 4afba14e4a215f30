"""The secret of a course, by which the numbers of hidden tests are drawn: other ones for every notebook.

It is made when it is first needed, in the course's folder, and only its owner can read it. The same secret
and the same notebook always give the same numbers, and so the same grade: whoever moves or restores a
gradebook takes the secret along.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import tempfile
from pathlib import Path

from grader.notebooks.errors import AuthorError

NAME = "gradebook.secret"
FORM = re.compile(r"[0-9a-f]{64}\n?")


def draw(root: Path, assignment: str, notebook: str, digest: str) -> bytes:
    """What a submission's numbers depend on: the course, the assignment and the notebook's SHA-256."""
    text = "\n".join((assignment, notebook, digest))
    return hmac.digest(course_secret(root), text.encode("utf-8", "surrogatepass"), hashlib.sha256)


def course_secret(root: Path) -> bytes:
    """The secret of the course in this folder; AuthorError where the file holds something else."""
    path = root / NAME
    if not path.exists():
        with contextlib.suppress(FileExistsError):  # another process was quicker
            write_new(path, secrets.token_hex(32))
    text = path.read_text("ascii", "replace")
    if not FORM.fullmatch(text):
        raise AuthorError(
            f"{path} does not hold the course's secret, 64 hexadecimal digits: put back the file from your"
            " backup. Without one, remove it: a new one is made, and gives submissions other numbers."
        )
    return bytes.fromhex(text.strip())


def write_new(path: Path, text: str) -> None:
    """Write a file for its owner alone, whole or not at all; FileExistsError where it is there already."""
    # A name of its own for each that writes, threads of one process included; mode 600 from the start.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f"{path.name}.") as file:
        file.write(text + "\n")
        file.flush()
        os.link(file.name, path)  # which, unlike a rename, replaces nothing
