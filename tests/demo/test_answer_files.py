"""Answer files: a right one becomes a submission, a wrong one is answered with what to do."""

from pathlib import Path
from typing import Any

import pytest
import tiny_lesson as tiny

from grader.authoring import build
from grader.authoring.text_to_notebook import lesson_folders, to_notebook
from grader.demo import answer_files as answers
from grader.notebooks.cells import max_points
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, read_in

SOURCE = to_notebook(tiny.TEXT)
RIGHT = """---
learner: ada
about: Adds the number to itself.
base: release
points: {twice-check: 2}
---

## twice-solution
```python
def twice(x):
    ## not a heading
    return x + x
```

## why-answer
It is added to itself.

Twice.
"""


@pytest.fixture
def release(tmp_path: Path) -> Any:
    course = tiny.course(tmp_path)
    build.build(course)
    return read_in(course / "release", tiny.NAME)


def write(folder: Path, text: str, name: str = "ada") -> Path:
    (folder / f"{name}.md").write_text(text, "utf-8")
    return folder / f"{name}.md"


def sources(notebook: Any) -> dict[str, str]:
    return {cell.id: cell.source for cell in notebook.cells}


def test_a_file_gives_whole_cells(tmp_path: Path) -> None:
    read = answers.read_answer_file(write(tmp_path, RIGHT), SOURCE)
    assert read.points == {"twice-check": 2}
    assert read.cells == {
        "twice-solution": "def twice(x):\n    ## not a heading\n    return x + x",
        "why-answer": "It is added to itself.\n\nTwice.",
    }


def test_the_submission_is_the_release_with_these_cells(tmp_path: Path, release: Any) -> None:
    read = answers.read_answer_file(write(tmp_path, RIGHT), SOURCE)
    handed_in = answers.submission(read, SOURCE, release)
    assert sources(handed_in) == sources(release) | read.cells
    assert [cell.metadata for cell in handed_in.cells] == [cell.metadata for cell in release.cells]


def test_what_a_file_does_not_give_comes_from_its_base(release: Any) -> None:
    def handed_in(base: str) -> Any:
        return answers.submission(answers.Answers("ada", "", base, {}, {}), SOURCE, release)

    assert sources(handed_in("release")) == sources(release)
    assert (
        sources(handed_in("solution"))["twice-solution"]
        == 'def twice(x):\n    """Twice x."""\n    return 2 * x'
    )
    assert sources(handed_in("solution"))["why-answer"] == "YOUR ANSWER HERE"


MISTAKES = {
    "no front matter": ("---\nlearner", "learner", "must begin with a front matter"),
    "broken YAML": ("points: {", "points: [", "front matter is not YAML"),
    "a field too few": ("base: release\n", "", "it has learner, about, points"),
    "another learner's name": ("learner: ada", "learner: bob", "learner is 'bob': name it 'ada'"),
    "an unknown base": ("base: release", "base: stub", "base is 'stub': write solution or release"),
    "a point too many": ("twice-check: 2", "twice-check: 3", "twice-check: 3; the lesson allows 0 to 2"),
    "points in words": ("twice-check: 2", "twice-check: two", "twice-check: 'two'"),
    "a truth value for points": ("twice-check: 2", "twice-check: true", "twice-check: True"),
    "points for nothing": (
        "twice-check: 2",
        "twice-check: 2, thrice-check: 1",
        "thrice-check: 1; the lesson allows only",
    ),
    "no points": ("{twice-check: 2}", "{}", "points lacks twice-check"),
    "no list of points": ("{twice-check: 2}", "2", "points lacks twice-check"),
    "a misspelt cell": ("## twice-solution", "## twise-solution", "no cell 'twise-solution' to write in"),
    "a test cell": ("## why-answer", "## twice-check", "no cell 'twice-check' to write in"),
    "a cell given twice": ("## why-answer", "## twice-solution", "'## twice-solution' comes twice"),
    "code without a fence": ("```python\n", "", "there must be one block"),
    "text before the headings": (
        "---\n\n## twice",
        "---\nHello\n\n## twice",
        "'Hello' stands before the first heading",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_with_its_file(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in RIGHT
    path = write(tmp_path, RIGHT.replace(old, new, 1))
    with pytest.raises(AuthorError) as error:
        answers.read_answer_file(path, SOURCE)
    assert sentence in str(error.value)
    assert "ada.md: " in str(error.value)


def test_a_class_always_has_the_solution_and_an_untouched_notebook(tmp_path: Path) -> None:
    assert answers.read_class(tmp_path, SOURCE) == []
    write(tmp_path, RIGHT)
    ada, solved, untouched = answers.read_class(tmp_path, SOURCE)
    assert (ada.learner, solved.base, untouched.base) == ("ada", "solution", "release")
    assert (solved.points, untouched.points) == ({"twice-check": 2}, {"twice-check": 0})
    write(tmp_path, RIGHT.split("\n##")[0].replace("ada", "kai").replace("-check: 2", "-check: 0"), "kai")
    assert [each.learner for each in answers.read_class(tmp_path, SOURCE)] == [
        "ada",
        "kai",
        "lesson-solution",
    ]


@pytest.mark.parametrize("lesson", [path.name for path in lesson_folders(ROOT)])
def test_every_lesson_has_a_class(lesson: str) -> None:
    notebook = to_notebook((ROOT / "lessons" / lesson / "lesson.md").read_text("utf-8"))
    read = answers.read_class(ROOT / "examples" / lesson, notebook)
    plain = {each.base: sum(each.points.values()) for each in read if not each.cells}
    assert plain == {"solution": sum(max_points(notebook).values()), "release": 0}
    assert len(read) >= 10
