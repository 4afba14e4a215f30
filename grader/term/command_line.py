"""What an instructor's words on the command line mean: times, and pairs of a name and a value."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.notebooks.errors import AuthorError


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
