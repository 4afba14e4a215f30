"""Whether an answer that a person would grade is no answer at all: nothing was added to what was released.

Whatever may be an answer is left to a person: a list from which lines were deleted, a single sign such as
`>`, a picture, the released text with one more word.

>>> no_answer("markdown", " **YOUR ANSWER HERE**", released="YOUR ANSWER HERE")
'nothing was added to the cell'
>>> no_answer("markdown", "Downhill.", released="YOUR ANSWER HERE")
''
"""

import io
import re
import tokenize

from grader.notebooks.stub import BLANK

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
UNSEEN = re.compile(r"(?:&nbsp;|<br\s*/?>|[\s\u200b-\u200d\u2060\ufeff])+")  # what a reader does not see
PLACEHOLDER = re.compile(rf"[*_#>~`\s]*{BLANK}[*_~`.\s]*")  # in bold, as a heading, as a quote
LAYOUT = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


def no_answer(cell_type: str, text: str, released: str, *, picture: bool = False) -> str:
    """Why a text is no answer; empty where it is one, or may be one, as with a picture."""
    if picture:
        return ""
    if not visible(text):
        return "the cell is empty"
    bare = code if cell_type == "code" else prose
    if not bare(text) and visible(text) != visible(released) and BLANK not in text:
        return "it is only a comment"
    return "nothing was added to the cell" if bare(text) in ("", bare(released)) else ""


def visible(text: str) -> str:
    """A text with single spaces, and without what cannot be seen."""
    return UNSEEN.sub(" ", text).strip()


def prose(text: str) -> str:
    """A Markdown text without its comments and without the placeholder of an answer."""
    return visible(PLACEHOLDER.sub(" ", COMMENT.sub(" ", text)))


def code(text: str) -> str:
    """The tokens of a cell but its comments, one a line; the cell as it is, where it is no Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return visible(text)
    return "\n".join(each.string for each in tokens if each.type not in (*LAYOUT, tokenize.COMMENT))
