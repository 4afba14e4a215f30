"""Attacks on the grading, each in a file of its own, all handed in by one class and graded in one run.

`attacks/*.md` hold what a learner's code tries, `attacks/forms.py` makes submissions of a hostile form; the
name is the claim. The run is the real one: nbgrader's command, the judge, the sandbox. For every attack:
no point gained over what its honest parts deserve; nothing written, nothing found, nothing left running;
and the honest learners before, among and after get what they deserve.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import pty
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import yaml
from bs4 import BeautifulSoup
from forms import FORMS
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from small_course import ANSWERS, FULL, NAME, NONE, SOURCE, Course

from grader.demo.answer_files import FRONT, sections
from grader.notebooks.paths import notebook_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is Linux's."),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
    pytest.mark.filterwarnings(
        "ignore:Your element with mimetype"
    ),  # an output of which nothing may be shown
]
ATTACKS = Path(__file__).parent
HONEST = ("a-honest", "cant_m_honest", "z-honest")  # before, among and after the others
EARLIER = "graded-before"
SECRET = "ATTACK_TEST_SECRET"
LIMITS = {"cell_seconds": 3, "submission_seconds": 10, "memory_bytes": 1 << 29}
READ = (  # whose pages are looked at
    *HONEST,
    "cant_run_script_in_the_feedback",
    "cant_hide_code_in_an_attachment_or_output",
    "cant_choose_another_kernel",
    "cant_send_control_characters",
    "cant_hang_the_feedback_with_colours",
    "cant_hang_the_judge_with_html",
    "cant_fill_the_feedback",
    "cant_print_forever",
)
PLACES = ("/", "/etc", "/usr", "/usr/lib", "/var", "/home", "/root", "/opt", "/proc/sys/kernel", "/tmp")


def read(path, **places):
    """An attack's front matter and cells, with the places of this run in them."""
    text = path.read_text("utf-8")
    for name, value in places.items():
        text = text.replace("{{" + name + "}}", str(value))
    front, body = FRONT.fullmatch(text).groups()
    return yaml.safe_load(front), sections(body)


CODES = {path.stem: path for path in sorted(ATTACKS.glob("*.md"))}
FRONTS = {name: read(path)[0] for name, path in CODES.items()}


def deserved(name):
    """The points of each test that an attack deserves; None when it cannot be graded."""
    if name in FORMS:
        points = FORMS[name][2]
        return dict.fromkeys(FULL) if points is None else points
    return NONE | FRONTS[name].get("points", {})


# One run for all


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The course after the whole class was graded, and what was seen before, meanwhile and after."""
    root = tmp_path_factory.mktemp("attacked")
    course, home = Course(root / "course"), root / "home"
    (home / "private").mkdir(parents=True)
    (home / "private" / "secret.txt").write_text("secret")
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.Judge.limits = {LIMITS}\n")
    course.submit(EARLIER, course.released(ANSWERS))
    seen = SimpleNamespace(course=course, home=home)
    command(seen, "autograde", NAME)

    with listening() as (port, abstract, calls):
        places = {"course": course.root, "home": home, "secret": home / "private/secret.txt", "tmp": root}
        hand_in(course, places | {"port": port, "abstract": abstract})
        seen.before, seen.rows_before = tree(root), rows(course, EARLIER)
        adopt_orphans()
        seen.command = command(seen, "autograde", NAME)
        seen.left_running = children() | called_left_behind()
        seen.calls = list(calls)
    seen.after, seen.rows_after = tree(root), rows(course, EARLIER)
    for name in READ:
        feedback = course.api().generate_feedback(NAME, name)
        assert feedback["success"], feedback
    return seen


def hand_in(course, places):
    """Submissions of all attackers and of honest learners."""
    for name in HONEST:
        course.submit(name, course.released(ANSWERS))
    for name, path in CODES.items():
        front, cells = read(path, **places)
        course.submit(name, course.released((ANSWERS if front.get("base") == "solution" else {}) | cells))
    for name, (make, answers, _) in FORMS.items():
        folder = course.submitted(name)
        folder.mkdir(parents=True)
        nb = make(course.released(answers), folder)
        if nb is not None:
            course.submit(name, nb)


def command(seen, *arguments):
    """Run nbgrader as an instructor does, at a terminal; its exit code and what it printed."""
    environment = os.environ | {SECRET: "1", "HOME": str(seen.home), "OMP_NUM_THREADS": "1"}
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=seen.course.root,
        env=environment,
        stdin=other_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(other_end, __import__("termios").TIOCSCTTY, 0),
    )
    try:
        printed, _ = process.communicate(timeout=900)
    finally:
        process.kill()
        os.close(terminal)
        os.close(other_end)
    return SimpleNamespace(code=process.returncode, printed=printed.decode("utf-8", "replace"))


class listening:
    """Sockets that a learner's code could reach, and the calls that they get."""

    def __enter__(self):
        self.calls, name = [], f"attack-test-{os.getpid()}"
        inet, unix = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)
        unix.bind("\0" + name)
        unix.listen()
        self.sockets = inet, unix
        for server in self.sockets:
            threading.Thread(target=self.answer, args=(server,), daemon=True).start()
        return inet.getsockname()[1], name, self.calls

    def answer(self, server):
        try:
            while True:
                server.accept()[0].close()
                self.calls.append(server.family.name)
        except OSError:
            pass

    def __exit__(self, *exception):
        for server in self.sockets:
            server.shutdown(socket.SHUT_RDWR)
            server.close()


