"""Whatever gives an answer away in the learners' repository is found, wherever it is put; and nothing else.

Each plant changes a published folder as an accident would; the check must name the place.
"""

import base64
import bz2
import gzip
import io
import json
import pickle
import shutil
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tiny_lesson as tiny
from published_course import QUIZ, RUBRIC, course, quiz

from grader.authoring.publishing.contents import LESSONS
from grader.authoring.publishing.leaks import Reader, given_away, history_leaks, leaks
from grader.authoring.publishing.publish import publish
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

pytestmark = pytest.mark.slow

SOLUTION = "total = sum(row * row for row in range(7))"
HIDDEN = "assert twice(5) == 10"
ANSWER = "Because two times a number is the number and itself."
REFERENCE = "    centred = x - x.mean()\n    return (centred * y).sum() / (centred * centred).sum()\n"
TINY = f"{LESSONS}/{tiny.NAME}/{tiny.NAME}.ipynb"
OWN = f"{LESSONS}/{QUIZ}/{QUIZ}.ipynb"

Plant = Callable[[Path], object]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all") / "learners"
    publish(folder, "ada/descent", root=root)
    return folder


def in_file(name: str, data: str | bytes) -> Plant:
    """A file with these contents, new or in the place of another."""

    def plant(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)

    return plant


def in_notebook(change: Callable[[Any], object], name: str = TINY) -> Plant:
    """A published notebook, changed."""

    def plant(folder: Path) -> None:
        notebook = nbformat.read(folder / name, as_version=4)
        change(notebook)
        (folder / name).write_text(json.dumps(notebook), "utf-8")

    return plant


def cell(notebook: Any, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == name)


def archive(kind: str) -> bytes:
    """An archive with a solution in it."""
    data, file = f"# mine\n{SOLUTION}\n".encode(), io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("notes.py", data)
    else:
        with tarfile.open(fileobj=file, mode="w") as made:
            entry = tarfile.TarInfo("notes.py")
            entry.size = len(data)
            made.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def png(text: str) -> str:
    """A picture with a comment, in base64 as notebooks have it."""
    chunk = b"tEXtComment\0" + text.encode()
    data = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + data).decode()


def stream(text: str) -> Any:
    return nbformat.v4.new_output("stream", text=text)


