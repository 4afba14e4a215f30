"""Where nbgrader_config.py has an error, no command goes on without the judge that it asks for."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_course import ANSWERS, NAME, Course
from traitlets.config import PyFileConfigLoader

from grader.nbgrading.no_judge import REASON
from grader.notebooks.paths import ROOT

COMMANDS = f"autograde {NAME}", f"generate_assignment --force {NAME}", f"generate_feedback --force {NAME}"
BROKEN = {
    "a bracket that is left open": (b"", b'\nc.Judge.limits = {"cell_seconds": 60\n'),
    "a name that is not defined, before all else": (b"c.Judge.limits = sixty\n", b""),
    "no text at all": (b"\xff\xfe\x00", b""),
}


def nbgrader(course: Course, command: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader as an instructor does."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *command.split()],
        cwd=course.root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_goes_on_without_the_judge(tmp_path: Path, name: str, command: str) -> None:
    course = Course(tmp_path / "course")
    shutil.copy(ROOT / "nbgrader_config.json", course.root)
    trace = tmp_path / "ran"
    course.submit("ada", course.released(ANSWERS | {"gradient-solution": f"open({str(trace)!r}, 'w')"}))
    released = course.root / "release" / NAME / f"{NAME}.ipynb"
    was = released.read_bytes()
    graded = course.root / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
    if command.startswith("generate_feedback"):
        graded.parent.mkdir(parents=True)
        graded.write_text(json.dumps(course.released(ANSWERS)))
    config = course.root / "nbgrader_config.py"
    before, after = BROKEN[name]
    config.write_bytes(before + config.read_bytes() + after)

    ended = nbgrader(course, command)

    assert ended.returncode != 0
    assert REASON in ended.stderr
    assert not trace.exists()
    assert graded.exists() == command.startswith("generate_feedback")
    assert not (course.root / "feedback").exists()
    assert released.read_bytes() == was


def test_what_both_files_set_is_the_same_in_both() -> None:
    """Then it does not matter which of them nbgrader takes."""
    plain = json.loads((ROOT / "nbgrader_config.json").read_text())
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    both = {
        name: options for name, options in plain.items() if name in config and "Refuse" not in str(options)
    }
    assert set(both) == {"ExportApp", "HTMLExporter"}
    assert both == {name: config[name] for name in both}


def test_our_own_converters_have_exporters_of_their_own() -> None:
    plain = json.loads((ROOT / "nbgrader_config.json").read_text())
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    refused = [name for name, options in plain.items() if "Refuse" in str(options)]
    assert refused == ["Autograde", "GenerateAssignment", "GenerateFeedback"]
    assert "exporter_class" in config.SafeGenerateAssignment  # SafeAutograde makes none
    assert "exporter_class" in config.Feedback
