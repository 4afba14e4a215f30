"""What counts as no answer, and what is left to a person to read."""

import pytest

from grader.notebooks.blank import no_answer

STUB = "YOUR ANSWER HERE"
CODE = '# Your turn.\nraise NotImplementedError("area: write your code here, in place of this line")'
AROUND = f"Slope:\n\n{STUB}\n\nReason:"
EMPTY, NOTHING, COMMENT = "the cell is empty", "nothing was added to the cell", "it is only a comment"

NO_ANSWERS = {
    "as released": (STUB, NOTHING),
    "empty": ("", EMPTY),
    "white space": (" \t\r\n\n", EMPTY),
    "what no reader sees": ("&nbsp;\u200b<br/>\n\ufeff\u00a0", EMPTY),
    "the placeholder with other white space": (f"\n\n  {STUB}  \n", NOTHING),
    "the placeholder in bold": (f"**{STUB}**", NOTHING),
    "the placeholder as a quote": (f"> {STUB}", NOTHING),
    "the placeholder as a heading": (f"## {STUB}.", NOTHING),
    "the placeholder twice": (f"{STUB}\n\n{STUB}", NOTHING),
    "the placeholder and a comment": (f"<!-- later -->\n{STUB}", NOTHING),
    "a comment": ("<!-- I do this\ntomorrow -->", COMMENT),
    "two comments": ("<!-- a --> <!-- b -->\n", COMMENT),
}
ANSWERS = {
    "a sentence": "Downhill.",
    "one word beside the placeholder": f"{STUB} yes",
    "one word instead of it": "no",
    "a sign that Markdown knows": ">",
    "a number": "0",
    "a formula": "$-$",
    "another script": "\uacbd\uc0ac\uac00 \uc5c6\ub2e4",
    "an emoji": "\U0001f937",
    "a comment and a word": "<!-- a --> b",
    "a comment that never ends": "<!-- Because it is uphill.",
    "a comment in a block of code": "```\n<!-- a -->\n```",
    "a comment in code": "`<!-- a -->`",
    "a picture on the web": "![](https://example.org/a.png)",
    "the placeholder in small letters": "your answer here",
}


@pytest.mark.parametrize(("text", "why"), NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
def test_nothing_was_written(text: str, why: str) -> None:
    assert no_answer("markdown", text, STUB) == why


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS.keys())
def test_something_was_written(text: str) -> None:
    assert no_answer("markdown", text, STUB) == ""


def test_a_picture_is_an_answer_whatever_stands_beside_it() -> None:
    assert no_answer("markdown", STUB, STUB, picture=True) == ""
    assert no_answer("markdown", "", STUB, picture=True) == ""


@pytest.mark.parametrize("text", [AROUND, AROUND.replace(STUB, ""), f"{AROUND}\n\n<!-- hm -->"])
def test_the_authors_own_words_around_the_placeholder_are_no_answer(text: str) -> None:
    assert no_answer("markdown", text, AROUND) == NOTHING


@pytest.mark.parametrize(
    "text", ["Slope:", "Reason:", AROUND.replace("Slope:", "Slope: 3"), "Slope: Reason: 3"]
)
def test_whoever_changes_the_authors_words_has_answered(text: str) -> None:
    """Lines may be struck out to answer: which of these statements holds?"""
    assert no_answer("markdown", text, AROUND) == ""


NO_CODE = {
    "as released": (CODE, NOTHING),
    "with other spaces": (CODE.replace("(", "( ") + "\n\n\n", NOTHING),
    "without its comment": (CODE.partition("\n")[2], NOTHING),
    "with one more comment": (f"{CODE}\n# later", NOTHING),
    "only comments": ("# Your turn.\n\n# I do not know.", COMMENT),
    "empty": ("\n\n", EMPTY),
}
SOME_CODE = [
    "area = 3",
    "pass",
    '"""Because."""',
    f"x = 1\n{CODE}",
    "def area(",
    "%time",
    "0",
    "raise NotImplementedError",
]


@pytest.mark.parametrize(("text", "why"), NO_CODE.values(), ids=NO_CODE.keys())
def test_no_code_was_written(text: str, why: str) -> None:
    assert no_answer("code", text, CODE) == why


@pytest.mark.parametrize("text", SOME_CODE)
def test_some_code_was_written(text: str) -> None:
    assert no_answer("code", text, CODE) == ""


def test_what_stands_in_a_text_of_a_program_is_no_comment() -> None:
    assert no_answer("code", 'x = "# a"', 'x = "# b"') == ""
