"""`python -m grader export`: from the words of a command line to an exit status."""

import argparse
import sys
from pathlib import Path

from grader.nbgrading.folders import shown
from grader.notebooks.errors import AuthorError
from grader.term.command_line import pairs
from grader.term.course import course_here, gradebook_of
from grader.term.exporting.formats import exported, write_private
from grader.term.exporting.grades import grades_of
from grader.term.words import counted


def export(options: argparse.Namespace) -> int:
    """Run `grader export`."""
    output = options.output or Path(f"grades-{options.to}.csv")
    if options.like and options.to != "canvas":
        raise AuthorError(f"--like is for --to canvas, and not for --to {options.to}.")
    if options.like and output.exists() and output.samefile(options.like):
        raise AuthorError(f"{str(output)!r} is the file that Canvas exported: give another --output.")
    titles = dict(pairs("--column", options.column, first=True))
    with gradebook_of(course_here()) as gradebook:
        grades = grades_of(gradebook, options.lessons, titles)
        text, remarks, learners = exported(grades, options.to, options.like)
    write_private(output, text)
    print(*map(shown, remarks), sep="\n", end="\n" * bool(remarks), file=sys.stderr)
    everybody, lessons = len(grades.roster.learners), len(grades.columns)
    some = f"{len(learners)} of " if len(learners) < everybody else ""
    print(f"{output}: {some}{counted(everybody, 'learner')}, {counted(lessons, 'lesson')}.")
    return 0
