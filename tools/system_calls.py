"""Which system calls workers make: what the allow-list in `grader/worker/system_calls.py` was measured by.

    sudo .venv/bin/python -m tools.system_calls      # half a minute

It grades the solutions of all lessons, runs what else learners do (`uses`), and follows each worker by
strace, which must be there and allowed to trace: as root, or with 0 in /proc/sys/kernel/yama/ptrace_scope. It
prints each call with how often it was made, and whether the filter lets it pass; and what calls asked for
where the filter looks at this.
"""

from __future__ import annotations

import collections
import contextlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from unittest.mock import patch

from grader.judge.grade import grade
from grader.judge.task import Cell, Task
from grader.notebooks.paths import ROOT, lessons_below
from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.worker.system_calls import ALLOWED, EXAMINED
from tools.graded import solver, task
from tools.uses import USES

LIMITS = Limits(cell_seconds=120, submission_seconds=600)
CALL = re.compile(r"\d+ +(\w+)\((.*)")
ASKED = {  # where strace shows what a call asks for
    "clone": r"flags=([\w|]+)",
    "mmap": r"(MAP_[\w|]+)",
    "prctl": r"(\w+)",
    "fcntl": r"[^,]+, (\w+)",
    "ioctl": r"[^,]+, (\w+)",
    "socket": r"(\w+)",
    "socketpair": r"(\w+)",
    "setsockopt": r"[^,]+, (\w+, \w+)",
}

Counted = collections.Counter[str]


def main() -> int:
    """Print what was seen; 1 where a call was made that the filter refuses."""
    if not shutil.which("strace"):
        sys.exit("strace is missing: install your system's package strace first.")
    with tempfile.TemporaryDirectory() as folder, traced(Path(folder)):
        run_lessons_and_uses()
        return report(*read(Path(folder)))


@contextlib.contextmanager
def traced(folder: Path) -> Iterator[None]:
    """Have strace follow every worker, with all that it starts, from before its first cell."""
    original, number = Template.worker, iter(range(10**9))

    def worker(template: Template, limits: Limits, skip: Collection[str] = ()) -> ConfinedLink:
        link = original(template, limits, skip)
        command = ["strace", "-f", "-s", "0", "-e", "signal=none", "-o", str(folder / f"{next(number)}")]
        strace = subprocess.Popen([*command, "-p", str(link.pid)], stderr=subprocess.PIPE, text=True)
        assert strace.stderr
        if "attached" not in (line := strace.stderr.readline()):
            link.kill()
            sys.exit(f"strace cannot trace a worker: {line}")
        return link

    with patch.object(Template, "worker", worker):
        yield


def run_lessons_and_uses() -> None:
    """The solutions of all lessons with their tests, and what learners do beside them."""
    with Template() as template:
        for lesson in lessons_below(ROOT / "source"):
            result = grade(task(lesson, solver(lesson, {})), template, LIMITS)
            failed = [cell.message for cell in result.cells if cell.passed is False]
            print(lesson, result.status, result.reason or f"{len(failed)} tests failed", flush=True)
        for name, source in USES.items():
            (cell,) = grade(Task((Cell("run", source),)), template, LIMITS).cells
            errors = [output["evalue"] for output in cell.outputs if output["output_type"] == "error"]
            print(name, *errors, flush=True)


def read(folder: Path) -> tuple[Counted, Counted]:
    """How often each call was made, and what the examined ones asked for."""
    calls, asked = Counted(), Counted()
    for path in folder.iterdir():
        for match in map(CALL.match, path.read_text(errors="replace").splitlines()):
            if match:
                name, arguments = match.groups()
                calls[name] += 1
                if name in ASKED and (found := re.search(ASKED[name], arguments)):
                    asked[f"{name} {found[1]}"] += 1
    return calls, asked


def report(calls: Counted, asked: Counted) -> int:
    """Print them, the most frequent first."""
    known = ALLOWED.keys() | EXAMINED.keys()
    refused = sorted(calls.keys() - known)
    for name, times in calls.most_common():
        print(f"{times:>9} {name:<24} {'' if name in known else 'refused'}")
    for what, times in sorted(asked.items()):
        print(f"{times:>9} {what}")
    print(f"{len(calls)} calls on {platform.machine()}; refused: {', '.join(refused) or 'none'}")
    print(f"allowed and not seen: {', '.join(sorted(known - calls.keys()))}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