PLANTS: dict[str, tuple[Plant, str]] = {  # what is planted, and the place that must be named
    "a solution in a README": (in_file("README.md", f"Solution:\n\n    {SOLUTION}\n"), "README.md"),
    "a solution in a comment, indented otherwise": (
        in_file("course/data.py", f"def f():\n    #   {SOLUTION.replace(' ', '  ')}\n"),
        "course/data.py",
    ),
    "a solution in UTF-16": (in_file(f"{LESSONS}/{QUIZ}/notes.txt", SOLUTION.encode("utf-16")), "notes.txt"),
    "a solution in a file's name": (in_file(f"{LESSONS}/{QUIZ}/{SOLUTION}.txt", ""), "range(7)"),
    "a solution in other quotes": (in_file("README.md", 'pick_one = "first choice"'), "README.md"),
    "a page with a solution in colours": (
        in_file(
            f"{LESSONS}/{QUIZ}/quiz.html",
            "<span>total</span> <span>=</span> sum(row <b>*</b> row for&nbsp;row in range(7))".replace(
                "&nbsp;", "&#32;"
            ),
        ),
        "quiz.html",
    ),
    "a notebook within an output": (
        in_notebook(lambda nb: cell(nb, "twice-solution").update(outputs=[stream(json.dumps(quiz()))])),
        f"{TINY}: 'pick_one=",
    ),
    "a short answer on a line of its own": (
        in_notebook(lambda nb: cell(nb, "title").update(source="Try `pick = 'c'`\n\n`pick = 'c'`"), OWN),
        OWN,
    ),
    "a solution in its own cell": (
        in_notebook(lambda nb: cell(nb, "twice-solution").update(source="def twice(x):\n    return 2*x")),
        "'twice-solution' has the line",
    ),
    "a solution in another cell": (
        in_notebook(lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell(f"so: {SOLUTION}"))),
        TINY,
    ),
    "a hidden test in its cell": (
        in_notebook(lambda nb: cell(nb, "twice-check").update(source=f"# Check: twice\n{HIDDEN}")),
        "'twice-check' has the line",
    ),
    "the marks of nbgrader": (
        in_notebook(lambda nb: nb.cells.append(nbformat.v4.new_raw_cell("### BEGIN HIDDEN TESTS"))),
        "it says '### BEGIN H'",
    ),
    "an answer in words": (in_notebook(lambda nb: cell(nb, "why-answer").update(source=ANSWER)), TINY),
    "a mark scheme": (
        in_notebook(lambda nb: cell(nb, "draw").update(source="One point for each axis with a label."), OWN),
        "'draw' has the line",
    ),
    "a rubric in a cell's metadata": (
        in_notebook(lambda nb: cell(nb, "why").metadata.update(rubric="short"), OWN),
        "why: the metadata 'rubric'",
    ),
    "a rubric under another name": (
        in_notebook(lambda nb: nb.metadata.update(notes={"for": ["me", {"all": RUBRIC}]})),
        f"'{''.join(RUBRIC.split())[:20]}",
    ),
    "metadata of nbgrader that it does not know": (
        in_notebook(lambda nb: cell(nb, "twice-check").metadata.nbgrader.update(hidden="x")),
        "nbgrader.hidden",
    ),
    "a solution in a notebook's metadata": (in_notebook(lambda nb: nb.metadata.update(x=[[SOLUTION]])), TINY),
    "an output": (
        in_notebook(lambda nb: cell(nb, "twice-solution").update(outputs=[stream("6")])),
        "twice-solution has outputs",
    ),
    "a solution in an output": (
        in_notebook(lambda nb: cell(nb, "twice-solution").update(outputs=[stream(f"-> {SOLUTION}")])),
        "kept back in source/quiz",
    ),
    "a solution in an attachment": (
        in_notebook(
            lambda nb: cell(nb, "why-answer").update(
                attachments={"a.txt": {"text/plain": base64.b64encode(SOLUTION.encode()).decode()}}
            )
        ),
        "in base64",
    ),
    "a solution in a picture's comment": (
        in_notebook(
            lambda nb: cell(nb, "why-answer").update(attachments={"a": {"image/png": png(SOLUTION)}})
        ),
        "in base64",
    ),
    "a reference value": (in_file("course/tables.py", REFERENCE), "grader/reference/lines.py"),
    "a number of a reference value": (in_file("course/tables.py", "X = [271.828]\n"), "the number 271.828"),
    "a number of a hidden test": (in_file("README.md", "It is -91.4142, nearly."), "the number 91.4142"),
    "an import of the grader": (
        in_file("course/tables.py", "from grader import reference\n"),
        "'from grader'",
    ),
    "the demo class": (
        in_file("README.md", "doubled_by_adding = number + number\nreturn doubled_by_adding + 0 * 17"),
        "examples/01-tiny/ada.md",
    ),
    "a folder of the course": (in_file("source/x.txt", ""), "source/x.txt"),
    "a file of the demo class": (in_file("examples/x.md", ""), "examples/x.md"),
    "a gradebook": (in_file("gradebook.db", ""), "gradebook.db"),
    "the course's secret": (in_file("gradebook.secret", ""), "gradebook.secret"),
    "a lesson's text": (in_file(f"{LESSONS}/{tiny.NAME}/lesson.md", ""), "lesson.md"),
    "what an editor left": (
        in_file(f"{LESSONS}/{QUIZ}/.ipynb_checkpoints/quiz.ipynb", "{}"),
        ".ipynb_checkpoints",
    ),
    "what Python left": (in_file("course/__pycache__/data.pyc", ""), "__pycache__"),
    "a notebook that source/ does not have": (
        lambda folder: shutil.copy(folder / OWN, folder / LESSONS / QUIZ / "solved.ipynb"),
        "source/ has no such notebook",
    ),
    "a zip": (in_file("notes.zip", archive("zip")), "notes.zip, notes.py"),
    "a tar, compressed": (in_file("notes.tgz", gzip.compress(archive("tar"))), "notes.tgz, notes.py"),
    "a zip in a zip's clothes": (
        in_file("course/answers/more.json", bz2.compress(archive("zip"))),
        "more.json",
    ),
    "a pickle": (in_file("data.pkl", pickle.dumps({"answer": SOLUTION})), "data.pkl"),
}


