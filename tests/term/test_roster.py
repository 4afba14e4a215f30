"""Who is meant by a name: everybody who may be, and nobody by a guess."""

import unicodedata

import pytest

from grader.nbgrading.gradebook_rows import Learner
from grader.term.collecting.lms_names import origin
from grader.term.roster import Roster

LESSON = "01-manual-gradients"
CLASS = [
    Learner("jane", "Jane", "Doe", "jane.doe@example.org", "12345"),
    Learner("müller1", "Zoë", "Müller"),
    Learner("20311234", "지우", "김", "jiwoo@example.org"),
    Learner("seoyeon", "박서연"),  # some rosters have the whole name in one field
    Learner("xm", "小明", "王"),
    Learner("ngoc", "Thị Ngọc", "Nguyễn"),
    Learner("maria", "María", "del Carmen López"),
    Learner("kai", "Kai", "Smith-Jones"),
    Learner("neill", "Sinéad", "O'Neill"),
    Learner("lukasz", "Łukasz", "Żółć"),
    Learner("soren", "Søren", "Weiß"),
    Learner("will", "Will"),
    Learner("ivan", "Иван", "Петров"),
    Learner("final"),
    Learner("user-01"),
    Learner("7"),
]
ROSTER = Roster(CLASS)


def ids(people: set[Learner]) -> set[str]:
    return {one.id for one in people}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Jane Doe", "jane"),
        ("doejane", "jane"),
        ("Doe, Jane", "jane"),
        ("JANE  DOE", "jane"),
        ("jane", "jane"),
        ("jane.doe@example.org", "jane"),
        ("müllerzoë", "müller1"),
        ("Zoe Mueller", "müller1"),
        ("Muller Zoe", "müller1"),
        ("김지우", "20311234"),
        ("지우 김", "20311234"),
        ("지우김", "20311234"),
        ("20311234", "20311234"),
        ("박서연", "seoyeon"),
        ("서연 박", "seoyeon"),
        ("王小明", "xm"),
        ("小明 王", "xm"),
        ("Nguyễn Thị Ngọc", "ngoc"),
        ("nguyenthingoc", "ngoc"),
        ("lópezmaríadelcarmen", "maria"),  # Canvas takes the last word for the family's name
        ("del Carmen López María", "maria"),
        ("smith-jones kai", "kai"),
        ("smithjoneskai", "kai"),
        ("Kai Smith Jones", "kai"),
        ("oneillsinead", "neill"),
        ("Lukasz Zolc", "lukasz"),
        ("weisssøren", "soren"),
        ("Soeren Weiss", "soren"),
        ("ПЕТРОВ иван", "ivan"),
    ],
)
def test_a_name_is_known_in_every_spelling(text: str, whose: str, form: str) -> None:
    assert ids(ROSTER.named(unicodedata.normalize(form, text))) == {whose}


@pytest.mark.parametrize(
    "text",
    ["Jane", "Doe", "Jan Doe", "Jane Do", "Jane M. Doe", "J. Doe", "janedoe2", "김지", "지우", "", "-"],
)
def test_a_part_of_a_name_or_a_similar_one_is_nobodys(text: str) -> None:
    assert ids(Roster([Learner("x1", "Jane", "Doe"), CLASS[2]]).named(text)) == set()


def test_two_of_one_name_are_both_meant_and_the_number_of_the_lms_tells_them_apart() -> None:
    twins = Roster(
        [Learner("a", "Sam", "Park", lms_user_id="1"), Learner("b", "Sam", "Park", lms_user_id="2")]
    )
    assert ids(twins.named("parksam")) == {"a", "b"}
    assert ids(twins.named("parksam", "1")) == {"a"}
    assert ids(twins.named("sammy", "2")) == {"b"}
    assert ids(twins.named("parksam", "9")) == set()
    other = Roster(
        [
            Learner("a", "Sam", "Park", lms_user_id="1"),
            Learner("b", "Sam", "Park"),
            Learner("c", "Sam", "Park", lms_user_id="f3c0"),
        ]
    )
    assert ids(other.named("parksam", "2")) == {"b", "c"}  # not a; c's is no number of Canvas's


def test_a_number_and_a_name_of_different_people_are_both_meant() -> None:
    assert ids(ROSTER.named("Will", "12345")) == {"jane", "will"}


def test_an_id_that_spells_anothers_name_is_not_taken_for_either() -> None:
    roster = Roster([Learner("jane.doe", "Joan", "Dole"), Learner("jd", "Jane", "Doe")])
    assert ids(roster.named("Jane Doe")) == {"jane.doe", "jd"}


