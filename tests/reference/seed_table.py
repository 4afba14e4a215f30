"""The numbers that the seeds print, as seed_numbers.yaml beside this file has them."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml

from grader import reference

TABLE = yaml.load(Path(__file__).with_name("seed_numbers.yaml").read_text("utf-8"), yaml.BaseLoader)
HALF = 5e-5  # half of the fourth decimal


def digits(key: str) -> list[str]:
    """The numbers of one row of the table, as they are printed."""
    return TABLE[key]["printed"].split()


def printed(key: str) -> Any:
    """The numbers of one row of the table, as a float64 array."""
    return np.array(digits(key), dtype=np.float64)


def half_digit(number: str) -> float:
    """How much rounding may have moved a printed number: 0.0005 for "0.187", hardly for "73." and "73"."""
    decimals = len(number.partition(".")[2])
    return 0.5 * 10.0**-decimals if decimals else 1e-9


def flat(*parts: Any) -> Any:
    """All numbers of some tensors, arrays, lists and numbers, one after another."""
    return np.concatenate([reference.array(part).ravel() for part in parts])


def with_shapes(*tensors: torch.Tensor) -> Any:
    """Each tensor's numbers, and then its shape."""
    return flat(*(part for tensor in tensors for part in (tensor, list(tensor.shape))))
