"""Tensors and arrays as dtype, shape and data; checked field by field on the way back.

    {"dtype": "float32", "shape": [2], "data": "AACAPwAAAEA="}      (base64 of the little-endian numbers)

What is built from it is a plain `torch.Tensor` or `numpy.ndarray`, or else the answer is ProtocolError.
"""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy
import torch

from grader.wire.field_checks import ProtocolError, Unsendable, fields, must

MAX_BYTES = 8 << 20  # of one tensor
MAX_ELEMENTS = 1 << 24  # zero sides counted as one
MAX_DIMENSIONS = 16
SIZES = {"bool": 1, "uint8": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8}
SIZES |= {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}

Known = dict[int, tuple[Any, torch.Tensor]]


def from_tensor(tensor: torch.Tensor) -> dict[str, Any]:
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
    # `contiguous` leaves one number of a row its stride, and `view` refuses that.
    flat = plain.clone(memory_format=torch.contiguous_format).reshape(-1)
    data = flat.view(torch.uint8).numpy().tobytes() if plain.numel() else b""
    return {"dtype": dtype_name(plain.dtype), "shape": list(plain.shape), "data": to_base64(data)}


def from_array(array: numpy.ndarray) -> dict[str, Any]:
    """An array of a dtype in SIZES, without the `scalar` that `values` adds.

    >>> from_array(numpy.array([1, 2], "uint8"))
    {'dtype': 'uint8', 'shape': [2], 'data': 'AQI='}
    """
    _must_fit(array.nbytes, array.shape)
    native = array.astype(array.dtype.newbyteorder("<"))
    return {"dtype": array.dtype.name, "shape": list(array.shape), "data": to_base64(native.tobytes())}


def _must_fit(size: int, shape: tuple[int, ...]) -> None:
    if size > MAX_BYTES:
        raise Unsendable(f"a tensor of shape {shape} ({size:,} bytes) is too large to be sent")
    if len(shape) > MAX_DIMENSIONS or math.prod(side or 1 for side in shape) > MAX_ELEMENTS:
        raise Unsendable(f"a tensor of shape {shape} is too strange to be sent")


def dtype_name(dtype: torch.dtype) -> str:
    """As messages name it.

    >>> dtype_name(torch.float32)
    'float32'
    """
    return str(dtype).removeprefix("torch.")


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def from_base64(text: Any) -> bytes:
    must(type(text) is str, "data that is no string")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise ProtocolError("data that is not base64") from None


def _numbers(body: Any) -> tuple[str, list[int], bytes]:
    """The checked dtype, shape and data of a tensor or array."""
    dtype, shape, text = fields(body, dtype=str, shape=list, data=str)
    must(dtype in SIZES, "an unknown dtype")
    must(len(shape) <= MAX_DIMENSIONS, "too many dimensions")
    must(all(type(side) is int and side >= 0 for side in shape), "an impossible shape")
    must(math.prod(side or 1 for side in shape) <= MAX_ELEMENTS, "an impossible shape")
    data = from_base64(text)
    must(math.prod(shape) * SIZES[dtype] == len(data), "a shape that does not fit the data")
    must(dtype != "bool" or not data.strip(b"\0\1"), "a bool that is neither")
    return dtype, shape, data


def _build(body: Any) -> torch.Tensor:
    """The tensor with these numbers, of which autograd knows nothing yet."""
    dtype, shape, data = _numbers(body)
    try:
        flat = torch.frombuffer(bytearray(data), dtype=getattr(torch, dtype)) if data else torch.empty(0)
        return flat.to(getattr(torch, dtype)).reshape(shape).clone()
    except (RuntimeError, ValueError, OverflowError):
        raise ProtocolError("an impossible tensor") from None


def to_tensor(body: Any, known: Known | None) -> torch.Tensor:
    """A plain tensor; the one that is known by this id already, where nothing about it has changed."""
    types: dict[str, Any] = {"dtype": str, "shape": list, "data": str, "requires_grad": bool, "leaf": bool}
    fields(body, **types, grad=(dict, type(None)), id=int)
    if known is not None and body["id"] in known and known[body["id"]][0] == body:
        return known[body["id"]][1]
    tensor = _build({name: body[name] for name in ("dtype", "shape", "data")})
    if body["requires_grad"]:
        must(tensor.is_floating_point(), "a gradient of integers")
        tensor.requires_grad_()
    if body["grad"] is not None:
        grad = _build(body["grad"])
        must(body["leaf"] and tensor.is_floating_point(), "a gradient where none can be")
        must(grad.shape == tensor.shape and grad.dtype == tensor.dtype, "a gradient of another shape")
        tensor.grad = grad
    if not body["leaf"]:
        must(body["requires_grad"] and body["grad"] is None, "a tensor that cannot be the result of others")
        tensor = tensor.view_as(tensor)
    if known is not None:
        known[body["id"]] = (body, tensor)
    return tensor


def to_array(body: Any) -> Any:
    """A plain array, or a scalar of NumPy's.

    >>> to_array({"dtype": "uint8", "shape": [2], "data": "AQI=", "scalar": False})
    array([1, 2], dtype=uint8)
    """
    fields(body, dtype=str, shape=list, data=str, scalar=bool)
    dtype, shape, data = _numbers({name: body[name] for name in ("dtype", "shape", "data")})
    must(dtype != "bfloat16", "a dtype that NumPy does not have")
    must(not (body["scalar"] and shape), "a scalar with a shape")
    try:
        array = numpy.frombuffer(data, numpy.dtype(dtype).newbyteorder("<")).reshape(shape).astype(dtype)
    except (ValueError, OverflowError):
        raise ProtocolError("an impossible array") from None
    return array[()] if body["scalar"] else array
