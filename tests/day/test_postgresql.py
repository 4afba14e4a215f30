"""A gradebook in PostgreSQL: two instructors at once, and a server that goes away in between."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgresql
import pytest
from postgresql import Server
from small_course import ANSWERS, FULL, NAME, Course
from sqlalchemy import NullPool, create_engine, text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not postgresql.program("initdb") and not os.environ.get("CI"), reason="needs PostgreSQL's programs"
    ),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
WRONG = ANSWERS | {"gradient-solution": "def gradient(x, y, W):\n    return 0.0"}
SLOW = ANSWERS | {"gradient-solution": "import time\ntime.sleep(4)\n" + ANSWERS["gradient-solution"]}


class PostgresqlCourse(Course):
    """The small course with its gradebook on a server."""

    url: str

    @property
    def db_url(self) -> str:
        return self.url


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def course_at(folder: Path, url: str) -> PostgresqlCourse:
    PostgresqlCourse.url = url
    course = PostgresqlCourse(folder)
    course.url = url
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    return course


def autograde(course: Course) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", NAME],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def points(course: Course, student: str) -> float:
    return sum(score or 0 for score in course.scores(student).values())


def test_two_instructors_grade_into_one_gradebook_at_once(server: Server, tmp_path: Path) -> None:
    url = server.url("together")
    first, second = course_at(tmp_path / "first", url), course_at(tmp_path / "second", url)
    for number in range(4):
        first.submit(f"a{number}", first.released(ANSWERS))
        second.submit(f"b{number}", second.released(WRONG))
    runs = autograde(first), autograde(second)
    outputs = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    full, wrong = sum(FULL.values()), points(first, "b0")
    assert [points(first, f"a{number}") for number in range(4)] == [full] * 4
    assert 0 < wrong < full
    assert [points(second, f"b{number}") for number in range(4)] == [wrong] * 4


def test_a_lost_server_is_one_sentence_and_the_next_run_goes_on(server: Server, tmp_path: Path) -> None:
    course = course_at(tmp_path / "course", server.url("lost"))
    course.submit("anna", course.released(ANSWERS))
    for name in "bert", "carl", "dora":
        course.submit(name, course.released(SLOW))
    run = autograde(course)
    assert run.stdout
    before = [next(line for line in run.stdout if "anna: graded" in line)]
    server.stop()
    output = "".join(before) + run.communicate(timeout=120)[0]
    server.start()
    assert run.returncode == 1
    assert "Traceback" not in output
    assert output.count("The run ends here: the gradebook cannot be used") == 1, output
    again = autograde(course)
    output = again.communicate(timeout=120)[0]
    assert again.returncode == 0, output
    assert "3 graded, 1 left as they were." in output
    assert [points(course, name) for name in ("anna", "bert", "carl", "dora")] == [sum(FULL.values())] * 4


def test_every_command_says_in_one_sentence_that_the_server_is_gone(server: Server, tmp_path: Path) -> None:
    course = course_at(tmp_path / "course", server.url("gone"))
    course.submit("anna", course.released(ANSWERS))
    (course.root / "roster.csv").write_text("id\nanna\n")
    server.stop()
    try:
        for command in (
            "nbgrader export",
            "nbgrader db student import roster.csv",
            f"nbgrader autograde {NAME}",
            f"nbgrader generate_assignment --force {NAME}",
            "grader export --to plain",
            "grader report",
            f"grader collect {NAME} submitted",
        ):
            ended = subprocess.run(
                [sys.executable, "-m", *command.split()], cwd=course.root, capture_output=True, text=True
            )
            assert ended.returncode == 1, command
            assert "connection failed" in ended.stderr or "Connection refused" in ended.stderr, ended.stderr
            assert "Traceback" not in ended.stderr, command
    finally:
        server.start()


def test_a_long_term_is_searched_by_index(server: Server, tmp_path: Path) -> None:
    course = course_at(tmp_path / "course", server.url("indexed"))
    course.submit("anna", course.released(ANSWERS))
    run = autograde(course)
    output = run.communicate(timeout=120)[0]
    assert run.returncode == 0, output
    with create_engine(course.db_url, poolclass=NullPool).connect() as connection:
        found = connection.execute(text("select indexname from pg_indexes where schemaname = 'public'"))
        assert {"grade_by_notebook", "comment_by_notebook", "notebook_by_submission"} <= set(found.scalars())
