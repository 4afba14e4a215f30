"""The commands of this room, from the words of a command line to an exit status."""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nbgrader.converters import NbGraderException

from grader.nbgrading.folders import shown
from grader.notebooks.errors import AuthorError
from grader.term.collecting import Wishes
from grader.term.collecting import collect as collect_from
from grader.term.course import course_here, gradebook_of
from grader.term.exports import exported, write_private
from grader.term.grades import grades_of
from grader.term.summary import print_report


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
        text, remarks = exported(grades, options.to, options.like)
    write_private(output, text)
    print(*map(shown, remarks), sep="\n", end="\n" * bool(remarks), file=sys.stderr)
    print(f"{output}: {len(grades.roster.learners)} learners, {len(grades.columns)} lessons.")
    return 0


def pairs(option: str, texts: Iterable[str], *, first: bool = False) -> Iterable[tuple[str, str]]:
    """What stands on both sides of the last = in each text, or of the first."""
    for text in texts:
        left, equals, right = text.partition("=") if first else text.rpartition("=")
        if not (left and equals and right):
            raise AuthorError(f"{option} {text!r} is not of the form NAME=VALUE.")
        yield left, right


def time_said(text: str) -> datetime:
    """A time that an instructor gives, with its time zone.

    >>> time_said("2026-02-03 18:00 +09:00").isoformat(), time_said("2026-02-03 18:00 Asia/Seoul").isoformat()
    ('2026-02-03T09:00:00+00:00', '2026-02-03T09:00:00+00:00')
    """
    words = text.split()
    try:
        if words and (words[-1][0].isalpha() or "/" in words[-1]) and len(words) > 1:
            time = datetime.fromisoformat(" ".join(words[:-1])).replace(tzinfo=ZoneInfo(words[-1]))
        else:
            time = datetime.fromisoformat(" ".join(words[:2]) + "".join(words[2:]))
        if time.tzinfo is None:
            raise ValueError("it names no time zone")
        time = time.astimezone(UTC)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError) as error:
        way = 'Write it as "2026-02-03 18:00 +09:00" or "2026-02-03 18:00 Asia/Seoul".'
        raise AuthorError(f"--submitted {text!r} is no time ({error}). {way}") from None
    if time > datetime.now(UTC):
        raise AuthorError(f"--submitted {text!r} is still to come: nothing can have been handed in then.")
    return time
