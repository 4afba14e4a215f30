"""Grades for Moodle's gradebook ("Import", "CSV file"): a row for each learner, a column for each lesson.

Whoever imports says which column is the learner's (Map from, Map to) and which lesson is which grade item.
Moodle gives up the whole import where it does not know a learner, and takes a row without an identity for
the one before it (moodle, grade/import/csv/classes/load_data.php: `check_user_exists`,
`map_user_data_with_value`). So a column that could be mapped has another text in each row, or is left out.
PHP takes a quote after a backslash for a part of the text, and would read on into the next row: names, which
are there for people alone, have a slash in its place.
"""

from collections import Counter
from collections.abc import Iterator

from grader.nbgrading.export import harmless
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.listed import listed
from grader.term.exporting.grades import Grades, number

MOST_POINTS = 100  # what Moodle takes, unless its administrator allows more


def table(grades: Grades) -> list[list[str]]:
    """The table, with the titles that Moodle's own export has."""
    mail = not without_mail(grades)
    titles = [harmless(column.title) for column in grades.columns]
    rows = [["First name", "Last name", "ID number", *["Email address"] * mail, *titles]]
    for learner in grades.roster.learners:
        points = [number(column.points.get(learner.id)) for column in grades.columns]
        names = [name.replace("\\", "/") for name in (learner.first_name, learner.last_name)]
        whose = [*names, learner.id, *[learner.email] * mail]
        rows.append([*map(harmless, whose), *points])
    return rows


def without_mail(grades: Grades) -> list[Learner]:
    """The learners whom no e-mail address of their own tells from others."""
    counts = Counter(learner.email.casefold() for learner in grades.roster.learners)
    return [one for one in grades.roster.learners if not one.email or counts[one.email.casefold()] > 1]


def doubts(grades: Grades) -> Iterator[str]:
    """What Moodle will not take as it is."""
    if nameless := without_mail(grades):
        who = listed(one.shown for one in nameless)
        yield (
            f"No column 'Email address' was written: {who} have none of their own. Map 'ID number', or give"
            " them one (`nbgrader db student add ID --email=...`)."
        )
    for column in grades.columns:
        if column.worth > MOST_POINTS:
            yield f"{column.title} is worth {number(column.worth)} points, and Moodle may take {MOST_POINTS}."
