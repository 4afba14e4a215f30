"""Who judges: one judge in this process, several in processes of their own, or those of a cluster."""

import contextlib
import sys
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, Protocol

from nbgrader.converters import NbGraderException

from grader.judge.judges import Judges
from grader.judge.task import Result, Task
from grader.nbgrading.cluster import Cluster
from grader.nbgrading.warm import close_template, warm_template
from grader.sandbox.errors import SandboxError, SandboxUnavailable
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template


class Answers(Protocol):
    """Where questions are asked, and answers come from in any order."""

    @property
    def number(self) -> int:
        """How many questions can be asked at once."""

    @property
    def free(self) -> int:
        """How many questions could be asked now."""

    def ask(self, key: Hashable, task: Task, limits: Limits) -> None:
        """Have a submission judged."""

    def answers(self, seconds: float | None = None) -> list[tuple[Hashable, Result]]:
        """What has been judged since; waits for the first, or for so many seconds."""


@contextlib.contextmanager
def class_of_judges(sandbox: bool, root: Path, number: int, cluster: str, log: Any) -> Iterator[Answers]:
    """Judges for a class; or one sentence that ends the run, where no sandbox stands ready."""
    try:
        if cluster:
            with Cluster(cluster, log) as judges:
                yield judges
        elif number == 1 or sys.platform != "linux":
            warm_template(sandbox, root)
            yield ThisProcess(sandbox, root)
        else:
            with Judges(number) as judges:  # which import torch while the template does
                template = warm_template(sandbox, root)
                judges.begin(template if isinstance(template, Template) else None, [root])
                yield judges
    except SandboxUnavailable as reason:
        raise NbGraderException(str(reason)) from None
    except SandboxError as reason:
        message = f"Nothing was graded: {reason}. `python -m grader doctor` tells more."
        raise NbGraderException(message) from None


class ThisProcess:
    """One judge, in this process: for a single submission, or where there is no sandbox to share."""

    number = 1

    def __init__(self, sandbox: bool, root: Path) -> None:
        self.sandbox, self.root = sandbox, root
        self.judged: list[tuple[Hashable, Result]] = []

    @property
    def free(self) -> int:
        return 1 - len(self.judged)

    def ask(self, key: Hashable, task: Task, limits: Limits) -> None:
        from grader.judge.grade import grade  # imports torch: not for every nbgrader command

        result = grade(task, warm_template(self.sandbox, self.root), limits)
        if result.status != "graded":
            close_template(self.sandbox, self.root)  # the next submission gets a fresh one
        self.judged.append((key, result))

    def answers(self, seconds: float | None = None) -> list[tuple[Hashable, Result]]:
        judged, self.judged = self.judged, []
        return judged
