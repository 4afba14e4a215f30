"""Python values as trees of JSON and back, by the table in `grader.wire`: exact types, or ProtocolError."""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import numpy
import torch

from grader.wire.field_checks import ProtocolError, Unsendable, must
from grader.wire.frames import MAX_DIGITS
from grader.wire.tensors import (
    SIZES,
    Known,
    dtype_name,
    from_array,
    from_base64,
    from_tensor,
    to_array,
    to_base64,
    to_tensor,
)

MAX_DEPTH = 32  # lists within lists
FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
SCALARS = (type(None), bool, int, float, str)


# Values to JSON


def encode(value: Any, special: Callable[[Any], Any], depth: int = 0) -> Any:
    """The JSON of a value; `special` gives that of the types that this module does not know.

    >>> encode((1, float("inf")), special=repr)
    {'tuple': [1, {'float': 'inf'}]}
    """
    if depth > MAX_DEPTH:
        raise Unsendable(f"the value is nested more than {MAX_DEPTH} deep (or contains itself)")

    def inner(items: Any) -> list[Any]:
        return [encode(item, special, depth + 1) for item in items]

    kind = type(value)
    if kind in SCALARS:
        return _scalar(value)
    if kind is list:
        return inner(value)
    if kind in (tuple, torch.Size):
        return {"tuple": inner(value)}
    if kind in (dict, OrderedDict, defaultdict) and all(type(key) in SCALARS for key in value):
        return {"dict": [inner(pair) for pair in value.items()]}
    if kind in (set, frozenset) and all(type(item) in SCALARS for item in value):
        return {"set": inner(value)}
    if kind is bytes:
        return {"bytes": to_base64(value)}
    if kind is slice:
        return {"slice": inner((value.start, value.stop, value.step))}
    if kind is torch.dtype and dtype_name(value) in SIZES:
        return {"dtype": dtype_name(value)}
    if isinstance(value, torch.Tensor) and value.layout is torch.strided and dtype_name(value.dtype) in SIZES:
        return {"tensor": from_tensor(value)}
    if (kind is numpy.ndarray or isinstance(value, numpy.generic)) and value.dtype.name in SIZES:
        return {"array": from_array(numpy.asarray(value)) | {"scalar": kind is not numpy.ndarray}}
    return special(value)


def _scalar(value: Any) -> Any:
    if type(value) is int and value.bit_length() > 3 * MAX_DIGITS:
        raise Unsendable(f"the integer has {value.bit_length():,} bits")
    if type(value) is float and not math.isfinite(value):
        return {"float": str(value)}
    return value.encode("utf-8", "replace").decode() if type(value) is str else value


# JSON to values


def decode(
    data: Any,
    special: Callable[[str, Any], Any],
    known: Known | None = None,
    depth: int = 0,
) -> Any:
    """The value of a JSON tree that `unpack` returned; `special(tag, body)` makes those of other tags.

    `known` keeps tensors by the worker's id, so that one object seen twice, unchanged, is one object here.

    >>> decode({"tuple": [1, {"float": "inf"}]}, special=print)
    (1, inf)
    """
    must(depth <= MAX_DEPTH, "a value nested too deep")

    def inner(items: Any, length: int | None = None) -> list[Any]:
        must(type(items) is list and length in (None, len(items)), "a list of another length")
        return [decode(item, special, known, depth + 1) for item in items]

    kind = type(data)
    if kind in SCALARS:
        return _checked_scalar(data)
    if kind is list:
        return inner(data)
    must(kind is dict and len(data) == 1, "an object without exactly one tag")
    ((tag, body),) = data.items()
    if tag in LEAVES:
        return LEAVES[tag](body)
    if tag in CONTAINERS:
        return CONTAINERS[tag](body, inner)
    return to_tensor(body, known) if tag == "tensor" else special(tag, body)


def _checked_scalar(data: Any) -> Any:
    if type(data) is float:
        must(math.isfinite(data), "a float too large")
    elif type(data) is str:
        try:
            data.encode()
        except UnicodeEncodeError:
            raise ProtocolError("half a surrogate pair") from None
    return data


def _float(body: Any) -> float:
    must(type(body) is str and body in FLOATS, "an unknown float")
    return FLOATS[body]


def _dtype(body: Any) -> Any:
    must(type(body) is str and body in SIZES, "an unknown dtype")
    return getattr(torch, body)


def _dict(body: Any, inner: Callable[..., list[Any]]) -> Any:
    must(type(body) is list, "a dict without a list of pairs")
    return _distinct(dict, [inner(pair, length=2) for pair in body])


def _distinct(container: type, items: list[Any]) -> Any:
    """A dict or set whose keys are scalars and all different."""
    keys = [item[0] for item in items] if container is dict else items
    must(all(type(key) in SCALARS for key in keys), "a key that is no scalar")
    result = container(items)
    must(len(result) == len(items), "a key twice")
    return result


# What becomes of the body of each tag; that of a container is made of values by `inner`.
LEAVES: dict[str, Callable[[Any], Any]] = {
    "float": _float,
    "bytes": from_base64,
    "dtype": _dtype,
    "array": to_array,
}
CONTAINERS: dict[str, Callable[[Any, Callable[..., list[Any]]], Any]] = {
    "tuple": lambda body, inner: tuple(inner(body)),
    "dict": _dict,
    "set": lambda body, inner: _distinct(set, inner(body)),
    "slice": lambda body, inner: slice(*inner(body, length=3)),
}
