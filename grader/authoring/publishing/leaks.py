"""What of a solution, hidden test, reference or rubric can be read in a folder that learners will get.

>>> from grader.notebooks.paths import ROOT
>>> leaks(ROOT / "course", ROOT)
[]
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.publishing.contents import LESSONS
from grader.authoring.publishing.kept_back import Secret, Source, bare, numbers, others, sources
from grader.authoring.publishing.places import MARKS, misplaced, of_notebooks
from grader.authoring.publishing.readable import Text, history, texts_in

LONG = 16  # characters by which a line is known in the midst of another text
SHORT = 8  # the same in a lesson's own folder, which shows no line that its source keeps back
ANSWER = re.compile(r'\w+=("\w+"|[\d.e-]{2,})')  # `bare`: a choice, an order, a number
EDGES = " \t#>*-`'\"|,;"  # what may stand around a line that is quoted


def leaks(folder: Path, root: Path) -> list[str]:
    """A sentence for each thing that could be read in a folder, and must not be."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))]
    return [*misplaced(names), *of_notebooks(folder, root), *Reader(root).find(texts_in(folder))]


def history_leaks(folder: Path, root: Path) -> list[str]:
    """The same for the .git of a folder: what was committed once can be read for ever."""
    if not (folder / ".git").exists():
        return []
    found = list(Reader(root).find(history(folder)))
    advice = "what was committed stays readable: move .git away and begin a new history"
    return [*found, f".git: {advice}"] if found else []


@dataclass(frozen=True)
class Known:
    """What must not be read at some place: texts anywhere, short ones as a line of their own, and numbers."""

    anywhere: list[Secret]
    as_lines: dict[str, str]
    numbers: dict[float, str]


class Reader:
    """Knows what the course in a folder keeps back, for each place of the learners' repository."""

    def __init__(self, root: Path) -> None:
        self.sources = sources(root)
        self.pairs, self.reference_numbers = others(root)
        shown = [source.shown for source in self.sources.values()]
        shown_numbers = {number for source in self.sources.values() for number in source.shown_numbers}
        self.elsewhere = self.known("\n".join(shown), shown_numbers)
        self.inside = {name: self.known_in(own) for name, own in self.sources.items()}

    def known(self, shown: str, shown_numbers: Iterable[float]) -> Known:
        """What is kept back where this is shown, as far as it is long enough to tell anywhere."""
        every = [secret for source in self.sources.values() for secret in source.secrets]
        found = self.reference_numbers | merged(self.sources.values())
        return Known(
            [
                secret
                for secret in [*every, *self.pairs]
                if len(secret.text) >= LONG and secret.text not in shown
            ],
            {},
            {number: place for number, place in found.items() if number not in set(shown_numbers)},
        )

    def known_in(self, own: Source) -> Known:
        """What is kept back in an assignment's own folder: short lines too, of others those that answer."""
        known = self.known(own.shown, own.shown_numbers)
        for source in self.sources.values():
            for secret in source.secrets:
                if secret.text in own.shown:
                    continue
                if source is own and SHORT <= len(secret.text) < LONG:
                    known.anywhere.append(secret)
                if source is own or ANSWER.fullmatch(secret.text):
                    known.as_lines[secret.text.strip(EDGES)] = secret.place
        return known

    def find(self, texts: Iterable[Text]) -> Iterator[str]:
        """A sentence for each text that gives something away, and what of."""
        told = set[str]()
        for place, text in texts:
            parts = place.split("/")
            own = (
                self.inside.get(parts[1], self.elsewhere)
                if parts[0] == LESSONS and parts[1:]
                else self.elsewhere
            )
            for sentence in given_away(text, own):
                if (line := f"{place}: {sentence}") not in told:
                    told.add(line)
                    yield line


def merged(all_sources: Iterable[Source]) -> dict[float, str]:
    return {number: place for source in all_sources for number, place in source.numbers.items()}


def given_away(text: str, known: Known) -> Iterator[str]:
    """What a text gives away."""
    if mark := MARKS.search(text):
        yield f"it says {mark[0]!r}, as only an instructor's files do"
    squeezed, words = bare(text), set(re.findall(r"\w+", text))
    for secret in known.anywhere:
        if secret.words <= words and secret.text in squeezed:
            yield f"{secret.text[:60]!r} (white space left out) is kept back in {secret.place}"
    lines = {bare(line.strip(EDGES)) for line in text.splitlines()}
    for short in sorted(lines & known.as_lines.keys()):
        yield f"the line {short!r} is kept back in {known.as_lines[short]}"
    for number in set(numbers(text)) & known.numbers.keys():
        yield f"the number {number:g} is kept back in {known.numbers[number]}"
