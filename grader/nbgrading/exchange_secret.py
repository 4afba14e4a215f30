"""The secret of a submission, by which nbgrader's exchange knows whose feedback a page is.

`nbgrader submit` writes it, into the submission and into a folder of the learner's own. The name under which
`release_feedback` puts a page into the exchange is made from it, so that nobody else can ask for the page.
"""

import os
import re
from logging import Logger
from pathlib import Path

from grader.notebooks.safe_files import read_file

NAME = "submission_secret.txt"
SECRET = re.compile(r"[0-9a-f]{32,256}")  # nbgrader's own has 128 digits


def secret_in(folder: Path, log: Logger) -> str:
    """The text of a submission's secret, if it has one; a warning if it is something else."""
    if not os.path.lexists(folder / NAME):
        return ""
    try:
        text = read_file(folder, NAME, 300).decode("ascii").strip()
        if not SECRET.fullmatch(text):
            raise ValueError(f"it says {text[:40]!r}")
    except Exception as error:  # a learner wrote it: whatever is wrong with it, nobody else waits
        log.warning("%s has no usable %s, so its feedback cannot be released: %s", folder, NAME, error)
        return ""
    return text
