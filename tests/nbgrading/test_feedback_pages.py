"""No answer's content ends a page, feedback's or formgrader's: what cannot be shown is named.

Each odd answer stands between two ordinary cells, which the page still shows. Pictures have a file of their
own. In the end hypothesis makes notebooks of any form.
"""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shown_notebook import KINDS, answer, both, code, notebook_of, page_of, shown, text_of

pytestmark = pytest.mark.filterwarnings("error")


# Texts

TEXTS = {
    "unclosed HTML": "<div><table><tr><td><b>deep",
    "wrongly closed": "</div></main></body></html>after",
    "a comment": "<!-- never closed",
    "a script": "<script>never closed",
    "an attribute": '<a href="x',
    "an end": "<b/><p / ><//b></ >",
    "code of no language": "```nolang\nx\n```",
    "code of an odd language": "```{python .x #y}\nx\n```\n```   \nx\n```\n``` mermaid\nx\n```",
    "an open fence": "```python\nx = (",
    "LaTeX errors": r"$\frac{1}{$ $$\begin{align} x $$ \end{foo} $\undefined{$ \( \] $$$$ $ $ \begin{x}",
    "LaTeX environments": "\\begin{equation}\nx\n\n\\begin{equation}\n\\end{equation}",
    "a table": "| a | b\n|--\n| 1 | 2 | 3 |\n|||",
    "deep quotes": ">" * 3000 + " x",
    "deep lists": "\n".join("  " * n + "- x" for n in range(120)),
    "brackets": "[" * 1000 + "]" * 1000,
    "stars": "*_" * 300,
    "links": "[a](<b [c]( [d]: e\n[f]: <g\n\n[h][i][j]",
    "a link to itself": "[a]\n\n[a]: a\n[a]: a",
    "headings": "####### seven\n#none\n# \n=====",
    "controls": "a\x00b\x01c\x1bd\x7fe\ufffef\u202eg",
    "half a pair": "a\ud800b",
    "template": "{{ 1 / 0 }} {% raise %} {# x #} {%- endblock -%}",
    "percent": "%d %s %(x)s %%",
    "hidden marks": "### BEGIN HIDDEN TESTS",
    "marks of a mark scheme": "=== BEGIN MARK SCHEME ===\nx",
    "both marks": "### END HIDDEN TESTS\n### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS",
    "files prefix": "[a](files/x) ![b](files/y.png) src=files/",
    "nothing": "",
    "spaces": " \n\t\r\n\x0b\x0c\u2028 ",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_text_ends_a_page(text: str) -> None:
    for kind in KINDS:
        page = text_of(page_of(notebook_of(answer(text), code(source=text)), kind))
        assert page.startswith("The first words")
        assert page.endswith("'the last words'")


def test_a_check_is_folded_to_its_first_line() -> None:
    source = "# Check: a < b\nassert 'what it does' < 'x'"
    for kind in KINDS:
        for cell in (code(source=source), code(source=source, grade=True)):
            (folded,) = shown(page_of(notebook_of(cell), kind)).select("div.input_area details")
            assert "open" not in folded.attrs
            assert folded.summary.get_text() == "# Check: a < b"
            assert folded.pre.get_text().strip() == source
        assert not shown(page_of(notebook_of(code(source="# A check: 1\n2")), kind)).select("details")


def test_what_markdown_stumbles_over_is_shown_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*arguments: Any) -> str:
        raise RecursionError

    monkeypatch.setattr("grader.nbgrading.pages.filters.MarkdownWithMath.render", stumble)
    monkeypatch.setattr("grader.nbgrading.pages.filters.Highlight2HTML.__call__", stumble)
    page = shown(page_of(notebook_of(answer("a *b* <i> &lt;"), code(source="x < 1 &amp;"))))
    assert [pre.get_text() for pre in page("pre")] == [
        "The first words", "a *b* <i> &lt;", "x < 1 &amp;", "'the last words'"
    ]  # fmt: skip


