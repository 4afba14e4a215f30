"""What a learner wrote never runs in the browser of those who read it (feedback, formgrader).

nbgrader's templates render Markdown without cleaning it, also where nbconvert is told to sanitize HTML, and
nbconvert's own cleaning takes minutes for some texts. These filters take the place of nbconvert's filters of
the same names (set in `nbgrader_config.py`).
"""

import re

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter

from grader import markup

MAX_MARKDOWN = 20_000  # characters of a cell; beyond, it is shown as it was written
RELATIVE = re.compile(r"[\w-][\w./-]*")  # a file beside the notebook: no scheme, no other host


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
    return clean_html(HTMLExporter.markdown2html(HTMLExporter(), context, source))
