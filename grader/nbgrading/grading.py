"""One submission's way through nbgrader's steps, which pauses wherever something is to be judged.

nbgrader converts a notebook twice, through a file, and validates it after each of a dozen steps. Here the
same steps follow each other in memory, and what comes of them is validated and written once. `graded` is a
generator: it yields each notebook's task for the judge and goes on with the answer, so that a run can have
many submissions judged at once while it reads and writes one after the other.
"""

import os
import tempfile
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from traitlets import import_item

from grader.judge.task import Result, Task
from grader.nbgrading import exchange_secret, timestamps
from grader.nbgrading.folders import Folder
from grader.nbgrading.judging import Judge
from grader.sandbox.limits import Limits

Asking = Generator[tuple[Task, Limits], Result, None]

# Files of the learner's that later steps of nbgrader rely on: the timestamp, and the secret of the exchange.
CARRIED = {timestamps.NAME: timestamps.timestamp_in, exchange_secret.NAME: exchange_secret.secret_in}


def steps_of(names: Iterable[Any], parent: Any) -> list[Any]:
    """nbconvert's preprocessors, which a configuration names as text or has as classes."""
    return [(import_item(name) if isinstance(name, str) else name)(parent=parent) for name in names]


def graded(before: list[Any], steps: list[Any], resources: ResourcesDict, into: Path) -> Asking:
    """Grade one notebook: `before` makes it from the submitted folder, `steps` judge it and save the points.

    The graded notebook appears in the folder `into` when all points are saved, whole or not at all.
    """
    notebook = None
    for step in before:
        notebook, resources = step(notebook, resources)
    for step in steps:
        if isinstance(step, Judge):
            resources["nbgrader"]["result"] = yield step.question(notebook, resources)
        notebook, resources = step(notebook, resources)
    nbformat.validate(notebook)
    write_whole(into / f"{resources['nbgrader']['notebook']}.ipynb", nbformat.v4.writes(notebook))


def resources_of(folder: Folder, notebook: str, into: Path, **names: Any) -> ResourcesDict:
    """What nbgrader's steps are given beside a notebook."""
    known = {"student": folder.student, "assignment": folder.assignment, "notebook": notebook}
    metadata = ResourcesDict(name=notebook, path=str(into))
    return ResourcesDict(unique_key=notebook, metadata=metadata, nbgrader={**known, **names})


def write_whole(path: Path, text: str) -> None:
    """Write a file, so that whoever reads it finds all of it or none."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".", delete=False
    ) as file:
        file.write(text + "\n")
    os.replace(file.name, path)
