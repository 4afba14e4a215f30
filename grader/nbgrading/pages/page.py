"""The exporters that make pages: `Page` for formgrader, `FeedbackPage` for feedback."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets.config import Config

from grader.nbgrading.pages.fitting import fitted, plain

FONT = re.compile(r"@font-face\s*\{[^}]*\}")
TEMPLATES = Path(__file__).with_name("templates")
BOOTSTRAP = Path(template_path).parent / "static/node_modules/bootstrap/dist/css"


class Page(HTMLExporter):
    """nbconvert's exporter, which makes a page of every notebook: of the last resort, a plain one."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
        try:
            return super().from_notebook_node(fitted(nb), resources, **options)
        except Exception as error:  # where it was no cell's fault, the plain page fails in the same way
            where = dict((resources or {}).get("metadata", {})).get("path", "a notebook")
            self.log.warning("%s is shown plain: %s: %s", where, type(error).__name__, error)
            self.log.debug("Its page could not be made:", exc_info=True)
            return super().from_notebook_node(plain(nb), resources, **options)


class FeedbackPage(Page):
    """A page of feedback by our own template, which extends nbgrader's."""

    @property
    def default_config(self) -> Config:
        """nbconvert's, and our template, whatever template nbgrader names for its own exporter."""
        ours = {
            "template_name": "accessible_feedback",
            "extra_template_basedirs": [str(TEMPLATES), template_path],
            "extra_template_paths": [str(TEMPLATES), template_path, str(BOOTSTRAP)],
        }
        config = Config(super().default_config)
        config.merge(Config({"FeedbackPage": ours}))
        return config

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's, and one of our template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "without_fonts", without_fonts


def without_fonts(css: Any) -> Any:
    """A style sheet without the fonts that it would load from files beside the page, where there are none.

    >>> without_fonts("a{color:red}@font-face{font-family:x;src:url(x.woff)}b{color:blue}")
    'a{color:red}b{color:blue}'
    """
    return type(css)(FONT.sub("", css))
