"""What is in force and where it comes from; a wrong value is named with the right ones, also by nbgrader."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader_commands import Commands
from small_course import NAME, Course
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

from grader.__main__ import main
from grader.nbgrading import faithful
from grader.nbgrading.course_secret import course_secret
from grader.nbgrading.options import wrong_options
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT
from grader.term.settings.command import report

pytestmark = pytest.mark.filterwarnings(f"ignore::{SAWarning.__module__}.{SAWarning.__name__}")  # harmless
POLICY = 'c.AssignLatePenalties.plugin_class = "grader.nbgrading.late_policy.LatePolicy"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that was not used yet, on a machine without other configuration."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    course = tmp_path / "course"
    course.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", course)
    return course


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with its gradebook: one assignment, with a due date, and two learners."""
    with pytest.MonkeyPatch.context() as patches:  # its tests are right: other tests hold that
        patches.setattr(faithful, "refuse_unfaithful", lambda source, notebooks: None)
        course = Course(tmp_path_factory.mktemp("used"))
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime(2027, 3, 1, 14, 59))
        for student in ("ada", "ben"):
            gradebook.update_or_create_student(student)
    return course


def configured(course: Path, lines: str) -> int:
    """Add lines to a course's configuration; returns the number of the first."""
    path = course / "nbgrader_config.py"
    text = path.read_text()
    path.write_text(f"{text}{lines}\n")
    return len(text.splitlines()) + 1


@pytest.fixture
def restored(used: Course) -> Iterator[Course]:
    """The course that was used, whose configuration is put back after the test."""
    text = (used.root / "nbgrader_config.py").read_text()
    yield used
    (used.root / "nbgrader_config.py").write_text(text)


def blocks(said: str) -> dict[str, list[str]]:
    """What was printed of each setting: its value, its source and when to change it, line by line."""
    found: dict[str, list[str]] = {}
    for block in filter(None, said.rstrip().split("\n\n")[1:]):
        first, *more = block.splitlines()
        name, value = (
            (first[:20].strip(), first[20:]) if len(first) > 20 and first[19] == " " else (first, "")
        )
        found[name] = [line for line in [value, *(each.strip() for each in more)] if line]
    return found


# What is in force


def test_each_setting_says_its_value_its_source_and_when_to_change_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(folder) == 0
    said = blocks(capsys.readouterr().out)
    line = (
        (folder / "nbgrader_config.py")
        .read_text()
        .splitlines()
        .index('c.CourseDirectory.course_id = "gradient-descent"')
    )
    assert said["course id"][:2] == [
        "gradient-descent",
        f"c.CourseDirectory.course_id: nbgrader_config.py, line {line + 1}",
    ]
    assert said["time zone"][:2] == ["UTC", "c.Exchange.timezone: default"]
    assert said["workers"][:2] == ["0", "c.Autograde.workers: default"]
    assert "processes 32" in " ".join(said["limits"])
    assert said["late costs"][0] == "nothing"
    assert "no gradebook yet" in said["due dates"][0]
    assert said["secret"][0].endswith("gradebook.secret (not there yet)")
    assert all(len(each) >= 3 for each in said.values())
    assert all(each[-1].endswith(".") or each[-1].endswith(")") for each in said.values())


def test_what_may_be_changed_first_stands_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(folder)
    names = list(blocks(capsys.readouterr().out))
    assert names[:4] == ["course id", "exchange", "gradebook", "time zone"]
    assert names[-2:] == ["sandbox", "secret"]


def test_looking_makes_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(folder)
    assert os.listdir(folder) == ["nbgrader_config.py"]


