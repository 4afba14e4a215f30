"""A real Chromium, and the notebook that is open in JupyterLab there (`lab_server` starts JupyterLab).

`Chromium().page()` is a page that remembers every console error; `Notebook(page)` is the open notebook.
Where there is no Chromium the tests are skipped, and on CI (variable CI) they fail.
"""

import os
import shutil
from typing import Any, Self

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from grader.notebooks.cells import without_markers
from grader.notebooks.paths import ROOT, read_in

PICTURES = ROOT / "build" / "screenshots"  # ignored by git
STEP = 60_000  # milliseconds for one step of a person
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
expect.set_options(timeout=STEP)


def chromium() -> str | None:
    """Debian's Chromium or another one on the PATH; None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


# Without a browser these tests are skipped, but not on CI: a test that never runs proves nothing.
REQUIRED = bool(os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"))
needs_chromium = pytest.mark.skipif(
    chromium() is None and not REQUIRED, reason="no Chromium on the PATH (Debian: apt install chromium)"
)


class Chromium:
    """One Chromium for the tests of a file."""

    def __enter__(self) -> Self:
        if chromium() is None:
            raise RuntimeError("No Chromium on the PATH: install Debian's package chromium.")
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.close()
        self.playwright.stop()

    def page(self, **options: Any) -> Page:
        """A fresh page; `errors` says what its console calls an error."""
        page = self.browser.new_context(**{"viewport": {"width": 1180, "height": 900}, **options}).new_page()
        page.set_default_timeout(STEP)
        said = ERRORS[page] = []
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page


ERRORS: dict[Page, list[str]] = {}


def errors(page: Page) -> list[str]:
    """What the console of one of our pages has called an error so far."""
    return ERRORS[page]


class Notebook:
    """The notebook that is open in JupyterLab, by cell ids (`fit-solution`, `fit-check`)."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_selector(".jp-Notebook:visible", timeout=60_000)  # a workspace may hold hidden ones
        page.wait_for_function(
            """() => {
                const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
                return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
            }""",
            timeout=90_000,
        )

    @classmethod
    def open(cls, page: Page, path: str) -> Self:
        """Open a notebook in a tab of its own, as a double click in the file browser does."""
        command = "path => window.jupyterapp.commands.execute('docmanager:open', {path}).then(() => null)"
        page.evaluate(command, path)
        return cls(page)

    def close(self) -> None:
        """Shut the kernel down and close the tab without saving."""
        self.page.evaluate(
            """async () => {
                const panel = window.jupyterapp.shell.currentWidget;
                await panel.sessionContext.shutdown();
                panel.dispose();
            }"""
        )

    def command(self, name: str) -> Any:
        """Run one of JupyterLab's commands, as its menu does."""
        return self.page.evaluate("name => window.jupyterapp.commands.execute(name)", name)

    def ids(self) -> list[str]:
        return self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.id)"
        )

    def find(self, text: str) -> str:
        """The id of the first code cell that holds a text."""
        return self.page.evaluate(
            """text => {
                const cells = window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model);
                return cells.find(cell => cell.type === 'code' && cell.sharedModel.source.includes(text)).id;
            }""",
            text,
        )

    def show(self, cell: str) -> Locator:
        """Scroll to a cell and make it the active one; returns where it is on the page."""
        self.page.evaluate(
            """async id => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const index = notebook.widgets.findIndex(cell => cell.model.id === id);
                if (index < 0) throw new Error('There is no cell ' + id);
                notebook.deselectAll();
                notebook.activeCellIndex = index;
                await notebook.scrollToItem(index, 'start');
                await notebook.widgets[index].ready;
            }""",
            cell,
        )
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")

    def write(self, cell: str, code: str) -> None:
        """Click into a cell's editor, select all of it, and type `code` over it."""
        self.show(cell).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def fill(self, sources: dict[str, str]) -> None:
        """Put code into cells at once, without typing: {cell id: code}."""
        self.page.evaluate(
            """sources => {
                for (const cell of window.jupyterapp.shell.currentWidget.content.widgets)
                    if (cell.model.id in sources) cell.model.sharedModel.setSource(sources[cell.model.id]);
            }""",
            sources,
        )

    def run(self, cell: str) -> str:
        """Run one cell with the keyboard and wait for its end; returns what it shows, as text."""
        self.show(cell)
        self.command("notebook:enter-command-mode")
        self.page.keyboard.press("Control+Enter")
        return self.outcome(cell)

    def outcome(self, cell: str) -> str:
        """What a cell shows once it has run, as text."""
        self.page.wait_for_function(
            """id => {
                const panel = window.jupyterapp.shell.currentWidget;
                const cell = panel.content.widgets.find(cell => cell.model.id === id);
                return cell.model.executionCount !== null && cell.model.executionState !== 'running'
                    && panel.sessionContext.session.kernel.status === 'idle';
            }""",
            arg=cell,
            timeout=90_000,
        )
        return self.show(cell).locator(".jp-OutputArea").inner_text()


def solutions(lesson: str) -> dict[str, str]:
    """What solves a lesson: {cell id: the code of its solution cell}."""
    source = read_in(ROOT / "source", lesson)
    cells = [cell for cell in source.cells if cell.id.endswith("-solution")]
    return {cell.id: without_markers(cell.source) for cell in cells}


def box(element: Locator) -> dict[str, float]:
    """Where an element is on its page, in pixels: x, y, width and height."""
    found = element.bounding_box()
    assert found, f"{element} is not shown."
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def picture(page: Page, name: str) -> None:
    """Keep a screenshot in build/screenshots, for a person to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


__all__ = [
    "STEP",
    "Chromium",
    "Notebook",
    "box",
    "chromium",
    "errors",
    "expect",
    "needs_chromium",
    "picture",
    "solutions",
]
