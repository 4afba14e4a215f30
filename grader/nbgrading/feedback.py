"""Feedback that everybody can read, and in whose page nothing runs that a learner wrote.

nbgrader's templates render Markdown without cleaning it, also where nbconvert is told to sanitize HTML, and
nbconvert's own cleaning takes minutes for some texts. The filters `clean_html` and `markdown2html` take the
place of nbconvert's filters of the same names, also in formgrader. `Page` is nbgrader's feedback page with
what it lacks for a screen reader, a keyboard and weak eyes. All are set in `nbgrader_config.py`.
"""

import re

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter

from grader.judge import markup

MAX_MARKDOWN = 20_000  # characters of a cell; beyond, it is shown as it was written
RELATIVE = re.compile(r"[\w-][\w./-]*")  # a file beside the notebook: no scheme, no other host
NO_ANCHORS = HTMLExporter(exclude_anchor_links=True)  # a ¶ behind each heading, which leads nowhere here
TEST_LINK = re.compile(r'(<a href="#([\w-]+)">)(?:Test cell|Written response)</a>')
STYLE = """<style>
a { color: #23527c; text-decoration: underline; }
div.nbgrader_cell .panel-heading a { color: white; }
div.input_area, .highlight, .highlight pre { background: white; }
div.output pre span { color: inherit !important; } /* a terminal's colours are too pale */
summary { display: list-item; } /* with the triangle that says: there is more */
th, td { padding: 0.2em 1em 0.2em 0; }
/* Lines that break, because a region that scrolls needs a mouse. */
pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; }
</style>
"""


def allowed(tag, name, value):
    """What is harmless in an output, and in a text also links to headings and pictures of the lesson.

    >>> allowed("img", "src", "slope.png"), allowed("img", "src", "//elsewhere/x.png")
    (True, False)
    """
    if (tag, name) == ("img", "src") and RELATIVE.fullmatch(value):
        return True
    if (tag, name) == ("a", "href"):
        return value.startswith(("https://", "http://", "#"))
    return markup.allowed(tag, name, value)


def clean_html(html):
    """nbconvert's filter of this name, with tables and pictures, and in linear time."""
    return markup.clean_html(html.decode() if isinstance(html, bytes) else str(html), allowed)


@pass_context
def markdown2html(context, source):
    """nbconvert's filter of this name, with the HTML cleaned after it was made."""
    if len(source) > MAX_MARKDOWN:
        return f"<pre>{markup.as_text(source)}</pre>"
    return clean_html(HTMLExporter.markdown2html(NO_ANCHORS, context, source))


class Page(HTMLExporter):
    """nbgrader's feedback page, made accessible."""

    def from_notebook_node(self, nb, resources=None, **options):
        page, resources = super().from_notebook_node(nb, resources, **options)
        return accessible(page, self.language_code), resources


def accessible(page, language="en"):
    """The page with its language, regions, links that name their cell, and colours that stand out.

    >>> accessible('<html><li><a href="#fit-check">Test cell</a></li>')
    '<html lang="en"><li><a href="#fit-check">fit-check</a></li>'
    """
    start, mark, notebook = page.partition("<main>")  # a learner's own words begin here
    start = start.replace("<html>", f'<html lang="{language}">').replace("</head>", f"{STYLE}</head>")
    start = start.replace('"panel-heading">', '"panel-heading" role="navigation" aria-label="Points">')
    return TEST_LINK.sub(r"\1\2</a>", start) + mark + notebook
