"""Where a Markdown text shows a picture, and what to write there instead.

    ![alt](photo.jpg "title")   ![alt][name] with [name]: photo.jpg   <img alt="alt" src="photo.jpg">
    [alt](attachment:proof.pdf)

Patterns never go back over what they have read, so that none takes longer than its text.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote

INLINE = re.compile(
    r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*+\])*+)\]"  # its own text, which may be a name with brackets
    r"\(([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+)\)"  # its target, maybe with brackets and spaces, and title
)
TITLE = re.compile(r"""(?<=\s)("[^"]*"|'[^']*')$""")
DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:[ \t]*(\S.*)$\n?", re.MULTILINE)
BY_NAME = re.compile(r"!\[([^\[\]\n]*+)\](?:\[([^\[\]\n]*+)\])?(?!\()")
TAG = re.compile(r"""<img\b(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
SOURCE = re.compile(r"""(?<![\w-])src\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""", re.IGNORECASE)
LOOSE = re.compile(r"attachment:(?!picture-\d+\b)(?=\S)")
MAX_TARGET = 1_000  # characters; what is longer names no picture
MAX_MOVED = 200_000  # characters of targets that are written where they are used
MAX_NAMES = 200  # of attachments: a notebook shows no more
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
UNUSUAL = re.compile(r"[^\w .,:;()/=+%@#?-]")

Decide = Callable[[str, bool], str | None]
"""From a target, and whether it is shown rather than linked to, what stands for it: a picture's new target, a
text in brackets in place of the picture, or None where all stays as it is."""


def rewrite(text: str, decide: Decide) -> str:
    """The text with each picture's place as it was decided."""

    def inline(match: re.Match[str]) -> str:
        label = INLINE.sub(inline, match[2]) if "](" in match[2] else match[2]  # a picture that is a link
        target = TITLE.sub("", match[3].strip()).strip().removeprefix("<").removesuffix(">")
        new = decide(unescaped(ESCAPED.sub(r"\1", target[:MAX_TARGET])), bool(match[1]))
        if new is None:
            return f"{match[1]}[{label}]({match[3]})"
        label = label or ("" if target.startswith("attachment:") else harmless(unquote(target)))
        return new if new.startswith("[") else f"![{label}]({new})"

    def tag(match: re.Match[str]) -> str:
        source = SOURCE.search(match[0])
        new = decide(unescaped(source[1].strip("\"'")[:MAX_TARGET]), True) if source else None
        if source is None or new is None:
            return match[0]
        return new if new.startswith("[") else match[0].replace(source[1], f'"{new}"', 1)

    return TAG.sub(tag, INLINE.sub(inline, in_place(text)))


def in_place(text: str) -> str:
    """The text with the targets of pictures that are defined elsewhere in it written where they are shown.

    >>> in_place("![a][1]\\n\\n[1]: photo.jpg")
    '![a](photo.jpg)\\n\\n[1]: photo.jpg'
    """
    found = ((match[1].casefold(), match[2].strip()) for match in DEFINITION.finditer(text))
    targets = {name: target for name, target in found if len(target) <= MAX_TARGET}
    left = MAX_MOVED

    def inline(match: re.Match[str]) -> str:
        nonlocal left
        target = targets.get((match[2] or match[1]).casefold(), "")
        left -= len(target)
        return f"![{match[1]}]({target})" if target and left >= 0 else match[0]

    return BY_NAME.sub(inline, text) if targets else text


def renamed(text: str, names: dict[str, str]) -> str:
    """The text with attachments under new names, however the old ones are spelled in it.

    >>> renamed("![x](attachment:my%20photo.png)", {"my photo.png": "picture-1"})
    '![x](attachment:picture-1)'
    """
    some = list(names.items())[:MAX_NAMES]
    spelled = {spelling: new for old, new in some for spelling in spellings(old)}
    if not spelled:
        return text
    longest_first = sorted(spelled, key=len, reverse=True)
    pattern = re.compile("attachment:(" + "|".join(map(re.escape, longest_first)) + ")")
    return pattern.sub(lambda match: f"attachment:{spelled[match[1]]}", text)


def spellings(name: str) -> set[str]:
    """How a name may be written in a target: with signs escaped or not, an umlaut as one sign or as two."""
    forms = {name, *(unicodedata.normalize(form, name) for form in ("NFC", "NFD"))} - {""}
    escaped = {quote(form, safe=safe) for form in forms for safe in ("/", "", "!#$&'()*+,/:;=?@~")}
    return forms | escaped | {html.escape(form, quote=False) for form in forms}


def same(name: str) -> str:
    """A name as it is compared: unescaped, an umlaut as one sign."""
    return unicodedata.normalize("NFC", unquote(name))


def unescaped(text: str) -> str:
    """HTML's entities as what they stand for; all as it is, where one is a number without end."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def index(names: Iterable[str]) -> dict[str, str]:
    """The names by how they are compared; of two that are the same, the first."""
    return {same(name): name for name in reversed(list(names))}


def without_loose(text: str) -> str:
    """The text in which nothing looks like an attachment that is not there: nbconvert would stop at it."""
    return LOOSE.sub("attached: ", text)


def placeholder(name: str, *facts: str) -> str:
    """What stands where a picture cannot be shown.

    >>> placeholder("IMG_1.heic", "image/heic", "3.1 MB: cannot be shown here")
    "[picture 'IMG_1.heic', image/heic, 3.1 MB: cannot be shown here]"
    """
    return f"[picture '{harmless(name)}', {', '.join(facts)}]"


def harmless(name: str) -> str:
    """A name without what Markdown, HTML or a terminal would take for more than a name, and not too long."""
    clean = "".join(c for c in UNUSUAL.sub("-", name) if c.isprintable()).strip()
    return clean if len(clean) <= 80 else f"{clean[:60]}...{clean[-15:]}"
