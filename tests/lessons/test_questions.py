"""Each of the 45 review questions of seed 004 is asked in a fitting form where course/README.md says."""

import ast
import functools
import re

import pytest
from lesson_grades import read

from grader.notebooks.paths import ROOT

README = (ROOT / "course" / "README.md").read_text("utf-8")
LESSONS = sorted(path.name for path in (ROOT / "lessons").glob("[0-9]*"))
ROW = re.compile(
    r"^\| (?P<number>\d+) \| (?P<question>.+?) \| (?P<lesson>\d) \| (?P<form>.+?) \| (?P<place>.+?) \|$", re.M
)
ROWS = [match.groupdict() for match in ROW.finditer(README)]

# The form that suits each question, and the lesson that it belongs to.
FORMS = {
    "graded function": {4, 6, 7, 8, 9, 13, 19, 22, 28, 31, 33, 36, 37, 39, 42, 43, 44, 45},
    "graded choice": {12, 14, 17, 18, 21, 23, 24, 26, 29, 34, 35, 40, 41},
    "ordered lines": {25},
    "folded answer": {1, 2, 3, 5, 10, 11, 15, 16, 20, 27, 30, 32, 38},
}
BY_LESSON = {
    1: {1, 2, 3, 9, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22},
    2: {14, 23, 24},
    3: {25, 27, 28, 29, 40, 41, 42, 43},
    4: {4, 5, 6, 7, 8, 10, 15},
    5: {30, 36, 37, 38, 39},
    6: {26, 31, 32, 33, 34, 35, 44, 45},  # an epoch of several steps (26) first comes up here
}


@functools.cache
def cells(tree: str, lesson: int) -> dict[str, str]:
    """The text of the cells of one built notebook: by grade_id where there is one, else numbered."""
    (name,) = [name for name in LESSONS if name.startswith(f"0{lesson}-")]
    return {cell.id: cell.source for cell in read(tree, name).cells}


def folded(tree: str, lesson: int) -> list[tuple[str, str]]:
    """The questions of a lesson's self-checks and recalls, each with its folded answer."""
    text = "\n".join(cells(tree, lesson).values())
    found = re.findall(r"<details><summary>(.*?)</summary>\s*(.*?)\s*</details>", text, re.S)
    asked: list[str] = []
    for source in cells(tree, lesson).values():
        if source.startswith("# Compare: "):  # the answers to a numbered list of questions
            pairs = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Tuple)]
            found += zip(asked, (ast.unparse(pair.elts[-1]) for pair in pairs), strict=False)
            asked = []
        alone = re.findall(r"^\*\*Self-check\.\*\* (.+)", source, re.M)
        asked = alone or re.findall(r"^\d\. (.+)", source[source.rfind("\n1. ") :], re.M) or asked
    return found


def test_each_of_the_45_questions_has_one_row() -> None:
    assert [int(row["number"]) for row in ROWS] == list(range(1, 46))
    assert all(number in range(1, 46) for numbers in FORMS.values() for number in numbers)
    assert sum(len(numbers) for numbers in FORMS.values()) == 45
    assert sum(len(numbers) for numbers in BY_LESSON.values()) == 45


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_each_question_has_its_form_and_its_lesson(row: dict[str, str]) -> None:
    assert int(row["number"]) in FORMS[row["form"]]
    assert int(row["number"]) in BY_LESSON[int(row["lesson"])]


@pytest.mark.parametrize("tree", ["source", "release"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_each_question_is_asked_where_the_table_says(row: dict[str, str], tree: str) -> None:
    lesson, place = int(row["lesson"]), row["place"]
    if row["form"] == "folded answer":
        answers = [answer for question, answer in folded(tree, lesson) if place in question.replace("`", "")]
        assert len(answers) == 1
        assert len(answers[0]) > 60
        return
    name = place.strip("`")
    check, solution = (
        cells("source", lesson)[name],
        cells("source", lesson)[name.replace("-check", "-solution")],
    )
    assert name in cells(tree, lesson)
    if row["form"] == "graded function":
        assert re.search(r"^(def|class) |^\w+ = lambda", solution, re.M)
        assert "### BEGIN HIDDEN TESTS" in check
    else:
        visible = {"graded choice": "choice", "ordered lines": "order"}[row["form"]]
        assert re.search(rf"^{visible}\(", check, re.M)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_each_question_is_worded_for_learners(row: dict[str, str]) -> None:
    assert 10 < len(row["question"]) < 120
    assert row["question"][-1] in "?."


@pytest.mark.parametrize("name", LESSONS)
def test_the_page_lists_each_lesson_with_its_title_and_time(name: str) -> None:
    text = (ROOT / "lessons" / name / "lesson.md").read_text("utf-8")
    title, time = (
        re.findall(r"^# Lesson (.+)$", text, re.M)[0],
        re.findall(r"Time: about (\d+) minutes", text)[0],
    )
    (row,) = [line for line in README.splitlines() if line.startswith("| [") and f"/{name}.ipynb)" in line]
    listed = re.findall(r"^\| \[(.+?)\]", row)[0]
    assert title.startswith(listed)
    assert f"| {time} min |" in row
    assert (ROOT / "course" / re.findall(r"\((.+?)\)", row)[0]).is_file()
