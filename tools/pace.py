"""How long each lesson takes from top to bottom, and its slowest visible check: `python -m tools.pace`."""

import contextlib
import io
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import matplotlib
from IPython.core.interactiveshell import InteractiveShell
from rich.console import Console
from rich.table import Table

from grader.notebooks.cells import CHECK
from grader.notebooks.paths import ROOT, lessons_below, read_in

AIM_LESSON, AIM_CHECK = 10.0, 0.050  # seconds


def main(root: Path = ROOT) -> None:
    """Run every lesson with its solutions in this process, and print what took how long."""
    matplotlib.use("agg")
    import torch

    torch.ones(2).sum()  # the first operation starts torch's threads
    console = Console()
    table = Table("lesson", "seconds", "checks", "slowest visible check", box=None)
    for lesson in lessons_below(root / "source"):
        with in_a_copy(root / "source" / lesson):
            total, checks = times(root, lesson)
        name, slowest = max(checks.items(), key=lambda item: item[1])
        table.add_row(
            lesson,
            colour(total, AIM_LESSON, f"{total:.1f}"),
            str(len(checks)),
            colour(slowest, AIM_CHECK, f"{1000 * slowest:.1f} ms  {name}"),
        )
    console.print(table)
    console.print(
        f"Aims: {AIM_LESSON:.0f} s for a lesson after torch's import, {1000 * AIM_CHECK:.0f} ms for a check."
    )


@contextlib.contextmanager
def in_a_copy(folder: Path) -> Iterator[None]:
    """Work in a copy of a lesson's files: lessons save models, which nobody wants to keep."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder, place, dirs_exist_ok=True)
        with contextlib.chdir(place):
            yield


def colour(seconds: float, aim: float, text: str) -> str:
    """The text in red where the aim is missed, else in green."""
    return f"[{'red' if seconds > aim else 'green'}]{text}[/]"


def times(root: Path, lesson: str) -> tuple[float, dict[str, float]]:
    """Seconds for the whole lesson with its solutions, and for each visible check alone."""
    source, release = (read_in(root / tree, lesson) for tree in ("source", "release"))
    visible = {cell.id: cell.source for cell in release.cells}
    shell = InteractiveShell()
    total, checks = 0.0, {}
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        if cell.id.endswith(CHECK):
            checks[cell.id] = seconds_for(shell, visible[cell.id])
        total += seconds_for(shell, cell.source)
    return total, checks


def seconds_for(shell: InteractiveShell, code: str) -> float:
    """How long a cell runs; an error in it is raised here."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell(code).raise_error()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
