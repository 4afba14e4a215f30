"""A rubric on a page: a cell of its own, below the answer that is graded by it."""

from collections.abc import Iterator, Mapping
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict

from grader.nbgrading.pages.hiding import named, parts, scheme_marks
from grader.notebooks.cells import grade_id, settings


def with_rubrics(cells: list[Any], below: Mapping[str, Any], config: Any) -> Iterator[Any]:
    """The cells of a page, each followed by what is to be said of it: {its name: {"scheme": ..., ...}}.

    The text of a task ends where its mark scheme begins, which stands in the cell below it.
    """
    for cell in cells:
        said = below.get(grade_id(cell))
        if said and settings(cell).get("task"):
            cell.source = parts(cell.source, [scheme_marks(config)])[0]
        yield cell
        if said:
            yield rubric_cell(grade_id(cell), dict(said))


def rubric_cell(name: str, said: dict[str, Any]) -> Any:
    """The cell below an answer, which the templates know by `below`; its pictures are those of its texts."""
    texts = said.get("scheme", "") + said.get("answer", "")
    return from_dict(
        {
            "cell_type": "markdown",
            "id": f"below-{name}",
            "source": "",
            "attachments": named(said.pop("attachments", None) or {}, texts),
            "metadata": {"below": said},
        }
    )


class ShowRubrics(Preprocessor):
    """For feedback where the instructor wishes it: the rubrics of the answers that a person has graded."""

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        waiting = {grade_id(cell) for cell in nb.cells if settings(cell).get("waits")}
        below = {
            name: {"scheme": rubric.scheme, "attachments": rubric.attachments}
            for name, rubric in resources["nbgrader"].get("rubrics", {}).items()
            if rubric.scheme and name not in waiting
        }
        nb.cells = list(with_rubrics(nb.cells, below, self.config))
        return nb, resources
