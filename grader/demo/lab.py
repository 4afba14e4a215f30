"""`make lab`: your own copy of a lesson in JupyterLab, opened where you left it; `make formgrader`.

JupyterLab runs on the folder work/, which has the layout that nbgrader's own Assignments list expects.
What is in work/ is never overwritten. Settings that make JupyterLab calmer for learners stand in
grader/demo/jupyterlab/: they count as its defaults, so what you choose in its menu Settings still wins.
"""

import json
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from grader.notebooks.cells import exercise, grade_id, settings
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, lessons_below, notebook_in
from grader.notebooks.stub import is_open

SETTINGS = Path(__file__).with_name("jupyterlab")


def lab(asked: str, folder: Path, options: list[str], root: Path = ROOT) -> NoReturn:
    """Open the learner's copy of a lesson; does not return, because JupyterLab takes over this process."""
    lesson = find(asked, lessons_below(root / "release"))
    hand_out(root / "release" / lesson, folder / lesson)
    heading, cell = place(notebook_in(folder, lesson))
    print(f"Opening {folder.name}/{lesson}", f'where you left: "{heading}".' if heading else "at its top.")
    if heading:
        print('Python forgets between two sessions: "Run All Above Selected Cell" (menu Run) brings it back.')
    path = f"/lab/tree/{quote(lesson)}/{quote(lesson)}.ipynb" + (f"#cell-id={quote(cell)}" if cell else "")
    serve(folder, path, [*calm(), *options])


def formgrader(folder: Path, options: list[str]) -> NoReturn:
    """Open the demo class; does not return."""
    if not (folder / "gradebook.db").exists():
        raise AuthorError("There is no demo class yet: run `make demo` first.")
    print("Opening the demo class: choose Formgrader in the menu Nbgrader.")
    serve(folder, "/lab", options)


def find(asked: str, lessons: list[str]) -> str:
    """The lesson that is meant by its name, its number, or the beginning of either part of its name.

    >>> find("2", ["01-manual-gradients", "02-autograd"])
    '02-autograd'
    """
    if asked in lessons:
        return asked
    number = f"{int(asked):02}-" if asked.isdecimal() else asked
    found = [name for name in lessons if name.startswith(number) or name.partition("-")[2].startswith(asked)]
    if len(found) != 1 or not asked:
        raise AuthorError(f"There is no lesson {asked!r}: choose one of {', '.join(found or lessons)}.")
    return found[0]


def hand_out(release: Path, own: Path) -> None:
    """Copy the files of a lesson that the learner does not have yet; the others are the learner's."""
    for path in release.rglob("*"):
        target = own / path.relative_to(release)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def place(notebook: Path) -> tuple[str, str]:
    """Where the learner left: the heading and the id of the cell to open at; two empty texts for the top.

    That is the first exercise which still holds its stub; the top, when none or all of them are written.
    """
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        answers = [index for index, cell in enumerate(cells) if name_of(cell)]
        first = next((index for index in answers if is_open(cells[index])), None)
        return ("", "") if first in (None, answers[0]) else heading_above(cells, first)
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", ""  # not a notebook any more: JupyterLab says so better than this could


def name_of(cell: dict) -> str:
    """The name of the exercise whose answer a cell is for, or an empty text."""
    return exercise(grade_id(cell)) if settings(cell).get("solution") else ""


def heading_above(cells: list[dict], index: int) -> tuple[str, str]:
    """The nearest heading above a cell, and the id of the cell that it stands in."""
    for cell in reversed(cells[:index]):
        lines = "".join(cell["source"]).splitlines() if cell["cell_type"] == "markdown" else []
        if headings := [line for line in lines if line.startswith("#")]:
            return headings[-1].lstrip("# "), cell["id"]
    return name_of(cells[index]), cells[index]["id"]


def calm() -> list[str]:
    """JupyterLab's options for learners: our settings, and what opens a notebook at a cell."""
    extensions = SETTINGS / "labextensions"
    return [
        f"--LabApp.app_settings_dir={SETTINGS}",
        f"--LabApp.extra_labextensions_path={extensions}",
    ]


def serve(folder: Path, path: str, options: list[str]) -> NoReturn:
    """Say the address and how to stop, then become JupyterLab; of its own options the later ones count."""
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(16)
    chosen = {
        "--log-level": "ERROR",
        "--port": given(options, "--port", "--ServerApp.port") or str(free_port()),
        "--ServerApp.port_retries": "0",  # another port than the one that was said would not help
        "--ServerApp.root_dir": str(folder.resolve()),
        "--LabApp.default_url": path,
    }
    print("Address:", address(chosen["--port"], given(options, "--ServerApp.base_url"), path, token))
    print("To stop: press Ctrl+C twice in this window.", flush=True)
    ours = [f"{name}={value}" for name, value in chosen.items() if not given(options, name)]
    if os.geteuid() == 0 and "--allow-root" not in options:
        ours.append("--allow-root")  # it refuses otherwise
    os.chdir(folder)  # where nbgrader looks for nbgrader_config.py
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab", *ours, *options], environment(token))


def address(port: str, base_url: str, path: str, token: str) -> str:
    """Where a browser on this machine finds a page of the server.

    >>> address("8888", "/", "/lab/tree/a.ipynb#cell-id=b", "t")
    'http://127.0.0.1:8888/lab/tree/a.ipynb?token=t#cell-id=b'
    """
    page, mark, fragment = path.partition("#")
    return f"http://127.0.0.1:{port}{base_url.rstrip('/')}{page}?token={token}{mark}{fragment}"


def environment(token: str) -> dict[str, str]:
    """This environment, with the commands beside Python on the PATH: nbgrader's buttons run them."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | {"PATH": path, "JUPYTER_TOKEN": token}


def given(options: list[str], *names: str) -> str:
    """The value that JupyterLab's options give under one of its names; the last counts; else an empty text.

    >>> given(["--port=9000", "--port", "9001", "--no-browser"], "--port")
    '9001'
    """
    found = ""
    for option, following in zip(options, [*options[1:], ""], strict=True):
        name, sign, value = option.partition("=")
        if name in names:
            found = value if sign else following
    return found


def free_port(first: int = 8888) -> int:
    """The first free port from 8888 upward."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise AuthorError(f"All ports from {first} to {first + 99} are taken: stop another JupyterLab first.")
