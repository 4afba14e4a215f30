"""What judge and worker say to each other: JSON frames over one socket, checked on arrival.

A frame is four bytes of length and that many bytes of JSON. The judge asks, the worker answers, once each:

    {"id": "5f1c...", "op": "call", "args": [{"handle": {...}}, [3.0], {"dict": []}]}
    {"id": "5f1c...", "ok": 6.0}      or      {"id": "5f1c...", "raised": {"type": "ValueError", ...}}

None, bool, int, float, str and list are themselves in JSON. All else is an object with one key, its tag:

    {"float": "nan"}  {"tuple": [1, 2]}  {"dict": [["w", 1.0]]}  {"set": ["a"]}  {"bytes": "aGk="}
    {"slice": [0, 2, null]}  {"dtype": "float32"}
    {"tensor": {"dtype": "float32", "shape": [2], "data": "AACAPwAAAEA=", "requires_grad": true,
                "leaf": true, "grad": null, "id": 7}}
    {"array": {"dtype": "float64", "shape": [], "data": "AAAAAAAA8D8=", "scalar": true}}

and whatever the two `special` functions make of the rest (handles, functions by name). `decode` builds exact
built-in types, plain tensors and plain arrays, or raises ProtocolError; it never raises anything else, and
nothing in a message is ever evaluated, imported or unpickled.
"""

from __future__ import annotations

import json
import math
import struct
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import numpy
import torch

from grader.wire.tensors import (
    SIZES,
    Known,
    ProtocolError,
    Unsendable,
    dtype_name,
    fields,
    from_array,
    from_base64,
    from_tensor,
    require,
    to_array,
    to_base64,
    to_tensor,
)

__all__ = ["ProtocolError", "Unsendable", "decode", "encode", "fields", "frame_length", "pack", "unpack"]

MAX_FRAME = 16 << 20  # bytes of one message
MAX_PARTS = 1_000_000  # commas and brackets in one message: bounds what parsing may allocate
MAX_DEPTH = 32  # lists within lists
MAX_DIGITS = 1000  # of an int


FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
SCALARS = (type(None), bool, int, float, str)


# Frames


def pack(message: Any) -> bytes:
    """The frame of a message: `pack(1) == b"\\0\\0\\0\\x011"`."""
    body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
    if len(body) > MAX_FRAME:
        raise Unsendable(f"the value takes {len(body):,} bytes to send; the limit is {MAX_FRAME:,}")
    if parts_of(body) > MAX_PARTS:
        raise Unsendable(f"the value has too many parts to send; the limit is {MAX_PARTS:,}")
    return struct.pack(">I", len(body)) + body


def frame_length(header: bytes) -> int:
    """The length that a frame's four first bytes announce, refused before anything is read into memory."""
    (length,) = struct.unpack(">I", header)
    require(length <= MAX_FRAME, f"a frame of {length:,} bytes")
    return length


def unpack(body: bytes) -> Any:
    """The JSON of one frame, without duplicate keys, NaN, huge integers or a million commas."""
    require(parts_of(body) <= MAX_PARTS, "a message of too many parts")
    try:
        text = body.decode("utf-8")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not a message: {type(error).__name__}") from None


def parts_of(body: bytes) -> int:
    """At least as many values as parsing this text makes (commas within strings are counted too)."""
    return body.count(b",") + body.count(b"[") + body.count(b"{")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dict; Python's own parser would let the last of two equal keys win."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate key")
    return members


def _refuse(name: str) -> None:
    raise ValueError(name)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("too many digits")
    return int(digits)


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
    if value is None or kind is bool:
        return value
    if kind is int:
        if value.bit_length() > 3 * MAX_DIGITS:
            raise Unsendable(f"the integer has {value.bit_length():,} bits")
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": str(value)}
    if kind is str:
        return value.encode("utf-8", "replace").decode()
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
    require(depth <= MAX_DEPTH, "a value nested too deep")

    def inner(items: Any, length: int | None = None) -> list[Any]:
        require(type(items) is list and length in (None, len(items)), "a list of another length")
        return [decode(item, special, known, depth + 1) for item in items]

    kind = type(data)
    if data is None or kind in (bool, int):
        return data
    if kind is float:
        require(math.isfinite(data), "a float too large")
        return data
    if kind is str:
        return _text(data)
    if kind is list:
        return inner(data)
    require(kind is dict and len(data) == 1, "an object without exactly one tag")
    ((tag, body),) = data.items()
    if tag == "float":
        require(type(body) is str and body in FLOATS, "an unknown float")
        return FLOATS[body]
    if tag == "tuple":
        return tuple(inner(body))
    if tag == "dict":
        require(type(body) is list, "a dict without a list of pairs")
        return _distinct(dict, [inner(pair, length=2) for pair in body])
    if tag == "set":
        return _distinct(set, inner(body))
    if tag == "bytes":
        return from_base64(body)
    if tag == "slice":
        return slice(*inner(body, length=3))
    if tag == "dtype":
        require(type(body) is str and body in SIZES, "an unknown dtype")
        return getattr(torch, body)
    if tag == "tensor":
        return to_tensor(body, known)
    if tag == "array":
        return to_array(body)
    return special(tag, body)


def _distinct(container: type, items: list[Any]) -> Any:
    """A dict or set whose keys are scalars and all different."""
    keys = [item[0] for item in items] if container is dict else items
    require(all(type(key) in SCALARS for key in keys), "a key that is no scalar")
    result = container(items)
    require(len(result) == len(items), "a key twice")
    return result


def _text(text: Any) -> str:
    require(type(text) is str, "not a string")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ProtocolError("half a surrogate pair") from None
    return text
