"""What a learner writes acts in nobody's browser: no request, no script, nothing over the points.

Each hostile text stands in a page of feedback and in one of formgrader, which real Chromium opens. That of
formgrader comes with nbgrader's scripts, from a server whose cookie every request would show.
"""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from browser import Chromium, needs_chromium, picture
from nbgrader.server_extensions.formgrader.handlers import static_path
from playwright.sync_api import Page
from shown_notebook import KINDS, answer, code, notebook_of, page_in_turn, page_of

from grader.nbgrading.rubrics import Rubric

pytestmark = [pytest.mark.slow, needs_chromium]

ELSEWHERE = "http://127.0.0.1:9/"  # where nobody listens
COVER = "position:fixed;top:0;left:0;width:100vw;height:100vh;background:red;z-index:99999"
TEXTS = {
    "a picture from elsewhere": f'![x]({ELSEWHERE}a.png) <img src="{ELSEWHERE}b.png">',
    "a picture without a scheme": '<img src="//127.0.0.1:9/a.png">',
    "a set of pictures": f'<img srcset="{ELSEWHERE}a.png 1x">',
    "a picture that logs out": '<img src="/hub/logout">',
    "a picture beside that logs out": "![](x/../../../../logout) ![](../logout) ![](logout?_xsrf=1)",
    "a picture of the same server": "![](/logout) ![](//127.0.0.1/logout) ![](\\\\127.0.0.1\\logout)",
    "a picture of an odd scheme": "![](blob:x) ![](file:///etc/passwd) ![](view-source:x) ![](about:blank)",
    "a link that downloads": '<a href="/logout" download ping="/logout">Next</a> [Next](../logout)',
    "an SVG": f'<svg onload="alert(1)"><image href="{ELSEWHERE}a.png"/></svg>',
    "SVG as data": "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)",
    "HTML as data": "![x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "a frame": f'<iframe src="{ELSEWHERE}"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "an object": f'<object data="{ELSEWHERE}"></object><embed src="{ELSEWHERE}">',
    "sound": f'<audio src="{ELSEWHERE}a.ogg" autoplay></audio><video poster="{ELSEWHERE}a.png"></video>',
    "a style sheet": f'<link rel="stylesheet" href="{ELSEWHERE}a.css">',
    "a prefetch": f'<link rel="prefetch" href="{ELSEWHERE}"><link rel="dns-prefetch" href="//a.test">',
    "an import": f'<style>@import "{ELSEWHERE}a.css"; body {{background: url({ELSEWHERE}b.png)}}</style>',
    "a base": f'<base href="{ELSEWHERE}"><a href="x">x</a>',
    "a refresh": f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}">',
    "a form": f'<form action="{ELSEWHERE}"><input autofocus onfocus="alert(1)"><button>Save</button></form>',
    "a button of the page": '<button formaction="/" class="btn">Full credit</button>',
    "a script": "<script>alert(1)</script>",
    "a script in a picture": "<img src=x onerror=alert(1)>",
    "a script in a link": '<a href="javascript:alert(1)" id="now">x</a>',
    "a script in a link of Markdown": "[x](javascript:alert(1)) [y](JAVASCRIPT:alert(1)) [z](vbscript:x)",
    "a script in an animation": '<svg><animate onbegin="alert(1)" attributeName="x" dur="1s"></svg>',
    "a script in details": '<details open ontoggle="alert(1)"><summary>x</summary></details>',
    "a script in a marquee": '<marquee onstart="alert(1)">x</marquee>',
    "a script in a formula": '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x',
    "a cover": f'<div style="{COVER}">Score: 100</div>',
    "a cover by class": '<div class="modal in" style="display:block">x</div>',
    "a cover in a table": f'<table style="{COVER}"><tr><td>x</td></tr></table>',
    "a cover as a style": f"<style>p {{{COVER}}}</style>cover",
    "a formula as a cover": r"$\style{position:fixed;inset:0;background:red}{x}$ $\class{modal}{x}$",
    "a formula as a wall": r"$\rule{100em}{100em}$ $\color{red}\rule{9999px}{9999px}$",
    "a formula out of its box": r"$\hspace{-100em}\raise 100em \text{Score: 100}$ $\mskip-9999mu x$",
    "a formula that is a link": r"$\href{javascript:alert(1)}{x}$ $\url{http://127.0.0.1:9/}$",
    "a formula with elements": r"$\text{</mtext></math><img src=x onerror=alert(1)>}$ $</math><script>x$",
    "a high formula": "$" + "x^{" * 35 + "x" + "}" * 35 + "$ $" + r"\frac{1}{" * 35 + "x" + "}" * 35 + "$",
    "a wide formula": "$" + "x" * 1_900 + "$",
    "a wide word": "W" * 20_000,
    "an end of the page": "</div></main></body></html><script>alert(1)</script>",
    "a comment": "<!-- never closed",
    "an attribute that never ends": '<a href="x',
    "letters from right to left": "\u202e\u2066Score: 100\u2069 \u2067" * 50,
    "stacked accents": "a" + "\u0301" * 3_000,
    "anchors of the page": '<a name="top">x</a> <p id="toc">y</p> <h1 id="notebook">z</h1>',
}
WATCHED = """() => { window.called = 0; window.alert = () => { window.called += 1 }; }"""
ON_TOP = """() => {
    if (window.$) $('body, html').stop(true);  // formgrader scrolls to the first points
    const heading = document.querySelector('input.score') || document.querySelector('h4');
    heading.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = heading.getBoundingClientRect();
    const over = document.elementFromPoint(box.x + 5, box.y + box.height / 2);
    return heading === over || heading.contains(over) || over.contains(heading);
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with Chromium() as browser:
        page = browser.page(viewport={"width": 900, "height": 700})
        page.add_init_script(f"({WATCHED})()")
        yield page


class Server(http.server.SimpleHTTPRequestHandler):
    """Formgrader's static files, the page, and no grades."""

    arrived: ClassVar[list[str]] = []  # what it was asked for

    def do_GET(self) -> None:
        self.arrived.append(self.path)
        if "/api/" in self.path:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"[]")
            return
        self.path = self.path.removeprefix("/formgrader/static")
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # a page of the same second is another one
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of such a server, and the file that holds its page."""
    root = tmp_path_factory.mktemp("formgrader")
    for each in Path(static_path).iterdir():
        (root / each.name).symlink_to(each)
    handler = functools.partial(Server, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", root / "page.html"
        server.shutdown()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_nothing_in_a_text_acts(
    page: Page, served: tuple[str, Path], tmp_path: Path, kind: str, text: str
) -> None:
    shown = {"output_type": "display_data", "data": {"text/html": text}, "metadata": {}}
    html = page_of(notebook_of(answer(text, comment=text), code(shown, source=text)), kind)
    address, file = served if kind == "formgrader" else ("", tmp_path / "page.html")
    file.write_text(html, "utf-8")
    url = f"{address}/page.html" if address else file.as_uri()
    asked = opened(page, url)
    own = (f"{address}/formgrader/", "data:") if address else ("data:",)
    assert [each for each in asked if not each.startswith(own)] == [url]
    assert page.evaluate("window.called") == 0
    assert page.evaluate(ON_TOP)
    assert "the last words" in page.content()
    if kind == "feedback":
        assert page.evaluate("document.documentElement.scrollWidth") <= 900
    else:  # nbgrader's own scripts have run
        assert page.evaluate("typeof formgrader !== 'undefined' || typeof FormGrader !== 'undefined'")
    picture(page, f"hostile-{kind}")


AT_GRADING = [  # what could stand between a grader and the rubric, or lead elsewhere than to the next answer
    *("a button of the page", "a form", "a script in a link", "a cover", "a cover by class"),
    *("a formula out of its box", "a wide word", "an end of the page", "anchors of the page"),
]


@pytest.mark.parametrize("name", AT_GRADING)
def test_nothing_in_a_text_acts_while_answers_are_graded_in_turn(
    page: Page, served: tuple[str, Path], name: str
) -> None:
    """The same for the page with the rubric and the way on, as a link to the next open answer leads to it."""
    address, file = served
    link = '<a class="next-open" href="/elsewhere">Next</a> <div class="below rubric">10 points</div>'
    way_on = {"open": 1, "next": "/formgrader/next?after=x", "all": "/formgrader/all"}
    below = vars(Rubric("Why", "- 3 points: it says steep", TEXTS[name])) | way_on
    hostile = TEXTS[name]
    notebook = notebook_of(answer(f"{link}\n\n{hostile}", comment=hostile))
    file.write_text(page_in_turn(notebook, {"why-answer": below}), "utf-8")
    url = f"{address}/page.html"
    asked = opened(page, f"{url}#why-answer")
    assert [each for each in asked if not each.startswith((f"{address}/formgrader/", "data:"))] == [url]
    assert page.evaluate("window.called") == 0
    assert page.evaluate(ON_TOP)
    assert page.locator(".below .rubric").count() == 1
    assert "3 points: it says steep" in page.locator(".below .rubric").inner_text()
    assert page.locator("a.next-open").evaluate_all("links => links.map(link => link.pathname)") == [
        "/formgrader/next"
    ]
    picture(page, "hostile-in-turn")


def opened(page: Page, url: str) -> list[str]:
    """Open a page, and follow the links that a text calls "now"; returns what was asked for meanwhile."""
    asked: list[str] = []
    page.on("request", note := lambda request: asked.append(request.url))
    page.goto(url)
    for link in page.locator("a#now").all():
        link.click()
    page.wait_for_timeout(50)
    page.remove_listener("request", note)
    return asked


PLACES = ("top", "toc", "notebook", "why-answer", "why-answer-comment", "comment-why-answer", "statusmessage")
LINKS = {
    "Markdown": "[Next](#{})",
    "HTML": '<a href="#{}">Next</a>',
    "a reference": "[Next]\n\n[Next]: #{}",
    "an own element of this name": '<h2 id="{0}">x</h2> <a name="{0}">x</a> [Next](#{0})',
    "an entity": '<a href="&#35;{}">Next</a> [Next](&#35;{})',
    "an address of this page": '<a href="page.html#{0}">Next</a> [Next](page.html#{0}) [Next](?#{0})',
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())
def test_no_link_of_a_learner_leads_to_a_part_of_the_page_around(
    page: Page, tmp_path: Path, kind: str, link: str
) -> None:
    text = "\n\n".join(link.format(place, place) for place in PLACES)
    shown = {
        "output_type": "display_data",
        "data": {"text/html": text, "text/markdown": text},
        "metadata": {},
    }
    file = tmp_path / "page.html"
    file.write_text(page_of(notebook_of(answer(text, comment="x"), code(shown)), kind), "utf-8")
    page.goto(file.as_uri())
    for found in page.locator("#notebook a", has_text="Next").all():
        if found.get_attribute("href"):
            found.click()
    assert page.evaluate("document.querySelector(':target')") is None
    assert page.url.partition("#")[0] == file.as_uri()


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_to_a_heading_of_the_notebook_leads_there(page: Page, tmp_path: Path, kind: str) -> None:
    text = "[Us](#Über-uns-&-b) [Setup](#Set-up)\n\n" + "word\n\n" * 50 + "# Set up\n\n## Über *uns* & b"
    file = tmp_path / "page.html"
    file.write_text(page_of(notebook_of(answer(text)), kind), "utf-8")
    for name, heading in {"Setup": "Set up", "Us": "Über uns & b"}.items():
        page.goto(file.as_uri())
        page.get_by_role("link", name=name).last.click()
        assert page.evaluate("document.querySelector(':target').textContent") == heading


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
SIZES = ("width=100000 height=100000", "height=100000", "width=1 height=99999", "width='100%' height='9999%'")


@pytest.mark.parametrize("kind", KINDS)
def test_no_picture_pushes_what_comes_after_it_out_of_sight(page: Page, tmp_path: Path, kind: str) -> None:
    text = "".join(f'<img {size} src="data:image/png;base64,{DOT}">' for size in SIZES)
    shown = {"output_type": "display_data", "data": {"text/html": text}, "metadata": {}}
    file = tmp_path / "page.html"
    file.write_text(page_of(notebook_of(answer(text), code(shown)), kind), "utf-8")
    page.goto(file.as_uri())
    pictures = page.locator("#notebook img").all()
    boxes = [picture.bounding_box() or {} for picture in pictures]
    assert len(boxes) == 2 * len(SIZES)
    assert all(box["height"] <= 1_700 and box["width"] <= 900 for box in boxes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["text/html", "text/markdown", "text/latex"])
def test_what_code_has_shown_has_a_bar_of_its_own(page: Page, tmp_path: Path, kind: str, form: str) -> None:
    shown = {"output_type": "display_data", "data": {form: "<h4>Points: 4 / 4</h4>"}, "metadata": {}}
    file = tmp_path / "page.html"
    file.write_text(page_of(notebook_of(code(shown)), kind), "utf-8")
    page.goto(file.as_uri())
    box = page.locator(".output_subarea", has_text="Points: 4 / 4")
    assert box.evaluate("box => getComputedStyle(box).borderLeftWidth") == "4px"


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_of_a_learner_says_where_it_leads(page: Page, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(page_of(notebook_of(answer("[Next](https://example.org/next)")), kind), "utf-8")
    page.goto(file.as_uri())
    link = page.get_by_role("link", name="Next").filter(has_text="Next").last
    said = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://example.org/next" in said or "attr(href)" in said
    assert link.get_attribute("class") is None


def test_formgraders_policy_holds_where_a_filter_would_not(page: Page, served: tuple[str, Path]) -> None:
    address, file = served
    hostile = (
        '<img src="/logout"><script>alert(1)</script><img src=x onerror=alert(1)><form action="/logout">'
    )
    html = page_of(notebook_of(answer("here")), "formgrader").replace("here", hostile)
    file.write_text(html, "utf-8")
    Server.arrived.clear()
    opened(page, f"{address}/page.html")
    assert "/page.html" in Server.arrived
    assert [path for path in Server.arrived if path in ("/logout", "/x")] == []
    assert page.evaluate("window.called") == 0
