"""`grader report` in a course that was graded: the page and the table say what gradebook and folders say."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from played_judge import Played, failed, judge, passed, submit_and_grade  # noqa: F401 (a fixture)
from small_course import ANSWERS, NAME, SOURCE, Course

from grader.__main__ import main
from grader.nbgrading import answer_file, faithful

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
ROSTER = {
    "anna": ("Anna", "<b>Adler</b>"),
    "ben": ("Benedikt", "Brandt"),
    "cleo": ("Cleopatra", "=SUM(A1)"),
    "dora": ("Dorothea", "Dubois"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(faithful, "refuse_unfaithful", lambda source, notebooks: None)
        return Course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def graded(course: Course, judge: Played, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:  # noqa: F811
    """Anna is late, lost one exercise and wrote a text; Ben has all; Cleo's file is broken; Dora has none."""
    monkeypatch.chdir(course.root)
    with Gradebook(course.db_url) as gradebook:
        for learner, (first, last) in ROSTER.items():
            gradebook.update_or_create_student(learner, first_name=first, last_name=last)
        gradebook.update_or_create_assignment(NAME, duedate="2031-02-03 00:00:00 UTC")
    judge.verdict = lambda cell: failed(cell) if cell.name == "pick-check" else passed(cell)
    submit_and_grade(course, "anna", ANSWERS | {"why-answer": "So."}, timestamp="2031-02-03 03:00:00 UTC")
    judge.verdict = passed
    submit_and_grade(course, "ben", timestamp="2031-02-02 03:00:00 UTC")
    course.submit("cleo", b"not a notebook")
    course.autograde("cleo")
    yield course
    for step in ("submitted", "autograded", "report"):
        shutil.rmtree(course.root / step, ignore_errors=True)
    with Gradebook(course.db_url) as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            gradebook.remove_submission(NAME, submission.student.id)


def page(course: Course, name: str = NAME) -> BeautifulSoup:
    return BeautifulSoup((course.root / "report" / f"{name}.html").read_text("utf-8"), "html.parser")


