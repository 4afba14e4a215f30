"""`make pictures`: takes the picture that the README shows, docs/lesson.png, in a real JupyterLab.

It is lesson 1 at its slider, in the learner's own copy, with the exercises above it solved.
"""

import re
import sys
import tempfile
from pathlib import Path

from browser import Chromium, Notebook, box, expect, solutions
from lab_server import Lab
from playwright.sync_api import Locator

from grader.notebooks.paths import ROOT

LESSON = "01-manual-gradients"


def slider(lab: Lab, browser: Chromium) -> bytes:
    """The bytes of a picture: a prediction, what came, and the slider at lr = 0.2."""
    page = browser.page(viewport={"width": 960, "height": 1500})
    page.goto(lab.url(f"lab/tree/{LESSON}/{LESSON}.ipynb"))
    notebook = Notebook(page)
    notebook.command("application:toggle-left-area")
    guess, cell = notebook.find("predicted_large ="), notebook.find("pictures.slider(")
    notebook.fill(solutions(LESSON) | {guess: 'predicted_large = "b"'})  # gives nothing away
    notebook.show(cell)
    notebook.command("notebook:run-all-above")
    notebook.run(cell)
    move(notebook.show(cell).locator(".jp-OutputArea"), steps=34, until="lr = 0.200")
    notebook.show(guess)
    first = box(page.get_by_role("heading", name="The learning rate"))
    last = box(page.get_by_role("img", name="10 steps of descent").last)
    left = box(page.locator(".jp-Notebook:visible"))
    top, bottom = first["y"] - 12, last["y"] + last["height"]
    return page.screenshot(clip={"x": left["x"], "y": top, "width": left["width"], "height": bottom - top})


def move(output: Locator, steps: int, until: str) -> None:
    """Move the slider by its keys, and wait for the picture that then stands below it."""
    for _ in range(steps):
        output.get_by_role("slider").press("ArrowRight")
    expect(output.get_by_role("img")).to_have_attribute("alt", re.compile(re.escape(until)))


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "grader", "lab", "1", "--folder", f"{home}/work", "--"]
        with Lab(command, ROOT, Path(home)) as lab, Chromium() as browser:
            (ROOT / "docs" / "lesson.png").write_bytes(slider(lab, browser))
    print("docs/lesson.png is new: look at it before you commit it.")


if __name__ == "__main__":
    main()
