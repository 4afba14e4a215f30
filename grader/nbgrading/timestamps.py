"""When a submission was handed in, and so how late it is: the learner's timestamp.txt, safely read.

nbgrader computes the seconds of delay and the penalty from it (`AssignLatePenalties`); what it must not get
is a text with which dateutil would open a file.
"""

import contextlib
import os
import re
from datetime import datetime
from logging import Logger
from pathlib import Path

from grader.nbgrading.utc import parse_utc
from grader.notebooks.safe_files import read_file

NAME = "timestamp.txt"
# As nbgrader writes it. A zone begins with a letter and holds no dot: dateutil opens the file that it names.
ZONE = r"Z| ?[+-]\d\d:?\d\d| [A-Za-z]\w*([/+-]\w+)*"
TIMESTAMP = re.compile(rf"\d{{4}}-\d\d-\d\d[ T][\d:.]{{5,15}}({ZONE})?", re.ASCII)


def timestamp_in(folder: Path, log: Logger) -> str:
    """The text of a submission's timestamp.txt, if it is one; a warning if it is something else."""
    if not os.path.lexists(folder / NAME):
        return ""
    try:
        text = read_file(folder, NAME, 100).decode("ascii").strip()
        if not TIMESTAMP.fullmatch(text):
            raise ValueError(f"it says {text!r}")
        parse_utc(text)
    except Exception as error:  # a learner wrote it: whatever is wrong with it, nobody else waits
        log.warning("%s has no usable timestamp.txt, so it is not late: %s", folder, error)
        return ""
    return text


def time_of(folder: Path) -> datetime | None:
    """The time in a timestamp.txt of our own, in a ticket or in `autograded/`; None where there is none."""
    with contextlib.suppress(OSError, ValueError):
        return parse_utc((folder / NAME).read_text().strip())
    return None
