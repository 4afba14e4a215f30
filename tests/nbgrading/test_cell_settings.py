"""nbgrader's check of the cells' settings is made once for all notebooks that have the same."""

import copy
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooOldError, ValidationError

from grader.nbgrading.cell_settings import CheckOnce

TEST = {
    "schema_version": 3,
    "grade_id": "w-check",
    "grade": True,
    "solution": False,
    "locked": True,
    "task": False,
    "points": 1.0,
}


def notebook(source: str = "assert W == 2", **settings: Any) -> Any:
    found = {name: value for name, value in (TEST | settings).items() if value is not None}
    cells = [nbformat.v4.new_code_cell(source, metadata={"nbgrader": found}), nbformat.v4.new_code_cell("1")]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The notebooks that nbgrader itself has looked at."""
    seen: list[Any] = []
    validate = MetadataValidator.validate_nb

    def spied(self: Any, nb: Any) -> None:
        seen.append(copy.deepcopy(nb))
        validate(self, nb)

    monkeypatch.setattr(MetadataValidator, "validate_nb", spied)
    monkeypatch.setattr(CheckOnce, "right", set())
    return seen


def test_the_same_settings_are_looked_at_once(looked_at: list[Any]) -> None:
    for source in "assert W == 2", "assert W == 3":
        CheckOnce().preprocess(notebook(source), {})
    assert len(looked_at) == 1


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"points": None}, ValidationError),
        ({"grade_id": ""}, ValidationError),
        ({"points": "many"}, ValidationError),
        ({"schema_version": 1}, SchemaTooOldError),
    ],
    ids=str,
)
def test_wrong_settings_are_refused_each_time_also_after_right_ones(
    looked_at: list[Any], settings: dict[str, Any], error: type[Exception]
) -> None:
    CheckOnce().preprocess(notebook(), {})
    for _ in range(2):
        with pytest.raises(error):
            CheckOnce().preprocess(notebook(**settings), {})
