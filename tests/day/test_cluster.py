"""A Dask cluster grades as this machine does; a worker that has not proved itself gets no work."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_course import ANSWERS, NAME, Course

from grader.nbgrading import cluster, warm
from grader.nbgrading.cluster import complaint, deciding, fingerprint
from grader.notebooks.paths import ROOT
from grader.sandbox.errors import SandboxUnavailable

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
WRONG = ANSWERS | {"gradient-solution": "def gradient(x, y, W):\n    return 0.0"}
SLOW = ANSWERS | {
    "gradient-solution": "import time\ntime.sleep(3)\n" + ANSWERS["gradient-solution"],
}


@contextmanager
def dask(*arguments: str, cwd: Path, until: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A command of Dask's, and the line that says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], cwd=cwd, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    try:
        yield process, next(line for line in process.stderr if re.search(until, line))
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def worker(scheduler: str, cwd: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    cwd = cwd / "worker"  # `python -m` looks for packages here, and the course's folder is no package
    cwd.mkdir(exist_ok=True)
    arguments = ("worker", scheduler, "--no-nanny", "--no-dashboard", *(options or ("--nthreads", "1")))
    with dask(*arguments, cwd=cwd, until="Starting established connection|Registered to") as (process, _):
        yield process


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    arguments = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with dask(*arguments, cwd=tmp_path_factory.mktemp("scheduler"), until="Scheduler at:") as (_, line):
        yield line.split()[-1]


def autograde(course: Course, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--force", *options]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=120)


def graded(course: Course) -> dict[str, bytes]:
    """Each file in autograded/, by its path, but for the times of files that records of answers hold."""
    found = {
        str(path): path.read_bytes() for path in (course.root / "autograded").rglob("*") if path.is_file()
    }
    return {
        name: re.sub(rb'"file": \[\d+, ', b'"file": [', text) if name.endswith(".answers") else text
        for name, text in found.items()
    }


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = Course(tmp_path / "course")
    for number, answers in enumerate([ANSWERS, WRONG, ANSWERS]):
        course.submit(f"s{number}", course.released(answers))
    return course


def test_a_cluster_grades_to_the_byte_as_one_judge_and_two_of_this_machine_do(
    course: Course, scheduler: str, tmp_path: Path
) -> None:
    ended = autograde(course, "--Autograde.workers=1")
    assert ended.returncode == 0, ended.stderr
    here = graded(course)
    ended = autograde(course, "--Autograde.workers=2")
    assert ended.returncode == 0, ended.stderr
    assert graded(course) == here
    with worker(scheduler, tmp_path), worker(scheduler, tmp_path):
        ended = autograde(course, f"--Autograde.cluster={scheduler}")
    assert ended.returncode == 0, ended.stderr
    assert graded(course) == here


def test_a_worker_that_dies_costs_no_result(course: Course, scheduler: str, tmp_path: Path) -> None:
    for number in range(4):
        course.submit(f"slow{number}", course.released(SLOW))
    with worker(scheduler, tmp_path), worker(scheduler, tmp_path) as short_lived:
        command = [sys.executable, "-m", "nbgrader", "autograde", NAME, f"--Autograde.cluster={scheduler}"]
        run = subprocess.Popen(
            command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert run.stdout
        next(line for line in run.stdout if "graded" in line)
        time.sleep(1)
        short_lived.kill()
        output = run.communicate(timeout=120)[0]
    assert run.returncode == 0, output
    assert "7 graded." in output


def test_a_worker_that_may_not_judge_is_refused_with_the_reason(
    course: Course, scheduler: str, tmp_path: Path
) -> None:
    with worker(scheduler, tmp_path, "--nthreads", "2"):
        ended = autograde(course, f"--Autograde.cluster={scheduler}")
    assert ended.returncode == 1
    assert "Nothing was graded: no worker of the cluster" in ended.stderr
    assert "it has 2 threads, and judges one at a time: start it with --nthreads 1" in ended.stderr
    assert not (course.root / "autograded" / "s0").exists()


def test_a_worker_with_another_course_is_refused() -> None:
    assert complaint("the fingerprint of another") == "its course is another version: install the same there"


@pytest.mark.parametrize(
    "name", ["course/checks.py", "course/answers/lesson_1.json", "grader/nbgrading/pages/templates/"]
)
def test_a_course_is_another_when_a_file_that_decides_about_grades_differs(name: str) -> None:
    found = [path.relative_to(ROOT).as_posix() for path in deciding(ROOT)]
    assert [path for path in found if path.startswith(name)], name
    assert not [path for path in found if path.endswith(".pyc")]


@pytest.mark.parametrize("name", ["python", "torch", "numpy", "matplotlib", "ipython"])
def test_a_worker_with_another_version_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    here = fingerprint()
    other = cluster.versions() | {name: "0"}
    monkeypatch.setattr(cluster, "versions", lambda: other)
    fingerprint.cache_clear()
    try:
        assert complaint(here) == "its course is another version: install the same there"
    finally:
        fingerprint.cache_clear()


def test_a_worker_whose_sandbox_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(template: object) -> None:
        raise SandboxUnavailable("a wall is missing")

    monkeypatch.setattr(warm, "prove", prove)
    monkeypatch.setattr(warm, "opened", {})
    assert complaint(fingerprint()) == "a wall is missing"


def test_a_cluster_that_is_not_there_is_one_sentence(course: Course) -> None:
    ended = autograde(course, "--Autograde.cluster=tcp://127.0.0.1:9")
    assert ended.returncode == 1
    assert "there is no Dask scheduler at 'tcp://127.0.0.1:9'" in ended.stderr
    assert "Traceback" not in ended.stderr
