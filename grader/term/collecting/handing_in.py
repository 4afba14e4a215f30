"""When was it handed in? What an archive tells of it, which is often little, and what it does not.

Canvas and Moodle write into an archive when it was made, and not when a file was handed in. Canvas marks what
was late, but not how late; Moodle marks nothing. A file that a learner left in a folder has its own time, as
long as nobody packed it anew.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.term.collecting.attempts import Attempt, Handed

REMARKS = {
    "Canvas": "Canvas does not tell when something was handed in: what is not marked LATE counts as in time.",
    "Moodle": "Moodle tells neither when something was handed in nor whether it was late: all counts as in"
    " time, unless --submitted says when.",
    "files": "Times are those of the files; where an archive names no time zone, it is this machine's.",
}


@dataclass(frozen=True)
class Times:
    """What is known of times: what the instructor says, the due date, and which archives tell nothing."""

    said: datetime | None
    due: datetime | None
    undated: frozenset[str]

    def submitted(self, attempt: Attempt) -> tuple[datetime | None, str]:
        """When an attempt was handed in, or None where it counts as in time; and a note."""
        first = attempt.files[0]
        if self.said:
            return self.said, ""
        if attempt.late and self.due:
            note = "marked LATE: dated one second after the due date, since more is not known"
            return self.due + timedelta(seconds=1), note
        if attempt.late:
            return None, "marked LATE, but the lesson has no due date in the gradebook: it counts as in time"
        dated = first.origin.lms == "files" and first.member.archive not in self.undated
        return attempt.time if dated else None, ""

    def remarks(self, handed: Iterable[Handed]) -> list[str]:
        """What the archives do not tell."""
        if self.said:
            return []
        systems = {file.origin.lms for file in handed}
        packed = [f"The notebooks in {name!r} all have one time, so none counts." for name in self.undated]
        return [text for lms, text in REMARKS.items() if lms in systems] + sorted(packed)


def undated(handed: Iterable[Handed]) -> frozenset[str]:
    """The archives in which all notebooks have the same time: that of packing, and not of writing."""
    times = defaultdict[str, list[datetime | None]](list)
    for file in handed:
        if file.is_notebook and file.origin.lms == "files":
            times[file.member.archive].append(file.member.time)
    return frozenset(name for name, found in times.items() if len(found) > 1 and len(set(found)) == 1)
