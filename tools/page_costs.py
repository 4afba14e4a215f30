"""What hostile notebooks cost as pages: CPU seconds and memory, beside an ordinary page, dearest first.

    python -m tools.page_costs             # all of them, as both kinds of pages: two minutes
    python -m tools.page_costs code HTML   # those whose names hold one of these words

"Work" is what the page has used of its budget (`grader.nbgrading.pages.budget`), of which no notebook gets
more; "tags" is what a browser has to read. Linux alone tells a process its peak of memory.
"""

import argparse
import ctypes
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from grader.nbgrading.pages.budget import MAX_WORK
from grader.notebooks.paths import ROOT, read_in
from tools.hostile_pages import CASES
from tools.pages import KINDS, page_and_budget

ORDINARY = "an ordinary page"
LESSON = "06-dataloader"  # the longest
MB = 1_000_000


class Cost(NamedTuple):
    """What a page takes, and how large it is."""

    seconds: float
    megabytes: float
    work: int
    size: int
    tags: int


def ordinary() -> Any:
    """A lesson as it comes back to a learner who has answered all."""
    notebook = read_in(ROOT / "source", LESSON)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.score = 0.0
    return notebook


def cost(make: Callable[[], Any], kind: str, folder: Path | None = None) -> Cost:
    """The cost of one page, once its notebook is there."""
    notebook = nbformat.from_dict(make())
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is free goes back, so that what is taken can be seen
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, start = peak(), time.process_time()
    html, budget = page_and_budget(notebook, kind, folder)
    seconds, megabytes = time.process_time() - start, peak() - before
    return Cost(seconds, megabytes, MAX_WORK - budget.work, len(html), html.count("<"))


def peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1_000


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.page_costs", description=str(__doc__).split("\n")[0]
    )
    parser.add_argument("words", nargs="*", help="of the notebooks to measure; all without one")
    words = parser.parse_args().words
    rows: dict[str, Cost] = {}
    for kind in KINDS:
        cost(ordinary, kind)  # loads what is loaded once
        rows[f"{ORDINARY} ({kind})"] = cost(ordinary, kind)
        for name, (make, folder) in CASES.items():
            if not words or any(word in name for word in words):
                rows[f"{name} ({kind})"] = cost(make, kind, folder)
    print(f"{'CPU s':>6} {'MB':>5} {'work':>8} {'page MB':>8} {'tags':>8}")
    for name, row in sorted(rows.items(), key=lambda pair: -pair[1].seconds):
        size = f"{row.work:>8,} {row.size / MB:>8.1f} {row.tags:>8,}"
        print(f"{row.seconds:>6.2f} {row.megabytes:>5.0f} {size}  {name}")


if __name__ == "__main__":
    main()
