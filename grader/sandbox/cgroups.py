"""Whether this machine lends a cgroup v2 in which the kernel itself would hold a worker to its memory.

It is only told (`grader doctor`), and nothing is made of it: the watchman's limits hold with or without one.
To use it, a grading command would have to move itself and the template into groups of their own, on each of
the ways in which systems lend one; that was never tried on a machine that does, and what has not been tried
is no wall.
"""

from __future__ import annotations

import os
from pathlib import Path

MOUNT, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def why_not_lent(mount: Path = MOUNT, own: Path = OWN) -> str:
    """Why this process has no cgroup v2 of its own to divide its memory in; empty where it has one."""
    if not (mount / "cgroup.controllers").is_file():
        return "cgroup v2 is not mounted"
    paths = [line.removeprefix("0::/") for line in own.read_text().splitlines() if line.startswith("0::/")]
    if not paths:
        return "this process is in none"
    group = mount / paths[0]
    try:
        controllers = (group / "cgroup.controllers").read_text().split()
    except OSError as error:
        return f"{group} cannot be read: {error.strerror}"
    if lacking := {"memory", "pids"} - set(controllers):
        return f"{group} has no controller for {' and '.join(sorted(lacking))}"
    needed = [group, group / "cgroup.procs", group / "cgroup.subtree_control"]
    closed = [place for place in needed if not os.access(place, os.W_OK)]
    return f"{closed[0]} is not for this user to write" if closed else ""


def in_words(why_not: str) -> str:
    """What holds a worker to its memory here.

    >>> in_words("cgroup v2 is not mounted")
    'the watchman holds workers to their memory, every 10 ms (no cgroup v2 is lent: cgroup v2 is not mounted)'
    """
    lent = f"no cgroup v2 is lent: {why_not}" if why_not else "a cgroup v2 is lent, but it is not used"
    return f"the watchman holds workers to their memory, every 10 ms ({lent})"
