"""Whose file is it? Each file of an archive is given to one learner, or said to be nobody's."""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping

from grader.nbgrading.folders import shown
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.listed import listed
from grader.notebooks.errors import AuthorError
from grader.term.collecting.archives import as_shown
from grader.term.collecting.attempts import Handed
from grader.term.collecting.results import Line
from grader.term.roster import Roster

ENDINGS = (".ipynb.json", ".ipynb.txt", ".ipynb")


class Whose:
    """The class, the words of the lesson's own file names, and what the instructor says of single names."""

    def __init__(self, roster: Roster, words: Iterable[str], meant: Mapping[str, str]) -> None:
        for text, learner in meant.items():
            if learner not in roster.by_id:
                raise AuthorError(f"{text!r} cannot be {learner!r}: the gradebook has no learner of this id.")
        self.roster, self.words, self.meant = roster, sorted(words), meant
        self.unused = set(meant)

    def sorted_out(self, handed: list[Handed]) -> tuple[dict[Learner, list[Handed]], list[Line]]:
        """The files of each learner, and lines for those that are nobody's, or might be several people's."""
        by_learner, unclear = defaultdict[Learner, list[Handed]](list), defaultdict[str, list[Handed]](list)
        for file in handed:
            people = self.people(file)
            if len(people) == 1:
                by_learner[people.pop()].append(file)
            else:
                unclear[file.origin.owner].append(file)
        lines = [self.unclear_line(owner, files) for owner, files in unclear.items()]
        idle = [f"--who {text!r} is the name of no file here" for text in sorted(self.unused)]
        return by_learner, lines + [Line("?", "not used", [why], True) for why in idle]

    def people(self, file: Handed) -> set[Learner]:
        """All whom a file's name may mean."""
        owner = file.origin.owner
        for text in (owner, file.member.path, file.origin.lms_user_id):
            if text in self.meant:
                self.unused.discard(text)
                return {self.roster.by_id[self.meant[text]]}
        if file.origin.lms == "files":
            return self.roster.mentioned(without_ending(owner), but=self.words)
        return self.roster.named(owner, file.origin.lms_user_id)

    def unclear_line(self, owner: str, files: list[Handed]) -> Line:
        """What is to be done with files that are nobody's, or may be several people's."""
        people, names = self.people(files[0]), listed(as_shown(file.member.path) for file in files)
        if not owner:
            why = "grading is anonymous there: lift that in the LMS, and download again"
            return Line("?", "nobody's", [f"{names}: {why}"], True)
        if people:
            why = "it may be from " + " or ".join(sorted(one.shown for one in people))
        else:
            why = "nobody in the gradebook has this name, id or e-mail"
        way_out = f"say who it is: --who {shlex.quote(shown(owner) + '=ID')}"
        matters = any(file.is_notebook or file.origin.lms != "files" for file in files)
        return Line(
            "?", "unclear" if people else "nobody's", [f"{names}: {why}", *[way_out] * matters], matters
        )


def without_ending(path: str) -> str:
    """A path without the ending of a file's name.

    >>> without_ending("jane@example.org.IPYNB"), without_ending("a.b/Jane Doe.pdf")
    ('jane@example.org', 'a.b/Jane Doe')
    """
    lower = path.lower()
    for ending in ENDINGS:
        if lower.endswith(ending):
            return path[: -len(ending)]
    folders, slash, name = path.rpartition("/")
    return folders + slash + (name.rpartition(".")[0] or name)
