"""How much one submission may use."""

from dataclasses import dataclass


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