def test_muller_and_mueller_and_müller_are_not_told_apart_where_all_may_be_meant() -> None:
    roster = Roster(
        [Learner("1", "Eva", "Muller"), Learner("2", "Eva", "Mueller"), Learner("3", "Eva", "Müller")]
    )
    assert ids(roster.named("Eva Müller")) == {"1", "2", "3"}
    assert ids(roster.named("Eva Muller")) == {"1", "3"}


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("Jane Doe - 01-manual-gradients", {"jane"}),
        ("01-manual-gradients - Jane Doe", {"jane"}),
        ("01_manual_gradients_jane_doe", {"jane"}),
        ("Lesson 1/Doe Jane/01-manual-gradients", {"jane"}),
        ("01-manual-gradients (7)", set()),  # a copy's number, and not learner 7
        ("01-manual-gradients-7", set()),
        ("7_01-manual-gradients", {"7"}),
        ("Copy of 01-manual-gradients by jane.doe@example.org", {"jane"}),
        ("20311234 과제 1", {"20311234"}),
        ("김지우 과제 최종", {"20311234"}),
        ("과제1_지우 김", {"20311234"}),
        ("jane final", set()),  # two words that may be any words
        ("jane_01-manual-gradients", {"jane"}),
        ("this will work", set()),
        ("01-manual-gradients_user-01", {"user-01"}),
        ("will", {"will"}),
        ("Jane Doe and Zoë Müller", {"jane", "müller1"}),
        ("Jane Doe (김지우)", {"jane", "20311234"}),
        ("01-manual-gradients", set()),
        ("Untitled", set()),
        ("final_Jane Doe", {"final", "jane"}),  # one whose id is "final": a person must say
    ],
)
def test_a_person_is_found_in_what_a_person_wrote(path: str, whose: set[str]) -> None:
    assert ids(ROSTER.mentioned(path, but=[LESSON])) == whose


def test_a_name_within_a_longer_name_is_not_another_person() -> None:
    roster = Roster([Learner("a", "Ann", "Lee"), Learner("b", "Ann Lee", "Kim")])
    assert ids(roster.mentioned("Ann Lee Kim - homework")) == {"b"}
    assert ids(roster.mentioned("Ann Lee - homework")) == {"a"}


@pytest.mark.parametrize(
    ("path", "lms", "owner", "name"),
    [
        ("doejane_12345_678901_lesson-1.ipynb", "Canvas", "doejane", "lesson-1.ipynb"),
        ("doe_jane_12345_678901_a_1_2_b.ipynb", "Canvas", "doe_jane", "a_1_2_b.ipynb"),
        ("submissions/doejane_12345_678901_x.ipynb", "Canvas", "doejane", "x.ipynb"),
        ("doejane_12345_text.html", "Canvas", "doejane", "doejane_12345_text.html"),
        ("anon_Xy9aB_678901_x.ipynb", "Canvas", "", "x.ipynb"),
        ("LATE_anon_Xy9aB_678901_x.ipynb", "Canvas", "", "x.ipynb"),
        ("Jane Doe_77_assignsubmission_file_/x.ipynb", "Moodle", "Jane Doe", "x.ipynb"),
        ("Jane Doe_77_assignsubmission_file_/sub/x.ipynb", "Moodle", "Jane Doe", "x.ipynb"),
        ("Jane Doe_77_assignsubmission_file_x_1_2_y.ipynb", "Moodle", "Jane Doe", "x_1_2_y.ipynb"),
        ("Jane Doe_77_assignsubmission_onlinetext_/onlinetext.html", "Moodle", "Jane Doe", "onlinetext.html"),
        ("Participant_77_assignsubmission_file_/x.ipynb", "Moodle", "", "x.ipynb"),
        (
            "Li_7_assignsubmission_file_Doe_9_assignsubmission_file_x.ipynb",
            "Moodle",
            "Li",
            "Doe_9_assignsubmission_file_x.ipynb",
        ),
        (
            "Li_7_assignsubmission_file_/Doe_9_assignsubmission_file_x.ipynb",
            "Moodle",
            "Li",
            "Doe_9_assignsubmission_file_x.ipynb",
        ),
        ("Li_7_assignsubmission_file_/doejane_1_2_x.ipynb", "Moodle", "Li", "doejane_1_2_x.ipynb"),
        ("liben_7_8_doejane_1_2_x.ipynb", "Canvas", "liben", "doejane_1_2_x.ipynb"),
        ("Jane Doe - x.ipynb", "files", "Jane Doe - x.ipynb", "Jane Doe - x.ipynb"),
        ("Lab_1_2_x.ipynb", "files", "Lab_1_2_x.ipynb", "Lab_1_2_x.ipynb"),  # Canvas writes lower case
    ],
)
def test_each_lms_says_whose_a_file_is_in_its_own_way(path: str, lms: str, owner: str, name: str) -> None:
    found = origin(path)
    assert (found.lms, found.owner, found.name) == (lms, owner, name)
    assert found.lms_user_id in ("", "12345", "7")  # the number of Moodle's participant is nobody's


def test_only_canvas_says_that_a_file_is_late() -> None:
    paths = [
        "doejane_LATE_1_2_x.ipynb",
        "LATE_anon_Xy_2_x.ipynb",
        "Jane LATE_1_assignsubmission_file_/x.ipynb",
    ]
    assert [origin(path).late for path in paths] == [True, True, False]
