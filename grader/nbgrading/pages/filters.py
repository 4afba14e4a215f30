"""nbconvert's filters, so that nothing runs that a learner wrote, and nothing in a text ends its page.

Each has the name of the filter whose place it takes, in feedback and in formgrader (nbgrader_config.py names
them). What nbconvert cannot render, or not within the page's `budget`, is shown as it was written.
"""

import re
from collections.abc import Mapping
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.filters import Highlight2HTML, strip_ansi
from nbconvert.filters import ansi2html as coloured
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grader.judge import markup
from grader.judge.outputs import cut
from grader.nbgrading.pages.budget import CODE_SQUARE, HTML, MAX_SHOWN, Budget, budget_of, units
from grader.nbgrading.pages.fitting import mapping
from grader.nbgrading.pages.formulas import Formulas
from grader.nbgrading.pages.pictures import Pictures
from grader.notebooks.cells import is_folded

TAG = re.compile(r"<[^>]*+>")
ENTITY = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")
# Those of the control characters that have no place in a text, and those that set the direction of what comes
# after them: in some languages texts need the marks of a direction, but nobody types these.
MISLEADING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MAX_COLOURS = 5_000  # of a terminal, in one text
WITHIN = "in:"  # begins every id that a text may have, and none of the page's own: nbgrader's hold no colon
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PYTHON = {"python", "python3", "py", "ipython", "ipython3"}


