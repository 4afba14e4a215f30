"""What a test may pass to the learner's code, beside plain values."""

from __future__ import annotations

import importlib
from collections.abc import Callable, ItemsView, KeysView, ValuesView
from typing import Any

import numpy
import torch
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from grader.judge.errors import LearnerError, TestFault
from grader.judge.remote import Remote
from grader.wire.field_checks import Unsendable
from grader.wire.values import encode

# What ordinary code makes of a value that is not as it should be: the root of a negative number, an array of
# texts. Whatever else cannot be passed is the author's mistake.
MADE_OF_VALUES = (
    complex,
    numpy.ndarray,
    numpy.generic,
    torch.Tensor,
    memoryview,
    KeysView,
    ValuesView,
    ItemsView,
)
LIBRARIES = {"torch", "numpy", "math", "builtins", "course"}  # whose functions a test may pass on by name


def to_worker(value: Any) -> Any:
    """The JSON of what only the judge sends: handles, library functions by name, data sets by their parts."""
    if isinstance(value, Remote):
        return {"handle": value._id}
    if isinstance(value, type) and issubclass(value, LearnerError):
        return {"handle": vars(value).get("number", 0)}
    if type(value) is TensorDataset:
        return make(TensorDataset, *value.tensors)
    if type(value) is DataLoader:
        shuffle = isinstance(value.sampler, RandomSampler)
        return make(
            DataLoader, value.dataset, batch_size=value.batch_size, shuffle=shuffle, drop_last=value.drop_last
        )
    if isinstance(value, range):
        return make(range, value.start, value.stop, value.step)
    if name := library_name(value):
        return {"import": name}
    if isinstance(value, MADE_OF_VALUES):
        raise Unsendable(f"{type(value).__name__} values cannot be passed to your code")
    raise TestFault(
        f"a test cannot pass {value!r} to the learner's code: it would have to be the learner's own"
    )


def make(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return {"make": [encode(part, to_worker) for part in (function, list(args), kwargs)]}


def library_name(value: Any) -> str:
    """`torch.nn.functional.mse_loss`, or "" for what no library offers under its own name."""
    short = getattr(value, "__name__", "")
    for module in (getattr(value, "__module__", None), "torch", "numpy"):
        if isinstance(module, str) and module.split(".")[0] in LIBRARIES and isinstance(short, str):
            found = getattr(importlib.import_module(module), short, None) if short else None
            if found is value:
                return f"{module}.{short}"
    return ""
