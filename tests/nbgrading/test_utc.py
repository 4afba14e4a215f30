"""Times as nbgrader and people write them, by the clocks of UTC."""

from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from small_course import NAME, Course
from traitlets import TraitError

from grader.nbgrading.options import check_zone
from grader.nbgrading.utc import parse_utc

SEOUL = [
    *("2026-02-03 18:00 +0900", "2026-02-03 18:00 +09:00", "2026-02-03 18:00 +09", "2026-02-03 18:00+09:00"),
    *("2026-02-03T18:00:00+0900", "2026-02-03T18:00 +0900", "2026-02-03 18:00:00.000 +0900"),
    *(
        "2026-02-03 18:00 KST",
        "2026-02-03T18:00 JST",
        "2026-02-03 18:00 Asia/Seoul",
        "2026-02-03 6:00 pm KST",
    ),
    *("2026-02-03 18:00 UTC+9", "2026-02-03 18:00 GMT+09:00", "Feb 3 2026 18:00 +0900"),
]


@pytest.mark.parametrize("text", SEOUL)
def test_six_in_the_evening_in_seoul_is_nine_in_the_morning(text: str) -> None:
    assert parse_utc(text) == datetime(2026, 2, 3, 9)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        *[("2026-07-03 18:00", 18), ("2026-07-03 18:00 UTC", 18), ("2026-07-03T18:00:00Z", 18)],
        *[("2026-07-03 18:00 Europe/Berlin", 16), ("2026-01-03 18:00 Europe/Berlin", 17)],
        *[("2026-07-03 18:00 CEST", 16), ("2026-01-03 18:00 CET", 17), ("2026-07-03 18:00 BST", 17)],
        *[("2026-01-03 18:00 EST", 23), ("2026-01-03 18:00 -0500", 23), ("2026-07-03 18:00 EDT", 22)],
        *[("2026-01-03 18:00 America/New_York", 23), ("2026-07-03 18:00 America/New_York", 22)],
    ],
)
def test_a_time_of_another_zone_or_of_none(text: str, hour: int) -> None:
    assert parse_utc(text).hour == hour
    assert parse_utc(text).tzinfo is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-03 18:00 CST", "'CST' is the time of several zones: write it like +09:00 or Asia/Seoul"),
        ("2026-02-03 18:00 IST", "'IST' is the time of several zones"),
        ("2026-02-03 18:00 XYZ", "'XYZ' names no time zone: write it like +09:00"),
        ("2026-02-03 18:00 Asia/Soul", "there is no time zone 'Asia/Soul'. Did you mean Asia/Seoul?"),
        ("2026-02-03T18:00 Seoul", "there is no time zone 'Seoul'. Did you mean Asia/Seoul?"),
        ("2026-02-03 18:00 New York", "there is no time zone 'New York'. Did you mean America/New_York?"),
        ("2026-02-03 18:00 berlin", "Did you mean Europe/Berlin?"),
        ("2026-02-03 18:00 Nowhere", "no time zone 'Nowhere'. Write it like +09:00 or Asia/Seoul."),
        ("2026-02-03 18:00 +99", "offset must be"),
        ("tomorrow", "Unknown string format"),
        ("", "does not contain a date"),
    ],
)
def test_what_is_no_time_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        parse_utc(text)
    assert why in str(caught.value)


def test_what_is_a_time_already_stays() -> None:
    assert parse_utc(datetime(2026, 2, 3, 9)) == datetime(2026, 2, 3, 9)
    assert parse_utc(None) is None


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
def test_a_due_date_typed_into_the_gradebook_is_read_by_its_zone(course: Course) -> None:
    """nbgrader's own reader, which ours has taken the place of, makes 900 seconds of +0900."""
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-02-03 18:00 +0900")
        assert gradebook.find_assignment(NAME).duedate == datetime(2026, 2, 3, 9)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul", "Asia/Tokyo", "Europe/Berlin", "Asia/Kathmandu"])
def test_a_zone_of_which_the_exchange_can_read_what_it_writes(zone: str) -> None:
    check_zone(zone)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Chicago", "Asia/Kolkata"])
def test_a_zone_of_which_it_cannot_is_refused(zone: str) -> None:
    with pytest.raises(TraitError, match=r"the exchange would write .*several zones.* Set 'UTC'"):
        check_zone(zone)