class Renderer(IPythonRenderer):
    """nbconvert's, which leaves formulas and pictures to others: it raises for a picture that is missing."""

    def __init__(self, formulas: Formulas) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.formulas = formulas

    def inline_math(self, body: str) -> str:
        return self.formulas.put_aside(body, block=False)

    def block_math(self, body: str) -> str:
        return self.formulas.put_aside(body, block=True)

    def latex_environment(self, name: str, body: str) -> str:
        return self.formulas.put_aside(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def block_code(self, code: str, info: str | None = None) -> str:
        """Python in its colours, and no other language: some of Pygments' lexers never end."""
        language = (info or "").split(None, 1)[:1]
        return str(super().block_code(code, "python3" if PYTHON.intersection(language) else None))

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        """A heading that links can lead to, by the name that notebooks give it: `#Your-turn`."""
        name = "-".join(unescape(TAG.sub("", text)).split(" "))
        return f'<h{level} id="{WITHIN}{escape(name)}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link; one that begins with # leads to a heading, and never to a part of the page around."""
        url = f"#{WITHIN}{url[1:]}" if url.startswith("#") else url
        return str(super().link(text, url, title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return str(super(IPythonRenderer, self).image(text, url, title))


@pass_context
def markdown2html(context: Any, source: Any) -> str:
    """A text as HTML, cleaned after it was made, with its pictures in it."""
    source, cell, budget = str(source), mapping(context.get("cell")), budget_of(context)
    pictures = Pictures(cell.get("attachments"), folder(context), budget)
    text = pictures.put_aside(source)
    if not is_plain(cell) and budget.allows(units(len(text))):
        try:
            return visible(in_html(text, pictures, budget))
        except Exception:  # whatever mistune or Pygments stumbles over, the text can be read
            pass
    return visible(as_written(text) + pictures.all())


def in_html(text: str, pictures: Pictures, budget: Budget) -> str:
    """Markdown as clean HTML; OverflowError where a little text makes a lot of it."""
    formulas = Formulas(budget)
    rendered = str(MarkdownWithMath(Renderer(formulas)).render(text))
    if not budget.allows(len(rendered) // HTML):
        raise OverflowError(len(rendered))
    return markup.clean_html(rendered, allowed, formulas.or_else(pictures.shown))


@pass_context
def clean_html(context: Any, source: Any) -> str:
    """HTML with tables and pictures, in linear time."""
    text = source.decode("utf-8", "replace") if isinstance(source, bytes) else str(source)
    if not budget_of(context).allows(text.count("<")):
        return visible(as_written(text))
    shown = Pictures(None, folder(context), budget_of(context)).shown
    return visible(markup.clean_html(text, allowed, shown))


@pass_context
def highlight_code(context: Any, source: Any, language: Any = None, metadata: Any = None) -> str:
    """Code in its colours; a check is folded to its first line, as in the notebook."""
    source = MISLEADING.sub(named, str(source))  # before Pygments takes some of them for new lines
    code = coloured_code(context, source)
    if not is_folded({"cell_type": "code", "source": source}):
        return code
    first = markup.as_text(source.split("\n", 1)[0].replace("&", "&amp;"))
    return f"<details><summary><code>{first}</code></summary>{code}</details>"


def coloured_code(context: Any, source: Any) -> str:
    """Code in its colours, or as it was written where they cannot be told."""
    info = mapping(mapping(mapping(context.get("nb")).get("metadata")).get("language_info"))
    lexer = str(info.get("pygments_lexer") or info.get("name") or "python3")
    # Lines without their last spaces look the same, and take Pygments no square of their number. Its lexer of
    # IPython's own commands (`%time`) takes as much for any line.
    text = "\n".join(line.rstrip() for line in str(source).split("\n"))
    fits = budget_of(context).allows(units(len(text), CODE_SQUARE))
    if fits and not is_plain(mapping(context.get("cell"))):
        try:
            return str(highlighter("python3" if lexer in PYTHON else lexer)(text))
        except Exception:  # an unknown language, and whatever Pygments stumbles over
            pass
    return f'<div class="highlight">{as_written(source)}</div>'


@cache
def highlighter(lexer: str) -> Highlight2HTML:
    """nbconvert's, once for each language of an instructor's notebooks."""
    return Highlight2HTML(pygments_lexer=lexer)


def ansi2html(text: Any) -> str:
    r"""What a terminal shows, in its colours; nbconvert's raises for half a colour.

    >>> ansi2html("\x1b[38m<x>")
    '&lt;x&gt;'
    """
    text = str(text)
    try:
        if text.count("\x1b") <= MAX_COLOURS:  # nbconvert's takes the square of their number
            return visible(str(coloured(text)))
    except Exception:
        pass
    return visible(markup.as_text(strip_ansi(text).replace("&", "&amp;")))


def strip_files_prefix(text: Any) -> Any:
    """The text itself: nbconvert's looks for an old kind of address, in time that grows with the square."""
    return text


def allowed(tag: str, name: str, value: str) -> bool:
    """What is harmless in an output, and in a text also links to its headings and to the web.

    >>> [allowed("a", "href", each) for each in ("#in:Loss", "#save", "javascript:x()")]
    [True, False, False]
    """
    if (tag, name) == ("a", "href"):
        return value.startswith(("https://", "http://", f"#{WITHIN}"))
    if name == "id":
        return tag in HEADINGS and value.startswith(WITHIN)
    return markup.allowed(tag, name, value)


def visible(html: str) -> str:
    """HTML in which each character that turns, moves or hides others is named, so that code reads as it runs.

    >>> visible("x = 1 # \u202e1 ==&#x202d;")
    'x = 1 # [U+202E]1 ==[U+202D]'
    """
    return ENTITY.sub(named, MISLEADING.sub(named, html))


def named(match: re.Match[str]) -> str:
    """The name of a misleading character; any other stays."""
    text = unescape(match[0])
    return f"[U+{ord(text):04X}]" if MISLEADING.fullmatch(text) else match[0]


def as_written(text: Any) -> str:
    """A text that is shown letter by letter, if it is not too long."""
    return f"<pre>{markup.as_text(cut(str(text), MAX_SHOWN).replace('&', '&amp;'))}</pre>"


def is_plain(cell: Mapping[str, Any]) -> bool:
    """Whether the cell is to be shown as it was written (`fitting.plain`)."""
    return bool(mapping(cell.get("metadata")).get("plain"))


def folder(context: Any) -> Path | None:
    """The folder of the notebook that is shown."""
    path = mapping(mapping(context.get("resources")).get("metadata")).get("path")
    return Path(path) if path else None
