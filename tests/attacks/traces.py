"""What an attack may leave behind or reach: calls, processes, files, rows of the gradebook, outputs."""

import contextlib
import ctypes
import hashlib
import json
import os
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from small_course import NAME, Course

from grader.notebooks.paths import notebook_in


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, str, list[str]]]:
    """Sockets that a learner's code could reach: a port, an abstract name, and the calls that they get."""
    calls: list[str] = []
    name = f"attack-test-{os.getpid()}"
    inet, unix = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)
    unix.bind("\0" + name)
    unix.listen()
    for server in (inet, unix):
        threading.Thread(target=answer, args=(server, calls), daemon=True).start()
    try:
        yield inet.getsockname()[1], name, calls
    finally:
        for server in (inet, unix):
            server.shutdown(socket.SHUT_RDWR)
            server.close()


def answer(server: socket.socket, calls: list[str]) -> None:
    """Note each call until the server is closed."""
    with contextlib.suppress(OSError):
        while True:
            server.accept()[0].close()
            calls.append(server.family.name)


def adopt_orphans() -> None:
    """Make this process the parent of all that is left behind by what it starts (Linux's child subreaper)."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def child_numbers() -> set[int]:
    """The process ids of this process's children: templates of other tests may be among them."""
    return {child.pid for child in psutil.Process().children()}


def children(known: set[int]) -> set[str]:
    """The names of living children but the known ones, after a moment in which the dying ones may end."""
    for _ in range(20):
        time.sleep(0.1)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
    names = set()
    for number in child_numbers() - known:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended while we looked
            names.add(psutil.Process(number).name())
    return names


def called_left_behind() -> set[str]:
    """The processes of this machine that attacks have given this name."""
    names = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            names.append(path.read_text().strip())
    return {name for name in names if name == "left-behind"}


def tree(root: Path) -> dict[str, tuple[int, int, str]]:
    """A hash of every file below a folder, but for those that grading is meant to write."""
    written = re.compile(r"course/(autograded(/.*)?|gradebook\.db.*|\.nbgrader\.log)|home/\..*")
    files = [path for path in sorted(root.rglob("*")) if not written.fullmatch(str(path.relative_to(root)))]
    return {str(path.relative_to(root)): digest(path) for path in files}


def digest(path: Path) -> tuple[int, int, str]:
    """A file's mode and size, and a hash of what a regular one of moderate size holds."""
    info = path.lstat()
    regular = path.is_file() and not path.is_symlink() and info.st_size < 10**8
    return info.st_mode, info.st_size, hashlib.sha256(path.read_bytes()).hexdigest() if regular else ""


def rows(course: Course, student: str) -> list[Any]:
    """All that the gradebook says about a student."""
    query = """select grade.* from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        where submitted_assignment.student_id = ? order by grade.id"""
    with sqlite3.connect(course.root / "gradebook.db") as book:
        return book.execute(query, (student,)).fetchall()


def shown(course: Course, name: str) -> str:
    """All outputs of a learner's graded notebook, as JSON; empty where there is no notebook."""
    path = notebook_in(course.root / "autograded" / name, NAME)
    if not path.exists():
        return ""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return json.dumps([cell.get("outputs", []) for cell in cells])
