"""Points for a spreadsheet, Canvas and Moodle, read back by the rules of each by readers of their own."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from traitlets.config.loader import PyFileConfigLoader

from grader.nbgrading.gradebook_rows import Learner
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT
from grader.term.exporting.formats import Exported, exported, write_private
from grader.term.exporting.grades import Column, Grades, grades_of
from grader.term.roster import Roster

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
NAMES = ["Kim, Ji-woo", 'Ann "Nan" Li', "two\nlines", "a;b\tc", "김지우", "O'Neill", "\\", " x ", "Weiß"]
FORMULAS = ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1"]  # noqa: RUF001


@pytest.fixture
def gradebook(tmp_path: Path) -> Iterator[Any]:
    PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()  # for alembic's sake
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        for name in ("one", "two"):
            gradebook.add_assignment(name)
            gradebook.add_notebook("nb", name)
            gradebook.add_grade_cell("test", "nb", name, cell_type="code", max_score=3)
            gradebook.add_grade_cell("essay", "nb", name, cell_type="markdown", max_score=2)
            gradebook.add_solution_cell("essay", "nb", name)
        yield gradebook


def hand_in(gradebook: Any, lesson: str, learner: str, test: float | None, essay: float | None) -> None:
    """What autograding and then a person leave: `None` where either has said nothing."""
    gradebook.update_or_create_student(learner)
    for grade in gradebook.add_submission(lesson, learner).notebooks[0].grades:
        grade.auto_score = test if grade.name == "test" else None
        grade.manual_score = essay if grade.name == "essay" else None
        grade.needs_manual_grade = grade.name == "essay" and essay is None
    gradebook.db.commit()


def made(learners: list[Learner], points: dict[str, float], worth: float = 5, title: str = "one") -> Grades:
    return Grades(Roster(learners), [Column("one", title, worth, points, {})])


def rows(text: str, separator: str = ",") -> list[list[str]]:
    """The cells of a CSV file, as RFC 4180 has them; a mark at its beginning is none of its text."""
    return list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator, strict=True)
    )


def test_no_grade_is_never_0(gradebook: Any, tmp_path: Path) -> None:
    gradebook.add_student("absent")
    hand_in(gradebook, "one", "full", 3, 2)
    hand_in(gradebook, "one", "nothing right", 0, 0)
    hand_in(gradebook, "one", "by hand", 3, None)
    hand_in(gradebook, "one", "not graded", None, 2)
    hand_in(gradebook, "two", "full", 1.5, 0)
    hand_in(gradebook, "two", "late", 3, 2)
    gradebook.find_submission("two", "late").notebooks[0].late_submission_penalty = 1
    gradebook.db.commit()
    text, remarks, _ = exported(grades_of(gradebook), "plain")
    assert {row[0]: row[4:] for row in rows(text)} == {
        "id": ["one [5]", "two [5]"],
        "absent": ["", ""],
        "full": ["5", "1.5"],
        "nothing right": ["0", ""],
        "by hand": ["", ""],
        "not graded": ["", ""],
        "late": ["", "4"],
    }
    assert remarks == [
        "one: 1 without points, because what was handed in has no grade (autograded/one.json says why):"
        " 'not graded'.",
        "one: 1 without points, because an answer waits to be graded by hand (formgrader, Manual Grading):"
        " 'by hand'.",
    ]


def test_where_there_are_points_they_are_nbgraders(gradebook: Any, tmp_path: Path) -> None:
    for number in range(12):
        hand_in(gradebook, "one", f"s{number}", number / 4, number % 3)
        gradebook.find_submission("one", f"s{number}").notebooks[0].late_submission_penalty = number % 5 / 3
    gradebook.db.commit()
    CsvExportPlugin(to=str(tmp_path / "theirs.csv"), assignment=["one"]).export(gradebook)
    table = io.StringIO((tmp_path / "theirs.csv").read_text())
    theirs = {row["student_id"]: row for row in csv.DictReader(table)}
    text, _, _ = exported(grades_of(gradebook, ["one"]), "plain")
    ours = {row[0]: float(row[4]) for row in rows(text)[1:]}
    assert ours == {name: pytest.approx(float(row["score"]), abs=1e-6) for name, row in theirs.items()}


def test_a_lesson_that_is_not_there_is_said(gradebook: Any) -> None:
    with pytest.raises(AuthorError, match=r"no lesson 'three' in the gradebook: it has 'one', 'two'"):
        grades_of(gradebook, ["three"])
    with pytest.raises(AuthorError, match="no lesson 'three'"):
        grades_of(gradebook, [], {"three": "Lesson 3"})


@pytest.mark.parametrize("system", ["plain", "canvas", "moodle"])
def test_every_name_comes_back_as_it_was(system: str) -> None:
    learners = [Learner(f"s{n}", name, name, f"s{n}@example.org") for n, name in enumerate(NAMES)]
    points = {f"s{n}": n / 2 for n in range(len(NAMES))}
    text, _, _ = exported(made(learners, points), system)
    header, *lines = rows(text)
    assert {len(line) for line in lines} == {len(header)}
    for n, name in enumerate(NAMES):
        line = next(line for line in lines if f"s{n}" in line)
        shown = name.replace("\\", "/") if system == "moodle" else name
        assert (shown in line) or (f"{shown}, {shown}" in line)
        assert float(line[-1]) == n / 2


@pytest.mark.parametrize("system", ["plain", "canvas", "moodle"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(system: str, text: str) -> None:
    grades = made([Learner(text, text, text, text)], {text: 1.0}, title=text)
    written, _, _ = exported(grades, system)
    cells = [cell for row in rows(written) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t＝"))]  # noqa: RUF001
    assert any(text in cell for cell in cells)


def test_an_id_that_had_to_be_changed_is_said() -> None:
    _, remarks, _ = exported(made([Learner("-anna", "Anna", "Li")], {}), "canvas")
    assert any("'-anna' (Anna Li)" in remark for remark in remarks)


def test_excel_knows_the_encoding_of_the_plain_table_and_canvas_gets_no_mark() -> None:
    grades = made([Learner("jiwoo", "지우", "김", "j@example.org")], {})
    assert exported(grades, "plain")[0].encode().startswith(b"\xef\xbb\xbf")
    assert exported(grades, "canvas")[0].encode().startswith(b"Student,ID,")


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("old")
    write_private(tmp_path / "grades.csv", "a\r\n김")
    assert (tmp_path / "grades.csv").read_bytes() == "a\r\n김".encode()
    assert (tmp_path / "grades.csv").stat().st_mode & 0o777 == 0o600
    with pytest.raises(AuthorError, match="cannot be written: No such file"):
        write_private(tmp_path / "nowhere" / "grades.csv", "")


# Canvas


def only_posting(line: list[str]) -> bool:
    """Whether a row says nothing but which assignments are posted by hand."""
    return all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in line)


class Canvas:
    """Reads a file as Canvas's importer does (lib/gradebook_importer.rb), for a course of its own."""

    def __init__(self, users: list[tuple[int, str, str, str]], assignments: dict[int, str]) -> None:
        self.users, self.assignments = users, assignments  # (number, SIS id, login, sortable name)

    def imported(self, text: str) -> dict[int | str, dict[int | str, str]]:
        """{number or name of a user: {number or title of an assignment: grade}}; names are new ones."""
        header, *lines = rows(text, ";" if ";" in text.splitlines()[0] else ",")
        assert len(header) > 3
        assert "Student" in header[0]
        assert "ID" in header[1]
        section = header.index("Section")
        places = {place: self.assignment(title) for place, title in enumerate(header) if place > section}
        lines = [line for line in lines if "Points Possible" not in line[0] and not only_posting(line)]
        return {
            self.user(dict(zip(header, line, strict=True))): {
                key: line[place].strip() for place, key in places.items()
            }
            for line in lines
        }

    def assignment(self, title: str) -> int | str:
        match = re.fullmatch(r"(.*) \((\d+)\)", title)
        if match and int(match[2]) in self.assignments:
            return int(match[2])
        return next((number for number, known in self.assignments.items() if known == title), title)

    def user(self, line: dict[str, str]) -> int | str:
        for title, place in (("ID", 0), ("SIS User ID", 1), ("SIS Login ID", 2), ("Student", 3)):
            for user in self.users:
                if line[title] and str(user[place]) == line[title]:
                    return user[0]
        return line["Student"]


