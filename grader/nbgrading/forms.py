"""The form of an answer: its own tokens, with names numbered in the order in which they come.

Two answers of the same form differ in names, comments, spaces and texts in quotes only. Whoever compares the
answers of a class compares their forms, so that renaming hides nothing; what the lesson gave is left out.
"""

from collections.abc import Collection, Iterator

from pygments.lexers import PythonLexer
from pygments.token import Comment, Name, Number, String, Text

MAX_CHARACTERS = 10_000  # of an answer: some patterns of Pygments take the square of it
LEXER = PythonLexer()


def form(source: str, given: Collection[str] = ()) -> str:
    """The tokens of an answer, but for the lines that the lesson has given, with single spaces.

    >>> form("def area(a, b):\\n    c = a * 2.0  # twice", given=["def area(a, b):"])
    'v0 = v1 * 2'
    >>> form("x = torch.mean(y)") == form("loss = torch.mean(error)")
    True
    """
    lines = (line.rstrip() for line in source[:MAX_CHARACTERS].split("\n"))
    return " ".join(tokens("\n".join(line for line in lines if line.strip() not in given)))


def tokens(code: str) -> Iterator[str]:
    """The tokens that make the form of code, one by one."""
    names: dict[str, str] = {}
    before = ""
    for kind, text in LEXER.get_tokens(code):
        if kind in Comment or kind in Text or kind in String.Doc or not text.strip():
            continue
        if kind in String:
            token = '""'
        elif kind in Name and kind not in Name.Builtin and before != ".":
            token = names.setdefault(text, f"v{len(names)}")
        else:
            token = plain_number(text) if kind in Number else "".join(text.split())
        if token != '""' or before != '""':  # a text in quotes is several tokens of Pygments
            yield token
        before = token


def plain_number(text: str) -> str:
    """A number as it is written shortest.

    >>> plain_number("2.0"), plain_number("1e-2"), plain_number("0xff")
    ('2', '0.01', '0xff')
    """
    try:
        return f"{float(text):g}"
    except ValueError:
        return text
