"""Whether a page of feedback is up to date: in its head stands a hash of all that it was made of."""

import hashlib
import json
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from grader.judge import markup
from grader.nbgrading import pages

IN_HEAD = re.compile(
    r'<meta content="([0-9a-f]{64})" name="fingerprint"/>|name="fingerprint" content="([0-9a-f]+)"'
)
HEAD_BYTES = 1_000  # of a page, in which its fingerprint stands


def fingerprint(notebook: Path, submitted: Any, *shown: Any) -> str:
    """The hash for the page of a notebook in `autograded/`, with its grades and comments in the gradebook.

    `shown` is what else the page shows: rubrics, and where the class stands.
    """
    made_of = hashlib.sha256(maker())
    for path in sorted(file for file in notebook.parent.rglob("*") if file.is_file()):
        made_of.update(f"\n{path.relative_to(notebook.parent)}\n".encode())
        made_of.update(hashlib.sha256(path.read_bytes()).digest())
    made_of.update(json.dumps(graded(submitted)).encode())
    made_of.update(repr(shown).encode())
    return made_of.hexdigest()


def graded(submitted: Any) -> list[Any]:
    """What the gradebook says of a submitted notebook, as far as a page shows it."""
    grades = sorted(
        (grade.name, grade.score, grade.max_score, bool(grade.needs_manual_grade))
        for grade in submitted.grades
    )
    comments = sorted((comment.name, comment.comment or "") for comment in submitted.comments)
    return [grades, comments, submitted.late_submission_penalty]


@cache
def maker() -> bytes:
    """What makes pages: our modules and templates, and the versions of what they use."""
    folder = Path(pages.__file__).parent
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".j2", ".css", ".json")]
    texts = [path.read_bytes() for path in [*files, Path(markup.__file__)]]
    versions = " ".join(map(version, ("nbgrader", "nbconvert", "mistune", "latex2mathml")))
    return b"".join([f"{versions}\n".encode(), *texts])


def fingerprint_in(page: Path) -> str:
    """The fingerprint of a page; nothing where there is none, or no page."""
    try:
        with page.open("rb") as file:
            match = IN_HEAD.search(file.read(HEAD_BYTES).decode("utf-8", "replace"))
    except OSError:
        return ""
    return (match[1] or match[2]) if match else ""
