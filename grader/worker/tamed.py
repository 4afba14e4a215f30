"""Settings of a notebook that would hang it, end it or lose its pictures here: taken down to what works.

torch.set_num_threads(31)              at most 4: a worker may have 32 processes and threads together
DataLoader(..., num_workers=8)         at most 2 processes; the batches are the same
%config InlineBackend.figure_format = "svg"; %matplotlib notebook
                                       a PNG as well, because pages show no SVG and no script
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Collection
from typing import Any

import torch
from IPython.core import pylabtools
from matplotlib_inline import backend_inline
from torch.utils.data import DataLoader

MAX_THREADS = 4
MAX_LOADERS = 2
RASTER = {"png", "png2x", "retina", "jpeg", "jpg"}


def tame() -> None:
    """Put the limits in place, once, before a learner's code runs."""
    torch.set_num_threads = fewer_threads(torch.set_num_threads)  # type: ignore[assignment]
    DataLoader._get_iterator = fewer_loaders(DataLoader._get_iterator)  # type: ignore[assignment, method-assign]
    select = with_png(pylabtools.select_figure_formats)
    pylabtools.select_figure_formats = backend_inline.select_figure_formats = select  # type: ignore[attr-defined]


def fewer_threads(set_num_threads: Callable[[int], None]) -> Callable[[int], None]:
    @functools.wraps(set_num_threads)
    def set_fewer(number: int) -> None:
        set_num_threads(min(number, MAX_THREADS))

    return set_fewer


def fewer_loaders(get_iterator: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(get_iterator)
    def get_fewer(loader: Any) -> Any:
        if loader.num_workers > MAX_LOADERS:
            loader = copy.copy(loader)  # the learner's own keeps the number that it was given
            vars(loader)["num_workers"] = MAX_LOADERS
        return get_iterator(loader)

    return get_fewer


def with_png(select_figure_formats: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(select_figure_formats)
    def select(shell: Any, formats: str | Collection[str], **options: Any) -> None:
        chosen = {formats} if isinstance(formats, str) else set(formats)
        select_figure_formats(shell, chosen if chosen & RASTER else chosen | {"png"}, **options)

    return select
