"""Who is meant: the learners of the gradebook, found by id, e-mail or name, and never by a guess.

    roster.named("doejane")                     # what an LMS says: the whole of it is a name
    roster.mentioned("Jane Doe - lesson.ipynb") # what a person wrote: a name somewhere in it

Both return all whom a text may mean. Whoever asks takes one, and only where there is no other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from grader.nbgrading.gradebook_rows import Learner
from grader.term.names import WITHOUT_SPACES, keys, orders

LONGEST = 8  # words of a name or an address
LONG_NUMBER = re.compile(r"\d{6,}")  # a number that stands for nothing but a learner
SEGMENTS = re.compile(r"[_/()\[\]\n\u2013\u2014]|\s-+\s|\s-|-\s")  # between what a person puts side by side


class Roster:
    """The learners, by every key of theirs."""

    def __init__(self, learners: Iterable[Learner]) -> None:
        self.learners = sorted(learners, key=lambda learner: learner.id)
        self.by_id = {learner.id: learner for learner in self.learners}
        self.by_key = defaultdict[str, set[Learner]](set)
        self.by_lms_user_id = defaultdict[str, set[Learner]](set)
        self.by_exact = defaultdict[str, set[Learner]](set)
        self.telling = set[str]()  # keys that are nobody's ordinary word
        for learner in self.learners:
            for exact in filter(None, (learner.id, learner.email)):
                self.by_exact[exact.casefold()].add(learner)
            if learner.lms_user_id:
                self.by_lms_user_id[learner.lms_user_id].add(learner)
            for text, telling in spellings(learner):
                for key in keys(text):
                    self.by_key[key].add(learner)
                    if telling:
                        self.telling.add(key)

    def named(self, text: str, lms_user_id: str = "") -> set[Learner]:
        """All whom a text names as a whole, or the LMS by its own number; none who has another number."""
        people = set[Learner]().union(*(self.by_key.get(key, ()) for key in keys(text)))
        if lms_user_id:
            people = {
                one for one in people if one.lms_user_id == lms_user_id or not one.lms_user_id.isdigit()
            }
            people |= self.by_lms_user_id.get(lms_user_id, set())
        return people

    def with_id(self, text: str) -> set[Learner]:
        """All who have exactly this id or e-mail, but for case."""
        wanted = text.strip().casefold()
        return set(self.by_exact.get(wanted, ())) if wanted else set()

    def mentioned(self, text: str, but: Iterable[str] = ()) -> set[Learner]:
        """All whom a text mentions, leaving aside what it has of the words `but` and of a copy's number.

        A single word that may be any word, as "will" or "final", counts only where it stands alone.
        """
        found = set[Learner]()
        for segment in segments(text, but):
            words = re.findall(r"[^\W_]+", segment)
            whole = (0, len(words))
            runs = [
                (run, people)
                for run in runs_of(len(words))
                if (people := self.meant("".join(words[slice(*run)]), alone=run == whole))
            ]
            for run, people in runs:
                if not any(within(run, other) for other, _ in runs):
                    found |= people
        return found

    def meant(self, text: str, *, alone: bool) -> set[Learner]:
        """All whom some words mean, of which nothing stands beside them if they are `alone`."""
        wanted = {key for key in keys(text) if alone or key in self.telling}
        return set[Learner]().union(*(self.by_key.get(key, ()) for key in wanted))


def spellings(learner: Learner) -> Iterator[tuple[str, bool]]:
    """What a learner is found by, each with whether it tells even in the midst of other words."""
    yield learner.id, bool(LONG_NUMBER.fullmatch(learner.id)) or "@" in learner.id
    if learner.email:
        yield learner.email, True
    if learner.name:
        telling = " " in learner.name or bool(WITHOUT_SPACES.fullmatch(learner.name))
        yield from ((name, telling) for name in orders(learner.name))
        yield from ((name, telling) for name in orders(f"{learner.last_name} {learner.first_name}"))


def segments(text: str, but: Iterable[str]) -> list[str]:
    """The parts of a file's name that a person would see as parts.

    >>> segments("01-manual-gradients (2) - Jane Doe", ["01-manual-gradients"])
    ['Jane Doe']
    """
    for words in sorted(but, key=len, reverse=True):
        pattern = r"[\W_]*".join(re.escape(word) for word in re.findall(r"[^\W_]+", words))
        text = re.sub(rf"(?<![^\W_]){pattern}(?![^\W_])", "\n", text, flags=re.IGNORECASE)
    text = re.sub(r"\(\d{1,3}\)|\n-\d{1,2}$", "\n", text)
    parts = (part.strip(" -.,") for part in SEGMENTS.split(text))
    return [part for part in parts if re.search(r"\w", part)]


def runs_of(count: int) -> Iterator[tuple[int, int]]:
    """From where to where words may stand for somebody."""
    for start in range(count):
        yield from ((start, end) for end in range(start + 1, min(count, start + LONGEST) + 1))


def within(run: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a longer run holds this one: "Jane" within "Jane Doe" is not another person."""
    return run != other and other[0] <= run[0] and run[1] <= other[1]


def roster_of(gradebook: Any) -> Roster:
    """The learners of an open gradebook."""
    return Roster(
        Learner(
            student.id,
            student.first_name or "",
            student.last_name or "",
            student.email or "",
            student.lms_user_id or "",
        )
        for student in gradebook.students
    )
