"""`make pictures`, its second half: the screens that docs/instructor.md shows, of the demo class of lesson 1.

Formgrader's pages are opened by themselves, as its tab in JupyterLab holds them; the pages of feedback and of
the report are files.
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from browser import Chromium, expect
from lab_server import BIN, Lab
from PIL import Image
from playwright.sync_api import Page

from grader.notebooks.paths import ROOT

LESSON = "01-manual-gradients"
DEMO, PLACE = ROOT / "demo", ROOT / "docs" / "screens"
SIZE = {"width": 1100, "height": 640}
COLOURS = 128  # of a picture: a third of the bytes, and nobody sees it


def graded_class() -> None:
    """The demo class of lesson 1, graded, with its report."""
    subprocess.run([sys.executable, "-m", "grader", "demo", LESSON], cwd=ROOT, check=True)
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = [BIN / "nbgrader", "db", "assignment", "add", LESSON, "--duedate", "2027-03-12 18:00 +09:00"]
    subprocess.run(command, cwd=DEMO, env=environment, check=True)
    subprocess.run([sys.executable, "-m", "grader", "report", LESSON], cwd=DEMO, check=True)


def keep(page: Page, name: str) -> None:
    """Write what the page shows as docs/screens/NAME.png."""
    PLACE.mkdir(exist_ok=True)
    page.wait_for_timeout(600)  # formgrader scrolls for half a second
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(PLACE / f"{name}.png", optimize=True)


def formgraders(lab: Lab, page: Page) -> None:
    """Formgrader's own pages, with ours in them."""
    page.goto(lab.url("lab"))  # the browser is known from now on
    page.goto(lab.url("formgrader/manage_assignments"))
    expect(page.get_by_role("link", name=LESSON)).to_be_visible()
    keep(page, "assignments")
    page.goto(lab.url(f"formgrader/gradebook/{LESSON}/{LESSON}"))
    turn = page.get_by_role("link", name="in turn").first
    expect(turn).to_be_visible()
    keep(page, "by-exercise")
    turn.click()
    expect(page.locator(".score:focus")).to_be_visible()
    keep(page, "answer")


def files(page: Page) -> None:
    """Pages that a person opens as files."""
    for name, path in {
        "feedback": DEMO / "feedback" / "emil" / LESSON / f"{LESSON}.html",
        "report": DEMO / "report" / f"{LESSON}.html",
    }.items():
        page.goto(path.as_uri())
        keep(page, name)


def main() -> None:
    graded_class()
    with tempfile.TemporaryDirectory() as home, Chromium() as browser:
        page = browser.page(viewport=SIZE)
        with Lab([BIN / "jupyter", "lab", f"--Exchange.root={home}"], DEMO, Path(home)) as lab:
            formgraders(lab, page)
        files(page)
    print("docs/screens/ is new: look at it before you commit it.")


if __name__ == "__main__":
    main()
