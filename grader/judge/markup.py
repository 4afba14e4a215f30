"""HTML that a learner's code or Markdown made: harmless, and made so in time that grows with its length.

What comes out is written anew: known tags, properly nested and never deep, each attribute checked, and all
else as plain text. (bleach parses like a browser, which takes minutes for some 50 kB of open tags.)
"""

import base64
import re
from collections.abc import Callable

NAMES = """a b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li ol p
pre s small span strong sub summary sup table tbody td tfoot th thead tr u ul"""
TAGS = frozenset(NAMES.split())
VOID = {"br", "hr", "img"}
DROPPED = {"script", "style"}  # with what they hold
MAX_NESTING = 30
ATTRIBUTES = {"td": ["colspan", "rowspan"], "th": ["colspan", "rowspan"], "details": ["open"]}
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

# No pattern ever goes back over what it has read (`*+`), so none takes longer than its text.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[\s/][^<>]*+)?+)>")
ATTRIBUTE = re.compile(r"""(?<![\w-])([a-zA-Z][\w-]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=`]++))?+""")
AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)")

Allowed = Callable[[str, str, str], bool]


def allowed(tag: str, name: str, value: str) -> bool:
    """Whether an attribute neither acts nor loads anything nor names a part of the page around it."""
    if tag == "img":
        return name in ("alt", "width", "height") or (name == "src" and is_data(value))
    if tag == "a":
        return name == "href" and value.startswith("https://")
    return name in ATTRIBUTES.get(tag, ())


def clean_html(text: str, allowed: Allowed = allowed) -> str:
    """HTML with formatting, tables and embedded pictures, and nothing that acts or loads.

    >>> clean_html("<b onclick='x()'>bold <i>both</b><script>x()</script> a < b &amp; c")
    '<b>bold <i>both</i></b> a &lt; b &amp; c'
    """
    parts: list[str] = []
    open_tags: list[str] = []
    position = 0
    for match in TAG.finditer(text):
        if match.start() < position:
            continue  # inside something that is dropped
        parts.append(as_text(text[position : match.start()]))
        position = match.end()
        closing, name = match[1], match[2].lower()
        if name in DROPPED and not closing:
            end = text.find(f"</{match[2]}", position)
            position = end if end >= 0 else len(text)
        elif name in VOID and not closing:
            parts.append(f"<{name}{attributes(name, match[3], allowed)}>")
        elif name in TAGS - VOID and not closing and len(open_tags) < MAX_NESTING:
            open_tags.append(name)
            parts.append(f"<{name}{attributes(name, match[3], allowed)}>")
        elif closing and name in open_tags:
            parts += close(open_tags, down_to=name)
    return "".join([*parts, as_text(text[position:]), *close(open_tags)])


def close(open_tags: list[str], down_to: str = "") -> list[str]:
    """The end tags of the open tags, innermost first, all or down to one of this name."""
    closed = []
    while open_tags:
        closed.append(name := open_tags.pop())
        if name == down_to:
            break
    return [f"</{name}>" for name in closed]


def attributes(tag: str, text: str, allowed: Allowed) -> str:
    """The allowed attributes of a tag, as they are written in it."""
    found = ((match[1].lower(), (match[2] or "").strip("\"'")) for match in ATTRIBUTE.finditer(text))
    return "".join(
        f' {name}="{as_text(value, quote=True)}"' for name, value in found if allowed(tag, name, value)
    )


def as_text(text: str, quote: bool = False) -> str:
    """Text that a browser shows as it is; entities stay entities."""
    text = AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text


def is_data(address: str) -> bool:
    """Whether an address holds a picture itself, as base64."""
    return any(
        address.startswith(start := f"data:{kind};base64,") and is_picture(kind, address.removeprefix(start))
        for kind in PICTURES
    )


def is_picture(kind: str, content: str) -> bool:
    """Base64 of data that starts as this kind of picture does."""
    try:
        data = base64.b64decode("".join(content.split()), validate=True)
    except ValueError:
        return False
    return data.startswith(PICTURES[kind])
