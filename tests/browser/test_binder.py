"""Binder without Docker: the links, repo2docker's Dockerfile, and the lessons opened as learners open them.

The fast tests read; the slow ones make an environment like the image's (`binder_image`), start it by
`binder/start` as BinderHub does, below a base URL, and go where the README's links lead.
"""

import contextlib
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import binder_image as image
import nbformat
import psutil
import pytest
from browser import Chromium, Notebook, errors, expect, needs_chromium, picture
from lab_server import Lab

from grader.authoring.publishing.links import PULLED, binder
from grader.notebooks.cells import without_markers
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT
from tools import binder_links as links

README = (ROOT / "README.md").read_text("utf-8")
COURSE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["course"]
LINKS = re.findall(r"https://mybinder\.org/v2/[^)\s]+", README)
GITHUB = f"https://github.com/{COURSE['repository']}"
FIRST = "release/01-manual-gradients/01-manual-gradients.ipynb"
MOST = 1_000_000_000  # bytes, of the 2 GB that Binder gives


def slow(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that needs the environment and a browser."""
    return pytest.mark.slow(needs_chromium(test))


def urlpath(address: str) -> str:
    """Where on the server a Binder link leads, as BinderHub reads it."""
    return parse_qs(urlsplit(address).query, strict_parsing=True)["urlpath"][0]


def lesson(address: str) -> str:
    """The notebook that a Binder link leads to, whether it lies in the image or is pulled."""
    return re.findall(r"release/.*\.ipynb$", unquote(urlpath(address)))[0]


# The links


def test_the_readme_links_are_what_the_setting_says() -> None:
    assert links.written(README) == README, "run `python -m tools.binder_links`"


def test_every_lesson_has_a_link() -> None:
    lessons = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("release/*/*.ipynb"))
    assert [lesson(link) for link in LINKS] == lessons


def test_a_link_leads_to_the_notebook() -> None:
    address = binder("release/01 ü/01.ipynb", {"repository": "ada/descent", "branch": "main"})
    assert urlsplit(address)[:3] == ("https", "mybinder.org", "/v2/gh/ada/descent/main")
    assert urlpath(address) == "lab/tree/release/01 ü/01.ipynb"


def test_the_readme_admits_a_placeholder_and_nothing_else() -> None:
    unset = COURSE["repository"] == "OWNER/REPO"
    assert ("OWNER/REPO" in README) == unset, "the sentence on OWNER/REPO in README.md is no longer true"


def test_a_lesson_without_a_link_is_named() -> None:
    lost = "\n".join(line for line in README.splitlines() if FIRST not in line)
    with pytest.raises(AuthorError, match="no Binder link for " + re.escape(FIRST)):
        links.written(lost)


def test_an_environment_of_its_own_pulls_the_lessons() -> None:
    course = {"repository": "ada/descent", "branch": "main", "environment": "ada/descent/environment"}
    address = binder("release/01 ü/01.ipynb", course)
    assert urlsplit(address).path == "/v2/gh/ada/descent/environment"
    path, _, query = urlpath(address).partition("?")
    assert path == "git-pull"
    assert parse_qs(query, strict_parsing=True) == {
        "repo": ["https://github.com/ada/descent"],
        "branch": ["main"],
        "targetpath": ["current"],
        "urlpath": ["lab/tree/current/release/01 ü/01.ipynb"],
    }


# The image


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return image.copy_of_the_repository(tmp_path_factory.mktemp("home"))


def test_repo2docker_does_what_we_mean(tree: Path) -> None:
    told = image.dockerfile(tree)
    ours = [line for line in told.splitlines() if re.match("(RUN|COPY|ENV).*binder/", line)]
    assert ours == [
        "COPY --chown=1000:1000 src/binder/requirements.txt ${REPO_DIR}/binder/requirements.txt",
        'RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN chmod +x binder/postBuild",
        "RUN ./binder/postBuild",
        'RUN chmod +x "${REPO_DIR}/binder/start"',
        'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"',
    ]
    assert f"Building conda environment for python={image.PYTHON}\n" in told
    assert re.search(r"COPY .*environment-2epy-2d3-2e11-.*lock\S* /tmp/env/environment\.lock", told)


def test_what_binder_runs_can_be_run(tree: Path) -> None:
    assert all((tree / "binder" / name).stat().st_mode & 0o100 for name in ("start", "postBuild"))


def test_one_file_says_which_versions() -> None:
    lines = (ROOT / "binder/requirements.txt").read_text().splitlines()
    assert "-r ../requirements.txt" in lines
    assert "-c ../constraints.txt" in lines
    assert "--extra-index-url https://download.pytorch.org/whl/cpu" in lines
    pins = (ROOT / "requirements.txt").read_text().splitlines()
    assert all(re.fullmatch(r"#.*|[a-z]+==[\d.]+", line) for line in pins)


def test_start_keeps_to_one_thread_and_runs_what_it_is_told(tree: Path) -> None:
    asked: list[str | Path] = [
        tree / "binder/start",
        "sh",
        "-c",
        'echo "$OMP_NUM_THREADS|$PYTHONPATH|$1"',
        "sh",
        "two words",
    ]
    said = subprocess.run(asked, cwd="/", check=True, capture_output=True, text=True).stdout
    assert said == f"1|{tree}/current:{tree}|two words\n"


@pytest.mark.slow
def test_pressing_validate_does_not_import_torch_into_the_server() -> None:
    """Validate reads nbgrader_config.py; torch there would cost 200 MB, and seconds at the first press."""
    code = "import sys, grader.nbgrading.autograde; print('torch' in sys.modules)"
    asked = [sys.executable, "-c", code]
    assert subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout == "False\n"


# In the browser


@pytest.fixture(scope="module")
def lab(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    image.commit(tree, COURSE["branch"])  # for nbgitpuller to pull from
    variables = image.variables(image.environment(tree))
    command: list[str | Path] = [tree / "binder/start", "jupyter-lab"]
    with Lab(command, tree, tmp_path_factory.mktemp("settings"), base_url="/user/x/", **variables) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as browser:
        yield browser


@contextlib.contextmanager
def opened(browser: Chromium, lab: Lab, address: str) -> Iterator[Notebook]:
    """The notebook that a Binder link leads to, alone in JupyterLab; our copy stands for GitHub's."""
    shutil.rmtree(lab.home / "config/lab/workspaces", ignore_errors=True)
    path = urlpath(address).replace(quote(GITHUB, safe=""), quote(lab.folder.as_uri(), safe=""))
    page = browser.page()
    page.goto(lab.url(path))
    page.wait_for_function(
        "path => window.jupyterapp?.shell.currentWidget?.context?.path === path",
        arg=f"{PULLED}/{lesson(address)}" if path.startswith("git-pull") else lesson(address),
        timeout=90_000,
    )
    try:
        yield Notebook(page)
        page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    finally:
        page.context.close()


@slow
@pytest.mark.parametrize("link", LINKS, ids=[lesson(link).split("/")[1] for link in LINKS])
def test_a_link_opens_its_lesson(link: str, lab: Lab, browser: Chromium) -> None:
    released = nbformat.read(ROOT / lesson(link), as_version=4)
    with opened(browser, lab, link) as notebook:
        assert notebook.ids() == [cell.id for cell in released.cells]
        assert errors(notebook.page) == []


@slow
@pytest.mark.parametrize("link", [LINKS[0], LINKS[-1]], ids=["first", "largest"])
def test_a_lesson_runs_and_validates_below_one_gigabyte(link: str, lab: Lab, browser: Chromium) -> None:
    with opened(browser, lab, link) as notebook:
        notebook.fill(solutions(lesson(link)))
        notebook.command("notebook:run-all-cells")
        assert failures(notebook) == []
        page, peak, until = notebook.page, 0, time.monotonic() + 300
        page.locator("jp-button.validate-button").click()
        dialog = page.locator(".nbgrader-SuccessDialog, .nbgrader-ErrorDialog")
        while not dialog.count() and time.monotonic() < until:
            peak = max(peak, memory(lab.process.pid))  # Validate's own kernel runs beside the learner's
            page.wait_for_timeout(100)
        picture(page, f"binder-validate-{lesson(link).split('/')[1]}")
        expect(page.locator(".nbgrader-SuccessDialog")).to_be_visible()
    print(f"{lesson(link)}, while Validate runs: {peak / 1e6:.0f} MB")
    assert 0 < peak < MOST


@slow
def test_learners_have_validate_and_nothing_for_teachers(lab: Lab, browser: Chromium) -> None:
    with opened(browser, lab, LINKS[0]) as notebook:
        plugins = notebook.page.evaluate("() => window.jupyterapp.listPlugins()")
        assert [name for name in plugins if "nbgrader" in name] == ["@jupyter/nbgrader:validate-assignment"]
        for path in ("formgrader", "assignments", "courses"):
            assert notebook.page.request.get(lab.url(path)).status == 404


@slow
def test_nbgitpuller_fetches_lessons_with_their_course(tree: Path, lab: Lab, browser: Chromium) -> None:
    """The form with an environment of its own, with a repository on this disk in place of GitHub's."""
    address = binder(FIRST, COURSE | {"environment": "OWNER/REPO/environment"})
    with opened(browser, lab, address) as notebook:
        cell = notebook.find("import")
        notebook.fill({cell: "import course\nprint(course.__file__)"})
        assert notebook.run(cell).strip() == str(tree / "current/course/__init__.py")


def solutions(name: str) -> dict[str, str]:
    """What a learner writes who knows the answers, by cell."""
    source = nbformat.read(ROOT / name.replace("release", "source", 1), as_version=4)
    cells = [cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return {cell.id: without_markers(cell.source) if cell.cell_type == "code" else "Mine." for cell in cells}


def failures(notebook: Notebook) -> list[str]:
    """The cells that show an error."""
    return notebook.page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
            .filter(cell => cell.model.type === 'code')
            .filter(cell => cell.model.outputs.toJSON().some(output => output.output_type === 'error'))
            .map(cell => cell.model.id)"""
    )


def memory(pid: int) -> int:
    """Bytes that a process and all that it started take; what they share counts once."""
    total, server = 0, psutil.Process(pid)
    for process in [server, *server.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended while we counted
            total += process.memory_full_info().pss
    return total