def test_an_option_names_the_line_that_sets_it_however_it_is_set(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = configured(
        folder,
        'c.Judge.limits = {\n    "cell_seconds": 5,\n}\n'
        'for name in ("pictures", "follow_through"):\n    setattr(c.Judge, name, False)\n'
        'c.CourseDirectory.ignore.append("*.zip")\nc["Autograde"]["workers"] = 3',
    )
    report(folder)
    said = blocks(capsys.readouterr().out)
    assert said["limits"][0].startswith("cell_seconds 5, submission_seconds 120")
    assert f"c.Judge.limits: nbgrader_config.py, line {first}" in said["limits"]
    assert said["pictures"][:2] == ["False", f"c.Judge.pictures: nbgrader_config.py, line {first + 4}"]
    assert said["files left out"][0].endswith("feedback, *.zip")
    assert said["files left out"][1] == f"c.CourseDirectory.ignore: nbgrader_config.py, line {first + 5}"
    assert said["workers"][:2] == ["3", f"c.Autograde.workers: nbgrader_config.py, line {first + 6}"]


def test_a_file_that_another_one_loads_is_named_with_its_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "team.py").write_text('\nc.Exchange.timezone = "Asia/Seoul"\nc.Judge.pictures = False\n')
    line = configured(folder, f'load_subconfig("team.py", path="{tmp_path}")\nc.Judge.pictures = True')
    report(folder)
    said = blocks(capsys.readouterr().out)
    assert said["time zone"][:2] == ["Asia/Seoul", f"c.Exchange.timezone: {tmp_path / 'team.py'}, line 2"]
    assert said["pictures"][:2] == ["True", f"c.Judge.pictures: nbgrader_config.py, line {line + 1}"]


@pytest.mark.parametrize("name", ["nbgrader_config.py", "nbgrader_config.json"])
def test_a_file_for_the_whole_machine_counts_less_and_is_named(
    name: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "etc").mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "etc"))
    text = 'c.CourseDirectory.course_id = "other"\nc.Exchange.timezone = "Asia/Seoul"\n'
    if name.endswith("json"):
        text = '{"CourseDirectory": {"course_id": "other"}, "Exchange": {"timezone": "Asia/Seoul"}}'
    (tmp_path / "etc" / name).write_text(text)
    assert report(folder) == 0
    said = blocks(capsys.readouterr().out)
    line = ", line 2" if name.endswith("py") else ""
    place = f"c.Exchange.timezone: {tmp_path / 'etc' / name}{line} (for this machine or user)"
    assert said["time zone"][:2] == ["Asia/Seoul", place]
    assert said["course id"][0] == "gradient-descent"


@pytest.mark.parametrize(
    ("mode", "said"),
    [(0o777, "mode 777)"), (0o755, "mode 755: learners cannot hand in, run `chmod 777` on it)")],
)
def test_the_exchange_says_whether_learners_can_hand_in(
    mode: int, said: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "exchange").mkdir()
    (tmp_path / "exchange").chmod(mode)
    configured(folder, f'c.Exchange.root = "{tmp_path / "exchange"}"')
    assert report(folder) == 0
    assert said in " ".join(blocks(capsys.readouterr().out)["exchange"])


