"""`make messages`: all that learners read after a mistake, on one page, to be read as a learner would.

For every known mistake (caught_0N.py) and for every small one (tools/mutation.py): what was changed in the
solution, and what the release notebook says to it. The page is build/messages.md; the command prints for each
lesson how many mistakes are told at once.

    make messages LESSON=02-autograd
"""

import argparse
import difflib
import importlib
from collections.abc import Iterator
from dataclasses import dataclass

from paused_lesson import answer_cell, in_notebook_order, shown_to_learner

from grader.notebooks.cells import SOLUTION
from grader.notebooks.paths import ROOT, lessons_below
from tools.mutants import cases, is_equivalent, solutions, tidy


@dataclass(frozen=True)
class Mistake:
    """An answer to an exercise that is not right, and where it is from."""

    lesson: str
    exercise: str
    name: str
    text: str

    @property
    def change(self) -> str:
        """What differs from the solution, line by line."""
        own, other = (
            tidy(text).splitlines()
            for text in (solutions(self.lesson)[answer_cell(self.exercise)], self.text)
        )
        return "\n".join(line for line in difflib.ndiff(own, other) if line[0] in "+-")


def mistakes(lesson: str) -> Iterator[Mistake]:
    """The known mistakes of a lesson, and all small ones that are mistakes."""
    known = importlib.import_module(f"caught_{lesson[:2]}").CAUGHT
    for name, (exercise, text, _) in known.items():
        yield Mistake(lesson, exercise.replace("_", "-"), name, text)
    for case in cases(lesson):
        if not is_equivalent(case):
            name = f"{case.mutant.kind}, line {case.mutant.line}"
            yield Mistake(lesson, case.cell.removesuffix(SOLUTION), name, case.mutant.source)


def section(mistake: Mistake, said: str) -> str:
    """One mistake on the page."""
    title = f"## {mistake.lesson}, {mistake.exercise}: {mistake.name}"
    return f"{title}\n\n```diff\n{mistake.change}\n```\n\n```text\n{said or NOTHING}\n```\n"


NOTHING = "(all is well, says the notebook)"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", default=lessons_below(ROOT / "source"))
    page = ROOT / "build" / "messages.md"
    page.parent.mkdir(exist_ok=True)
    sections = []
    for lesson in parser.parse_args().lessons:
        found = {str(number): each for number, each in enumerate(mistakes(lesson))}
        order = in_notebook_order(lesson, {key: (each.exercise,) for key, each in found.items()})
        said = {found[key]: shown_to_learner(lesson, found[key].exercise, found[key].text) for key in order}
        told = sum(bool(message) for message in said.values())
        print(f"{lesson}: {len(said)} mistakes, {told} told at once", flush=True)
        sections += [section(each, message) for each, message in said.items()]
    page.write_text("# What learners read after a mistake\n\n" + "\n".join(sections), "utf-8")
    print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
