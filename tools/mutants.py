"""`make mutants`: is a grade worth what it says? Each solution with every small mistake, graded by the judge.

A mutant must lose points of its own exercise and, with follow-through, of no other. What survives is either
no mistake at all, and stands in tools/equivalent_mutants.yaml with the reason, or is a hole in a test.

    python -m tools.mutants                            # all lessons
    python -m tools.mutants 05-nn-module --sample 30   # as CI does: the same ones each time
"""

import argparse
import ast
import difflib
import functools
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import yaml

from grader.notebooks.cells import CHECK, exercise, flagged, grade_id, without_markers
from grader.notebooks.paths import ROOT, lessons_below
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from tools import graded
from tools.graded import read, solver
from tools.mutation import Mutant, mutants

LIMITS = Limits(cell_seconds=10)  # no solution takes one second
EQUIVALENT = ROOT / "tools" / "equivalent_mutants.yaml"


@dataclass(frozen=True)
class Case:
    """One mutant of one solution cell of a lesson."""

    lesson: str
    cell: str
    mutant: Mutant

    @property
    def change(self) -> str:
        """What differs from the solution, line by line."""
        own = tidy(solutions(self.lesson)[self.cell])
        lines = difflib.ndiff(own.splitlines(), self.mutant.source.splitlines())
        return "\n".join(line for line in lines if line[0] in "+-")


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: whether its exercise lost points, and the other checks that did."""

    case: Case
    rejected: bool
    others: tuple[str, ...]


@functools.cache
def solutions(lesson: str) -> dict[str, str]:
    """The solution cells of a lesson, as a learner would write them."""
    cells = flagged(read("source", lesson), "solution")
    return {grade_id(cell): without_markers(cell.source) for cell in cells if cell.cell_type == "code"}


def tidy(source: str) -> str:
    """Code as `ast` writes it, so that a mutant differs from it in its mistake alone."""
    return ast.unparse(ast.parse(source))


def cases(lesson: str, sample: int | None = None) -> list[Case]:
    """The mutants of a lesson; with `sample` so many of them, the same ones each time."""
    found = [Case(lesson, cell, each) for cell, text in solutions(lesson).items() for each in mutants(text)]
    return found if sample is None else random.Random(lesson).sample(found, min(sample, len(found)))


@functools.cache
def equivalents() -> list[dict[str, str]]:
    """The kinds of mutants that are no mistakes: where they are (`cell`), what they add, and why."""
    kinds: list[dict[str, str]] = yaml.safe_load(EQUIVALENT.read_text("utf-8"))
    return kinds


def is_equivalent(case: Case) -> bool:
    """Whether a mutant is no mistake."""
    return any(matches(kind, case) for kind in equivalents())


def matches(kind: dict[str, str], case: Case) -> bool:
    """Whether a mutant is of a kind: where it is, what it adds, and what it takes away."""
    added = "\n".join(line for line in case.change.splitlines() if line.startswith("+"))
    place = f"{case.lesson} {case.cell}"
    removed = "\n".join(line for line in case.change.splitlines() if line.startswith("-"))
    held = re.search(kind.get("removed", ""), removed, re.MULTILINE)
    return bool(re.match(kind["cell"], place) and re.search(kind["added"], added) and held)


# Grading, in processes of their own


@functools.cache
def template() -> Template:
    """This process's warm template, which ends with the process."""
    return Template().__enter__()


def judged_here(case: Case) -> Verdict:
    return judged(case, template())


def judged(case: Case, template: Template) -> Verdict:
    """Grade a learner who is right everywhere but in this one cell."""
    learner = solver(case.lesson, {case.cell: case.mutant.source})
    results = graded.judged(template, case.lesson, learner, LIMITS)
    lost = [name for name, result in results.items() if result.passed is not True]
    own = [name for name in lost if belongs(name, case.cell)]
    return Verdict(case, bool(own), tuple(sorted(set(lost) - set(own))))


def belongs(check: str, cell: str) -> bool:
    """Whether a check is one of the exercise of a solution cell.

    >>> belongs("machine-loss-check", "machine-solution"), belongs("fit-check", "machine-solution")
    (True, False)
    """
    return f"{check.removesuffix(CHECK)}-".startswith(f"{exercise(cell)}-")


# The report


def report(verdicts: Iterable[Verdict]) -> int:
    """Print a line for each lesson, every survivor, and each mistake that is listed as none.

    Returns how many mutants are not as they must be. One that is rejected although a kind in
    tools/equivalent_mutants.yaml holds it is among them: so wide a kind would hide a hole in a test.
    """
    wrong = 0
    by_lesson = defaultdict[str, list[Verdict]](list)
    for verdict in verdicts:
        by_lesson[verdict.case.lesson].append(verdict)
    for lesson, all_of_it in by_lesson.items():
        same = [v for v in all_of_it if not v.rejected and is_equivalent(v.case)]
        alive = [v for v in all_of_it if not v.rejected and v not in same]
        listed = [v for v in all_of_it if v.rejected and is_equivalent(v.case)]
        costly = [v for v in all_of_it if v.others]
        rest = len(all_of_it) - len(same)
        share = 100 * (rest - len(alive)) / rest if rest else 100
        print(
            f"{lesson}: {len(all_of_it)} mutants, {len(same)} equivalent;"
            f" of the others {share:.1f} % rejected; {len(costly)} cost another exercise points"
        )
        for verdict in alive:
            print(f"  survives in {verdict.case.cell} ({verdict.case.mutant.kind}):\n{indented(verdict)}")
        for verdict in listed:
            print(f"  is listed, but rejected, in {verdict.case.cell}:\n{indented(verdict)}")
        for verdict in costly:
            print(f"  {verdict.case.cell} costs {', '.join(verdict.others)}:\n{indented(verdict)}")
        wrong += len(alive) + len(listed) + len(costly)
    return wrong


def indented(verdict: Verdict) -> str:
    return "\n".join(f"    {line}" for line in verdict.case.change.splitlines())


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", default=lessons_below(ROOT / "source"))
    parser.add_argument("--sample", type=int, help="so many mutants of each lesson, not all")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    todo = [case for lesson in options.lessons for case in cases(lesson, options.sample)]
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        wrong = report(pool.map(judged_here, todo, chunksize=4))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