def test_the_gradebook_has_due_dates_and_points(used: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(used.root) == 0
    said = blocks(capsys.readouterr().out)
    with Gradebook(used.db_url) as gradebook:
        most = gradebook.find_assignment(NAME).max_score
    assert most > 0
    assert said[f"due: {NAME}"][:2] == ["2027-03-01 14:59 UTC", "gradebook"]
    assert said[f"points: {NAME}"][:2] == [f"{most:g}", "gradebook"]


def test_the_late_policy_is_told_in_words(restored: Course, capsys: pytest.CaptureFixture[str]) -> None:
    configured(
        restored.root, f"{POLICY}c.LatePolicy.percent_per_day = 10\nc.LatePolicy.extra_hours = {{'ada': 48}}"
    )
    assert report(restored.root) == 0
    said = blocks(capsys.readouterr().out)
    assert said["late costs"][0] == "10% for each day that has begun, 100.0% at most, after 0.0 minutes"
    assert said["extra hours"][0] == "ada 48"


def test_the_secret_says_who_can_read_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course_secret(folder)
    report(folder)
    assert blocks(capsys.readouterr().out)["secret"][0].endswith("gradebook.secret, mode 600")


def test_no_password_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured(folder, 'c.CourseDirectory.db_url = "postgresql+psycopg://ada:hush@localhost:1/grades"')
    assert report(folder) == 1
    said = capsys.readouterr()
    assert "postgresql+psycopg://ada:***@localhost:1/grades" in said.out
    assert "cannot be read" in said.err
    assert "hush" not in said.out + said.err


# What is wrong

WRONG = {
    "c.Judge.folow_through = False": "there is no such option. Did you mean Judge.follow_through?",
    "c.Autograde.worker = 2": "Did you mean Autograde.workers",
    f"{POLICY}c.LatePolicy.percent = 10": "mean LatePolicy.most_percent or LatePolicy.percent_per_day",
    "c.Jugde.pictures = False": "c.Jugde is no class of nbgrader's or of this course's. Did you mean Judge?",
    "c.Course.course_id = 'x'": "Did you mean CourseDirectory?",
    "c.Nothing.like_it = 1": "c.Nothing is no class",
    "c.NbGrader.course_id = 'x'": "Did you mean CourseDirectory.course_id?",
    "c.Exchange.course_id = 'x'": "Did you mean CourseDirectory.course_id?",
    "c.course_id = 'x'": "c.course_id = 'x' sets no option: write `c.Class.option = value`.",
    "c.Judge.follow_through = 'no'": "expected a boolean, not the str 'no'",
    "c.Autograde.workers = 'two'": "expected an int, not the str 'two'",
    "c.Autograde.workers = -1": "should not be less than 0, but a value of -1",
    "c.Judge.limits = {'cell_second': 5}": "there is no limit 'cell_second': did you mean 'cell_seconds'?",
    "c.Judge.limits = {'wheels': 4}": "there is no limit 'wheels': there are cell_seconds",
    "c.Judge.limits = {'cell_seconds': -5}": "the limit cell_seconds is -5: give a number above 0.",
    "c.Judge.limits = {'processes': 2.5}": "the limit processes is 2.5: give a whole number above 0.",
    "c.Judge.limits = {'cell_seconds': float('nan')}": "the limit cell_seconds is nan",
    "c.Judge.limits = {'cell_seconds': True}": "the limit cell_seconds is True",
    "c.Judge.limits = 60": "expected a dict, not the int 60",
    f"{POLICY}c.LatePolicy.percent_per_day = -10": "should not be less than 0",
    f"{POLICY}c.LatePolicy.most_percent = 'half'": "expected a float, not the str 'half'",
    f"{POLICY}c.LatePolicy.extra_hours = {{'ada': 'two'}}": "but a value of 'two'",
    f"{POLICY}c.LatePolicy.extra_hours = {{'adda': 48}}": "'adda', and there is no such learner",
    "c.LatePolicy.percent_per_day = 10": "does nothing by itself: add c.Assign",
    f"{POLICY}c.LateSubmissionPlugin.penalty_method = 'zero'": "'zero' does nothing beside LatePolicy",
    "c.LateSubmissionPlugin.penalty_method = 'half'": "expected any of ['none', 'zero'], not",
    "c.AssignLatePenalties.plugin_class = 'grader.nbgrading.late_policy.Late'": "not be imported",
    "c.CourseDirectory.db_url = 'gradebook.db'": "it is no address of a database: write it like",
    "c.CourseDirectory.db_url = 'postgres://a:b@c/d'": "no kind of database 'postgres': write it",
    "c.CourseDirectory.db_url = 'mysql://a:b@c/d'": "its driver, the package 'MySQLdb', is not",
    "c.Exchange.timezone = 'Asia/Soul'": "there is no such time zone. Did you mean Asia/Seoul",
    "c.Exchange.root = '/no/such/folder'": "Make it: `mkdir -p -m 777 /no/such/folder`.",
    "c.CourseDirectory.max_file_size = 0": "it is a size in kB: give a whole number above 0.",
    "c.CourseDirectory.max_file_size = '20 MB'": "expected an int, not the str '20 MB'",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_value_is_quoted_with_the_right_ones(
    line: str, folder: Path, used: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(used.root / "gradebook.db", folder)  # for the roster
    configured(folder, line)
    assert report(folder) == 1
    [_, *wrong] = [sentence for sentence in capsys.readouterr().err.splitlines() if sentence]
    assert len(wrong) == 1, wrong
    assert WRONG[line] in wrong[0]


def test_all_that_is_wrong_is_named_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured(folder, "c.Judge.pictured = True\nc.Autograde.workers = -2")
    assert report(folder) == 1
    said = capsys.readouterr().err
    assert "Judge.pictures" in said
    assert "-2" in said


@pytest.mark.parametrize(
    "line",
    [
        "c.Execute.timeout = 90",
        "c.ClearSolutions.code_stub = {'python': '# here'}",
        "c.Judge.limits = {'cell_seconds': 0.5, 'memory_bytes': 2 << 30}",
        'c.LateSubmissionPlugin.penalty_method = "zero"',
        f"{POLICY}c.LatePolicy.extra_hours = {{'ada': 24, 'ben': 1.5}}",
        "c.CourseDirectory.ignore.append('*.zip')",
        "c.CourseDirectory.groupshared = True",
        "c.Exchange.timezone = 'Europe/Berlin'",
    ],
)
def test_a_right_value_is_no_mistake(line: str, folder: Path, used: Course) -> None:
    shutil.copy(used.root / "gradebook.db", folder)
    configured(folder, line)
    assert report(folder) == 0


def test_a_class_of_an_instructors_own_has_its_options(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "own_policy.py").write_text(
        "from nbgrader.plugins import LateSubmissionPlugin\nfrom traitlets import Float\n"
        "class OwnPolicy(LateSubmissionPlugin):\n    per_hour = Float(1.0).tag(config=True)\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    configured(
        folder, "c.AssignLatePenalties.plugin_class = 'own_policy.OwnPolicy'\nc.OwnPolicy.per_hour = 2.0"
    )
    assert report(folder) == 0
    (folder / "own_step.py").write_text(
        "from nbgrader.preprocessors import NbGraderPreprocessor\nfrom traitlets import Int\n"
        "class OwnStep(NbGraderPreprocessor):\n    colour = Int(1).tag(config=True)\n"
    )
    configured(folder, "c.GenerateFeedback.preprocessors += ['own_step.OwnStep']\nc.OwnStep.colour = 3")
    assert report(folder) == 0
    configured(folder, "c.OwnPolicy.per_hours = 2.0")
    assert report(folder) == 1
    assert "Did you mean OwnPolicy.per_hour" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "line"),
    [("c.Judge.limits = {", None), ("x = 1\nc.Judge.pictures = Flase", 2)],
    ids=["syntax", "name"],
)
def test_a_file_that_cannot_be_run_is_named_with_its_line(text: str, line: int | None, folder: Path) -> None:
    first = configured(folder, text)
    with pytest.raises(
        AuthorError, match=rf"nbgrader_config.py, line {first + (line or 1) - 1}: .*Error: .* mend it"
    ):
        report(folder)


def test_a_folder_that_is_no_course_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["settings"]) == 1
    assert "has no nbgrader_config.py: run this in the course's folder" in capsys.readouterr().err


