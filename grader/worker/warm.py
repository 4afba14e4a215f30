"""All that lessons use, loaded before any cell runs: importing it takes seconds, forking it none."""

from __future__ import annotations

import ipywidgets  # noqa: F401
import torch

import course  # noqa: F401
import grader.worker.session  # noqa: F401  (a worker must open no file of its own accord)
from grader.worker.shell import Shell, new_shell
from grader.worker.tamed import tame


def warm_up() -> Shell:
    """The shell that workers start from; touches what is lazy, without a thread or a tensor operation."""
    torch.optim.SGD([torch.nn.Parameter(torch.empty(1))], lr=0.1)  # the first optimizer imports torch._dynamo
    tame()
    return new_shell()
