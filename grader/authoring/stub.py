"""The line that stands in a released notebook where the solution was."""

from nbgrader.preprocessors import ClearSolutions


def stub(grade_id: str) -> str:
    """The line that blocks the exercise of a solution cell, and names it.

    >>> stub("gradient-solution")
    'raise NotImplementedError("gradient: write your code here, in place of this line")'
    """
    exercise = grade_id.removesuffix("-solution")
    return f'raise NotImplementedError("{exercise}: write your code here, in place of this line")'


class NamedStub(ClearSolutions):
    """nbgrader's ClearSolutions, with the name of the exercise in the stub for code."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "code" and "nbgrader" in cell.metadata:
            self.code_stub = {"python": stub(cell.metadata.nbgrader.grade_id)}
        return super().preprocess_cell(cell, resources, cell_index)
