"""How long each lesson takes from top to bottom, and its slowest visible checks."""

import contextlib
import io
import time
from pathlib import Path

import matplotlib
from IPython.core.interactiveshell import InteractiveShell
from rich.console import Console
from rich.table import Table

from grader.notebooks.cells import CHECK
from grader.notebooks.paths import ROOT, read_in

AIM_LESSON, AIM_CHECK = 10.0, 0.050  # seconds


def pace(root: Path = ROOT) -> int:
    """Run every lesson with its solutions in this process, and print what took how long."""
    matplotlib.use("agg")
    import torch

    torch.ones(2).sum()  # the first operation starts torch's threads
    console = Console()
    table = Table("lesson", "seconds", "checks", "slowest visible check", box=None)
    for folder in sorted((root / "source").glob("*/")):
        total, checks = times(root, folder.name)
        name, slowest = max(checks.items(), key=lambda item: item[1])
        table.add_row(
            folder.name,
            colour(total, AIM_LESSON, f"{total:.1f}"),
            str(len(checks)),
            colour(slowest, AIM_CHECK, f"{1000 * slowest:.1f} ms  {name}"),
        )
    console.print(table)
    console.print(
        f"Aims: {AIM_LESSON:.0f} s for a lesson after torch's import, {1000 * AIM_CHECK:.0f} ms for a check."
    )
    return 0


def colour(seconds: float, aim: float, text: str) -> str:
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
            checks[cell.id] = seconds(shell, visible[cell.id])
        total += seconds(shell, cell.source)
    return total, checks


def seconds(shell: InteractiveShell, code: str) -> float:
    """How long a cell runs; an error in it is raised here."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell(code).raise_error()
    return time.perf_counter() - start