def adopt_orphans():
    """Make this process the parent of all that is left behind by what it starts (Linux's child subreaper)."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def children():
    """The names of this process's living children, after a moment in which the dying ones may end."""
    for _ in range(20):
        time.sleep(0.1)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
    names = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended while we looked
            names.add(child.name())
    return names


def called_left_behind():
    """The processes of this machine that attacks have given this name."""
    names = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            names.append(path.read_text().strip())
        except OSError:
            continue
    return {name for name in names if name == "left-behind"}


def tree(root):
    """A hash of every file below a folder, but for those that grading is meant to write."""
    written = re.compile(r"course/(autograded(/.*)?|gradebook\.db.*|\.nbgrader\.log)|home/\..*")
    files = [path for path in sorted(root.rglob("*")) if not written.fullmatch(str(path.relative_to(root)))]
    return {str(path.relative_to(root)): digest(path) for path in files}


def digest(path):
    info = path.lstat()
    regular = path.is_file() and not path.is_symlink() and info.st_size < 10**8
    return info.st_mode, info.st_size, hashlib.sha256(path.read_bytes()).hexdigest() if regular else ""


def rows(course, student):
    """All that the gradebook says about a student."""
    query = """select grade.* from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        where submitted_assignment.student_id = ? order by grade.id"""
    with sqlite3.connect(course.root / "gradebook.db") as book:
        return book.execute(query, (student,)).fetchall()


def shown(run, name):
    """All text that the graded notebook of a learner shows."""
    path = notebook_in(run.course.root / "autograded" / name, NAME)
    if not path.exists():
        return ""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return json.dumps([cell.get("outputs", []) for cell in cells])


# What holds for every attack


@pytest.mark.parametrize("name", [*CODES, *FORMS])
def test_no_point_is_gained(run, name):
    assert run.course.scores(name) == deserved(name)


@pytest.mark.parametrize("name", CODES)
def test_nothing_is_found(run, name):
    assert "GOT IT" not in shown(run, name)


@pytest.mark.parametrize("name", [name for name, (_, _, points) in FORMS.items() if points is None])
def test_a_submission_that_cannot_be_graded_has_a_reason_and_no_notebook(run, name):
    (reason,) = run.course.statuses()[name]["notes"]
    assert f"{name} was not graded: {reason}" in run.command.printed
    assert not (run.course.root / "autograded" / name / NAME).exists()


@pytest.mark.parametrize("name", HONEST)
def test_honest_learners_get_what_they_deserve(run, name):
    assert run.course.scores(name) == FULL
    assert "the end" in shown(run, name)


def test_the_run_reaches_its_end_and_says_by_its_exit_code_that_some_have_no_grade(run):
    assert run.command.code == 1
    assert set(run.course.statuses()) == {*HONEST, *CODES, *FORMS, EARLIER}
    internal = [
        name for name, entry in run.course.statuses().items() if "judge" in str(entry["notes"]).lower()
    ]
    assert internal == []


def test_no_file_is_changed(run):
    assert run.after == run.before


def test_no_row_of_another_learner_is_changed(run):
    assert run.rows_after == run.rows_before
    assert len(run.rows_before) == 4


def test_nothing_is_written_elsewhere(run):
    found = [folder for folder in PLACES if os.path.lexists(os.path.join(folder, "pwned"))]
    assert found == []


def test_nothing_is_left_running(run):
    assert run.left_running == set()


def test_no_socket_is_reached(run):
    assert run.calls == []


def test_only_the_notebook_and_the_lessons_files_are_beside_the_grades(run):
    names = {path.name for path in (run.course.root / "autograded").glob("*/*/*")}
    assert names == {f"{NAME}.ipynb", "numbers.csv"}


def test_without_a_sandbox_the_judge_still_grades_in_another_process(tmp_path, monkeypatch):
    course = Course(tmp_path / "course")
    config = course.config()
    config.Judge.sandbox = False
    monkeypatch.setattr(course, "config", lambda: config)
    course.submit("honest", course.released(ANSWERS))
    course.submit("patches", course.released(read(CODES["cant_patch_the_checks"])[1]))
    result = course.autograde()
    assert result["success"], result
    assert [course.scores(name) for name in ("honest", "patches")] == [FULL, NONE]


