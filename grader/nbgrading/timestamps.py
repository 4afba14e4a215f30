"""When a submission was handed in, and so how late it is: the learner's timestamp.txt, safely read.

nbgrader computes the seconds of delay and the penalty from it (`AssignLatePenalties`); what it must not get
is a text with which dateutil would open a file.
"""

import os
import re
from logging import Logger

from nbgrader.utils import parse_utc

from grader.notebooks.safe_files import read_file

# As nbgrader writes it. A zone begins with a letter and holds no dot: dateutil opens the file that it names.
ZONE = r"Z| ?[+-]\d\d:?\d\d| [A-Za-z]\w*([/+-]\w+)*"
TIMESTAMP = re.compile(rf"\d{{4}}-\d\d-\d\d[ T][\d:.]{{5,15}}({ZONE})?", re.ASCII)


def timestamp_in(folder: str, log: Logger) -> str:
    """The text of a submission's timestamp.txt, if it is one; a warning if it is something else."""
    if not os.path.lexists(os.path.join(folder, "timestamp.txt")):
        return ""
    try:
        text: str = read_file(folder, "timestamp.txt", 100).decode("ascii").strip()
        if not TIMESTAMP.fullmatch(text):
            raise ValueError(f"it says {text!r}")
        parse_utc(text)
    except Exception as error:  # a learner wrote it: whatever is wrong with it, nobody else waits
        log.warning("%s has no usable timestamp.txt, so it is not late: %s", folder, error)
        return ""
    return text
