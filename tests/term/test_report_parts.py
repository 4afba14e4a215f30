"""The parts of the report: reasons in groups, what was picked, pictures in words, names that tell nobody."""

import random
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from grader.nbgrading.gradebook_rows import Learner
from grader.notebooks.cells import is_test, max_points
from grader.notebooks.paths import ROOT, lessons_below, read_in
from grader.term.report import pictures
from grader.term.report.lesson_facts import Facts, facts_of
from grader.term.report.naming import pseudonyms
from grader.term.report.picks import picks
from grader.term.report.reasons import fixed, grouped
from grader.term.words import late

LESSONS = lessons_below(ROOT / "source")

# Reasons


def said(case: int, got: float, hint: str = "Divide by n.") -> str:
    return f"Not right yet: mse on case {case}.\n  expected: 2.5\n  got:      {got}\n  hint:     {hint}"


def test_one_mistake_is_one_reason_whatever_the_numbers_were() -> None:
    reasons = grouped([said(1, 5), said(2, -3e-5), said(3, 7), said(1, 5), said(2, 1, "Mind the sign.")])
    assert [(reason.learners, reason.text) for reason in reasons] == [
        (4, "Not right yet: mse on case …. Divide by n."),
        (1, "Not right yet: mse on case …. Mind the sign."),
    ]
    assert reasons[0].example == said(1, 5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Not right yet: f([1.0, 2.0], [3]).", "Not right yet: f([4.0, 5.5], [7])."),
        ("W is not right: 1e-05.", "W is not right: nan."),
        (
            "Your code raised KeyError: 'a'\n  line 3: d['a']",
            "Your code raised KeyError: 'b'\n  line 9: d[k]",
        ),
        (
            "Not right yet: x.\n  expected: 1\n    2\n  got: 3",
            "Not right yet: x.\n  expected: 4\n  got: 5\n  6",
        ),
    ],
)
def test_values_make_no_difference(one: str, other: str) -> None:
    assert fixed(one) == fixed(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Your code raised KeyError: 'a'", "Your code raised ValueError: 'a'"),
        ('Not right yet: c = "a".\n  That is the mean.', 'Not right yet: c = "b".\n  That is the sum.'),
        ("mse is not a number.", "mse is not defined."),
        ("Not right yet: layer1.", "Not right yet: layer2."),
    ],
)
def test_what_the_author_wrote_does(one: str, other: str) -> None:
    assert fixed(one) != fixed(other)


# What lessons ask


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_has_a_title_and_every_question_its_answers(lesson: str) -> None:
    facts = facts_of(ROOT / "source" / lesson, lesson)
    source = read_in(ROOT / "source", lesson)
    assert facts.title.startswith("Lesson ")
    points = [name for _, name in facts.titles]
    assert set(max_points(source)) <= set(points)
    assert not [title for (_, name), title in facts.titles.items() if title == name]
    asked = [cell.source for cell in source.cells if is_test(cell)]
    assert len(facts.questions) == sum(text.count("\nanswer(\n") for text in asked)
    for question in facts.questions:
        (right,) = [row for row in picks(question, [question.solution]).answers if row.right]
        assert (right.learners, right.meaning) == (1, question.right)


def test_a_lesson_that_is_gone_has_no_facts(tmp_path) -> None:
    assert facts_of(tmp_path / "gone", "gone") == Facts("gone", {})


def test_each_option_says_how_many_picked_it_and_which_mistake_it_is() -> None:
    facts = facts_of(ROOT / "source" / LESSONS[0], LESSONS[0])
    question = next(each for each in facts.questions if each.name == "meaning_choice")
    found = picks(question, ["c", "c", "a", "A", "b)", "z", None])
    assert [(row.answer, row.option, row.learners, row.right) for row in found.answers] == [
        ("a", "0", 2, False),
        ("b", "3", 1, False),
        ("c", "9", 2, True),
        ("d", "18", 0, False),
    ]
    assert found.answers[0].meaning.startswith("That is the mean of the errors themselves")
    assert (found.others, found.without) == (1, 1)


