"""`python -m grader settings`: what is in force, where it comes from, when to change it, and what is wrong.

    course id           gradient-descent
                        c.CourseDirectory.course_id: nbgrader_config.py, line 25
                        Change it before the first assignment is released: what was handed in ...

What may be changed first stands first. The gradebook is only read, and none is made. The exit status is 1
where something is wrong, which nbgrader's commands refuse as well (`grader.nbgrading.options`).
"""

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties, Execute
from traitlets.config import Config, Configurable
from traitlets.config.loader import LazyConfigValue

from grader.nbgrading.autograde import SafeAutograde
from grader.nbgrading.course_secret import NAME as SECRET
from grader.nbgrading.judging import Judge
from grader.nbgrading.late_policy import LatePolicy, unknown_learners
from grader.nbgrading.options import shown, wrong_options
from grader.nbgrading.pages.page import FeedbackPage
from grader.notebooks.errors import AuthorError
from grader.sandbox.limits import Limits, wrong_limits
from grader.sandbox.other_users import readers
from grader.term.settings.config_files import ConfigFile, config_files, merged
from grader.term.settings.gradebook_seen import Seen, seen

WIDTH, NAMES = 110, 20
DEFAULT = "default"
OURS = {"SafeAutograde": "Autograde"}  # under which name an option of a class of ours is set

COURSE_ID = (
    "Change it before the first assignment is released: what was handed in under another name is lost."
)
EXCHANGE = "Set it where instructor and learners share a machine: a folder that exists, of mode 777."
DATABASE = "Change it for several instructors at once (PostgreSQL), before the first grading."
ZONE = "Set it to where you live: the exchange notes in it when a submission came."
LANGUAGE = "Set it where the pages of feedback are read in another language: a reader's software speaks it."
DUE = "Set or move it in formgrader, Manage Assignments; the next `nbgrader autograde` finds what is late."
PENALTY = "Change it where being late costs something; the next `nbgrader autograde LESSON` counts it."
EXTRA = "Add a learner who may hand in later, by the id in the gradebook."
LIMITS = "Raise one where honest notebooks take longer or more; a learner hears which limit was met."
WORKERS = "Lower it where the machine has other work to do; 0 means as many as it has processors."
FOLLOW = "Set it to False where a mistake is to cost all that builds on it, as in stock nbgrader."
PICTURES = "Set it to False to grade in half the time, with words in place of the lessons' pictures."
SANDBOX = "Leave it: without a sandbox learners' code has your rights (GRADER_NO_SANDBOX=1, on macOS)."
VALIDATE = "Raise it where a cell takes longer in the learners' own `nbgrader validate`."
POINTS = "Change them in the lesson, then `make build` and `nbgrader generate_assignment --force LESSON`."
SIZE = "Raise it where learners hand in larger files: what is larger is not collected."
IGNORE = "Add the names of files that are not to be collected or released."
KEEP = "Never change it: keep it with the gradebook, readable by nobody else."


@dataclass(frozen=True)
class Row:
    """One setting: its value, where that comes from, and when to change it."""

    name: str
    value: str
    source: str
    when: str


@dataclass(frozen=True)
class Options:
    """What the configuration files of a course set."""

    course: Path
    files: list[ConfigFile]
    config: Config

    def value(self, owner: type[Configurable], name: str) -> Any:
        """An option's value, as the class would have it."""
        default = owner.class_traits(config=True)[name].default()
        for base in owner.__mro__:
            if name in self.config.get(base.__name__, {}):
                found = self.config[base.__name__][name]
                return found.get_value(default) if isinstance(found, LazyConfigValue) else found
        return default

    def source(self, owner: type[Configurable], *names: str) -> str:
        """Where an option's value comes from."""
        sections = [base.__name__ for base in owner.__mro__]
        for section, name in ((section, name) for section in sections for name in names):
            for file in reversed(self.files):
                if name in file.config.get(section, {}):
                    return f"c.{section}.{name}: {file.place((section, name), self.course)}"
        owners = [base for base in owner.__mro__ if names[0] in getattr(base, "class_own_traits", dict)()]
        return f"c.{OURS.get(owners[-1].__name__, owners[-1].__name__)}.{names[0]}: {DEFAULT}"

    def row(self, name: str, owner: type[Configurable], option: str, when: str) -> Row:
        return Row(name, shown_plain(self.value(owner, option)), self.source(owner, option), when)


def report(course: Path) -> int:
    """Print the settings of the course in a folder; returns the exit code."""
    course = course.resolve()
    if not (course / "nbgrader_config.py").is_file():
        raise AuthorError(
            f"{course} is no course, for it has no nbgrader_config.py: run this in the course's folder."
        )
    files = config_files(course)
    options = Options(course, files, merged(files))
    gradebook = seen(database(options), course)
    print(f"Settings of the course in {course}; what may be changed first stands first.\n")
    for row in rows(options, gradebook):
        print(written(row))
    wrong = list(wrong_options(options.config, strict=True))
    wrong += wrong_here(options, gradebook, any("c.CourseDirectory.db_url" in each for each in wrong))
    if wrong:
        print("\nWrong:", *(f"  {sentence}" for sentence in wrong), sep="\n", file=sys.stderr)
    return 1 if wrong else 0


