"""What learners get in place of a solution: nbgrader's ClearSolutions, whose stub names the exercise."""

import copy
from typing import Any

from nbgrader.preprocessors import ClearSolutions

from grader.notebooks.cells import grade_id
from grader.notebooks.stub import stub


class NamedStub(ClearSolutions):
    """nbgrader's ClearSolutions, with the name of the exercise in the stub for code."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        if cell.cell_type == "code" and grade_id(cell):
            self.code_stub = {"python": stub(grade_id(cell))}
        return super().preprocess_cell(cell, resources, cell_index)


def as_released(source: Any) -> Any:
    """A source notebook whose solutions are what learners get; its tests are whole."""
    return NamedStub().preprocess(copy.deepcopy(source), {})[0]