# Outputs


def display(**parts: Any) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {k.replace("__", "/"): v for k, v in parts.items()},
    }


def words_of_output(output: Any) -> str:
    """What both pages show of an output."""
    found = set()
    for kind in KINDS:
        text = text_of(page_of(notebook_of(code(output)), kind))
        assert text.endswith("'the last words'")
        found.add(text.partition("In [3]: 1")[2].partition("In [ ]:")[0].strip())
    (words,) = found
    return words


PLOTLY, WIDGET = "application/vnd.plotly.v1+json", "application/vnd.jupyter.widget-view+json"
RED = ["\x1b[38mred", "\x1b[48;5mx", "\x1b[1;38;2;1mz"]
NO_COLOURS = "\x1b[38;5;999ma\x1b[38;2;300;1;1mb\x1b[" + "9" * 5000 + "mc"
ODD = "[an output that a page cannot show"
OUTPUTS = {
    "nothing": (display(), f"{ODD}]"),
    "no data": ({"output_type": "display_data"}, f"{ODD}]"),
    "data of another form": ({"output_type": "display_data", "data": [1]}, f"{ODD}]"),
    "plotly": (display(**{PLOTLY: {"x": "y" * 2500}}), f"{ODD}: {PLOTLY}, 3 kB]"),
    "plotly with a text": (display(**{PLOTLY: {}, "text/plain": "Figure"}), "Figure"),
    "a widget": (display(**{WIDGET: {"model_id": 1}, "text/plain": "Slider"}), "Slider"),
    "a widget without an id": (display(**{WIDGET: []}), f"{ODD}: {WIDGET}, 1 kB]"),
    "script": (display(application__javascript="alert(1)"), f"{ODD}: application/javascript, 1 kB]"),
    "pdf": (display(application__pdf="JVBERi0="), f"{ODD}: application/pdf, 1 kB]"),
    "mermaid": (display(**{"text/vnd.mermaid": "graph"}), f"{ODD}: text/vnd.mermaid, 1 kB]"),
    "HTML of which nothing is left": (display(text__html=" ", text__plain="a frame"), "a frame"),
    "numbers": (display(text__plain=5, text__html=None), f"{ODD}: text/plain, 1 kB: text/html, 1 kB]"),
    "lines": (display(text__plain=["a\n", "b"]), "a b"),
    "LaTeX": (display(text__latex="$\\frac{<b>$"), "<b>"),  # set as a formula
    "Markdown": (display(text__markdown="*a* ![](y)"), "a [picture y: only its name is in the notebook]"),
    "an open table": (display(text__html="<table><tr><td>1<td>2"), "12"),
    "half a colour": ({"output_type": "error", "ename": "E", "evalue": "", "traceback": RED}, "red x z"),
    "an impossible colour": ({"output_type": "stream", "name": "stdout", "text": NO_COLOURS}, "abc"),
    "an error without lines": ({"output_type": "error", "ename": "E", "evalue": "v"}, "E: v"),
    "lines that are none": ({"output_type": "error", "ename": 5, "traceback": [1, None, ["a"]]}, "1 null a"),
    "a stream of no name": ({"output_type": "stream", "text": ["a", "b"]}, "ab"),
    "a stream of nothing": ({"output_type": "stream", "name": [], "text": None}, "null"),
    "no kind": ({"output_type": "x", "data": {"text/plain": "x"}}, "[an output of no known kind]"),
    "nothing at all": ({}, "[an output of no known kind]"),
}  # fmt: skip


