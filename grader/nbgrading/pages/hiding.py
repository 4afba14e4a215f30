"""What a learner must not see in feedback: hidden tests, mark schemes, and outputs that quote them.

nbgrader's `ClearHiddenTests` and `ClearMarkScheme` raise where a learner's own text has their marks, or where
a mark has no partner; here such a text loses what follows its mark, and the page is made.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from nbconvert.filters import strip_ansi
from nbconvert.preprocessors import Preprocessor
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from traitlets.config import Config

HIDDEN_LINE = "[a line of a hidden test]"
NUMBER = re.compile(r"^(?:-+>)? *\d+ +")  # what a traceback writes before a line
SHORTEST = 4  # characters of a line that gives something away: not `)` or `42`


class HideTests(Preprocessor):
    """Takes hidden tests and mark schemes out of all cells, and lines of them out of all outputs."""

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        parted = {id(cell): parts(cell.source, self.regions()) for cell in nb.cells}
        secret = secret_lines(parted.values())
        for cell in nb.cells:
            cell.source, hidden = parted[id(cell)]
            if hidden and "attachments" in cell:
                cell.attachments = named(cell.attachments, cell.source)
            for output in cell.get("outputs", []):
                hide(output, secret, whole=bool(hidden))
        return nb, resources

    def regions(self) -> list[tuple[str, str]]:
        """The marks of what is hidden, as nbgrader is configured to know them: (begin, end)."""
        tests = ClearHiddenTests(config=Config(ClearHiddenTests=self.config.ClearHiddenTests))
        return [(tests.begin_test_delimeter, tests.end_test_delimeter), scheme_marks(self.config)]


def scheme_marks(config: Any) -> tuple[str, str]:
    """The marks of a mark scheme, as nbgrader is configured to know them: (begin, end)."""
    scheme = ClearMarkScheme(config=Config(ClearMarkScheme=config.ClearMarkScheme))
    return scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter


def parts(source: str, regions: list[tuple[str, str]]) -> tuple[str, list[str]]:
    r"""The visible text of a cell and its hidden lines; a region that never ends goes on to the last line.

    >>> parts("a\n# BEGIN\nb\n# END\nc", [("BEGIN", "END")])
    ('a\nc', ['# BEGIN', 'b', '# END'])
    """
    visible: list[str] = []
    hidden: list[str] = []
    inside: set[str] = set()  # the ends of the regions that have begun
    for line in source.split("\n"):
        inside |= (begun := {end for begin, end in regions if begin in line})
        (hidden if inside else visible).append(line)
        inside -= {end for end in inside - begun if end in line}
    return "\n".join(visible), hidden


def named(attachments: Any, text: str) -> Any:
    """The attachments that a text names."""
    return {name: each for name, each in attachments.items() if name in text or quote(name) in text}


def secret_lines(parted: Iterable[tuple[str, list[str]]]) -> set[str]:
    """The hidden lines of a notebook that nobody can read in it elsewhere."""
    shown: set[str] = set()
    hidden: set[str] = set()
    for text, lines in parted:
        shown.update(line.strip() for line in text.split("\n"))
        hidden.update(line.strip() for line in lines)
    return {line for line in hidden - shown if len(line) >= SHORTEST}


def hide(output: Any, secret: set[str], whole: bool) -> None:
    """Take hidden lines out of an output; of the error of a cell that has some, all but its message."""
    if output.output_type == "error":
        lines = "\n".join(output.traceback).split("\n")
        judges_own = lines == output.evalue.split("\n")  # the message of a check, and nothing else
        if any(quotes(line, secret) for line in lines) or (whole and not judges_own):
            output.traceback = [f"{output.ename}: {output.evalue}".removesuffix(": ")]
    elif output.output_type == "stream":
        lines = output.text.split("\n")  # a warning quotes the line that it is about
        output.text = "\n".join(HIDDEN_LINE if quotes(line, secret) else line for line in lines)


def quotes(line: str, secret: set[str]) -> bool:
    """Whether a line is a hidden one, perhaps after the arrow and number that a traceback gives it.

    >>> quotes("----> 5     assert f(3) == 9", {"assert f(3) == 9"}), quotes("9", {"assert f(3) == 9"})
    (True, False)
    """
    line = strip_ansi(line).strip()
    return line in secret or NUMBER.sub("", line) in secret
