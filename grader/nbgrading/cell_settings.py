"""nbgrader's check of the cells' settings, which are the lesson's own in every submission: once is enough."""

from typing import Any, ClassVar

from nbgrader.preprocessors import CheckCellMetadata


class CheckOnce(CheckCellMetadata):
    """As nbgrader's; where all settings were found right before, in this process, it looks no further."""

    right: ClassVar[set[str]] = set()

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        settings = [
            (cell.cell_type, cell.metadata.nbgrader) for cell in nb.cells if "nbgrader" in cell.metadata
        ]
        if repr(settings) not in self.right:
            nb, resources = super().preprocess(nb, resources)
            self.right.add(repr(settings))
        return nb, resources