LEARNERS = [
    Learner("jane", "Jane", "Doe", "jane@example.org", "11"),
    Learner("jiwoo", "지우", "김", "jiwoo@example.org"),
    Learner("nan", 'Ann "Nan"', "Li, Jr", "nan@example.org"),
    Learner("away", "A", "Way", "away@example.org"),
]
POINTS = {"jane": 4.5, "jiwoo": 0.0, "nan": 3.0}
COURSE = Canvas(
    [
        (11, "", "jdoe@uni", "Doe, Jane"),
        (12, "", "jiwoo", "지우"),
        (13, "S3", "x", 'Li, Jr, Ann "Nan"'),
        (14, "", "away", ""),
    ],
    {501: "Lesson one", 502: "one"},
)


def test_canvas_finds_everybody_in_the_table_made_for_it() -> None:
    text, remarks, _ = exported(made(LEARNERS, POINTS), "canvas")
    assert COURSE.imported(text) == {11: {502: "4.5"}, 12: {502: "0"}, 13: {502: "3"}, 14: {502: ""}}
    assert rows(text)[1] == ["    Points Possible", "", "", "", "", "5"]
    assert remarks == []


def test_two_of_one_name_are_said_where_canvas_may_mix_them_up() -> None:
    twins = [Learner("a", "Sam", "Park"), Learner("b", "Sam", "Park")]
    _, remarks, _ = exported(made(twins, {}), "canvas")
    assert remarks == [
        "Canvas may mix up 'a' (Sam Park), 'b' (Sam Park), who have one name:"
        " use --like, or look at what it says."
    ]