@pytest.mark.parametrize("what", PLANTS)
def test_what_is_planted_is_found(what: str, published: Path, root: Path, tmp_path: Path) -> None:
    plant, place = PLANTS[what]
    folder = Path(shutil.copytree(published, tmp_path / "learners"))
    plant(folder)
    found = leaks(folder, root)
    assert any(place in sentence for sentence in found), found


def test_nothing_is_found_where_nothing_was_planted(published: Path, root: Path) -> None:
    assert leaks(published, root) == []


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("a.7z", b"7z\xbc\xaf'\x1c", "it is compressed as 7z", id="an archive of another kind"),
        pytest.param("a.zip", archive("zip")[:60], "it is broken", id="a broken archive"),
        pytest.param("a.gz", gzip.compress(bytes(99))[:20], "Compressed file ended", id="a broken file"),
    ],
)
def test_what_cannot_be_looked_into_is_refused(
    name: str, data: bytes, reason: str, published: Path, root: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(published, tmp_path / "learners"))
    (folder / name).write_bytes(data)
    with pytest.raises(AuthorError, match=rf"{name} cannot be looked into \({reason}.*leave it out"):
        leaks(folder, root)


def test_a_link_is_refused(published: Path, root: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(published, tmp_path / "learners"))
    (folder / "more").symlink_to(root / "source")
    with pytest.raises(AuthorError, match=r"more is a link, to .*source"):
        leaks(folder, root)


# Innocent assignments

USUAL: dict[str, dict[str, Any]] = {  # what tools write into a notebook's metadata
    "Jupyter's": {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": "3.12.3",
        },
    },
    "Colab's": {
        "accelerator": "GPU",
        "colab": {"name": "Mean", "provenance": [], "toc_visible": True},
        "kernelspec": {"display_name": "Python 3", "name": "python3"},
        "language_info": {"name": "python"},
    },
    "jupytext's": {"jupytext": {"formats": "ipynb,md:myst", "main_language": "python"}},
    "RISE's, with an author and a title": {
        "authors": [{"name": "Ada"}],
        "title": "Mean",
        "celltoolbar": "Slideshow",
        "rise": {"scroll": True},
    },
    "widgets'": {
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {
                "state": {"9f": {"model_name": "LayoutModel", "state": {"width": "90%"}}},
                "version_major": 2,
            }
        }
    },
}
BESIDE = {  # files that lie beside a notebook
    "table.csv": "name\nexpected\npredicted\n3.14\n0.002\n44.5\n",
    "helper.py": "def found(table):\n    losses = []\n    refused = 0\n    for i in (0, 2, 5):\n"
    "        if i:\n            refused += 1\n        else:\n            losses.append(table[i])\n"
    "    return losses\n",
    "notes.txt": "The line goes\n`return W * x + b`\nout.\n",
}


@pytest.fixture(scope="module")
def real_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the real lessons, to which assignments can be added."""
    root = tmp_path_factory.mktemp("real")
    for name in ("source", "grader/reference", "examples"):
        shutil.copytree(ROOT / name, root / name)
    return root


def own_assignment(root: Path, folder: Path, metadata: dict[str, Any], beside: dict[str, str]) -> None:
    """An assignment of one's own in source/, and in a folder as it is published."""
    hidden = (
        "assert mean([1, 2]) == 1.5\n### BEGIN HIDDEN TESTS\nassert mean([4, 9]) == 6.5\n### END HIDDEN TESTS"
    )
    settings = tiny_settings("mean-test")
    for place, source in ((root / "source", hidden), (folder / LESSONS, hidden.splitlines()[0])):
        test = nbformat.v4.new_code_cell(source, id="mean-test", metadata=settings)
        notebook = nbformat.v4.new_notebook(cells=[test], metadata=metadata)
        (place / "07-mean").mkdir(parents=True, exist_ok=True)
        (place / "07-mean" / "07-mean.ipynb").write_text(json.dumps(notebook, indent=1), "utf-8")
        for name, text in beside.items():
            (place / "07-mean" / name).write_text(text, "utf-8")


