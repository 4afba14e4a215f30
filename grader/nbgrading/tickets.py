"""Tickets: what nbgrader's loop gets to see of submitted folders.

Stock nbgrader globs, copies and opens the submitted folder before anything can check it: a link in it is
followed (to the gradebook, say), a pipe blocks the run, a planted file lands beside the graded notebook, an
unknown format ends the loop. A ticket is a folder of ours in its place, with an empty notebook of each name
that the lesson has. `sanitize.Sanitize` fetches the learner's notebook when the submission's turn has come,
so that one that is broken fails alone.

Nothing else of the submitted folder is used but its timestamp: files of the lesson come from `source/`.
"""

import glob
import re
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook
from nbgrader.coursedir import CourseDirectory


def submitted_path(coursedir: CourseDirectory, student: str, assignment: str, *, escape: bool = False) -> str:
    """The path of a submitted folder, or a pattern of such paths."""
    return str(coursedir.format_path(coursedir.submitted_directory, student, assignment, escape=escape))


def submitted_folders(coursedir: CourseDirectory) -> dict[tuple[str, str], str]:
    """The submitted folders that a run is about: {(assignment, student): path}."""
    pattern = submitted_path(coursedir, "(?P<student>.*)", "(?P<assignment>.*)", escape=True)
    names = re.compile(pattern + "$")
    paths = glob.glob(submitted_path(coursedir, coursedir.student_id, coursedir.assignment_id))
    found = {path: names.match(path) for path in paths}
    return {(match["assignment"], match["student"]): path for path, match in found.items() if match}


def write_ticket(folder: Path, notebooks: Iterable[str], timestamp: str) -> None:
    """A folder that stands for a submission, with an empty notebook for each one of the lesson."""
    folder.mkdir(parents=True)
    for notebook in notebooks:
        nbformat.write(new_notebook(), folder / notebook)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
