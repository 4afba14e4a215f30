"""What a run of `nbgrader autograde` came to: one line for all, and the numbers of each assignment."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

GRADED, AGAIN, LEFT, WITHOUT = KINDS = "graded", "graded again", "left as they were", "without a grade"


@dataclass
class Summary:
    """Counts what became of each submission.

    >>> summary = Summary()
    >>> summary.add("small", GRADED)
    >>> summary.add("small", AGAIN, ["pick-check"])
    >>> summary.sentence("autograded/small.json")
    "1 graded, 1 graded again because tests changed ('pick-check')."
    """

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # by assignment
    old_feedback: int = 0
    changed: set[str] = field(default_factory=set)

    def add(self, assignment: str, kind: str, tests: Collection[str] = ()) -> None:
        """One more of a kind; where it was graded again, because of these tests."""
        self.counts[assignment][kind] += 1
        self.changed.update(tests)

    def number(self, kind: str) -> int:
        """How many there are of a kind, in all assignments."""
        return sum(count[kind] for count in self.counts.values())

    def sentence(self, places: str) -> str:
        """The line that ends a run; `places` are the files that say why a submission has no grade."""
        names = ", ".join(map(repr, sorted(self.changed)))
        reasons = {AGAIN: f" because tests changed ({names})", WITHOUT: f" ({places} says why)"}
        found = {kind: self.number(kind) for kind in KINDS}
        parts = [
            f"{found[kind]} {kind}{reasons.get(kind, '')}" for kind in KINDS if kind == GRADED or found[kind]
        ]
        line = ", ".join(parts) + "."
        if self.old_feedback:
            line += f" Feedback on {self.old_feedback} was out of date and is removed: generate it again."
        return line

    def rows(self) -> list[list[str]]:
        """A table: the kinds that there are, then for each assignment its name and its numbers."""
        kinds = [kind for kind in KINDS if kind == GRADED or self.number(kind)]
        body = [[name, *(str(count[kind]) for kind in kinds)] for name, count in sorted(self.counts.items())]
        return [["", *kinds], *body]
