"""Is the gradebook, which holds the tests and points that count, older than `source/`?"""

from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_grade, is_solution


def differing(cells: list[Any], gradebook: Gradebook, assignment: str, notebook: str) -> str:
    """The first graded cell whose test or points are others in the gradebook; empty when all are the same."""
    try:
        known = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return "any cell"
    texts = {cell.name: cell.source for cell in known.source_cells}
    points = {cell.name: cell.max_score for cell in known.grade_cells}
    for cell in cells:
        if is_grade(cell):
            grade_id = cell.metadata.nbgrader.grade_id
            same = is_solution(cell) or texts.get(grade_id) == cell.source or "AUTOTEST" in cell.source
            if not same or points.get(grade_id) != cell.metadata.nbgrader.points:
                return repr(grade_id)
    return ""
