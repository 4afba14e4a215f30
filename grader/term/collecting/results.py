"""What collecting came to, for people to read: a table, what is missing, and a line of counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.nbgrading.folders import shown

MISSING = "missing"
THERE, BEFORE = "there already", "collected before"  # the same as in the archives, and not in them
WIDTH = 110  # where the output is no terminal


@dataclass
class Line:
    """What became of one learner, or of files that belong to nobody."""

    who: str
    outcome: str
    notes: list[str] = field(default_factory=list)
    for_a_person: bool = False


@dataclass(frozen=True)
class Report:
    """What became of everybody, and what the archives do not say."""

    lines: list[Line]
    remarks: list[str] = field(default_factory=list)

    @property
    def for_a_person(self) -> int:
        """How many of the lines a person must look at."""
        return sum(line.for_a_person for line in self.lines)

    def counts(self) -> str:
        """The last line of the summary.

        >>> Report([Line("a", "new"), Line("b", "new"), Line("?", "unclear", for_a_person=True)]).counts()
        '2 new, 1 unclear; 1 for a person to look at.'
        """
        found = Counter(line.outcome for line in self.lines)
        parts = ", ".join(f"{count} {outcome}" for outcome, count in found.items())
        waiting = f"; {self.for_a_person} for a person to look at" if self.for_a_person else ""
        return f"{parts}{waiting}."


def print_report(report: Report) -> None:
    """Print all that is to be said, what a person must look at marked by an exclamation mark."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = console.width if console.is_terminal else WIDTH
    table = Table(box=None, padding=(0, 1, 0, 0))
    for title in ("", "learner", "outcome", "notes"):
        table.add_column(title, overflow="fold")
    told = [line for line in report.lines if line.notes or line.outcome not in (MISSING, THERE, BEFORE)]
    for line in told:
        notes = Text(shown_lines(line.notes))
        table.add_row("!" * line.for_a_person, Text(shown(line.who)), line.outcome, notes)
    if told:
        console.print(table, "")
    for remark in report.remarks:
        console.print(Text(shown(remark)))
    missing = [shown(line.who) for line in report.lines if line.outcome == MISSING]
    if missing:
        console.print(Text(f"Nothing was found of {', '.join(missing)}."))
    console.print(Text(report.counts()))


def shown_lines(notes: Iterable[str]) -> str:
    """Notes, one on each line."""
    return "\n".join(map(shown, notes))
