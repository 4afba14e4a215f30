"""The pages that people see of graded attacks, and what a browser would run of them."""

import re
from collections.abc import Iterator

from attack_class import HONEST
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from small_course import NAME, Course

from grader.notebooks.paths import notebook_in

READ = (  # whose pages are looked at
    *HONEST,
    "cant_run_script_in_the_feedback",
    "cant_hide_code_in_an_attachment_or_output",
    "cant_choose_another_kernel",
    "cant_send_control_characters",
    "cant_hang_the_feedback_with_colours",
    "cant_hang_the_judge_with_html",
    "cant_fill_the_feedback",
    "cant_print_forever",
)
RUN = ["script", "iframe", "object", "embed", "form", "style", "base"]  # elements that run, load or restyle


def make_feedback(course: Course) -> None:
    """What formgrader's button for feedback does, for each learner of READ."""
    for name in READ:
        feedback = course.api().generate_feedback(NAME, name)
        assert feedback["success"], feedback


def feedback_pages(course: Course) -> Iterator[tuple[str, str]]:
    """Each feedback page: (name, HTML)."""
    for name in READ:
        yield name, (course.root / "feedback" / name / NAME / f"{NAME}.html").read_text("utf-8")


def pages(course: Course) -> Iterator[tuple[str, str]]:
    """Each feedback page, and each page that formgrader would show: (name, HTML)."""
    yield from feedback_pages(course)
    config = course.config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    exporter = HTMLExporter(config=config)
    for name in READ[:7]:  # the others' pages are long
        path = notebook_in(course.root / "autograded" / name, NAME)
        resources = {"base_url": "", "student": name, "notebook_id": NAME, "index": 0, "total": 1}
        yield name, exporter.from_filename(str(path), resources=resources)[0]


def scripts(html: str) -> Iterator[str]:
    """What a browser would run of a page: texts of scripts, handlers, addresses, frames."""
    soup = BeautifulSoup(html, "html.parser")
    yield from map(str, soup.find_all(RUN))
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            address = re.sub(r"\s", "", str(value))
            if name.startswith("on") or re.search(r"script:|text/html|svg\+xml", address, re.I):
                yield str(tag)


def text_of(html: str) -> str:
    """What a person reads on a page."""
    return BeautifulSoup(html, "html.parser").get_text()
