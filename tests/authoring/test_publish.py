"""The learners' repository: what is in it, where it may go, and that it changes all or nothing."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import binder_image
import nbformat
import pytest
import tiny_lesson as tiny
from published_course import QUIZ, course

from grader.__main__ import main
from grader.authoring.publishing import publish as publishing
from grader.authoring.publishing.contents import LESSONS
from grader.authoring.publishing.first_cell import ID
from grader.authoring.publishing.publish import publish
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

pytestmark = pytest.mark.slow

TINY = f"{LESSONS}/{tiny.NAME}/{tiny.NAME}.ipynb"
OWN = f"{LESSONS}/{QUIZ}/{QUIZ}.ipynb"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def learners(root: Path, tmp_path: Path) -> Path:
    """The repository, published for the first time."""
    publish(tmp_path / "learners", "ada/descent", root=root)
    return tmp_path / "learners"


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder, .git included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def first_cell(folder: Path, name: str) -> str:
    return str(nbformat.read(folder / name, as_version=4).cells[0].source)


# What is in it


def test_it_holds_what_learners_need_and_nothing_else(learners: Path) -> None:
    names = {
        name
        for name in files(learners)
        if not re.fullmatch(r"course/(\w+\.py|answers/lesson_\d\.json)", name)
    }
    assert names == {
        *(
            ".gitignore",
            "LICENSE",
            "README.md",
            "SHA256SUMS",
            "constraints.txt",
            "pyproject.toml",
            "requirements.txt",
        ),
        *(f"binder/{name}" for name in ("postBuild", "requirements.txt", "runtime.txt", "start")),
        *(f"binder/jupyterlab/{name}" for name in ("overrides.json", "page_config.json")),
        *(TINY, OWN, f"{LESSONS}/{QUIZ}/data/numbers.csv"),
    }
    assert (learners / "course/answers").is_dir()


def test_notebooks_are_what_was_released_after_a_first_cell(learners: Path, root: Path) -> None:
    for name in (tiny.NAME, QUIZ):
        released = nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4)
        published = nbformat.read(learners / LESSONS / name / f"{name}.ipynb", as_version=4)
        nbformat.validate(published)
        assert published.cells[0].id == ID
        assert "nbgrader" not in published.cells[0].metadata
        assert published.cells[1:] == released.cells
        assert published.metadata == released.metadata


def test_the_first_cell_fetches_what_the_notebook_needs_and_no_more(learners: Path) -> None:
    archive = "https://github.com/ada/descent/archive/refs/heads/main.zip"
    assert f"%pip install --quiet {archive}\n" in first_cell(learners, TINY)
    assert "urlretrieve" not in first_cell(learners, TINY)
    address = "https://raw.githubusercontent.com/ada/descent/main/lessons/quiz/data/numbers.csv"
    assert f'{{\n    "data/numbers.csv": "{address}"\n}}' in first_cell(learners, OWN)
    assert "pip" not in first_cell(learners, OWN)


def test_the_first_cell_fetches_a_file_that_is_missing_and_leaves_one_that_is_there(
    learners: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "colab").mkdir()
    monkeypatch.chdir(tmp_path / "colab")
    there = (learners / LESSONS / QUIZ).as_uri()  # in place of GitHub
    code = first_cell(learners, OWN).replace(
        "https://raw.githubusercontent.com/ada/descent/main/lessons/quiz", there
    )
    exec(code, {})
    fetched = Path("data/numbers.csv")
    assert fetched.read_text() == "hours,score\n1,2\n"
    fetched.write_text("mine")
    exec(code, {})
    assert fetched.read_text() == "mine"


def test_the_readme_names_each_notebook_with_its_time_and_both_links(learners: Path) -> None:
    text = (learners / "README.md").read_text()
    binder = "https://mybinder.org/v2/gh/ada/descent/main?urlpath=lab%2Ftree%2Flessons%2Fquiz%2Fquiz.ipynb"
    colab = "https://colab.research.google.com/github/ada/descent/blob/main/lessons/quiz/quiz.ipynb"
    assert f"| [A quiz]({OWN}) |  | [Binder]({binder}) | [Colab]({colab}) |" in text
    assert "OWNER" not in text
    assert "$" not in text
    for link in re.findall(r"\]\((?!https:)([^)]+)\)", text):
        assert (learners / link).is_file(), link


def test_without_an_address_the_readme_says_so(root: Path, tmp_path: Path) -> None:
    publish(tmp_path / "learners", root=root)
    assert "OWNER/REPO stands for this repository's address" in (tmp_path / "learners/README.md").read_text()


def test_the_sums_are_sha256sums(learners: Path) -> None:
    said = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=learners, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.count(": OK") == len(files(learners)) - 1


def test_binder_finds_what_it_runs(learners: Path) -> None:
    script = (learners / "binder/postBuild").read_text()
    assert os.access(learners / "binder/postBuild", os.X_OK)
    assert os.access(learners / "binder/start", os.X_OK)
    assert "cp binder/jupyterlab/*.json" in script
    assert "grader/" not in script
    assert json.loads((learners / "binder/jupyterlab/page_config.json").read_text())


def test_binder_builds_what_the_repository_says(learners: Path) -> None:
    told = binder_image.dockerfile(learners)
    assert f"Building conda environment for python={binder_image.PYTHON}\n" in told
    steps = (
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN ./binder/postBuild",
        "binder/start",
    )
    assert all(step in told for step in steps)


def test_the_package_names_all_that_the_real_course_and_its_notebooks_import(tmp_path: Path) -> None:
    publish(tmp_path / "learners")
    named = tomllib.loads((tmp_path / "learners/pyproject.toml").read_text())["project"]["dependencies"]
    code = [path.read_text() for path in (tmp_path / "learners/course").glob("*.py")]
    for path in (tmp_path / "learners").glob("lessons/*/*.ipynb"):
        code += [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    found = set(re.findall(r"^\s*(?:from|import) (\w+)", "\n".join(code), re.MULTILINE))
    packages = {"PIL": "pillow"}  # where the package has another name
    found = {packages.get(name, name) for name in found - {"course", *publishing.os.sys.stdlib_module_names}}
    assert {name.lower() for name in found} == set(named)


# Where it may go


def test_published_again_it_names_what_changed_and_keeps_git(learners: Path, root: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=learners, check=True)
    (learners / "README.md").unlink()
    assert publish(learners, "ada/descent", root=root) == ["README.md"]
    assert publish(learners, "ada/descent", root=root) == []
    assert (learners / ".git/HEAD").is_file()
    assert [path.name for path in learners.parent.iterdir()] == ["learners"]


def test_an_assignment_that_is_released_no_longer_goes(learners: Path, root: Path) -> None:
    gone = root / "release" / QUIZ
    gone.rename(root / "aside")
    try:
        changed = publish(learners, "ada/descent", root=root)
    finally:
        (root / "aside").rename(gone)
    assert OWN in changed
    assert not (learners / LESSONS / QUIZ).exists()


@pytest.mark.parametrize(
    "name", ["notes.txt", "lessons/quiz/.ipynb_checkpoints/quiz.ipynb", "course/more.py"]
)
def test_a_folder_that_holds_something_else_is_refused_by_name(name: str, learners: Path, root: Path) -> None:
    (learners / name).parent.mkdir(exist_ok=True)
    (learners / name).write_text("mine")
    before = files(learners)
    with pytest.raises(AuthorError, match=f"holds what was not published: {name}"):
        publish(learners, "ada/descent", root=root)
    assert files(learners) == before


def test_a_link_in_the_folder_is_something_else(learners: Path, root: Path) -> None:
    (learners / "more").symlink_to(root)
    with pytest.raises(AuthorError, match="not published: more"):
        publish(learners, "ada/descent", root=root)


def test_an_edit_there_is_not_overwritten(learners: Path, root: Path) -> None:
    (learners / "README.md").write_text("Office hours: Monday")
    with pytest.raises(AuthorError, match=r"Edited in .*README.md. Carry the edit"):
        publish(learners, "ada/descent", root=root)
    assert (learners / "README.md").read_text() == "Office hours: Monday"


@pytest.mark.parametrize("place", [".", "release/quiz", ".."])
def test_it_lies_neither_in_the_course_nor_around_it(place: str, root: Path) -> None:
    before = files(root)
    with pytest.raises(AuthorError, match="cannot lie in one another"):
        publish(root / place, root=root)
    assert files(root) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--repository", "https://github.com/ada/descent.git"],
            "is not OWNER/REPO: write ada/descent (for make: REPOSITORY=",
        ),
        (["--repository", "descent"], "'descent' is not OWNER/REPO"),
        (["--repository", "ada/descent$(x)"], "is not OWNER/REPO"),
        (
            ["--branch", "a b"],
            "'a b' is not the name of a branch: write it like main (for make: BRANCH=main)",
        ),
        (["--branch", "../x"], "'../x' is not"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(tmp_path / "new"), *words]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


# All or nothing


def test_what_would_give_something_away_is_not_published(learners: Path, root: Path) -> None:
    notes = root / "release" / QUIZ / "notes.txt"
    notes.write_text("total = sum(row * row for row in range(7))")
    before = files(learners)
    try:
        with pytest.raises(
            AuthorError, match=r"would give away\nlessons/quiz/notes.txt: 'total=sum.*source/quiz"
        ):
            publish(learners, "ada/descent", root=root)
    finally:
        notes.unlink()
    assert files(learners) == before


def test_a_history_that_gives_something_away_is_not_published_again(learners: Path, root: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=learners, check=True)
    (learners / ".git/description").write_text("assert twice(5) == 10")
    with pytest.raises(AuthorError, match=r"\.git/description: .*\n\.git: .*begin a new history"):
        publish(learners, "ada/descent", root=root)


@pytest.mark.parametrize("failing", ["the new folder", "its .git"])
def test_a_disk_that_fails_leaves_the_folder_whole(
    failing: str, learners: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=learners, check=True)
    (learners / "README.md").unlink()
    before, rename = files(learners), Path.rename

    def fail_once(path: Path, target: Path) -> Path:
        if path.name == {"the new folder": "new", "its .git": ".git"}[failing]:
            monkeypatch.undo()
            raise OSError("disk full")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(OSError, match="disk full"):
        publish(learners, "ada/descent", root=root)
    assert files(learners) == before
    assert [path.name for path in learners.parent.iterdir()] == ["learners"]


def test_a_publication_that_was_killed_half_way_is_named_and_loses_nothing(
    learners: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=learners, check=True)
    (learners / "README.md").unlink()
    before = files(learners)
    child = os.fork()
    if not child:  # it ends where its folder is already put aside, and its .git is not
        monkeypatch.setattr(publishing.os.path, "lexists", lambda path: os._exit(0))
        publish(learners, "ada/descent", root=root)
    os.waitpid(child, 0)
    with pytest.raises(AuthorError, match=r"\.learners-old was left by a publication that was stopped"):
        publish(learners, "ada/descent", root=root)
    (learners.parent / ".learners-old").rename(learners)
    assert files(learners) == before
    assert publish(learners, "ada/descent", root=root) == ["README.md"]


def test_nothing_released_is_said(root: Path, tmp_path: Path) -> None:
    bare = Path(shutil.copytree(root, tmp_path / "course", ignore=shutil.ignore_patterns("release")))
    with pytest.raises(AuthorError, match="release/ has no notebook"):
        publish(tmp_path / "learners", root=bare)


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(tmp_path / "learners")]) == 0
    said = capsys.readouterr().out
    assert "published lessons/06-dataloader/06-dataloader.ipynb\n" in said
    assert "give it to make as REPOSITORY=OWNER/REPO" in said
    assert len(list((tmp_path / "learners").glob("lessons/*/*.ipynb"))) == len(
        list(ROOT.glob("release/*/*.ipynb"))
    )