def tiny_settings(name: str) -> dict[str, Any]:
    flags = {"grade": True, "solution": False, "task": False, "locked": True, "points": 1}
    return {"nbgrader": {"schema_version": 3, "grade_id": name, **flags}}


@pytest.mark.parametrize("metadata", USUAL)
def test_what_tools_write_into_a_notebook_gives_nothing_away(
    metadata: str, real_sources: Path, tmp_path: Path
) -> None:
    own_assignment(real_sources, tmp_path, USUAL[metadata], {})
    assert leaks(tmp_path, real_sources) == []


@pytest.mark.parametrize("name", BESIDE)
def test_commonplace_lines_and_numbers_beside_an_assignment_give_nothing_away(
    name: str, real_sources: Path, tmp_path: Path
) -> None:
    own_assignment(real_sources, tmp_path, USUAL["Jupyter's"], {name: BESIDE[name]})
    assert leaks(tmp_path, real_sources) == []


@pytest.mark.parametrize(
    "line", ['job_choice = "d"', 'causes = "CEABD"', "good_lr = 0.15", "assert mean([4, 9]) == 6.5"]
)
def test_an_answer_beside_an_assignment_is_found_be_it_short_or_of_another(
    line: str, real_sources: Path, tmp_path: Path
) -> None:
    own_assignment(real_sources, tmp_path, USUAL["Jupyter's"], {"notes.txt": f"- `{line}`\n"})
    assert [sentence for sentence in leaks(tmp_path, real_sources) if "notes.txt" in sentence]


# The history of git


def git(folder: Path, *words: str) -> None:
    author = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *author, *words], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> Path:
    """A folder that is a repository of git with all of it committed."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "All")
    return folder


@pytest.fixture
def repository(published: Path, tmp_path: Path) -> Path:
    return committed(Path(shutil.copytree(published, tmp_path / "learners")))


def test_an_honest_history_is_let_through(repository: Path, root: Path) -> None:
    assert history_leaks(repository, root) == []


@pytest.mark.parametrize("way", ["committed and deleted", "stashed", "only added", "in a message", "beside"])
def test_what_git_remembers_is_found(way: str, repository: Path, root: Path) -> None:
    (repository / "notes.txt").write_text(SOLUTION)
    if way == "beside":
        (repository / "notes.txt").rename(repository / ".git/info/notes")
    elif way == "in a message":
        git(repository, "commit", "-q", "--allow-empty", "-m", SOLUTION)
    else:
        git(repository, "add", ".")
        if way == "stashed":
            git(repository, "stash")
        elif way == "committed and deleted":
            git(repository, "commit", "-q", "-m", "Notes")
            git(repository, "rm", "-q", "notes.txt")
            git(repository, "commit", "-q", "-m", "Gone")
            git(repository, "gc", "-q")
    found = history_leaks(repository, root)
    assert "source/quiz/quiz.ipynb, total" in found[0]
    assert "begin a new history" in found[-1]


def test_a_history_that_cannot_be_read_is_refused(published: Path, root: Path, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(AuthorError, match=r"history in .* cannot be read: .*not a git repository"):
        history_leaks(tmp_path, root)


# The real lessons


def test_the_real_course_is_published_without_a_false_alarm(tmp_path: Path) -> None:
    folder = tmp_path / "learners"
    publish(folder, "ada/descent")
    assert history_leaks(committed(folder), ROOT) == []


@pytest.mark.parametrize("lesson", sorted(path.name for path in (ROOT / "source").glob("0*/")))
def test_every_line_that_a_real_lesson_keeps_back_would_be_found(lesson: str) -> None:
    """Each by itself, quoted; but for lines of a few signs, such as `break`, beside the lesson."""
    reader = Reader(ROOT)
    own = reader.sources[lesson]
    kept = {secret.text for secret in own.secrets if secret.text not in own.shown}
    assert len(kept) > 150
    notebook = nbformat.read(ROOT / "source" / lesson / f"{lesson}.ipynb", as_version=4)
    lines = {
        line for each in notebook.cells for line in each.source.splitlines() if "".join(line.split()) in kept
    }
    assert [line for line in lines if not list(given_away(f"  * {line}", reader.inside[lesson]))] == []
