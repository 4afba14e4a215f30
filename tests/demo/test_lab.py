"""`make lab` up to where JupyterLab begins: which lesson, whose files, which place, and what is said."""

import itertools
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.__main__ import main
from grader.demo import jupyterlab_server, lab
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

LESSONS = sorted(path.name for path in (ROOT / "release").glob("*/"))


class Taken(BaseException):
    """JupyterLab has taken the process: whoever started it does not go on."""


def taken(open_it: Callable[..., object], *words: object) -> None:
    """Do what ends in JupyterLab."""
    with pytest.raises(Taken):
        open_it(*words)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """What `make lab` runs in the end, as [arguments, environment], without running it."""
    calls = []

    def execve(_program: str, *rest: Any) -> None:
        calls.extend(rest)
        raise Taken

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
    return calls


def notebook(folder: Path, lesson: str) -> Path:
    return folder / lesson / f"{lesson}.ipynb"


def write(path: Path, exercise: str, code: str) -> None:
    """Write an answer, as a learner does, into a copy of a lesson."""
    document = json.loads(path.read_text())
    for cell in document["cells"]:
        if cell["id"] in (f"{exercise}-solution", f"{exercise}-answer"):
            cell["source"] = code
    path.write_text(json.dumps(document))


# Which lesson


@pytest.mark.parametrize(
    ("asked", "lesson"),
    {
        "1": "01-manual-gradients",
        "06": "06-dataloader",
        "02-autograd": "02-autograd",
        "04": "04-multivariable",
        "03-opt": "03-optim-sgd",
        "nn": "05-nn-module",
    }.items(),
)
def test_a_lesson_goes_by_its_name_number_or_beginning(asked: str, lesson: str) -> None:
    assert lab.find_lesson(asked, LESSONS) == lesson


@pytest.mark.parametrize("asked", ["7", "0", "autograd-2", "../release", "*", " "])
def test_an_unknown_lesson_is_answered_with_those_there_are(asked: str) -> None:
    with pytest.raises(AuthorError) as error:
        lab.find_lesson(asked, LESSONS)
    assert str(error.value) == f"There is no lesson {asked!r}: choose one of {', '.join(LESSONS)}."


def test_a_beginning_that_two_share_is_answered_with_the_two() -> None:
    with pytest.raises(AuthorError, match=r"no lesson 'data': choose one of 02-data-set, 03-data-loader\."):
        lab.find_lesson("data", ["01-autograd", "02-data-set", "03-data-loader"])


def test_the_command_line_says_it_in_one_sentence(
    capsys: pytest.CaptureFixture[str], begun: list[Any]
) -> None:
    assert main(["lab", "09-none"]) == 1
    assert capsys.readouterr().err.startswith("There is no lesson '09-none': choose one of 01-manual")
    assert begun == []


# Whose files


def test_a_learner_gets_the_release_once_and_keeps_their_own_work(tmp_path: Path, begun: list[Any]) -> None:
    own = notebook(tmp_path, "02-autograd")
    taken(lab.lab, "2", tmp_path, [])
    assert own.read_bytes() == notebook(ROOT / "release", "02-autograd").read_bytes()
    own.write_text("my work")
    taken(lab.lab, "2", tmp_path, [])
    assert own.read_text() == "my work"


def test_a_file_that_was_lost_comes_back_and_no_other_is_touched(tmp_path: Path) -> None:
    release, own = tmp_path / "release", tmp_path / "own"
    (release / "data").mkdir(parents=True)
    for name in "lesson.ipynb", "data/points.csv":
        (release / name).write_text("released")
    lab.hand_out(release, own)
    (own / "lesson.ipynb").write_text("mine")
    (own / "data/points.csv").unlink()
    lab.hand_out(release, own)
    assert (own / "lesson.ipynb").read_text() == "mine"
    assert (own / "data/points.csv").read_text() == "released"


# Which place


def test_a_new_copy_opens_at_its_top(tmp_path: Path) -> None:
    for lesson in LESSONS:
        assert lab.place_to_open(notebook(ROOT / "release", lesson)) == ("", "")


