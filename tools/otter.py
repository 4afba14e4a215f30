"""otter-grader beside ours: a lesson's tests as otter tests, graded by `otter run`.

otter has an environment of its own, build/otter, which is made when it is first asked for. A lesson's test
cells become test files of otter's "exception-based" kind: each runs in the names that the notebook has left.
otter runs all tests after the last cell, so a test whose names a later cell has taken fails there.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from grader.notebooks.cells import grade_id
from grader.notebooks.paths import ROOT

VERSION = "7.0.0"
PLACE = ROOT / "build" / "otter"
TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points!r}


@test_case(points={points!r})
def test(env):
    exec({source!r}, env)
"""


def command_of_otter() -> Path:
    """The command `otter` of its own environment, which is made if it is missing."""
    command = PLACE / "bin" / "otter"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True)
        packages = f"otter-grader=={VERSION}", "-e", str(ROOT)
        subprocess.run([PLACE / "bin" / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
    return command


def write_tests(notebook: Any, path: Path) -> int:
    """Write the archive that `otter run` takes, with all tests of a source notebook; returns their number."""
    tests = [cell for cell in notebook.cells if cell.cell_type == "code" and is_test(cell)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"pdf": False, "lang": "python"}))
        for cell in tests:
            name = grade_id(cell)
            text = TEST.format(name=name, points=cell.metadata.nbgrader.points, source=cell.source)
            archive.writestr(f"tests/{name}.py", text)
    return len(tests)


def is_test(cell: Any) -> bool:
    """Whether a cell gives points and holds no answer."""
    about = cell.metadata.get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution")


def grade(notebook: Path, archive: Path, folder: Path) -> list[str]:
    """The command that grades one submission; it writes results.json into the folder."""
    return [str(command_of_otter()), "run", "-a", str(archive), "-o", str(folder), "--no-logo", str(notebook)]


def passed(folder: Path) -> tuple[int, int]:
    """How many tests passed, of how many, by results.json."""
    tests = json.loads((folder / "results.json").read_text())["tests"]
    graded = [test for test in tests if test.get("max_score")]
    return sum(test["score"] == test["max_score"] for test in graded), len(graded)
