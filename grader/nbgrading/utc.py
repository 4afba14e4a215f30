"""A time as nbgrader writes it, or a person gives it to a command or to formgrader, in UTC.

nbgrader's own reader takes "+0900" for 900 seconds, and "KST" or "+09:00" for UTC: a due date or the time of
a submission is then wrong by hours, and nothing says so. `install` puts this one in its place.
"""

import contextlib
import difflib
import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from dateutil import parser, tz
from nbgrader import utils

NBGRADERS = utils.parse_utc
USERS = (  # of nbgrader's reader, under this name
    "nbgrader.utils",
    "nbgrader.apps.api",
    "nbgrader.apps.zipcollectapp",
    "nbgrader.coursedir",
    "nbgrader.exchange.default.collect",
)
AS_PEOPLE_WRITE = re.compile(r"\b(UTC|GMT)(?=[+-]\d)")  # UTC+9 is +9, and not -9 as for dateutil


class NoTime(ValueError):
    """A text is no time, or its zone is none."""


def parse_utc(time: Any) -> Any:
    """A time in UTC, without a zone; a text without a zone is in UTC already. `NoTime` for what is no time.

    >>> str(parse_utc("2026-02-03 18:00 +0900")), str(parse_utc("2026-02-03 18:00 Asia/Seoul"))
    ('2026-02-03 09:00:00', '2026-02-03 09:00:00')
    """
    if not isinstance(time, str):
        return NBGRADERS(time)
    try:
        return NBGRADERS(with_zone(time))
    except (ValueError, OverflowError) as error:
        raise NoTime(str(error)) from None


def with_zone(time: str) -> datetime:
    """The time that a text says, in the zone that it names."""
    words, _, region = time.strip().rpartition(" ")
    if "/" in region and region in available_timezones():
        return parser.parse(words, ignoretz=True).replace(tzinfo=tz.gettz(region))
    try:
        return parser.parse(AS_PEOPLE_WRITE.sub("", time), tzinfos=zone)
    except parser.ParserError:
        if region := after_time(time.split()):
            raise ValueError(f"there is no time zone {region!r}.{near_zones(region)}") from None
        raise


def after_time(words: list[str]) -> str:
    """What stands after a time, where a zone may be meant; empty where nothing before it is a time.

    >>> after_time("2026-02-03 18:00 New York".split())
    'New York'
    """
    for end in range(len(words) - 1, 0, -1):
        with contextlib.suppress(ValueError, OverflowError):
            parser.parse(" ".join(words[:end]))
            return " ".join(words[end:])
    return ""


def near_zones(name: str) -> str:
    """What may have been meant by the name of a time zone that there is not.

    >>> near_zones("Seoul"), near_zones("asia/soul")
    (' Did you mean Asia/Seoul?', ' Did you mean Asia/Seoul?')
    """
    zones = {zone.lower(): zone for zone in available_timezones() if "/" in zone}
    cities = {zone.rpartition("/")[2]: zones[zone] for zone in sorted(zones)}
    wanted = name.lower().replace(" ", "_")
    for names in zones, cities:
        if near := difflib.get_close_matches(wanted, names, 1, 0.75):
            return f" Did you mean {names[near[0]]}?"
    return " Write it like +09:00 or Asia/Seoul."


def zone(name: str | None, seconds: int | None) -> tzinfo | None:
    """The zone at the end of a time: how far it is ahead of UTC, or its abbreviation; None where none is."""
    if seconds is not None:
        return tz.tzoffset(name, seconds)
    if name is None:
        return None
    offsets = meanings(name)
    if len(offsets) != 1:
        what = "is the time of several zones" if offsets else "names no time zone"
        raise ValueError(f"{name!r} {what}: write it like +09:00 or Asia/Seoul")
    return tz.tzoffset(name, *offsets)


@lru_cache
def meanings(abbreviation: str) -> frozenset[timedelta]:
    """What an abbreviation may stand for: how far ahead of UTC are all zones that write it these years.

    >>> [str(each) for each in meanings("KST")]
    ['9:00:00']
    """
    days = [datetime(datetime.now(UTC).year, month, 1) for month in (1, 4, 7, 10)]
    times = [day.replace(tzinfo=ZoneInfo(name)) for name in available_timezones() for day in days]
    return frozenset(time.utcoffset() or timedelta() for time in times if time.tzname() == abbreviation)


def install() -> None:
    """Let nbgrader read times as we do."""
    for module in map(import_module, USERS):
        module.parse_utc = parse_utc  # type: ignore[attr-defined]