def test_a_lesson_opens_at_the_first_exercise_that_is_still_open(
    tmp_path: Path, begun: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    taken(lab.lab, "1", tmp_path, [])
    own = notebook(tmp_path, "01-manual-gradients")
    write(own, "predict", "def predict(x, weight, bias):\n    return weight * x + bias")
    assert lab.place_to_open(own)[0] == "Exercise: two errors"
    write(own, "mse", "def mse(prediction, target):\n    return 0.0")
    write(own, "gradient", "def gradient(x, y, weight):\n    return 0.0")  # a later one, out of turn
    heading, cell = lab.place_to_open(own)
    assert heading == "Exercise: two errors"
    document = json.loads(own.read_text())
    (opened,) = [each for each in document["cells"] if each["id"] == cell]
    assert "".join(opened["source"]).startswith("### Exercise: two errors\n")
    capsys.readouterr()
    taken(lab.lab, "1", tmp_path, [])
    said = capsys.readouterr().out
    assert 'where you left: "Exercise: two errors"' in said
    assert f"#cell-id={cell}\n" in said


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_can_be_the_place_and_all_written_means_the_top(lesson: str, tmp_path: Path) -> None:
    own = tmp_path / "lesson.ipynb"
    own.write_bytes(notebook(ROOT / "release", lesson).read_bytes())
    cells = json.loads(own.read_text())["cells"]
    answers = [cell["id"] for cell in cells if lab.name_of(cell)]
    order = [cell["id"] for cell in cells]
    for before, answer in itertools.pairwise(answers):
        write(own, before.rpartition("-")[0], "written = True")
        heading, cell = lab.place_to_open(own)
        assert heading.startswith("Exercise: ") or answer.endswith("-answer"), answer
        assert order.index(before) < order.index(cell) < order.index(answer)
    write(own, answers[-1].rpartition("-")[0], "Written.")
    assert lab.place_to_open(own) == ("", "")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"cells": 3}', '{"cells": [{"metadata": {"nbgrader": {"solution": true}}}]}'],
)
def test_a_broken_notebook_is_left_to_jupyterlab(text: str, tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text(text)
    assert lab.place_to_open(tmp_path / "broken.ipynb") == ("", "")


# What is said, and what JupyterLab is told


def test_the_address_that_is_said_is_the_one_that_is_served(
    tmp_path: Path, begun: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    taken(lab.lab, "1", tmp_path, [])
    arguments, environment = begun
    said = capsys.readouterr().out
    port = next(each for each in arguments if each.startswith("--port=")).removeprefix("--port=")
    page = "lab/tree/01-manual-gradients/01-manual-gradients.ipynb"
    assert f"Address: http://127.0.0.1:{port}/{page}?token={environment['JUPYTER_TOKEN']}\n" in said
    assert len(environment["JUPYTER_TOKEN"]) == 32
    assert environment["JUPYTER_TOKEN"] not in " ".join(arguments)  # where other users could read it
    assert "To stop: press Ctrl+C twice" in said
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in arguments
    assert environment["PATH"].split(os.pathsep)[0] == os.path.dirname(sys.executable)


@pytest.mark.parametrize("options", [["--port", "9123"], ["--ServerApp.port=9123"]])
def test_the_address_has_the_port_however_it_was_asked_for(
    tmp_path: Path, begun: list[Any], capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    taken(main, ["lab", "1", "--folder", str(tmp_path), "--", *options])
    assert "Address: http://127.0.0.1:9123/lab/tree/01-" in capsys.readouterr().out


def test_options_after_two_dashes_are_jupyterlabs_own_and_win(
    tmp_path: Path, begun: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--port=9123", "--no-browser", "--ServerApp.base_url=/user/x/"]
    taken(main, ["lab", "1", "--folder", str(tmp_path), "--", *options])
    assert begun[0][-3:] == options
    assert [each for each in begun[0] if each.startswith("--port=")] == ["--port=9123"]
    assert "Address: http://127.0.0.1:9123/user/x/lab/tree/01-" in capsys.readouterr().out


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < jupyterlab_server.free_port(port) < port + 100


def test_formgrader_needs_a_demo_class(tmp_path: Path, begun: list[Any]) -> None:
    with pytest.raises(AuthorError, match="run `make demo` first"):
        lab.formgrader(tmp_path, [])
    (tmp_path / "gradebook.db").touch()
    taken(lab.formgrader, tmp_path, ["--no-browser"])
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in begun[0]
    assert not any("disabled" in each or "app_settings_dir" in each for each in begun[0])


def test_the_settings_for_learners_are_ones_that_jupyterlab_knows() -> None:
    schemas = Path(sys.prefix) / "share/jupyter/lab/schemas"
    for plugin, values in json.loads((lab.SETTINGS / "overrides.json").read_text()).items():
        package, _, name = plugin.partition(":")
        schema = json.loads((schemas / package / f"{name}.json").read_text())
        assert set(values) <= set(schema["properties"]), plugin
