"""Options that would be taken for nothing: a name that no class has, a value that means nothing.

nbgrader ignores `c.Judge.folow_through = False` without a word, and with it what an instructor meant. Here
each such option is refused by every command of nbgrader and by formgrader's buttons before anything is done,
with its value and the names that are near; `python -m grader settings` says the same. What an option may be
is what traitlets knows of its class.
"""

import contextlib
import copy
import difflib
import importlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from nbgrader.converters import BaseConverter, NbGraderException
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from traitlets import HasTraits, TraitError, TraitType
from traitlets.config import Application, Config, Configurable
from traitlets.config.loader import DeferredConfig, LazyConfigValue

from grader.nbgrading.no_judge import refuse_without_judge
from grader.nbgrading.utc import parse_utc

CLASS = re.compile(r"[a-z_][\w.]*\.[A-Z]\w*")  # how a class is named as text, in `plugin_class` and the like
PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")
OLD_NAMES = {"Feedback": "GenerateFeedback"}  # which nbgrader still reads, with a warning
ALL = 8  # options of a class that a message names
Options = dict[str, dict[str, list[type[Configurable]]]]  # by section and name: the classes that have it


def refuse_wrong_options(config: Config) -> None:
    """Raise NbGraderException with all that is wrong in a configuration."""
    refuse_without_judge(config)
    if found := list(wrong_options(config)):
        raise NbGraderException("\n".join(["Nothing was done, because of nbgrader_config.py:", *found]))


def wrong_options(config: Config, *, strict: bool = False) -> Iterator[str]:
    """A sentence for each option that would be taken for nothing.

    A class that nbgrader has not may be another program's that reads the same files: it is wrong where its
    name is nearly one of nbgrader's, or with `strict`.
    """
    known = options(config)
    for section, values in config.items():
        if not isinstance(values, Config):
            yield f"c.{section} = {values!r} sets no option: write `c.Class.option = value`."
        elif section not in known:
            near = [each for each in known if each.startswith(section)][:3]
            near = near or difflib.get_close_matches(section, known, 3, 0.8)
            near = [each for each in near if not each.endswith(section)]  # NotebookApp is no TrustNotebookApp
            if near or strict:
                yield f"c.{section} is no class of nbgrader's or of this course's.{did_you_mean(near)}"
        else:
            yield from wrong_in_section(section, values, known)
    yield from without_effect(config)


def wrong_in_section(section: str, values: Config, known: Options) -> Iterator[str]:
    """What is wrong with the options of one class."""
    for name, value in values.items():
        written = f"c.{section}.{name} = {shown(value)}"
        if name not in known[section]:
            if not isinstance(value, Config):
                yield f"{written}: there is no such option.{near_options(section, name, known)}"
        elif not isinstance(value, LazyConfigValue) and (why := complaint(section, name, value, known)):
            yield f"{written}: {why}"


def options(config: Config) -> Options:
    """All options of the classes that are loaded; and of those that the configuration names as text, which
    are loaded only where something is set that no other class has."""
    import nbgrader.apps  # noqa: F401 (with all classes of nbgrader's)

    import grader.nbgrading.late_policy  # noqa: F401 (which nothing else here imports)

    known = loaded_options()
    sections = {section: values for section, values in config.items() if isinstance(values, Config)}
    set_here = [(section, name) for section, values in sections.items() for name in values]
    if any(name not in known.get(section, {}) for section, name in set_here):
        for each in named_classes(config):
            with contextlib.suppress(ImportError):  # the value itself is refused by `complaint`
                importlib.import_module(each.rpartition(".")[0])
        known = loaded_options()
    return known


def loaded_options() -> Options:
    """All options of the classes that are loaded."""
    found: Options = {}
    for each in sorted(subclasses(Configurable), key=lambda each: (-ours(each), each.__name__)):
        for section in {base.__name__ for base in each.__mro__ if issubclass(base, Configurable)}:
            for name in each.class_traits(config=True):
                found.setdefault(section, {}).setdefault(name, []).append(each)
    return found | {old: found[new] for old, new in OLD_NAMES.items() if new in found}


def named_classes(config: Config) -> Iterator[str]:
    """The classes that options name as text: plugins, preprocessors."""
    for values in config.values():
        for value in values.values() if isinstance(values, Config) else ():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str) and CLASS.fullmatch(each):
                    yield each


def subclasses(of: type[Configurable]) -> set[type[Configurable]]:
    """All classes derived from a class."""
    return {of}.union(*map(subclasses, of.__subclasses__()))


