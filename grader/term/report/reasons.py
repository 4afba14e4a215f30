"""Why points were lost: the judge's messages, grouped by what of them is the same for all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_REASON = 400  # characters
QUOTED = re.compile(r"\"[^\"\n]*\"|(?<!\w)'[^'\n]*'|“[^”\n]*”")
BRACKETS = re.compile(r"[\[(][^\[\]()\n]*\d[^\[\]()\n]*[\])]")  # around numbers
NUMBER = re.compile(r"(?<![\w.])-?\d[\d.,_]*(?:e[-+]?\d+)?(?!\w)|(?<!\w)-?(?:inf|nan)(?!\w)")
VALUE_OR_PLACE = re.compile(r"expected:|got:|at:|(?:in )?line \d")  # other ones for everybody
RAISED = "Your code raised "


@dataclass(frozen=True)
class Reason:
    """A reason, how many learners lost points for it, and what the judge said to most of them."""

    text: str
    learners: int
    example: str


def grouped(messages: Iterable[str]) -> list[Reason]:
    """The reasons in the messages that learners got for one test, the most frequent first."""
    groups: dict[str, Counter[str]] = {}
    for message in messages:
        groups.setdefault(fixed(message), Counter())[message] += 1
    reasons = [
        Reason(text, examples.total(), examples.most_common(1)[0][0]) for text, examples in groups.items()
    ]
    return sorted(reasons, key=lambda reason: (-reason.learners, reason.text))


def fixed(message: str) -> str:
    r"""What of a message is the same for all who made this mistake.

    >>> fixed("Not right yet: mse on case 2.\n  expected: 2.5\n  got:      5\n  hint:     Divide by n.")
    'Not right yet: mse on case …. Divide by n.'
    >>> fixed("Your code raised NameError: name 'los' is not defined\n  in line 3: los")
    'Your code raised NameError: name … is not defined'
    >>> fixed("Your code raised an error.\n  name 'w' is not defined\n  at: w\n  hint: Run all cells.")
    'Your code raised an error. name … is not defined Run all cells.'
    """
    first, *others = message.strip().split("\n")
    said = list(hints(others))
    if first.startswith(RAISED):  # what follows is Python's own, until the hint
        said = [without_values(line) for line in said]
    return " ".join([without_values(first), *said])[:MAX_REASON]


def hints(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a message that its author wrote: not values or places, nor what belongs to them."""
    skipped = False
    for line in (line.strip() for line in lines):
        if line.startswith("hint:"):
            skipped, line = False, line.removeprefix("hint:").strip()
        skipped = skipped or bool(VALUE_OR_PLACE.match(line))
        if line and not skipped:
            yield line


def without_values(line: str) -> str:
    """A line with dots in place of texts in quotes and numbers.

    >>> without_values('Not right yet: table_choice = "a".'), without_values("mse([1.0, 2.0], 3) is -1.5e-3.")
    ('Not right yet: table_choice = ….', 'mse(…) is ….')
    """
    line = QUOTED.sub("…", line)
    while (shorter := BRACKETS.sub("(…)", line)) != line:
        line = shorter
    line = NUMBER.sub(lambda found: "…" + "." * found[0].endswith("."), line)
    return re.sub(r"(?:\(…\)|…)(?:,? (?:\(…\)|…))+", "…", line)
