"""What is read of a notebook's bytes, whatever they are."""

import json
from typing import Any

import nbformat
import pytest
from one_lesson import AS_HANDED_IN, Learner, cell, released, texts

from grader.notebooks import submitted, submitted_cells
from grader.notebooks.submitted_cells import parse


def test_cells_without_ids_and_of_odd_types_do_no_harm(graded: Learner) -> None:
    nb = released()
    for c in nb["cells"]:
        del c["id"]
    nb["cells"] += [None, 7, {}, {"cell_type": "code", "metadata": 3, "source": {"a": 1}, "id": []}, "text"]
    result = graded(nb)
    assert texts(result) == [*AS_HANDED_IN, "", ""]
    nbformat.validate(result.notebook)


def test_half_a_surrogate_is_replaced_so_that_the_notebook_can_be_written(graded: Learner) -> None:
    nb = released()
    cell(nb, "a-solution")["source"] = "one = '\ud800'"
    assert "one = '?'" in texts(graded(nb))


def test_format_3_is_converted(graded: Learner) -> None:
    nb = nbformat.from_dict(released())
    old = json.loads(nbformat.writes(nbformat.convert(nb, 3), version=3))
    result = graded(old)
    assert texts(result) == AS_HANDED_IN


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not valid JSON"),
        (b"x = 1", "not valid JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[]", "holds a list"),
        (b"null", "holds nothing"),
        (b'{"nbformat": 4}', "cells are nothing"),
        (b'{"nbformat": 4, "cells": {}}', "cells are an object"),
        (b'{"nbformat": 99, "cells": []}', "format is 99"),
        (b'{"nbformat": "4", "cells": []}', "format is '4'"),
        (b'{"nbformat": true, "cells": []}', "format is True"),
        (b'{"cells": []}', "format is None"),
        (b'{"nbformat": 3, "worksheets": [{"cells": [{"cell_type": 1}]}]}', "old format 3 cannot"),
        (b'{"nbformat": 3, "worksheets": 7}', "old format 3 cannot"),
        (b'{"nbformat": 1' + b"0" * 10_000 + b"}", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a":' * 100_000, "not valid JSON"),
        (b"[" + b"[]," * 600_000, "nests too much"),
        (b'{"nbformat": 4, "cells": [' + b"{}," * 2_000 + b"{}]}", "2,001 cells, more than 2,000"),
        (
            json.dumps({"nbformat": 4, "cells": [{"source": "x" * 1_000_001}]}).encode(),
            "1,000,001 characters",
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_not_a_notebook_gets_a_reason(graded: Learner, data: Any, reason: Any) -> None:
    result = graded(data)
    assert (result.status, result.notebook) == ("unreadable", None)
    assert reason in result.notes[0]
    assert result.notes[0].isprintable()
    assert len(result.notes[0]) < 300


def test_keys_that_come_twice_and_endless_numbers_do_no_harm(graded: Learner) -> None:
    data = json.dumps(released()).replace('"nbformat": 4', '"nbformat": 1e999, "x": -Infinity, "nbformat": 4')
    assert texts(graded(data.encode())) == AS_HANDED_IN


def test_the_limits_are_far_above_an_honest_notebook() -> None:
    data = json.dumps(released()).encode()
    assert len(data) * 1000 < submitted.MAX_BYTES
    assert len(parse(data)) * 100 < submitted_cells.MAX_CELLS
