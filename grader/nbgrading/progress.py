"""How far a class is: a bar and at the end a table on a terminal, a line for each submission elsewhere."""

from types import TracebackType
from typing import Any

from rich import progress
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.nbgrading.folders import Folder, shown
from grader.nbgrading.summary import WITHOUT, Summary


class Progress:
    """Counts the submissions of a run; `summary` is the run's own."""

    def __init__(self, log: Any, summary: Summary, turns: int) -> None:
        self.log, self.summary, self.turns = log, summary, turns
        self.done = 0
        self.console = Console(stderr=True)
        self.bar = progress.Progress(
            progress.TextColumn("Grading"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            Rate(),
            progress.TimeRemainingColumn(),
            progress.TextColumn("{task.fields[attention]}"),
            console=self.console,
            disable=not self.console.is_terminal,
            transient=True,
        )

    def __enter__(self) -> "Progress":
        self.bar.start()
        self.task = self.bar.add_task("", total=self.turns, attention="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()
        if self.console.is_terminal and self.turns > 1:
            self.console.print(table(self.summary))

    def graded(self, folder: Folder, *, again: bool) -> None:
        """One more has its grade."""
        if not self.console.is_terminal:
            more = " again" if again else ""
            self.log.info("%s%s: graded%s", self.number(), shown(folder.student), more)

    def number(self) -> str:
        """How the line of a submission begins: "1/3 "; nothing on a terminal, where a bar counts."""
        return "" if self.console.is_terminal else f"{self.done + 1}/{self.turns} "

    def advance(self) -> None:
        """One more is done, with or without a grade."""
        self.done += 1
        lost = self.summary.number(WITHOUT)
        attention = f"[red]{lost} without a grade[/]" if lost else ""
        self.bar.update(self.task, advance=1, attention=attention)


def table(summary: Summary) -> Table:
    """The numbers of each assignment; those without a grade stand out."""
    (_, *kinds), *body = summary.rows()
    numbers = Table()
    numbers.add_column("", no_wrap=True)
    for kind in kinds:
        numbers.add_column(kind, justify="right", style="red" if kind == WITHOUT else "")
    for assignment, *row in body:
        numbers.add_row(escape(assignment), *row)
    return numbers


class Rate(progress.ProgressColumn):
    """Submissions a second."""

    def render(self, task: progress.Task) -> str:
        return f"{task.speed:.1f}/s" if task.speed else ""
