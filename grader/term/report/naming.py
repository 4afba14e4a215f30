"""What a report calls a learner: by name, or by a number that tells nobody who it is.

The numbers are in the order of a keyed hash, by the secret of the course: random, but the same in every
report on the same roster. In what came of a learner's own words (messages, notes) all names are crossed out.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from grader.nbgrading.gradebook_rows import Learner
from grader.term.report.reasons import fixed

CROSSED_OUT = "[name]"
LONG = 5  # characters from which a name is crossed out within a word, too
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Naming:
    """What to call each learner, and whether that is to tell nothing; `names` are crossed out then."""

    anonymous: bool
    shown: dict[str, str]  # {id: what the report calls this learner}
    names: frozenset[str] = field(default=frozenset(), repr=False)

    def clean(self, text: str) -> str:
        """A text that may hold a learner's own words, as the report may show it."""
        return WORD.sub(lambda word: crossed_out(word[0], self.names), text) if self.names else text

    def note(self, text: str) -> str:
        """A note of the grading: of an anonymous one, what is the same for all whom it is said to."""
        return self.clean(fixed(text)) if self.anonymous else text

    def place(self, learner: str) -> tuple[int, str]:
        """Where a learner stands in a list: by number, or by what the report calls them."""
        name = self.shown[learner]
        return (int(name.split()[-1]), "") if self.anonymous else (0, name.casefold())


def by_name(learners: Iterable[Learner]) -> Naming:
    """Everybody by name and id.

    >>> by_name([Learner("ada"), Learner("u17", "Bo", "Li")]).shown
    {'ada': 'ada', 'u17': 'Li, Bo (u17)'}
    """
    return Naming(False, {each.id: full_name(each) for each in learners})


def full_name(learner: Learner) -> str:
    """Last name, first name and id, as far as the gradebook has them."""
    name = ", ".join(filter(None, (learner.last_name, learner.first_name)))
    return f"{name} ({learner.id})" if name else learner.id


def pseudonyms(learners: Iterable[Learner], secret: bytes) -> Naming:
    """Everybody by a number.

    >>> naming = pseudonyms([Learner("ada"), Learner("bo")], b"a secret")
    >>> sorted(naming.shown.values()), naming.clean("ada-lesson.ipynb was handed in by BO")
    (['learner 1', 'learner 2'], '[name]-lesson.ipynb was handed in by [name]')
    """
    known = list(learners)
    order = sorted(known, key=lambda each: keyed(each.id, secret))
    shown = {each.id: f"learner {number}" for number, each in enumerate(order, 1)}
    return Naming(True, shown, frozenset(words_of(known)))


def keyed(text: str, secret: bytes) -> bytes:
    """A hash that nobody can compute without the secret."""
    message = f"report\n{text}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret, message, hashlib.sha256)


def words_of(learners: Iterable[Learner]) -> Iterator[str]:
    """The words that tell who somebody is: of the names, the id, and the address before its @."""
    for each in learners:
        address = each.email.partition("@")[0]
        for word in WORD.findall(f"{each.id} {each.first_name} {each.last_name} {address}"):
            yield word.lower()


def crossed_out(word: str, names: frozenset[str]) -> str:
    """A word without the names that are in it.

    >>> crossed_out("Bo", frozenset({"bo"})), crossed_out("body", frozenset({"bo"}))
    ('[name]', 'body')
    >>> crossed_out("AnnCurie2", frozenset({"ann", "curie"}))
    '[name][name]2'
    """
    small = word.lower()
    if small in names:
        return CROSSED_OUT
    if len(small) != len(word):  # some letters have no small form of one letter
        return word
    pieces, place = [""], 0  # in turn: what is kept, a name, what is kept, ...
    while place < len(word):
        ends = range(len(word), place + LONG - 1, -1)
        end = next((end for end in ends if small[place:end] in names), None)
        if end is None:
            pieces[-1] += word[place]
            place += 1
        else:
            pieces += [CROSSED_OUT, ""]
            place = end
    return "".join(CROSSED_OUT if piece.lower() in names else piece for piece in pieces)