def ours(each: type) -> bool:
    return each.__module__.startswith("grader.")


def complaint(section: str, name: str, value: Any, known: Options) -> str:
    """Why a value means nothing to an option; empty where it does."""
    owners = known[section][name]
    owner = next((each for each in owners if ours(each) or each.__name__ == section), owners[0])
    try:
        check(owner, section, name, value)
        if special := SPECIAL.get((section, name)):
            special(value)
    except TraitError as error:
        return " ".join(str(error).split())
    return ""


def check(owner: type[Configurable], section: str, name: str, value: Any) -> None:
    """Raise TraitError where a class does not take a value."""
    trait: TraitType[Any, Any] = copy.copy(owner.class_traits(config=True)[name])
    kind = type(owner.__name__, (HasTraits,), {name: trait, "__repr__": lambda own: type(own).__name__})
    if isinstance(value, DeferredConfig):  # from the command line: a text that the trait reads
        value = value.get_value(trait)
    kind(**{name: value})
    if ours(owner) and not issubclass(owner, Application | BaseConverter):
        owner(config=Config({section: {name: value}}))  # with what it looks at beside the type


def without_effect(config: Config) -> Iterator[str]:
    """Options that are right, and do nothing beside the others."""
    from grader.nbgrading.late_policy import LatePolicy, is_in_force

    if config.get("LatePolicy") and "plugin_class" not in config.get("AssignLatePenalties", {}):
        policy = f"{LatePolicy.__module__}.LatePolicy"
        yield f"c.LatePolicy does nothing by itself: add c.AssignLatePenalties.plugin_class = {policy!r}."
    method = config.get("LateSubmissionPlugin", {}).get("penalty_method")
    if method and is_in_force(config):
        yield (
            f"c.LateSubmissionPlugin.penalty_method = {method!r} does nothing beside LatePolicy: take one"
            " of the two away."
        )


def check_url(url: str) -> None:
    """Raise TraitError where no gradebook can be at such an address."""
    example = "write it like sqlite:///gradebook.db or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
    try:
        make_url(url).get_dialect().import_dbapi()
    except NoSuchModuleError:
        raise TraitError(f"there is no kind of database {url.partition(':')[0]!r}: {example}.") from None
    except ArgumentError:
        raise TraitError(f"it is no address of a database: {example}.") from None
    except ImportError as error:
        raise TraitError(
            f"its driver, the package {error.name!r}, is not installed here: {example}."
        ) from None


def check_size(size: int) -> None:
    """Raise TraitError where nothing is small enough to be collected."""
    if size <= 0:
        raise TraitError("it is a size in kB: give a whole number above 0.")


def check_zone(zone: str) -> None:
    """Raise TraitError where there is no such time zone."""
    zones = available_timezones()
    if zone not in zones:
        near = difflib.get_close_matches(zone, zones, 3, 0.5)
        raise TraitError(f"there is no such time zone.{did_you_mean(near) or ' Write it like Asia/Seoul.'}")
    written = f"{datetime.now(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S %Z}"  # as the exchange writes it by default
    try:
        parse_utc(written)
    except ValueError as error:
        raise TraitError(f"the exchange would write {written!r}, and {error}. Set 'UTC'.") from None


SPECIAL: dict[tuple[str, str], Callable[[Any], None]] = {
    ("CourseDirectory", "db_url"): check_url,
    ("CourseDirectory", "max_file_size"): check_size,
    ("CourseDirectory", "max_dir_size"): check_size,
    ("Exchange", "timezone"): check_zone,
}


def near_options(section: str, name: str, known: Options) -> str:
    """The names that may have been meant: options of this class, else the same option of another one."""
    here = known[section]
    elsewhere = {each for other in known.values() for each in other.get(name, [])}
    near = sorted(
        f"{each.__name__}.{name}" for each in elsewhere if name in each.class_own_traits(config=True)
    )
    near = near[:3] or [f"{section}.{each}" for each in difflib.get_close_matches(name, here, 3, 0.5)]
    return did_you_mean(near) or (f" {section} has {', '.join(sorted(here))}." if len(here) <= ALL else "")


def did_you_mean(near: list[str]) -> str:
    return f" Did you mean {' or '.join(near)}?" if near else ""


def shown(value: Any) -> str:
    """A value as a message quotes it, without a password.

    >>> shown("postgresql://ada:secret@db/grades")
    "'postgresql://ada:***@db/grades'"
    """
    text = PASSWORD.sub("***", repr(value)) if isinstance(value, str) else repr(value)
    return text if len(text) <= 100 else f"{text[:97]}..."
