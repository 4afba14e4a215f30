"""HTML from a learner: what a browser finds in it once it is cleaned, and how long that takes.

The browser is html5lib, as bleach carries it: another parser than ours.
"""

import time

import pytest
from bleach._vendor import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge.markup import ATTRIBUTES, MAX_NESTING, TAGS, clean_html

PNG = "data:image/png;base64,iVBORw0KGgo="


def elements(html):
    """What a browser makes of a piece of HTML: (tag, attributes) of each element."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [
        (element.tag, dict(element.attrib)) for element in tree.iter() if element.tag != "DOCUMENT_FRAGMENT"
    ]


def harmless(tag, attributes):
    known = {"img": {"alt", "width", "height", "src"}, "a": {"href"}} | {
        t: set(a) for t, a in ATTRIBUTES.items()
    }
    return (
        tag in TAGS
        and set(attributes) <= known.get(tag, set())
        and attributes.get("src", "data:image/png;").startswith(("data:image/png;", "data:image/jpeg;"))
        and attributes.get("href", "https://").startswith("https://")
    )


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<b>1 < 2 & 3</b>", "<b>1 &lt; 2 &amp; 3</b>"),
        ("&lt;script&gt; &amp;amp; &#60;", "&lt;script&gt; &amp;amp; &#60;"),
        ("<script>alert(1)</script>", ""),
        ("<style scoped>.x { color: red }</style><i>y</i>", "<i>y</i>"),
        ("<b onclick=alert(1) ONLOAD='x'>y</b>", "<b>y</b>"),
        (f'<img src="{PNG}" onerror="x" alt=\'a"b\'>', f'<img src="{PNG}" alt="a&quot;b">'),
        ("<img src='https://elsewhere/pixel.png'>", "<img>"),
        ("<img src='data:image/svg+xml;base64,PHN2Zz4='>", "<img>"),
        (
            "<a href='javascript:x'>y</a><a href='https://x/?a&b'>z</a>",
            '<a>y</a><a href="https://x/?a&amp;b">z</a>',
        ),
        (
            "<table class='btn full-credit' id='top'><tr><td colspan=2>1",
            '<table><tr><td colspan="2">1</td></tr></table>',
        ),
        ("<iframe srcdoc='<b>'></iframe>", "&lt;iframe srcdoc='<b>'&gt;</b>"),
        ("</b></table><u>", "<u></u>"),
        ("<td title=it's><b alt='a > b'>", "<td><b></b></td>"),
        ('<img alt="a > b">', '<img alt="a &gt; b">'),
    ],
)
def test_examples(html, cleaned):
    assert clean_html(html) == cleaned


DROPPED = """<script>a</SCRIPT> <sTYLE>a</style> <script>a</script/x> <script/>a</script>
<script>a</scripts></script> <script>a<script>b</script> <script><!--</script>
<style>a<script>b</style></script>
<!--a--> <!----> <!--> <!---> <!--a--!> <!--a>b--> <!--<script>--> <!--</script>--><style></style>"""
WITH_SPACES = ["<script>a</script\t>", "<style\n>a</style >", "<!-- a\nb -->"]
ENDLESS = "<script> <STYLE> <!-- <!--> </script> </style> <script></scripts <script><style> <!--a-->"


@pytest.mark.parametrize("html", DROPPED.split() + WITH_SPACES)
def test_nothing_is_lost_but_what_is_dropped(html):
    assert clean_html(f"before{html}visible") == "beforevisible"


@pytest.mark.parametrize("html", ENDLESS.split())
def test_nothing_is_lost_where_it_never_ends(html):
    assert "a word</b>" in clean_html(f"<b>{html} a word")


def test_pictures_may_be_written_in_another_way():
    shown = clean_html("<b><IMG src='a&amp;b' alt=\"x > y\" /></b>", picture=lambda found: f"[{found}]")
    assert shown == "<b>[{'src': 'a&amp;b', 'alt': 'x > y'}]</b>"


PIECES = """<b> </b> <i> <a> </a> <table> <td> </table> <p> <li> <svg> <math> <mtext> <style> </style>
<script> <title> <textarea> <noscript> <!-- --> <![CDATA[ ]]> <? > < & " ' = / <img src= onerror= href= alt=
<b/ <b/x= <form> <select> <option> <template> javascript:alert(1) &lt; &#60; &colon; \x00"""
words = [*PIECES.split(), PNG, " ", "\n"]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(words) | st.text(max_size=4), max_size=30))
@pytest.mark.slow
def test_a_browser_finds_only_harmless_elements(pieces):
    html = clean_html("".join(pieces))
    assert [element for element in elements(html) if not harmless(*element)] == []
    assert clean_html(html) == html  # the filter may be applied twice


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<b><i><table>",
        "<ul><li>",
        "<a href='",
        "<!--",
        "&#9",
        "<style>",
        "<style></STYLE",
        "<!-->",
        "<b '\"",
        "</b",
        "<b a",
        "a=' \"",
        "<b>\"='",
    ],
)
def test_it_takes_linear_time(piece):
    started = time.process_time()
    cleaned = clean_html(piece * (500_000 // len(piece)))
    assert time.process_time() - started < 5
    assert cleaned.count("</") <= MAX_NESTING
    clean_html("<b " + piece * 100_000 + ">")
    assert time.process_time() - started < 10
