"""A time as nbgrader writes it, or a person gives it to a command or to formgrader, in UTC.

nbgrader's own reader takes "+0900" for 900 seconds, and "KST" or "+09:00" for UTC: a due date or the time of
a submission is then wrong by hours, and nothing says so. `install` puts this one in its place.
"""

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


def parse_utc(time: Any) -> Any:
    """A time in UTC, without a zone; a text without a zone is in UTC already. ValueError for what is no time.

    >>> str(parse_utc("2026-02-03 18:00 +0900")), str(parse_utc("2026-02-03 18:00 Asia/Seoul"))
    ('2026-02-03 09:00:00', '2026-02-03 09:00:00')
    """
    if not isinstance(time, str):
        return NBGRADERS(time)
    words, _, region = time.strip().rpartition(" ")
    if "/" in region and region in available_timezones():
        return NBGRADERS(parser.parse(words, ignoretz=True).replace(tzinfo=tz.gettz(region)))
    return NBGRADERS(parser.parse(AS_PEOPLE_WRITE.sub("", time), tzinfos=zone))


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
