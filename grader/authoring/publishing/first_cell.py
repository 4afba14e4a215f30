"""The first cell of a published notebook: it fetches what is needed where only the notebook is.

Colab, and whoever downloads one file, has the notebook and nothing beside it. The cell is an ordinary one of
the learner's for nbgrader: it has no settings and no points, and in the sandbox, where all is there, it does
nothing.
"""

import json
import re
from typing import Any

from nbformat.v4 import new_code_cell

from grader.authoring.publishing.links import archive, raw

ID = "fetch-what-is-missing"
IMPORTS_COURSE = re.compile(r"^\s*(?:from|import)\s+course\b", re.MULTILINE)
HEAD = "# Fetch what is missing here, as on Colab: this cell does nothing where all is there."
COURSE = """\
import importlib.util

if importlib.util.find_spec("course") is None:
    %pip install --quiet {archive}
    importlib.invalidate_caches()
    if importlib.util.find_spec("course") is None:
        raise ImportError("`course` could not be fetched: is there a network? Run this cell again.")"""
FILES = """\
from pathlib import Path
from urllib.request import urlretrieve

for name, address in {files}.items():
    if not Path(name).exists():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        urlretrieve(address, name)"""


def with_first_cell(notebook: Any, folder: str, beside: list[str], repository: str, branch: str) -> Any:
    """The notebook, which lies in this folder of the repository, with the cell before all others.

    `beside` are the files that lie beside it. A notebook that needs nothing stays as it is.
    """
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    parts = [HEAD]
    if IMPORTS_COURSE.search(code):
        parts.append(COURSE.format(archive=archive(repository, branch)))
    if beside:
        addresses = {name: raw(f"{folder}/{name}", repository, branch) for name in beside}
        parts.append(FILES.format(files=json.dumps(addresses, indent=4, ensure_ascii=False)))
    if len(parts) > 1:
        folded = {"jupyter": {"source_hidden": True}}
        cell = new_code_cell("\n\n".join(parts), id=ID, metadata=folded)
        if notebook.nbformat_minor < 5:
            del cell["id"]  # cells have none in older formats
        notebook.cells.insert(0, cell)
    return notebook
