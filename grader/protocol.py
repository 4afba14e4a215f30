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

import base64
import json
import math
import struct
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy
import torch

MAX_FRAME = 16 << 20  # bytes of one message
MAX_PARTS = 1_000_000  # commas and brackets in one message: bounds what parsing may allocate
MAX_DEPTH = 32  # lists within lists
MAX_DIGITS = 1000  # of an int
MAX_DIMENSIONS = 16

FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
SIZES = {"bool": 1, "uint8": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8}
SIZES |= {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}
SCALARS = (type(None), bool, int, float, str)


class ProtocolError(Exception):
    """A message that an honest worker would not have sent."""


class Unsendable(Exception):
    """A value too large, too deep or too strange for a message; the message says which."""


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


# Frames


def pack(message: Any) -> bytes:
    """The frame of a message: `pack(1) == b"\\0\\0\\0\\x011"`."""
    body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
    if len(body) > MAX_FRAME:
        raise Unsendable(f"the value takes {len(body):,} bytes to send; the limit is {MAX_FRAME:,}")
    return struct.pack(">I", len(body)) + body


def frame_length(header: bytes) -> int:
    """The length that a frame's four first bytes announce, refused before anything is read into memory."""
    (length,) = struct.unpack(">I", header)
    _require(length <= MAX_FRAME, f"a frame of {length:,} bytes")
    return length


def unpack(body: bytes) -> Any:
    """The JSON of one frame, without duplicate keys, NaN, huge integers or a million commas."""
    _require(
        body.count(b",") + body.count(b"[") + body.count(b"{") <= MAX_PARTS, "a message of too many parts"
    )
    try:
        text = body.decode("utf-8")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not a message: {type(error).__name__}") from None


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


def _require(condition: object, what: str) -> None:
    if not condition:
        raise ProtocolError(what)


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
        return {"bytes": _base64(value)}
    if kind is slice:
        return {"slice": inner((value.start, value.stop, value.step))}
    if kind is torch.dtype and _name(value) in SIZES:
        return {"dtype": _name(value)}
    if isinstance(value, torch.Tensor) and value.layout is torch.strided and _name(value.dtype) in SIZES:
        return {"tensor": _from_tensor(value)}
    if (kind is numpy.ndarray or isinstance(value, numpy.generic)) and value.dtype.name in SIZES:
        return {"array": _from_array(numpy.asarray(value)) | {"scalar": kind is not numpy.ndarray}}
    return special(value)


def _from_tensor(tensor: torch.Tensor) -> dict[str, Any]:
    """A tensor with what autograd knows of it; `id` tells one object from another with equal numbers."""
    leaf = tensor.is_leaf
    return _from_numbers(tensor) | {
        "requires_grad": tensor.requires_grad,
        "leaf": leaf,
        "grad": _from_numbers(tensor.grad) if leaf and tensor.grad is not None else None,
        "id": id(tensor),
    }


def _from_numbers(tensor: torch.Tensor) -> dict[str, Any]:
    plain = torch.Tensor.detach(tensor).as_subclass(torch.Tensor)
    _must_fit(plain.numel() * plain.element_size(), tuple(plain.shape))
    data = plain.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
    return {"dtype": _name(plain.dtype), "shape": list(plain.shape), "data": _base64(data)}


def _from_array(array: numpy.ndarray) -> dict[str, Any]:
    _must_fit(array.nbytes, array.shape)
    native = array.astype(array.dtype.newbyteorder("<"))
    return {"dtype": array.dtype.name, "shape": list(array.shape), "data": _base64(native.tobytes())}


def _must_fit(size: int, shape: tuple[int, ...]) -> None:
    if size > MAX_FRAME // 2:
        raise Unsendable(f"a tensor of shape {shape} ({size:,} bytes) is too large to be sent")


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# JSON to values


def decode(
    data: Any,
    special: Callable[[str, Any], Any],
    known: dict[int, tuple[Any, torch.Tensor]] | None = None,
    depth: int = 0,
) -> Any:
    """The value of a JSON tree that `unpack` returned; `special(tag, body)` makes those of other tags.

    `known` keeps tensors by the worker's id, so that one object seen twice, unchanged, is one object here.

    >>> decode({"tuple": [1, {"float": "inf"}]}, special=print)
    (1, inf)
    """
    _require(depth <= MAX_DEPTH, "a value nested too deep")

    def inner(items: Any, length: int | None = None) -> list[Any]:
        _require(type(items) is list and length in (None, len(items)), "a list of another length")
        return [decode(item, special, known, depth + 1) for item in items]

    kind = type(data)
    if data is None or kind in (bool, int):
        return data
    if kind is float:
        _require(math.isfinite(data), "a float too large")
        return data
    if kind is str:
        return _text(data)
    if kind is list:
        return inner(data)
    _require(kind is dict and len(data) == 1, "an object without exactly one tag")
    ((tag, body),) = data.items()
    if tag == "float":
        _require(type(body) is str and body in FLOATS, "an unknown float")
        return FLOATS[body]
    if tag == "tuple":
        return tuple(inner(body))
    if tag == "dict":
        _require(type(body) is list, "a dict without a list of pairs")
        return _distinct(dict, [inner(pair, length=2) for pair in body])
    if tag == "set":
        return _distinct(set, inner(body))
    if tag == "bytes":
        return _bytes(body)
    if tag == "slice":
        return slice(*inner(body, length=3))
    if tag == "dtype":
        _require(type(body) is str and body in SIZES, "an unknown dtype")
        return getattr(torch, body)
    if tag == "tensor":
        return _to_tensor(body, known)
    if tag == "array":
        return _to_array(body)
    return special(tag, body)