@pytest.mark.parametrize(("output", "words"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_no_output_ends_a_page_and_what_is_not_shown_is_named(output: Any, words: str) -> None:
    assert words_of_output(output) == words


@pytest.mark.slow
def test_a_huge_table_is_shown_whole() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>x</td></tr>" for n in range(4_000))
    html = page_of(notebook_of(code(display(text__html=f"<table>{rows}</table>"))), "formgrader")
    assert len(shown(html)("tr")) == 4_000


# Notebooks of any form

METADATA = [
    {"language_info": "python"},
    {"language_info": {"name": 5, "pygments_lexer": None}},
    {"language_info": {"name": "no such language"}},
    {"language": 5},
    {"widgets": {"a": 1}},
    {"widgets": {"application/vnd.jupyter.widget-state+json": []}},
    {"title": ["<b>"]},
    {"celltoolbar": {}},
    {"kernelspec": "x"},
]


@pytest.mark.parametrize("metadata", METADATA, ids=json.dumps)
def test_no_metadata_of_a_notebook_ends_a_page(metadata: dict[str, Any]) -> None:
    both(answer("x"), **metadata)


CELL_METADATA = [
    {"tags": 5},
    {"tags": ["<b>", None]},
    {"transient": "x"},
    {"magics_language": "no such language"},
    {"raw_mimetype": 5},
    {"nbgrader": "x"},
    {"nbgrader": {}},
    {"alt": {}},
    {"plain": True},
]


@pytest.mark.parametrize("metadata", CELL_METADATA, ids=json.dumps)
@pytest.mark.parametrize("cell_type", ["code", "markdown", "raw", "no such type"])
def test_no_metadata_of_a_cell_ends_a_page(metadata: dict[str, Any], cell_type: str) -> None:
    cell = code() | {"metadata": metadata, "cell_type": cell_type}
    for kind in KINDS:
        assert text_of(page_of(notebook_of(cell, cell), kind)).endswith("'the last words'")


KEYS = "output_type data metadata text name traceback ename evalue text/plain text/html image/png nbgrader id"
WORDS_OF_JSON = [
    "stream",
    "error",
    "display_data",
    "execute_result",
    "code",
    "markdown",
    "<b>",
    "\x1b[38m",
    "![](attachment:a)",
]
leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(WORDS_OF_JSON)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4)
    ),
    max_leaves=8,
)
cells = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "x"])},
    optional={
        key: values for key in ("source", "metadata", "outputs", "attachments", "execution_count", "id")
    },
)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@example([{"cell_type": "code", "execution_count": -1}], {})
@given(
    st.lists(cells, max_size=3),
    st.dictionaries(st.sampled_from(["language_info", "widgets", "title"]), values),
)
def test_no_form_of_a_notebook_ends_a_page(odd: list[Any], metadata: dict[str, Any]) -> None:
    for kind in KINDS:
        page = text_of(page_of(notebook_of(*odd, **metadata), kind))
        assert page.startswith("The first words")
        assert page.endswith("'the last words'")


# Characters that turn or hide others: whoever grades by hand would read other code than what runs

MISLEADING = ("\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\x08", "\x7f", "\x9b")


@pytest.mark.parametrize("sign", MISLEADING, ids=ascii)
@pytest.mark.parametrize("kind", KINDS)
def test_a_character_that_misleads_is_named(kind: str, sign: str) -> None:
    name, entity = f"[U+{ord(sign):04X}]", f"&#{ord(sign)};&#x{ord(sign):x};"
    html = {"output_type": "display_data", "data": {"text/html": f"<b>{sign}{entity}</b>"}, "metadata": {}}
    text = f"a{sign} `b{sign}` $c{sign}$ <i title='{sign}'>{entity}</i> [{sign}](#{sign})\n\n# {sign}"
    source = f"access = 'user{sign}' # {sign}"
    page = page_of(
        notebook_of(answer(text), code(html, source=source), code(source=f"# Check: {sign}")), kind
    )
    assert sign not in page
    assert f"access = 'user{name}' # {name}" in shown(page).get_text()
    assert shown(page).summary.get_text() == f"# Check: {name}"


def test_marks_that_languages_need_stay() -> None:
    text = "می\u200cخواهم \u200fשלום\u200e 👩\u200d💻"  # noqa: RUF001
    assert text in shown(page_of(notebook_of(answer(text), code(source=f"# {text}")))).get_text()