def rows(options: Options, gradebook: Seen) -> Iterator[Row]:
    """All settings, what may be changed first before the rest."""
    yield options.row("course id", CourseDirectory, "course_id", COURSE_ID)
    root = options.row("exchange", Exchange, "root", EXCHANGE)
    yield replace(root, value=f"{root.value} ({of_exchange(Path(root.value))})")
    yield Row(
        "gradebook", shown_plain(database(options)), options.source(CourseDirectory, "db_url"), DATABASE
    )
    yield options.row("time zone", Exchange, "timezone", ZONE)
    yield options.row("language of pages", FeedbackPage, "language_code", LANGUAGE)
    yield from due_dates(gradebook)
    yield from late(options)
    yield Row("limits", shown_limits(options), options.source(Judge, "limits"), LIMITS)
    yield options.row("workers", SafeAutograde, "workers", WORKERS)
    yield options.row("follow-through", Judge, "follow_through", FOLLOW)
    yield options.row("pictures", Judge, "pictures", PICTURES)
    yield options.row("validate, seconds", Execute, "timeout", VALIDATE)
    yield from points(gradebook)
    yield options.row("largest file, kB", CourseDirectory, "max_file_size", SIZE)
    yield options.row("largest folder, kB", CourseDirectory, "max_dir_size", SIZE)
    yield options.row("files left out", CourseDirectory, "ignore", IGNORE)
    yield options.row("sandbox", Judge, "sandbox", SANDBOX)
    yield Row("secret", of_secret(options.course / SECRET), "made at the first grading", KEEP)


def due_dates(gradebook: Seen) -> Iterator[Row]:
    """When each assignment is due."""
    for assignment in gradebook.assignments:
        yield Row(
            f"due: {assignment.name}", assignment.due or "no due date: nothing is late", "gradebook", DUE
        )
    if not gradebook.assignments:
        yield Row("due dates", gradebook.why or "no assignment yet", "gradebook", DUE)


def points(gradebook: Seen) -> Iterator[Row]:
    """What each assignment is worth."""
    for assignment in gradebook.assignments:
        yield Row(f"points: {assignment.name}", f"{assignment.points:g}", "gradebook", POINTS)


def late(options: Options) -> Iterator[Row]:
    """What being late costs, and who may be later."""
    plugin = options.value(AssignLatePenalties, "plugin_class")
    if str(getattr(plugin, "__name__", plugin)).rpartition(".")[2] != LatePolicy.__name__:
        is_stock = str(getattr(plugin, "__name__", plugin)).endswith(LateSubmissionPlugin.__name__)
        method = options.value(LateSubmissionPlugin, "penalty_method")
        value = (
            {"none": "nothing", "zero": "all points"}.get(method, shown(method))
            if is_stock
            else shown(plugin)
        )
        source = options.source(LateSubmissionPlugin, "penalty_method")
        yield Row(
            "late costs",
            value,
            source if is_stock else options.source(AssignLatePenalties, "plugin_class"),
            PENALTY,
        )
        return
    grace, each, most = (
        options.value(LatePolicy, name) for name in ("grace_minutes", "percent_per_day", "most_percent")
    )
    value = f"{each}% for each day that has begun, {most}% at most, after {grace} minutes"
    yield Row(
        "late costs",
        value,
        options.source(LatePolicy, "percent_per_day", "most_percent", "grace_minutes"),
        PENALTY,
    )
    extra = options.value(LatePolicy, "extra_hours")
    hours = (
        ", ".join(f"{name} {more}" for name, more in extra.items())
        if isinstance(extra, dict)
        else shown(extra)
    )
    yield Row("extra hours", hours or "nobody", options.source(LatePolicy, "extra_hours"), EXTRA)


def shown_limits(options: Options) -> str:
    """All limits that hold."""
    own = options.value(Judge, "limits")
    if not isinstance(own, dict) or wrong_limits(own):
        return shown(own)
    return ", ".join(f"{each.name} {getattr(Limits(**own), each.name):,}" for each in fields(Limits))


def of_exchange(root: Path) -> str:
    """Whether the exchange can be used from here."""
    if not root.is_dir():
        return "there is no such folder: learners hand in another way"
    mode = root.stat().st_mode & 0o777
    return f"mode {mode:o}" + ("" if mode == 0o777 else ": learners cannot hand in, run `chmod 777` on it")


def of_secret(path: Path) -> str:
    """Where the course's secret is, and who can read it."""
    if not path.exists():
        return f"{path.name} (not there yet)"
    others = readers(path)
    return f"{path.name}, mode {path.stat().st_mode & 0o777:o}" + (
        f": {others} can read it" if others else ""
    )


def database(options: Options) -> str:
    """The address of the gradebook; nbgrader's default lies in the course's folder."""
    return str(options.value(CourseDirectory, "db_url") or f"sqlite:///{options.course / 'gradebook.db'}")


def wrong_here(options: Options, gradebook: Seen, address_told: bool) -> Iterator[str]:
    """What is wrong with this course at this moment, beside what an option may be at all."""
    root = options.value(Exchange, "root")
    if not options.source(Exchange, "root").endswith(DEFAULT) and not Path(root).is_dir():
        yield f"c.Exchange.root = {root!r}: there is no such folder. Make it: `mkdir -p -m 777 {root}`."
    if gradebook.error and not address_told:
        yield f"The gradebook {shown(database(options))} cannot be read: {gradebook.error}."
    extra = options.value(LatePolicy, "extra_hours")
    if isinstance(extra, dict) and not gradebook.error:
        yield from unknown_learners(extra, gradebook.learners)


def shown_plain(value: Any) -> str:
    """A value as one reads it, a password left out."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return shown(value)[1:-1] if isinstance(value, str) else str(value)


def written(row: Row) -> str:
    """A row as it is printed: the value, its source, and the sentence."""
    first, *more = textwrap.wrap(row.value, WIDTH - NAMES) or ["(empty)"]
    head = f"{row.name:{NAMES}}{first}" if len(row.name) < NAMES else f"{row.name}\n{'':{NAMES}}{first}"
    rest = [*more, row.source, *textwrap.wrap(row.when, WIDTH - NAMES)]
    return "\n".join([head, *(" " * NAMES + line for line in rest), ""])
