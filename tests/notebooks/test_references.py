"""Finding the pictures of a text, whatever the text is, takes time that grows with its length."""

import time
from pathlib import Path

import pytest

from grader.notebooks.pictures.embed import embed


@pytest.mark.parametrize(
    "piece",
    ["![", "![a](", "<img ", "![a](attachment:", "[![a](b)](c", "[a]: x\n![a]", "![a](b)", "[[", "![[]",
     "<img src='", "<img \"'", "<img a=\"<img b='",
     "attachment:", "![a](b \"", "](", "![a](  ", "(", "![a][b"],
)  # fmt: skip
def test_it_takes_linear_time(piece: str) -> None:
    started = time.process_time()
    embed(
        [{"source": piece * (100_000 // len(piece)), "attachments": {"a": ("image/png", "")}}],
        {},
        Path("/nowhere"),
    )
    assert time.process_time() - started < 5
