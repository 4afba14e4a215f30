"""One run: the whole class hands in, is graded by the real command, and what there was to see of it."""

import os
from pathlib import Path
from typing import Any, NamedTuple

from attack_class import EARLIER, LIMITS, Ended, autograde, hand_in
from small_course import ANSWERS, Course
from traces import adopt_orphans, called_left_behind, child_numbers, children, listening, rows, tree

PLACES = ("/", "/etc", "/usr", "/usr/lib", "/var", "/home", "/root", "/opt", "/proc/sys/kernel", "/tmp")


class Seen(NamedTuple):
    """What there is to see of files and of the gradebook's rows of an earlier learner."""

    files: dict[str, Any]
    rows: list[Any]


class Run(NamedTuple):
    """The course after the whole class was graded, and what was seen before, meanwhile and after."""

    course: Course
    command: Ended
    calls: list[str]
    left_running: set[str]
    before: Seen
    after: Seen


def graded(root: Path, course: Course) -> Run:
    """Grade the class in a course that lies in the folder `root`."""
    home = root / "home"
    (home / "private").mkdir(parents=True)
    (home / "private" / "secret.txt").write_text("secret")
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.Judge.limits = {LIMITS}\n")
    course.submit(EARLIER, course.released(ANSWERS))
    autograde(course, home)
    with listening() as (port, abstract, calls):
        places = {"course": course.root, "home": home, "secret": home / "private/secret.txt", "tmp": root}
        hand_in(course, places | {"port": port, "abstract": abstract})
        before = Seen(tree(root), rows(course, EARLIER))
        adopt_orphans()
        known = child_numbers()
        command = autograde(course, home)
        left_running = children(known) | called_left_behind()
        called = list(calls)
    return Run(course, command, called, left_running, before, Seen(tree(root), rows(course, EARLIER)))


def written_elsewhere() -> list[str]:
    """The folders outside of the run in which an attack has left its file."""
    return [folder for folder in PLACES if os.path.lexists(os.path.join(folder, "pwned"))]