# In the grader's own commands, and in nbgrader's


@pytest.mark.parametrize(
    "command",
    [["export", "--to", "plain"], ["collect", NAME, "source", "--dry-run"], ["report"], ["report", NAME]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("c.x = ", ": SyntaxError: "),
        ("c.Judge.pictures = Flase", ": NameError: name 'Flase' is not defined. No command"),
        ("c.Judge.folow_through = False", "no such option. Did you mean Judge.follow_through?"),
        ("c.Exchange.timezone = 'Asia/Soul'", "there is no such time zone. Did you mean Asia/Seoul"),
    ],
)
def test_every_command_of_the_graders_refuses_it_as_well(
    text: str,
    said: str,
    command: list[str],
    restored: Course,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configured(restored.root, text)
    before = sorted(path.name for path in restored.root.iterdir())
    monkeypatch.chdir(restored.root)
    assert main(command) == 1
    written = capsys.readouterr()
    assert said in written.err
    assert written.out == ""
    assert sorted(path.name for path in restored.root.iterdir()) == before


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://ada:hush@localhost:1/grades", "sqlite:////no/such/folder/gradebook.db"]
)
@pytest.mark.parametrize("command", ["export", "db student list", "db student import roster.csv"])
def test_a_gradebook_that_cannot_be_used_is_one_sentence(
    command: str, url: str, restored: Course, commands: Commands
) -> None:
    """Nothing listens there, as where PostgreSQL was stopped."""
    (restored.root / "roster.csv").write_text("id\nada\n")
    configured(restored.root, f"c.CourseDirectory.db_url = {url!r}")
    said = commands.run(command, cwd=restored.root, status=1).output
    assert f"The gradebook '{url.replace('hush', '***')}' cannot be used (" in said
    assert "run the same command again." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [["export", "--to", "plain"], ["report"]], ids=" ".join)
