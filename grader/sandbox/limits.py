"""How much one submission may use."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

SPARE_CPU_SECONDS = 5  # beyond which the kernel ends a process that the watchman should have ended


@dataclass(frozen=True)
class Limits:
    """What one submission may use; the defaults suit a laptop with two cores.

    >>> Limits(cell_seconds=5).cell_seconds
    5
    """

    cell_seconds: float = 30  # wall clock for one cell of the learner, or for one test
    submission_seconds: float = 120  # wall clock for all of them
    cpu_seconds: int = 120  # for each process that the worker starts
    memory_bytes: int = 1 << 30  # that the worker may use on top of what it shares with the template
    file_bytes: int = 32 << 20  # one file
    tmpfs_bytes: int = 64 << 20  # all files
    processes: int = 32  # processes and threads together
    open_files: int = 256
    output_bytes: int = 2_000_000  # what one cell may print and draw


def wrong_limits(values: Mapping[str, Any]) -> str:
    """Why these are no limits; empty where they are.

    >>> wrong_limits({"cell_second": 5})
    "there is no limit 'cell_second': did you mean 'cell_seconds'?"
    """
    kinds = {each.name: each.type for each in fields(Limits)}
    for name, value in values.items():
        if name not in kinds:
            near = difflib.get_close_matches(name, kinds, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(kinds)}."
            return f"there is no limit {name!r}: {hint}"
        whole = kinds[name] is int
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or not value > 0:
            return f"the limit {name} is {value!r}: give a {'whole ' * whole}number above 0."
    return ""