def _distinct(container: type, items: list[Any]) -> Any:
    """A dict or set whose keys are scalars and all different."""
    keys = [item[0] for item in items] if container is dict else items
    _require(all(type(key) in SCALARS for key in keys), "a key that is no scalar")
    result = container(items)
    _require(len(result) == len(items), "a key twice")
    return result


def _text(text: Any) -> str:
    _require(type(text) is str, "not a string")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ProtocolError("half a surrogate pair") from None
    return text


def _bytes(text: Any) -> bytes:
    _require(type(text) is str, "data that is no string")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise ProtocolError("data that is not base64") from None


def fields(body: Any, **types: type | tuple[type, ...]) -> list[Any]:
    """The values of an object that must have exactly these keys, with exactly these types.

    >>> fields({"a": 1, "b": None}, a=int, b=(str, type(None)))
    [1, None]
    """
    _require(type(body) is dict and body.keys() == types.keys(), f"not an object of {', '.join(types)}")
    for name, allowed in types.items():
        _require(type(body[name]) in (allowed if type(allowed) is tuple else (allowed,)), f"a wrong {name}")
    return [body[name] for name in types]


def _numbers(body: Any) -> tuple[str, list[int], bytes]:
    """The checked dtype, shape and data of a tensor or array."""
    dtype, shape, text = fields(body, dtype=str, shape=list, data=str)
    _require(dtype in SIZES, "an unknown dtype")
    _require(len(shape) <= MAX_DIMENSIONS, "too many dimensions")
    _require(all(type(side) is int and side >= 0 for side in shape), "an impossible shape")
    _require(math.prod(side or 1 for side in shape) <= MAX_FRAME, "an impossible shape")
    data = _bytes(text)
    _require(math.prod(shape) * SIZES[dtype] == len(data), "a shape that does not fit the data")
    _require(dtype != "bool" or not data.strip(b"\0\1"), "a bool that is neither")
    return dtype, shape, data


def _build(body: Any) -> torch.Tensor:
    dtype, shape, data = _numbers(body)
    try:
        flat = torch.frombuffer(bytearray(data), dtype=getattr(torch, dtype)) if data else torch.empty(0)
        return flat.to(getattr(torch, dtype)).reshape(shape).clone()
    except (RuntimeError, ValueError, OverflowError):
        raise ProtocolError("an impossible tensor") from None


def _to_tensor(body: Any, known: dict[int, tuple[Any, torch.Tensor]] | None) -> torch.Tensor:
    types: dict[str, Any] = {"dtype": str, "shape": list, "data": str, "requires_grad": bool, "leaf": bool}
    fields(body, **types, grad=(dict, type(None)), id=int)
    if known is not None and body["id"] in known and known[body["id"]][0] == body:
        return known[body["id"]][1]
    tensor = _build({name: body[name] for name in ("dtype", "shape", "data")})
    if body["requires_grad"]:
        _require(tensor.is_floating_point(), "a gradient of integers")
        tensor.requires_grad_()
    if body["grad"] is not None:
        grad = _build(body["grad"])
        _require(body["leaf"] and tensor.is_floating_point(), "a gradient where none can be")
        _require(grad.shape == tensor.shape and grad.dtype == tensor.dtype, "a gradient of another shape")
        tensor.grad = grad
    if not body["leaf"]:
        _require(
            body["requires_grad"] and body["grad"] is None, "a tensor that cannot be the result of others"
        )
        tensor = tensor.view_as(tensor)
    if known is not None:
        known[body["id"]] = (body, tensor)
    return tensor


def _to_array(body: Any) -> Any:
    fields(body, dtype=str, shape=list, data=str, scalar=bool)
    dtype, shape, data = _numbers({name: body[name] for name in ("dtype", "shape", "data")})
    _require(dtype != "bfloat16", "a dtype that NumPy does not have")
    _require(not (body["scalar"] and shape), "a scalar with a shape")
    try:
        array = numpy.frombuffer(data, numpy.dtype(dtype).newbyteorder("<")).reshape(shape).astype(dtype)
    except (ValueError, OverflowError):
        raise ProtocolError("an impossible array") from None
    return array[()] if body["scalar"] else array
