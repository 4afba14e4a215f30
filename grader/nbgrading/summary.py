"""What a run of `nbgrader autograde` came to, in one line."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass
class Summary:
    """Counts what became of each submission.

    >>> summary = Summary(graded=3, left_alone=24)
    >>> summary.add(["pick-check"])
    >>> summary.sentence("autograded/small.json")
    "3 graded, 1 graded again because tests changed ('pick-check'), 24 left as they were."
    """

    graded: int = 0
    regraded: int = 0
    left_alone: int = 0
    without_grade: int = 0
    old_feedback: int = 0
    changed: set[str] = field(default_factory=set)

    def add(self, tests: Collection[str]) -> None:
        """One more has a grade: again, because of these tests, or for the first time."""
        if tests:
            self.regraded += 1
            self.changed.update(tests)
        else:
            self.graded += 1

    def sentence(self, places: str) -> str:
        """The line that ends a run; `places` are the files that say why a submission has no grade."""
        names = ", ".join(map(repr, sorted(self.changed)))
        parts = [f"{self.graded} graded"]
        if self.regraded:
            parts.append(f"{self.regraded} graded again because tests changed ({names})")
        if self.left_alone:
            parts.append(f"{self.left_alone} left as they were")
        if self.without_grade:
            parts.append(f"{self.without_grade} without a grade ({places} says why)")
        line = ", ".join(parts) + "."
        if self.old_feedback:
            line += f" Feedback on {self.old_feedback} was out of date and is removed: generate it again."
        return line
