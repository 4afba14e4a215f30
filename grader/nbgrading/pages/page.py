"""The exporters that make pages: `FeedbackPage`, and `FormgraderPage` for those who grade by hand."""

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets.config import Config

from grader.nbgrading.pages.budget import CELL, Budget
from grader.nbgrading.pages.fitting import fitted, plain
from grader.nbgrading.pages.rubric_cells import with_rubrics

FONT = re.compile(r"@font-face\s*\{[^}]*\}")
INLINE = re.compile(r"<script[^>]*>(.*?)</script>|onclick=\"([^\"]*)\"", re.DOTALL)
TEMPLATES = Path(__file__).with_name("templates")
BOOTSTRAP = Path(template_path).parent / "static/node_modules/bootstrap/dist/css"


class Page(HTMLExporter):
    """nbconvert's exporter, which makes a page of every notebook: of the last resort, a plain one."""

    own_template: ClassVar[str]  # ours, whatever template nbgrader names for its own exporter

    @property
    def default_config(self) -> Config:
        """nbconvert's, and our template."""
        ours = {
            "template_name": self.own_template,
            "extra_template_basedirs": [str(TEMPLATES), template_path],
            "extra_template_paths": [str(TEMPLATES), template_path, str(BOOTSTRAP)],
        }
        config = Config(super().default_config)
        config.merge(Config({type(self).__name__: ours}))
        return config

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
        try:
            return self.rendered(fitted(nb), resources, **options)
        except Exception as error:  # where it was no cell's fault, the plain page fails in the same way
            where = dict((resources or {}).get("metadata", {})).get("path", "a notebook")
            self.log.warning("%s is shown plain: %s: %s", where, type(error).__name__, error)
            self.log.debug("Its page could not be made:", exc_info=True)
            return self.rendered(plain(nb), resources, **options)

    def rendered(self, nb: Any, resources: Any, **options: Any) -> Any:
        """The page as the templates make it, within its budget.

        nbconvert's would parse it once more, which takes 1.5 s and 80 MB for each megabyte.
        """
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        resources["budget"] = budget = Budget()
        budget.allows(CELL * len(nb.cells))  # a submission has not so many that this alone is too much
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **options)


class FeedbackPage(Page):
    """A page of feedback by our own template, which extends nbgrader's."""

    own_template = "accessible_feedback"

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's, and one of our template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "without_fonts", without_fonts


class FormgraderPage(Page):
    """A page of formgrader by our own template, which changes the head of nbgrader's."""

    own_template = "own_formgrade"

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's, and one of our template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "policy", policy

    def rendered(self, nb: Any, resources: Any, **options: Any) -> Any:
        """The same with rubrics, and names that are only text: nbgrader's templates take them for HTML."""
        texts = {key: html.escape(each) for key, each in (resources or {}).items() if isinstance(each, str)}
        nb.cells = list(with_rubrics(nb.cells, (resources or {}).get("by_hand") or {}, self.config))
        return super().rendered(nb, dict(resources or {}) | texts, **options)


def policy(own: Any) -> str:
    """The Content-Security-Policy of formgrader's page, where no script runs but files and `own`.

    >>> policy("<script>x()</script>").split("; ")[1]
    "script-src 'self' 'unsafe-hashes' 'sha256-D6IGS8VMvCoyaR/l0h9tERrBTATY01CoPS7l6xDv0kI='"
    """
    texts = {html.unescape(code) or script for script, code in INLINE.findall(str(own))} - {""}
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    scripts = "".join(f" 'sha256-{digest}'" for digest in sorted(digests))
    return (
        f"default-src 'none'; script-src 'self' 'unsafe-hashes'{scripts}; style-src 'self' 'unsafe-inline'; "
        "font-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def without_fonts(css: Any) -> Any:
    """A style sheet without the fonts that it would load from files beside the page, where there are none.

    >>> without_fonts("a{color:red}@font-face{font-family:x;src:url(x.woff)}b{color:blue}")
    'a{color:red}b{color:blue}'
    """
    return type(css)(FONT.sub("", css))