# What people see


def feedback_pages(run):
    for name in READ:
        yield name, (run.course.root / "feedback" / name / NAME / f"{NAME}.html").read_text("utf-8")


def pages(run):
    """Each feedback page, and each page that formgrader would show: (name, HTML)."""
    yield from feedback_pages(run)
    config = run.course.config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    exporter = HTMLExporter(config=config)
    for name in READ[:7]:  # the others' pages are long
        path = notebook_in(run.course.root / "autograded" / name, NAME)
        resources = {"base_url": "", "student": name, "notebook_id": NAME, "index": 0, "total": 1}
        yield name, exporter.from_filename(str(path), resources=resources)[0]


def scripts(html):
    """What a browser would run of a page: texts of scripts, handlers, addresses, frames."""
    soup = BeautifulSoup(html, "html.parser")
    yield from (
        str(tag) for tag in soup.find_all(["script", "iframe", "object", "embed", "form", "style", "base"])
    )
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if name.startswith("on") or re.search(
                r"script:|text/html|svg\+xml", re.sub(r"\s", "", str(value)), re.I
            ):
                yield str(tag)


def test_no_page_runs_what_a_learner_wrote(run):
    expected = {text for name, html in pages(run) if name in HONEST for text in scripts(html)}
    assert {text for _, html in pages(run) for text in scripts(html)} <= expected
    assert not any("GOT" in text for text in expected)


def test_without_the_filter_the_same_notebook_runs_script(run):
    path = run.course.root / "autograded/cant_run_script_in_the_feedback" / NAME / f"{NAME}.ipynb"
    html, _ = HTMLExporter().from_filename(str(path))
    assert any("GOT" in text for text in scripts(html))


def test_feedback_shows_no_hidden_test(run):
    hidden = "x_new, y_new = reference"
    shown = {name: BeautifulSoup(html, "html.parser").get_text() for name, html in feedback_pages(run)}
    assert [name for name, text in shown.items() if hidden in text] == []
    assert all("Mind the factor" in text for name, text in shown.items())  # the visible part of the test


def test_no_control_character_reaches_the_instructors_terminal_or_notebooks(run):
    colours = re.compile(r"\x1b\[[0-9;]*m|\x1b\(B")
    printed = colours.sub("", run.command.printed)
    assert [c for c in set(printed) if not c.isprintable() and c not in "\r\n\t"] == []
    texts = json.loads(shown(run, "cant_send_control_characters"))
    found = {
        c
        for c in colours.sub("", str(json.dumps(texts, ensure_ascii=False)))
        if ord(c) < 32 or 127 <= ord(c) < 160
    }
    assert found == set()


# That the attacks are real


@pytest.fixture(scope="module")
def unprotected(tmp_path_factory):
    """The attacks that say what they gain, in one process with the tests: {name: passed and printed}."""
    root = tmp_path_factory.mktemp("unprotected")
    course, secret = Course(root / "course"), root / "home" / "private" / "secret.txt"
    secret.parent.mkdir(parents=True)
    secret.write_text("secret")
    course.submit(EARLIER, course.released(ANSWERS))
    with listening() as (port, abstract, _):
        places = {"course": course.root, "home": root / "home", "secret": secret, "tmp": root}
        places |= {"port": port, "abstract": abstract}
        jobs = [[EARLIER, in_order(ANSWERS)]]
        for name in CODES:
            if "gains" in FRONTS[name]:
                jobs.append([name, in_order(read(CODES[name], **places)[1])])
        script = [sys.executable, str(ATTACKS / "in_one_process.py")]
        environment = os.environ | {SECRET: "1", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            script,
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            cwd=course.root,
            env=environment,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_order(answers):
    """The code cells of the lesson with these answers, as [kind, text]."""
    texts = {cell.id: cell.source for cell in SOURCE.cells if cell.cell_type == "code"}
    stubs = {name: "raise NotImplementedError" for name in ANSWERS}
    return [
        ["test" if name in FULL else "run", text]
        for name, text in (texts | stubs | answers).items()
        if name in texts
    ]


def test_an_honest_learner_passes_in_one_process_too(unprotected):
    assert len(unprotected[EARLIER]["passed"]) == len(FULL)


@pytest.mark.parametrize("name", [name for name, front in FRONTS.items() if front.get("gains") == "points"])
def test_in_one_process_with_the_tests_the_attack_gains_points(unprotected, name):
    assert unprotected[name]["passed"] != []


@pytest.mark.parametrize("name", [name for name, front in FRONTS.items() if front.get("gains") == "success"])
def test_in_one_process_with_the_tests_the_attack_succeeds(unprotected, name):
    assert "GOT IT" in unprotected[name]["printed"]
