"""Checks are released folded: JupyterLab and Notebook 7 show their first line, `# Check: mse`.

A click on it shows the rest. The flag is JupyterLab's own (`jupyter.source_hidden`); nbgrader's checksums do
not cover it.
"""

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from grader.notebooks.cells import is_folded


class FoldChecks(NbGraderPreprocessor):
    """Folds the cells that begin with `# Check: ` or `# Compare: `."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if is_folded(cell):
            cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}
        return cell, resources