def rows(course: Course, name: str = NAME) -> list[dict[str, str]]:
    with (course.root / "report" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def section(html: BeautifulSoup, heading: str) -> str:
    """The words below a heading, up to the next."""
    found = next(each for each in html("h3") if each.get_text().startswith(heading))
    words = []
    for each in found.next_siblings:
        if getattr(each, "name", None) == "h3":
            break
        words.append(each.get_text(" "))
    return " ".join(" ".join(words).split())


def test_who_handed_in_who_did_not_and_who_was_late(graded: Course, capsys: Any) -> None:
    assert main(["report", NAME]) == 0
    html = page(graded)
    counts = {each.dt.get_text(): each.dd.get_text() for each in html.select("dl.counts > div")}
    assert counts == {
        "handed in": "3 of 4",
        "late": "1",
        "median": f"{100 * (7 + 9) / 2 / 14:.0f} %",
        "to grade by hand": "1",
        "need attention": "1",
    }
    assert section(html, "Not handed in (1)") == "Dubois, Dorothea (dora)"
    assert section(html, "Late (1)") == "<b>Adler</b>, Anna (anna) (3 hours)"
    assert "not valid JSON" in section(html, "Needs attention")
    assert "=SUM(A1), Cleopatra (cleo)" in section(html, "Needs attention")
    assert "3 of 4 handed in, 1 late, 1 answer to grade by hand, 1 without a grade" in capsys.readouterr().out


def test_late_by_one_second_is_late_and_not_by_a_minute(graded: Course) -> None:
    """As collecting dates what Canvas calls late."""
    with Gradebook(graded.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2031-02-03 02:59:59 UTC")
    assert main(["report", NAME]) == 0
    assert section(page(graded), "Late (1)") == "<b>Adler</b>, Anna (anna) (at least a second)"
    (anna,) = (each for each in rows(graded) if each["learner"] == "anna")
    assert float(anna["hours_late"]) > 0


@pytest.mark.parametrize(("hours", "late"), [(2, "(1 hour)"), (3, None), (48, None)])
def test_who_has_more_time_is_late_only_after_it(graded: Course, hours: int, late: str | None) -> None:
    config = graded.root / "nbgrader_config.py"
    before = config.read_text()
    policy = "grader.nbgrading.late_policy.LatePolicy"
    more = (
        f"c.AssignLatePenalties.plugin_class = {policy!r}\nc.LatePolicy.extra_hours = {{'anna': {hours}}}\n"
    )
    config.write_text(before + more)
    try:
        assert main(["report", NAME]) == 0
    finally:
        config.write_text(before)
    anna = next(each for each in rows(graded) if each["learner"] == "anna")
    if late:
        assert section(page(graded), "Late (1)") == f"<b>Adler</b>, Anna (anna) {late}"
        assert anna["hours_late"] == "1.0"
    else:
        assert not [each for each in page(graded)("h3") if each.get_text().startswith("Late")]
        assert float(anna["hours_late"] or 0) == 0


def test_each_exercise_says_how_it_went(graded: Course) -> None:
    main(["report", NAME])
    (table,) = page(graded).select('[aria-label="Exercises"] table')
    cells = {row.th.get_text(): [cell.get_text().strip() for cell in row("td")] for row in table.tbody("tr")}
    names = [
        cell.metadata.nbgrader.grade_id
        for cell in SOURCE.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert list(cells) == names  # in the lesson's order
    # points, got, picture, all, part, none, left open, to grade
    assert cells["gradient-check"] == ["4", "100 %", "", "2", "", "", "", ""]
    assert cells["pick-check"] == ["2", "50 %", "", "1", "", "1", "", ""]
    assert cells["why-answer"] == ["5", "0 %", "", "0", "", "1", "1", "1"]
    assert section(page(graded), "Why points were lost").startswith(
        "learners exercise what the check said to them 1 pick-check expected … got"
    )


def test_the_table_has_nbgraders_own_points(graded: Course) -> None:
    main(["report", NAME])
    found = {row["learner"]: row for row in rows(graded)}
    assert list(found) == ["anna", "cleo", "ben", "dora"]  # by last names
    with Gradebook(graded.db_url) as gradebook:
        for learner in ("anna", "ben"):
            submission = gradebook.find_submission(NAME, learner)
            assert float(found[learner]["points"]) == submission.score
            assert float(found[learner]["max_points"]) == submission.max_score
    assert [found[each]["points"] for each in ("cleo", "dora")] == ["", ""]
    assert [found[each]["state"] for each in ROSTER] == [
        *("graded", "graded", "needs attention", "not handed in"),
    ]
    assert found["cleo"]["last_name"] == "'=SUM(A1)"  # no formula of a spreadsheet
    assert found["anna"]["hours_late"] == "3.0"


def test_points_that_a_person_gave_count(graded: Course) -> None:
    with Gradebook(graded.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, "anna")
        grade.manual_score, grade.needs_manual_grade, grade.extra_credit = 3, False, 0.5
        gradebook.db.commit()
        score = gradebook.find_submission(NAME, "anna").score
    main(["report", NAME])
    (anna,) = [row for row in rows(graded) if row["learner"] == "anna"]
    assert float(anna["points"]) == score
    assert anna["waiting_for_hand"] == "0"


def test_without_names_nobody_is_named(graded: Course) -> None:
    assert main(["report", "--anonymous"]) == 0
    for ending in ("html", "csv"):
        text = (graded.root / "report" / f"{NAME}-anonymous.{ending}").read_text("utf-8")
        words = set(re.findall(r"[^\W_]+", text.lower()))
        assert not words & {*ROSTER, "adler", "benedikt", "brandt", "cleopatra", "dorothea", "dubois", "sum"}
        assert re.search(r"learner \d", text)
    first = rows(graded, f"{NAME}-anonymous")
    assert [row["learner"] for row in first] == [f"learner {number}" for number in range(1, 5)]
    assert "last_name" not in first[0]
    main(["report", "--anonymous"])
    assert rows(graded, f"{NAME}-anonymous") == first


def test_the_page_loads_runs_and_sends_nothing(graded: Course) -> None:
    main(["report"])
    html = page(graded)
    (policy,) = html("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'")
    assert not html(["script", "link", "iframe", "form", "img"])
    assert not [tag for tag in html(True) if any(name.startswith("on") for name in tag.attrs)]
    assert all(link["href"].startswith("#") for link in html("a"))
    assert "url(" not in html.style.get_text()


def test_other_users_cannot_read_it(graded: Course) -> None:
    main(["report"])
    assert (graded.root / "report").stat().st_mode & 0o77 == 0


def test_a_record_that_is_missing_is_made_and_kept(graded: Course) -> None:
    main(["report"])
    before = page(graded).main
    place = answer_file.place(graded.root / "autograded", NAME)
    kept = answer_file.read_entries(place)
    assert sorted(kept) == ["anna", "ben"]
    place.unlink()
    main(["report"])
    assert page(graded).main == before
    assert answer_file.read_entries(place) == kept


def test_a_graded_notebook_that_cannot_be_read_is_told_of(graded: Course) -> None:
    (graded.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb").write_text("{")
    assert main(["report"]) == 0
    assert "1 graded notebook could not be read" in section(page(graded), "Needs attention")


def test_what_is_handed_in_and_not_graded_yet_needs_attention(graded: Course) -> None:
    graded.submit("eve", b"{}")  # not on the roster, either
    main(["report"])
    assert "run `nbgrader autograde`. eve" in section(page(graded), "Needs attention")
    (eve,) = [row for row in rows(graded) if row["learner"] == "eve"]
    assert (eve["state"], eve["points"]) == ("not graded yet", "")


def test_an_assignment_of_two_notebooks_says_which_exercise_is_in_which(
    tmp_path: Path,
    judge: Played,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = Course(tmp_path)
    shutil.copy(course.source, course.source.with_name("second.ipynb"))
    assert course.generate()["success"]
    folder = course.submit("anna", course.released(ANSWERS))
    shutil.copy(folder / f"{NAME}.ipynb", folder / "second.ipynb")
    assert course.autograde()["success"]
    monkeypatch.chdir(tmp_path)
    assert main(["report"]) == 0
    names = [row.th.get_text() for row in page(course).select('[aria-label="Exercises"] tbody tr')]
    assert names[0] == "gradient-check (second)"
    assert len(names) == len(set(names)) == 8
    shutil.rmtree(course.root / "source")  # an old course: what the gradebook knows is told all the same
    assert main(["report"]) == 0
    assert len(page(course).select('[aria-label="Exercises"] tbody tr')) == 8


@pytest.mark.parametrize("text", ["3", "[]", "{", '{"anna": 3}'])
def test_statuses_that_were_cut_short_cost_no_report(graded: Course, text: str) -> None:
    (graded.root / "autograded" / f"{NAME}.json").write_text(text)
    assert main(["report"]) == 0
    assert "run `nbgrader autograde`" in section(page(graded), "Needs attention")


# What cannot be reported on


def refused(words: list[str], capsys: Any) -> str:
    assert main(["report", *words]) == 1
    return capsys.readouterr().err


def test_a_lesson_that_is_not_there(graded: Course, capsys: Any) -> None:
    assert refused(["smal"], capsys) == f"The gradebook has no lesson 'smal': choose from {NAME}.\n"
    assert not (graded.root / "report").exists()


def test_a_lesson_whose_own_notebook_is_broken(graded: Course, capsys: Any) -> None:
    before = graded.source.read_bytes()
    try:
        graded.source.write_text("{")
        assert f"{NAME}.ipynb is no notebook" in refused([], capsys)
    finally:
        graded.source.write_bytes(before)


def test_a_class_that_has_handed_in_nothing(course: Course, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(course.root)
    assert refused([], capsys) == "Nothing was handed in yet: there is nothing to report.\n"


def test_a_folder_that_is_no_course(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused([], capsys).startswith("There is no nbgrader_config.py in")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = 1 / 0\n")
    assert "nbgrader_config.py, line 2: ZeroDivisionError: division by zero." in refused([], capsys)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    assert refused([], capsys).startswith("There is no gradebook")
    assert not (tmp_path / "gradebook.db").exists()