def test_of_an_ordering_the_usual_answers_are_shown_and_the_others_counted() -> None:
    facts = facts_of(ROOT / "source" / LESSONS[1], LESSONS[1])
    question = next(each for each in facts.questions if each.kind == "order")
    letters, draw = list(question.letters), random.Random(1)
    given = ["".join(draw.sample(letters, len(letters))) for _ in range(200)]
    found = picks(question, given)
    assert len(found.answers) == 9
    assert found.answers[0].right
    assert sum(row.learners for row in found.answers) + found.others == 200
    assert all(row.learners == given.count(row.answer) for row in found.answers)


def test_a_question_without_a_right_answer_in_the_source_is_shown_all_the_same() -> None:
    facts = facts_of(ROOT / "source" / LESSONS[0], LESSONS[0])
    question = replace(facts.questions[0], solution="", wrong={}, right="")
    assert sum(row.learners for row in picks(question, list("abcd")).answers) == 4


# Pictures


def test_a_picture_of_points_says_in_words_what_it_shows() -> None:
    picture = BeautifulSoup(pictures.spread([0.0, 0.05, 0.55, 1.0, 1.1]), "html.parser").svg
    assert picture["aria-label"] == (
        "How many learners have how many percent of the points: 0 to 10: 2, 50 to 60: 1, 90 to 100: 2."
    )
    heights = [float(bar["height"]) for bar in picture("rect")]
    assert [round(2 * height / max(heights)) for height in heights] == [2, 0, 0, 0, 0, 1, 0, 0, 0, 2]


def test_a_picture_of_the_lessons_names_each_and_escapes_it() -> None:
    hostile = '"><script>alert(1)</script>'
    page = BeautifulSoup(pictures.course([(hostile, [0.5, 0.7]), ("none", [])]), "html.parser")
    assert not page("script")
    assert page.svg["aria-label"] == (
        f"Points of the class in each lesson. {hostile}: median 60 %, middle half from 55 % to 65 %; "
        "none: nobody graded yet."
    )


# Names


LEARNERS = [Learner(f"id{number}", "Ann-Marie", f"Nguyen{number}", "am.n@uni.edu") for number in range(40)]


def test_numbers_for_names_are_the_same_again_and_in_no_order_of_the_roster() -> None:
    first = pseudonyms(LEARNERS, b"secret").shown
    assert pseudonyms(reversed(LEARNERS), b"secret").shown == first
    assert sorted(first.values()) == sorted(f"learner {number}" for number in range(1, 41))
    assert pseudonyms(LEARNERS, b"another secret").shown != first
    assert [first[each.id] for each in LEARNERS] != [f"learner {number}" for number in range(1, 41)]


@pytest.mark.parametrize(
    "text", ["nguyen7_lesson.ipynb", "ID3", "(ann)", "AnnMarieNguyen12", "got: 'Marie'", "am.n@uni.edu"]
)
def test_no_name_is_left_in_what_a_learner_wrote(text: str) -> None:
    shown = pseudonyms(LEARNERS, b"secret").clean(text).lower()
    assert not [name for name in ("nguyen", "id3", "ann", "marie", "am.n") if name in shown]


# How late

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "at least a second"),
        (2, "less than a minute"),
        (59, "less than a minute"),
        (MINUTE, "1 minute"),
        (59 * MINUTE + 29, "59 minutes"),
        (59 * MINUTE + 31, "1 hour"),
        (HOUR, "1 hour"),
        (23 * HOUR + 29 * MINUTE, "23 hours"),
        (23 * HOUR + 31 * MINUTE, "1 day"),
        (2.4 * DAY, "2 days"),
    ],
)
def test_no_unit_is_used_beyond_the_next_larger_one(seconds: float, words: str) -> None:
    assert late(seconds) == words
