"""`python -m grader collect`: from the words of a command line to an exit status."""

import argparse
import sys

from nbgrader.converters import NbGraderException

from grader.notebooks.errors import AuthorError
from grader.term.collecting.collect import Wishes
from grader.term.collecting.collect import collect as collect_from
from grader.term.collecting.results import print_report
from grader.term.command_line import pairs, time_said
from grader.term.course import course_here, gradebook_of


def collect(options: argparse.Namespace) -> int:
    """Run `grader collect`; the status is 1 where a person must look at something."""
    submitted = time_said(options.submitted) if options.submitted else None
    wishes = Wishes(submitted, dict(pairs("--who", options.who)), options.dry_run)
    coursedir = course_here()
    try:
        with gradebook_of(coursedir) as gradebook:
            report = collect_from(coursedir, gradebook, options.lesson, options.archives, wishes)
    except NbGraderException as error:
        raise AuthorError(str(error)) from None
    print_report(report)
    if options.dry_run:
        print("Nothing was written: without --dry-run it will be.", file=sys.stderr)
    return int(report.for_a_person > 0)