EXPORTED = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Notes,Lesson one (501),Quiz (503),Current Score\r\n"
    ",,,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,(read only),5.00,10.00,(read only)\r\n"
    '"Doe, Jane",11,,jdoe@uni,"A, B",a note,,7.00,70\r\n'
    "지우,12,,jiwoo@example.org,A,,,8.00,80\r\n"
    '"Li, Jr, Ann ""Nan""",13,S3,x,A,,1.00,9.00,\r\n'
    '"Way, A",14,,away,A,,2.00,1.00,\r\n'
    '"Student, Test",15,,8f3e,A,,,,\r\n'
)


def filled(tmp_path: Path, text: str, grades: Grades) -> Exported:
    (tmp_path / "canvas.csv").write_bytes(text.encode())
    return exported(grades, "canvas", tmp_path / "canvas.csv")


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_canvass_own_file_is_filled_in_and_nothing_else_changes(tmp_path: Path, ends: str, mark: str) -> None:
    before = mark + EXPORTED.replace("\r\n", ends)
    text, remarks, _ = filled(tmp_path, before, made(LEARNERS, POINTS, title="Lesson one"))
    expected = (
        before.replace("a note,,", "a note,4.5,").replace("A,,,8.00", "A,,0,8.00").replace(",1.00,9", ",3,9")
    )
    assert text == expected  # whoever has no points keeps what Canvas has
    assert {user: grades[501] for user, grades in COURSE.imported(text).items()} == {
        11: "4.5",
        12: "0",
        13: "3",
        14: "2.00",
        "Student, Test": "",
    }
    assert remarks == [
        "These rows of Canvas's are nobody's in the gradebook, and stay as they are: 'Student, Test'."
    ]


def test_with_semicolons_as_canvas_writes_them_for_some(tmp_path: Path) -> None:
    before = "Student;ID;SIS Login ID;Section;one (502)\r\n    Points Possible;;;;5,00\r\nx;;jane;A;\r\n"
    text, remarks, _ = filled(tmp_path, before, made(LEARNERS[:1], POINTS))
    assert text == before.replace("A;", "A;4.5")
    assert remarks == []


@pytest.mark.parametrize("decided", ["EX", "N/A"])
def test_what_the_instructor_decided_in_canvas_stays(tmp_path: Path, decided: str) -> None:
    before = f"Student,ID,SIS Login ID,Section,one (502)\r\nx,11,,A,{decided}\r\n"
    assert filled(tmp_path, before, made(LEARNERS[:1], POINTS))[0] == before


def test_a_row_that_may_be_two_peoples_stays_as_it_is(tmp_path: Path) -> None:
    head = "Student,ID,SIS User ID,SIS Login ID,Section,one (502)\r\n"
    for line in ('"Park, Sam",,,,A,', "x,11,jiwoo,,A,"):
        twins = [*LEARNERS, Learner("a", "Sam", "Park"), Learner("b", "Sam", "Park")]
        text, remarks, _ = filled(tmp_path, head + line, made(twins, POINTS | {"a": 1, "b": 2}))
        assert text == head + line
        assert "(several it might be)" in remarks[0]


def test_an_id_says_more_than_a_name(tmp_path: Path) -> None:
    head = "Student,ID,SIS User ID,SIS Login ID,Section,one (502)\r\n"
    text, _, _ = filled(tmp_path, head + '"Way, A",99,,jiwoo,A,\r\n', made(LEARNERS, POINTS | {"away": 1}))
    assert text == head + '"Way, A",99,,jiwoo,A,0\r\n'


