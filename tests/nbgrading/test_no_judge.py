"""Where nbgrader_config.py has an error, no command goes on without the judge that it asks for."""

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_server import BIN, Lab
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader_commands import Commands
from small_course import ANSWERS, NAME, Course
from traitlets.config import JSONFileConfigLoader, PyFileConfigLoader

from grader.nbgrading.autograde import SafeAutograde
from grader.nbgrading.feedback import SafeGenerateFeedback
from grader.nbgrading.generate import SafeGenerateAssignment
from grader.nbgrading.no_judge import REASON
from grader.notebooks.paths import ROOT

COMMANDS = f"autograde {NAME}", f"generate_assignment --force {NAME}", f"generate_feedback --force {NAME}"
OTHERS = (
    "export",
    "db student list",
    "db student import roster.csv",
    "db assignment add small",
    "list",
    f"collect {NAME}",
    f"release_assignment {NAME}",
    f"release_feedback {NAME}",
    f"zip_collect {NAME}",
    f"validate source/{NAME}/{NAME}.ipynb",
)
BROKEN = {
    "a bracket that is left open": (b"", b'\nc.Judge.limits = {"cell_seconds": 60\n'),
    "a name that is not defined, before all else": (b"c.Judge.limits = sixty\n", b""),
    "no text at all": (b"\xff\xfe\x00", b""),
}


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with Commands() as commands:
        yield commands


def configured(folder: Path, text: bytes | None = None) -> Path:
    """A course's configuration, as it is, or with another text."""
    for name in "nbgrader_config.py", "nbgrader_config.json":
        shutil.copy(ROOT / name, folder)
    config = folder / "nbgrader_config.py"
    if text is not None:
        config.write_bytes(text)
    return config


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_goes_on_without_the_judge(
    tmp_path: Path, commands: Commands, name: str, command: str
) -> None:
    course = Course(tmp_path / "course")
    trace = tmp_path / "ran"
    course.submit("ada", course.released(ANSWERS | {"gradient-solution": f"open({str(trace)!r}, 'w')"}))
    released = course.root / "release" / NAME / f"{NAME}.ipynb"
    was = released.read_bytes()
    graded = course.root / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
    if command.startswith("generate_feedback"):
        graded.parent.mkdir(parents=True)
        graded.write_text(json.dumps(course.released(ANSWERS)))
    config = configured(course.root)
    before, after = BROKEN[name]
    config.write_bytes(before + config.read_bytes() + after)

    ended = commands.run(command, cwd=course.root, status=1)

    assert f"Nothing was done: {config} has an error, which stands above" in ended.output
    assert not trace.exists()
    assert graded.exists() == command.startswith("generate_feedback")
    assert not (course.root / "feedback").exists()
    assert released.read_bytes() == was


@pytest.mark.parametrize("command", OTHERS)
def test_no_command_goes_on_with_another_gradebook_or_exchange(
    tmp_path: Path, commands: Commands, command: str
) -> None:
    config = configured(tmp_path, b"c.x = \n")
    there = set(os.listdir(tmp_path))
    ended = commands.run(command, cwd=tmp_path, status=1)
    assert f"Nothing was done: {config} has an error, which stands above" in ended.output
    assert set(os.listdir(tmp_path)) == there


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "OK"),
        (b"", "or sets nothing. Mend it first."),
        (b"c = get_config()\nc.CourseDirectory.course_id = 'mine'\n", REASON),
        (b"import no_such_module\n", "has an error, which stands above"),
        (b"1 / 0\n", "has an error, which stands above"),
    ],
)
def test_what_a_file_must_do_is_to_put_the_judge_in_place(
    tmp_path: Path, commands: Commands, text: bytes | None, said: str
) -> None:
    configured(tmp_path, text)
    ended = commands.run("db student list", cwd=tmp_path, status=None)
    assert (ended.status == 0) == (said == "OK") == ("0 students" in ended.output)
    assert said == "OK" or said in ended.output


def test_a_course_whose_file_is_gone_does_nothing(tmp_path: Path, commands: Commands) -> None:
    configured(tmp_path).unlink()
    ended = commands.run("export", cwd=tmp_path, status=1)
    assert f"Nothing was done: {tmp_path / 'nbgrader_config.py'} is not there." in ended.output
    assert os.listdir(tmp_path) == ["nbgrader_config.json"]


@pytest.mark.parametrize(
    "converter", [SafeAutograde, SafeGenerateAssignment, SafeGenerateFeedback, Autograde]
)
def test_formgraders_buttons_do_nothing_either(tmp_path: Path, converter: type[Autograde]) -> None:
    """They make a converter of their own: ours, or nbgrader's, where our file did not come that far."""
    configured(tmp_path)
    config = JSONFileConfigLoader("nbgrader_config.json", path=str(tmp_path)).load_config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.assignment_id = NAME
    (tmp_path / "submitted" / "ada" / NAME).mkdir(parents=True)
    (tmp_path / "autograded" / "ada" / NAME).mkdir(parents=True)
    for step in "submitted", "autograded":
        (tmp_path / step / "ada" / NAME / f"{NAME}.ipynb").write_text("{}")
    coursedir = CourseDirectory(config=config)
    with pytest.raises(NbGraderException, match="without the judge"):
        converter(coursedir, config=config).start()


@pytest.mark.slow
def test_formgrader_opens_no_other_gradebook_and_releases_nowhere(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "home").mkdir()
    config = configured(tmp_path / "course", b"c.x = \n")
    release = f"formgrader/api/assignment/{NAME}/release"
    with Lab([BIN / "jupyter", "lab"], tmp_path / "course", tmp_path / "home") as lab:
        for page, method in (
            ("formgrader/manage_assignments", "GET"),
            ("formgrader/gradebook", "GET"),
            ("formgrader/api/students", "GET"),
            (release, "POST"),
        ):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(lab.url(page), method=method))
            assert refused.value.code == 409
            assert f"could not read\n{config}\n" in refused.value.read().decode()
    assert not (tmp_path / "course" / "gradebook.db").exists()


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
    assert "exporter_class" in config.SafeGenerateFeedback
