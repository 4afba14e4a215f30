"""A published lesson is graded like the released one, and runs where there is nothing else, as on Colab."""

import json
import subprocess
from pathlib import Path
from typing import Any

import bare_environment as bare
import nbformat
import pytest

from grader.authoring.publishing.first_cell import ID
from grader.authoring.publishing.links import archive
from grader.authoring.publishing.publish import publish
from grader.judge.grade import grade
from grader.nbgrading.tasks import lesson_files, task_of
from grader.notebooks.cells import max_points, settings, without_markers
from grader.notebooks.paths import ROOT, notebook_in, read_in
from grader.notebooks.submitted import load
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from tools.unpainted import without_pictures

LESSONS = sorted(path.name for path in (ROOT / "source").glob("0*/"))
RUN = """
import importlib.util, json, os, sys
gone = [name for name in ("nbgrader", "jupyter_client", "jupyterlab", "ipykernel", "tqdm", "grader", "course")
        if importlib.util.find_spec(name)]
assert not gone, gone
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for path in sys.argv[1:]:
    shell.reset()
    for cell in json.loads(open(path).read())["cells"]:
        if cell["cell_type"] == "code":
            ran = shell.run_cell("".join(cell["source"]), store_history=False)
            assert ran.success, (path, cell["id"])
print("all ran")
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all") / "learners"
    publish(folder, "ada/descent")
    return folder


def solved(published: Path, lesson: str) -> Any:
    """The published notebook, as a learner saves it who knows the answers."""
    notebook = read_in(published / "lessons", lesson)
    answers = {
        cell.id: cell for cell in read_in(ROOT / "source", lesson).cells if settings(cell).get("solution")
    }
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = without_markers(answers[cell.id].source)
    return notebook


def points(notebook: Any, lesson: str, template: Template, folder: Path) -> tuple[float, tuple[str, ...]]:
    """The points that a notebook gets which is handed in, and what was noticed."""
    source = notebook_in(ROOT / "source", lesson)
    nbformat.write(notebook, folder / source.name)
    submission = load(folder, source)
    own = nbformat.read(source, as_version=4)
    task = without_pictures(task_of(submission.notebook, own, lesson_files(source.parent)))
    assert task.cells[1].source.startswith("# Fetch what is missing")  # after what paints nothing
    result = grade(task, template, Limits())
    assert result.status == "graded", result.reason
    most = max_points(own)
    passed = [cell.name for cell, said in zip(task.cells, result.cells, strict=True) if said.passed is True]
    return sum(most[name] for name in passed) / sum(most.values()), submission.notes


@pytest.mark.parametrize(
    "lesson", [LESSONS[0], *(pytest.param(name, marks=pytest.mark.slow) for name in LESSONS[1:])]
)
def test_it_gets_all_points_when_it_is_solved_and_none_as_it_was_published(
    lesson: str, published: Path, template: Template, tmp_path: Path
) -> None:
    for name in ("solved", "untouched"):
        (tmp_path / name).mkdir()
    assert points(solved(published, lesson), lesson, template, tmp_path / "solved") == (1, ())
    untouched = read_in(published / "lessons", lesson)
    assert points(untouched, lesson, template, tmp_path / "untouched") == (0, ())


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bare.make(tmp_path_factory.mktemp("bare") / "environment")


def run(python: Path, *words: str | Path, folder: Path) -> str:
    """What a command of the bare Python prints; no network, and nothing of this course on its path."""
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_NO_BUILD_ISOLATION": "0"}
    variables = {
        "PATH": f"{python.parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "MPLBACKEND": "Agg",
        **offline,
    }
    done = subprocess.run([python, *words], cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_lessons_run_where_nothing_but_the_notebooks_was_opened(
    published: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Solved, from top to bottom; a zip on this disk stands for GitHub's, a wheel for the package index."""
    python = bare.make(tmp_path_factory.mktemp("colab") / "environment")
    bare.wheel("tqdm", tmp_path)
    github = bare.archive(published, tmp_path / "main.zip").as_uri()
    for lesson in LESSONS:
        notebook = solved(published, lesson)
        assert notebook.cells[0].id == ID
        notebook.cells[0].source = notebook.cells[0].source.replace(archive("ada/descent", "main"), github)
        (tmp_path / f"{lesson}.ipynb").write_text(json.dumps(notebook))
    (tmp_path / "run.py").write_text(RUN)
    said = run(python, "run.py", *(f"{lesson}.ipynb" for lesson in LESSONS), folder=tmp_path)
    assert said.endswith("all ran\n")


@pytest.mark.slow
def test_the_package_is_installed_from_the_folder_and_imports_nothing_else(
    published: Path, python: Path, tmp_path: Path
) -> None:
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", str(published), folder=tmp_path)
    modules = ", ".join(f"course.{path.stem}" for path in sorted(published.glob("course/*.py")))
    code = f"import {modules.replace('course.__init__', 'course')}, sys\nprint(course.__file__)\n"
    code += "print([name for name in ('nbgrader', 'grader', 'jupyter_core') if name in sys.modules])"
    place, strangers = run(python, "-c", code, folder=tmp_path).splitlines()
    assert Path(place).is_relative_to(python.parent.parent)
    assert strangers == "[]"
    assert len(list(Path(place).parent.glob("answers/*.json"))) == len(
        list(ROOT.glob("course/answers/*.json"))
    )
