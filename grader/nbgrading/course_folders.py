"""The folders of one step of nbgrader ("autograded", "feedback"), whatever signs a learner's name has.

nbgrader itself takes a name for a pattern: a folder called `x[1]` is never found.
"""

import glob
import re
from fnmatch import fnmatchcase
from pathlib import Path

from nbgrader.coursedir import CourseDirectory


def folders_of(coursedir: CourseDirectory, step: str) -> dict[tuple[str, str], Path]:
    """The folders of a step that a run is about: {(assignment, student): path}."""
    found = {}
    names = re.compile(
        coursedir.format_path(step, "(?P<student>.*)", "(?P<assignment>.*)", escape=True) + "$"
    )
    every = coursedir.directory_structure.format(
        nbgrader_step=step, student_id="*", assignment_id=coursedir.assignment_id
    )
    for path in sorted(glob.glob(every, root_dir=coursedir.root)):
        whole = Path(coursedir.root, path)
        if (match := names.match(str(whole))) and wanted(match["student"], coursedir.student_id):
            found[match["assignment"], match["student"]] = whole
    return found


def wanted(name: str, pattern: str) -> bool:
    """Whether a name is what was asked for, by itself or by a pattern.

    >>> wanted("x[1]", "x[1]"), wanted("anna", "a*"), wanted("anna", "zoe")
    (True, True, False)
    """
    return name == pattern or fnmatchcase(name, pattern)