def test_two_rows_of_one_learner_stay_as_they_are(tmp_path: Path) -> None:
    before = "Student,ID,SIS Login ID,Section,one (502)\r\nx,11,,A,\r\ny,,jane,B,\r\n"
    text, remarks, _ = filled(tmp_path, before, made(LEARNERS[:1], POINTS))
    assert text == before
    assert remarks == [
        "These learners have several rows in Canvas's file, which stay as they are: 'jane' (Jane Doe)."
    ]


def test_another_number_of_points_in_canvas_is_said(tmp_path: Path) -> None:
    _, remarks, _ = filled(tmp_path, EXPORTED, made(LEARNERS, POINTS, worth=39, title="Lesson one"))
    assert remarks[-1].startswith("one is worth 39 points here and 5.00 in Canvas")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            "one",
            r"no column 'one': say which one it is, as in --column one=TITLE. It has 'Lesson one",
        ),
        ("Notes", "lets nobody change|takes no points"),
        ("Current Score", "lets nobody change|takes no points"),
    ],
)
def test_a_column_that_is_not_there_or_not_to_be_filled_is_refused(
    tmp_path: Path, title: str, said: str
) -> None:
    with pytest.raises(AuthorError, match=said):
        filled(tmp_path, EXPORTED, made(LEARNERS, POINTS, title=title))


@pytest.mark.parametrize("text", ["", "a,b\r\n1,2\r\n", 'Student,ID,Login,Section,"one\r\n', "\x00"])
def test_a_file_that_is_not_canvass_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(AuthorError):
        filled(tmp_path, text, made(LEARNERS, POINTS))


# Moodle


def moodle_imports(text: str, identity: str, users: set[str]) -> dict[str, dict[str, str]]:
    """Reads a file as Moodle's importer does (grade/import/csv/classes/load_data.php).

    One unknown learner ends the whole import, and a row without an identity goes to the learner before it.
    """
    table = io.StringIO(text.removeprefix("\ufeff"), newline="")
    header, *lines = csv.reader(table, strict=True, escapechar="\\")  # as PHP's fgetcsv has it
    header = [title.strip() for title in header]
    grades: dict[str, dict[str, str]] = {}
    current = ""
    for line in lines:
        assert len(line) == len(header)
        entry = dict(zip(header, map(str.strip, line), strict=True))
        if entry[identity]:
            current = entry[identity]
            assert current in users, "Moodle gives up here"
        grades[current] = {title: entry[title] for title in header[header.index(identity) + 1 :]}
    return grades


@pytest.mark.parametrize("identity", ["Email address", "ID number"])
def test_moodle_gives_everybody_their_own_points(identity: str) -> None:
    text, remarks, _ = exported(made(LEARNERS, POINTS), "moodle")
    of = {one.id: one.email if identity == "Email address" else one.id for one in LEARNERS}
    found = moodle_imports(text, identity, set(of.values()))
    assert {name: found[of[name]]["one"] for name in of} == {
        "jane": "4.5",
        "jiwoo": "0",
        "nan": "3",
        "away": "",
    }
    assert remarks == []


def test_a_backslash_in_a_name_moves_nobodys_points() -> None:
    odd = ["Kim, \\", 'a\\"b', "\\", 'x\\,"']
    learners = [Learner(f"s{n}", name, name, f"s{n}@example.org") for n, name in enumerate(odd)]
    text, _, _ = exported(made(learners, {f"s{n}": n for n in range(len(odd))}), "moodle")
    found = moodle_imports(text, "ID number", {one.id for one in learners})
    assert {name: grades["one"] for name, grades in found.items()} == {
        "s0": "0",
        "s1": "1",
        "s2": "2",
        "s3": "3",
    }


@pytest.mark.parametrize("email", ["", "JANE@example.org"])
def test_an_address_that_tells_nobody_apart_is_no_column(email: str) -> None:
    learners = [LEARNERS[0], Learner("ben", "Ben", "Li", email)]
    text, remarks, _ = exported(made(learners, POINTS), "moodle")
    assert rows(text)[0] == ["First name", "Last name", "ID number", "one"]
    assert "'ben' (Ben Li)" in remarks[0]
    assert "Map 'ID number'" in remarks[0]


def test_more_points_than_moodle_takes_are_said() -> None:
    _, remarks, _ = exported(made(LEARNERS, POINTS, worth=120), "moodle")
    assert remarks == ["one is worth 120 points, and Moodle may take 100."]
