"""Which answers a class gave to the questions that have a right one, and what mistake each wrong one is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.term.report.lesson_facts import Question

MOST = 8  # answers of an ordering, of named lines, of a number


@dataclass(frozen=True)
class Pick:
    """An answer, how many learners gave it, and what it stands for."""

    answer: str
    option: str  # its text in the lesson
    meaning: str  # what the learner is told
    learners: int
    right: bool = False


@dataclass(frozen=True)
class Picks:
    """The answers to one question."""

    question: Question
    answers: tuple[Pick, ...]
    others: int  # learners whose answer is none of these
    without: int  # learners who answered nothing that could be read


def picks(question: Question, given: Iterable[str | None]) -> Picks:
    """What a class answered; None stands for a learner without an answer."""
    found = [None if answer is None else spelt(answer, question.letters) for answer in given]
    counts = Counter(answer for answer in found if answer is not None)
    rows = tuple(rows_of(question, counts))
    rest = counts.total() - sum(row.learners for row in rows)
    return Picks(question, rows, rest, found.count(None))


def rows_of(question: Question, counts: Counter[str]) -> Iterator[Pick]:
    """The options of a choice in their order; of other questions the right answer, then the usual ones."""
    right = spelt(question.solution, question.letters)
    if question.kind == "choice":
        answers = list(question.letters)
    else:
        usual = [answer for answer, _ in counts.most_common() if answer != right]
        answers = [right, *usual[:MOST]]
    for answer in answers:
        meaning = question.right if answer == right else meaning_of(answer, question.wrong)
        yield Pick(answer, question.options.get(answer, ""), meaning, counts[answer], answer == right)


def meaning_of(answer: str, wrong: dict[str, str]) -> str:
    """What is said to a wrong answer: the reason of the first pattern that is found in it.

    >>> meaning_of("BA", {"B.*A": "A comes first."})
    'A comes first.'
    """
    return next((reason for pattern, reason in wrong.items() if re.search(pattern, answer)), "")


def spelt(answer: str, letters: str) -> str:
    """An answer as its letters are written, in whatever way it was.

    >>> spelt("B, a", "ABC"), spelt("C)", "abc"), spelt("4 3", "12345"), spelt("1500", "")
    ('BA', 'c', '34', '1500')
    """
    plain = re.sub(r"\band\b|[\s,;.()]", "", answer)
    if letters.isdigit():
        return "".join(sorted(plain))  # lines, which have no order
    return plain.upper() if letters.isupper() else plain.lower()
