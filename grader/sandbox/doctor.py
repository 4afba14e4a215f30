"""Does the sandbox hold? Each claim about a worker is tried out, on this machine, now.

    $ python -m grader doctor
    ok   is in user, mount, PID, network, IPC, host-name and cgroup namespaces of its own
    ok   cannot open a network connection, not even to this machine
    ...

The claims and their trials are in `seen_from_outside` and `tried_inside`. Autograding runs the quick ones
first (`prove`). Whatever goes wrong in a trial counts as a complaint: nothing here passes by accident.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.sandbox.cgroups import in_words, why_not_lent
from grader.sandbox.claims import SMALL, Bait, Trial
from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.errors import SandboxError, SandboxUnavailable
from grader.sandbox.other_users import warnings
from grader.sandbox.seen_from_outside import SEEN_FROM_OUTSIDE
from grader.sandbox.template import Template
from grader.sandbox.tried_inside import ENDS_THE_WORKER, TRIED_INSIDE, inside
from grader.sandbox.worker_link import Gone, Overtime, Raised

LEAVE = """
for place in ("left", "/tmp/left", "/dev/shm/left"):
    with open(place, "w") as file:
        file.write("x")
"""
LEFT = "found = ', '.join(path for path in ('left', '/tmp/left', '/dev/shm/left') if os.path.exists(path))"


def examine(template: Template, skip: Collection[str] = (), quick: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each claim with its complaint, which is empty where the claim holds.

    `quick` leaves out the claims that take more than a moment; `skip` leaves out walls, for tests alone.
    """
    with bait() as lying_outside:
        with worker_of(template, skip) as worker:
            for claim, trial in SEEN_FROM_OUTSIDE + TRIED_INSIDE:
                yield claim, complaint_of(trial, worker, lying_outside)
        if quick:
            return
        for claim, trial in ENDS_THE_WORKER:
            with worker_of(template, skip) as worker:
                yield claim, complaint_of(trial, worker, lying_outside)
        yield "leaves nothing behind for the next worker", residue(template, skip)


def prove(template: Template) -> None:
    """Raise SandboxUnavailable, with the first complaint, unless every quick claim holds."""
    for claim, complaint in examine(template, quick=True):
        if complaint:
            raise SandboxUnavailable(
                f"The sandbox does not hold, so nothing was graded: it is not true that a worker {claim} "
                f"({complaint}); `python -m grader doctor` tells more."
            )


@contextlib.contextmanager
def bait() -> Iterator[Bait]:
    """A secret file, a listening socket and a variable, for as long as the examination lasts."""
    name = "GRADER_BAIT_" + secrets.token_hex(4)
    with tempfile.NamedTemporaryFile() as file, socket.create_server(("127.0.0.1", 0)) as server:
        os.environ[name] = "secret"
        try:
            yield Bait(file.name, server.getsockname()[1], name, os.getpid())
        finally:
            del os.environ[name]


@contextlib.contextmanager
def worker_of(template: Template, skip: Collection[str]) -> Iterator[ConfinedLink]:
    worker = template.worker(SMALL, skip)
    try:
        yield worker
    finally:
        worker.kill()


def complaint_of(trial: Trial, worker: ConfinedLink, lying_outside: Bait) -> str:
    """What a trial complains of; a trial that fails is a complaint too, never a pass."""
    try:
        return trial(worker, lying_outside)
    except (Gone, Overtime) as gone:
        return f"the worker ended during the trial: {gone}"
    except Exception as error:
        return f"the trial failed: {type(error).__name__}: {error}"


def residue(template: Template, skip: Collection[str]) -> str:
    """What one worker writes, the next does not find."""
    try:
        with worker_of(template, skip) as first:
            first.ask("run", time.monotonic() + SMALL.cell_seconds, source=LEAVE)
        with worker_of(template, skip) as second:
            return inside(LEFT)(second, Bait("", 0, "", 0))
    except (Gone, Overtime, SandboxError, Raised) as error:
        return f"the trial failed: {error}"


def report() -> int:
    """Print a line for each claim; the exit code is 1 when one does not hold, or there is no sandbox."""
    failures = 0
    try:
        with Template(hide=[Path.cwd()]) as template:  # as for the course in which this command is run
            for claim, complaint in examine(template):
                print(f"NO   {claim}: {complaint}" if complaint else f"ok   {claim}", flush=True)
                failures += bool(complaint)
    except (SandboxUnavailable, SandboxError) as error:
        print(error)
        return 1
    print(f"--   {in_words(why_not_lent())}")
    for found in warnings(Path.cwd()):
        print(f"!!   {found}")
    print(f"{failures} claims do not hold: do not grade here." if failures else "A worker is confined.")
    return 1 if failures else 0
