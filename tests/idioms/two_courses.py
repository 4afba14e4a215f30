"""The same assignment in two course folders: one of stock nbgrader, and one with our configuration.

Each is graded by what formgrader's buttons call, in a process of its own, because our configuration replaces
parts of nbgrader in the process that reads it.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from grader.notebooks.paths import ROOT

STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "idioms"\n'
OURS = (ROOT / "nbgrader_config.py").read_text()
Scores = dict[str, dict[str, float | None]]  # by learner and cell
Answer = Callable[[Any, Any], Any]  # what a learner makes of a released notebook


@contextmanager
def two_processes() -> Iterator[dict[str, Executor]]:
    """A process for each configuration."""
    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, spawn, find_alembic) as one,
        ProcessPoolExecutor(1, spawn, find_alembic) as other,
    ):
        yield {STOCK: one, OURS: other}


def find_alembic() -> None:
    """nbgrader runs it by its name."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def graded_by_both(
    processes: dict[str, Executor], source: Path, whos: Iterable[str], answer: Answer
) -> list[Scores]:
    """The scores of an assignment (a folder with its source notebooks) by stock nbgrader, and by ours."""
    runs = [
        process.submit(graded, source.with_name(f"{source.name}-{number}"), config, source, whos, answer)
        for number, (config, process) in enumerate(processes.items())
    ]
    return [run.result() for run in runs]


def graded(root: Path, config: str, source: Path, whos: Iterable[str], answer: Answer) -> Scores:
    """Release an assignment, hand in what each learner makes of it, and grade."""
    name = source.name
    shutil.copytree(source, root / "source" / name)
    (root / "nbgrader_config.py").write_text(config)
    nbgrader = api(root)
    succeeded(nbgrader.generate_assignment(name))
    for who in whos:
        folder = root / "submitted" / who / name
        shutil.copytree(root / "release" / name, folder)
        for path in folder.glob("*.ipynb"):
            nbformat.write(answer(nbformat.read(path, nbformat.NO_CONVERT), who), path)
    succeeded(nbgrader.autograde(name, "*"))
    return scores(root, name)


def api(root: Path) -> NbGraderAPI:
    """What formgrader's buttons call, for a course folder."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db"
    config.Execute.timeout = config.Execute.startup_timeout = 300  # for a machine with other work to do
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def succeeded(ended: dict[str, Any]) -> None:
    assert ended["success"], ended["log"] + ended["error"]


def scores(root: Path, assignment: str) -> Scores:
    """The automatic scores in the gradebook; None where there is none."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        found = gradebook.assignment_submissions(assignment)
        grades = {each.student.id: [grade for nb in each.notebooks for grade in nb.grades] for each in found}
        return {who: {grade.name: grade.auto_score for grade in theirs} for who, theirs in grades.items()}
