"""What follow-through costs: CPU of the demo class with and without it, in turn, submission by submission.

    python -m tools.second_run                       # every lesson
    python -m tools.second_run 02-autograd --runs 5

A submission with full marks must cost what it did; another one at most twice as much as a solution.
"""

import argparse
import statistics

from grader.demo.answer_files import Answers, read_class
from grader.notebooks.cells import max_points
from grader.notebooks.paths import ROOT, lessons_below
from grader.sandbox.template import Template
from tools.bench import cpu_of_grading
from tools.graded import read, solver, task


def ratio(lesson: str, learner: Answers, template: Template, runs: int) -> tuple[float, float]:
    """Median CPU-seconds without follow-through, and how many times that it takes with it."""
    seconds: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(runs):
        for follow_through, found in seconds.items():
            asked = task(lesson, learner, follow_through=follow_through)
            found.append(cpu_of_grading(asked, template)[0])
    without, both = statistics.median(seconds[False]), statistics.median(seconds[True])
    return without, both / without


def measure(lesson: str, template: Template, runs: int) -> None:
    """Print a line for the solution and one for the imperfect learners of a lesson's demo class."""
    most = sum(max_points(read("source", lesson)).values())
    classmates = read_class(ROOT / "examples" / lesson, read("source", lesson))
    imperfect = [
        each
        for each in classmates
        if 0 < sum(each.points.values()) < most and "while " not in "".join(each.cells.values())
    ]
    ratio(lesson, solver(lesson, {}), template, 1)  # which warms the judge's own imports
    seconds, full = ratio(lesson, solver(lesson, {}), template, runs)
    found = [ratio(lesson, each, template, runs) for each in imperfect]
    times = [both for _, both in found]
    of_full = max(without * both for without, both in found) / seconds
    print(
        f"{lesson}: full marks {seconds:.2f} s, {full:.2f} times that with follow-through;"
        f" {len(found)} imperfect ones {statistics.median(times):.2f} times (at most {max(times):.2f};"
        f" at most {of_full:.2f} times a solution)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", default=lessons_below(ROOT / "source"))
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with Template() as template:
        for lesson in options.lessons:
            measure(lesson, template, options.runs)


if __name__ == "__main__":
    main()