def test_so_it_is_for_the_graders_commands(
    command: list[str], restored: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(restored.root, "c.CourseDirectory.db_url = 'postgresql+psycopg://ada:hush@localhost:1/grades'")
    monkeypatch.chdir(restored.root)
    assert main(command) == 1
    said = capsys.readouterr().err
    assert "ada:***@localhost:1/grades' cannot be used (" in said
    assert "hush" not in said


@pytest.mark.parametrize("command", ["export", "db student list", f"autograde {NAME}"])
def test_a_file_that_is_no_gradebook_is_one_sentence_too(
    command: str, restored: Course, commands: Commands
) -> None:
    restored.submit("ada", restored.released())
    (restored.root / "broken.db").write_text("no database at all")
    configured(restored.root, "c.CourseDirectory.db_url = 'sqlite:///broken.db'")
    said = commands.run(command, cwd=restored.root, status=1).output
    assert "cannot be used (file is not a database)" in said
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with Commands() as commands:
        yield commands


@pytest.mark.parametrize(
    "command", [f"autograde {NAME}", f"generate_assignment --force {NAME}", "list", "export"]
)
def test_every_command_of_nbgraders_refuses_it_before_anything_is_done(
    command: str, restored: Course, commands: Commands
) -> None:
    configured(restored.root, "c.Judge.folow_through = False")
    before = sorted(path.name for path in restored.root.iterdir())
    said = commands.run(command, cwd=restored.root, status=1).output
    assert (
        "c.Judge.folow_through = False: there is no such option. Did you mean Judge.follow_through?" in said
    )
    assert "Traceback" not in said
    assert sorted(path.name for path in restored.root.iterdir()) == before


def test_so_do_the_buttons_of_formgrader(restored: Course) -> None:
    configured(restored.root, "c.Autograde.worker = 2")
    restored.submit("ada", restored.released())
    for result in (restored.autograde("ada"), restored.generate(), restored.api().generate_feedback(NAME)):
        assert not result["success"]
        assert "c.Autograde.worker = 2: there is no such option." in str(result)


@pytest.mark.parametrize("where", ["first", "last"])
def test_a_file_that_ends_in_an_error_stops_every_command(
    where: str, restored: Course, commands: Commands
) -> None:
    path = restored.root / "nbgrader_config.py"
    head, mark, rest = path.read_text().partition("# --- Yours to change ---\n")
    wrong = "c.Judge.pictures = Flase\n"
    path.write_text(head + mark + wrong + rest if where == "first" else head + mark + rest + wrong)
    said = commands.run(f"autograde {NAME}", cwd=restored.root, status=1).output
    assert "NameError: name 'Flase' is not defined" in said
    assert f"Nothing was done: {path} has an error" in said


def test_a_command_with_right_settings_runs(used: Course, commands: Commands) -> None:
    commands.run("db student list", cwd=used.root)


@pytest.mark.parametrize(
    ("due", "why"),
    [
        ("2027-03-12 18:00 Seoul", "there is no time zone 'Seoul'. Did you mean Asia/Seoul?"),
        ("2027-03-12 18:00 CST", "'CST' is the time of several zones: write it like +09:00"),
        ("tomorrow", "Unknown string format: tomorrow"),
    ],
)
def test_a_due_date_that_is_no_time_is_one_sentence(
    due: str, why: str, used: Course, commands: Commands
) -> None:
    said = commands.run(f"db assignment add {NAME} --duedate '{due}'", cwd=used.root, status=1).output
    assert f"This is no time: {why}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("text", "wrong"), [("2", False), ("two", True)])
def test_an_option_of_the_command_line_is_read_as_traitlets_reads_it(text: str, wrong: bool) -> None:
    config = Config({"Autograde": {"workers": DeferredConfigString(text)}})
    assert bool(list(wrong_options(config))) is wrong


def test_a_class_of_another_program_is_no_misspelt_one() -> None:
    """JupyterLab's server has NotebookApp, which nbgrader's TrustNotebookApp is not."""
    assert list(wrong_options(Config({"NotebookApp": {"allow_root": True}}))) == []
