"""What learners get in place of a solution: nbgrader's ClearSolutions, whose stub names the exercise.

With the solution of an answer that is graded by hand go its rubric, which nbgrader's ClearMarkScheme would
refuse outside of a task, and its pictures, which ClearSolutions would leave in the cell.
"""

import copy
from typing import Any

from nbgrader.preprocessors import ClearMarkScheme, ClearSolutions
from nbgrader.utils import is_solution

from grader.nbgrading.pages.hiding import named
from grader.notebooks.cells import grade_id
from grader.notebooks.stub import stub


class NamedStub(ClearSolutions):
    """nbgrader's ClearSolutions, with the name of the exercise in the stub for code."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        if cell.cell_type == "code" and grade_id(cell):
            self.code_stub = {"python": stub(grade_id(cell))}
        if is_solution(cell):
            ClearMarkScheme(parent=self)._remove_mark_scheme_region(cell)
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_solution(cell) and cell.get("attachments"):
            cell.attachments = named(cell.attachments, cell.source)
        return cell, resources


def as_released(source: Any) -> Any:
    """A source notebook whose solutions are what learners get; its tests are whole."""
    return NamedStub().preprocess(copy.deepcopy(source), {})[0]
