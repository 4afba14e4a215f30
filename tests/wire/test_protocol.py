"""The protocol: what is sent arrives as what it was, and nothing else arrives at all."""

import json
import math
import struct
from typing import Any, NoReturn

import numpy
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.wire import tensors
from grader.wire.field_checks import ProtocolError, Unsendable
from grader.wire.frames import MAX_FRAME, frame_length, pack, unpack
from grader.wire.values import MAX_DEPTH, decode, encode

scalars: Any = st.none() | st.booleans() | st.integers(-(10**900), 10**900) | st.floats()
scalars |= st.text(max_size=20) | st.binary(max_size=20)
keys: Any = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
    ),
    max_leaves=20,
)
shapes = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
dtypes = st.sampled_from([name for name in tensors.SIZES if name != "bfloat16"])


def refuse(*value: Any) -> NoReturn:
    raise Unsendable(repr(value))


def unknown(tag: str, body: Any) -> NoReturn:
    raise ProtocolError(tag)


def travel(value: Any) -> Any:
    """Through a frame and back."""
    frame = pack(encode(value, refuse))
    assert frame_length(frame[:4]) == len(frame) - 4
    return decode(unpack(frame[4:]), unknown)


def same(left: Any, right: Any) -> bool:
    """Equal in value and in every type, NaN included; the oracle is Python's own repr."""
    if isinstance(left, set):
        return type(right) is set and sorted(map(repr, left)) == sorted(map(repr, right))
    if isinstance(left, list | tuple):
        return type(left) is type(right) and len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return type(right) is dict and same(list(left.items()), list(right.items()))
    return type(left) is type(right) and repr(left) == repr(right)


@settings(max_examples=300)
@given(values)
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    assert same(travel(value), value)


@given(st.data(), dtypes, shapes)
def test_arrays_arrive_as_they_were(data: Any, dtype: Any, shape: Any) -> None:
    array = data.draw(arrays.arrays(dtype, shape))
    back = travel(array)
    assert type(back) is numpy.ndarray
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
    if array.size:
        scalar = array.flat[0]
        assert type(travel(scalar)) is type(scalar)
        assert travel(scalar).tobytes() == scalar.tobytes()


@given(st.data(), st.sampled_from(list(tensors.SIZES)), shapes)
def test_tensors_arrive_as_they_were(data: Any, dtype: Any, shape: Any) -> None:
    numbers = data.draw(arrays.arrays("int8", shape))
    tensor = torch.from_numpy(numbers).to(getattr(torch, dtype))
    back = travel(tensor)
    assert type(back) is torch.Tensor
    assert (back.dtype, back.shape, back.requires_grad) == (tensor.dtype, tensor.shape, False)
    assert torch.equal(back, tensor)


def test_what_autograd_knows_arrives_too() -> None:
    w = torch.tensor([[1.0], [2.0]], requires_grad=True)
    (w * w).sum().backward()
    back = travel(w)
    assert back.requires_grad and back.is_leaf and torch.equal(back.grad, 2 * w.detach())  # noqa: PT018
    result = travel(w * w)
    assert result.requires_grad and not result.is_leaf  # noqa: PT018
    assert type(travel(torch.nn.Parameter(torch.ones(1)))) is torch.Tensor


def test_strange_layouts_arrive_as_their_numbers() -> None:
    assert travel(torch.arange(6).reshape(2, 3).t()).tolist() == [[0, 3], [1, 4], [2, 5]]
    assert travel(torch.zeros(1).expand(3)).tolist() == [0, 0, 0]
    assert travel(torch.arange(6).reshape(2, 3)[:1, 2]).tolist() == [2]  # its stride is 3
    assert travel(numpy.arange(4, dtype=">i4")[::-1]).tolist() == [3, 2, 1, 0]


@pytest.mark.parametrize(
    "value",
    [object(), lambda: 0, int, 1j, type("Sub", (float,), {})(1), torch.ones(2).to_sparse(),
     numpy.array(["a"]),
     {(1, 2): 3}, range(3), torch.ones(1, dtype=torch.complex64), type("L", (list,), {})()],
)  # fmt: skip
def test_everything_else_is_left_to_the_caller(value: Any) -> None:
    assert encode(value, lambda unknown: {"handle": id(unknown)}) == {"handle": id(value)}


def test_one_object_seen_twice_is_one_object() -> None:
    w = torch.ones(1)
    seen: dict[int, tuple[Any, torch.Tensor]] = {}
    first, second = (decode(encode(w, refuse), unknown, seen) for _ in range(2))
    assert first is second
    w += 1
    assert decode(encode(w, refuse), unknown, seen) is not first
    assert first.item() == 1


def test_what_is_too_much_is_not_sent() -> None:
    endless: list[Any] = []
    endless.append(endless)
    large = torch.zeros(1).expand(10**9)
    for value in (endless, 1 << 10_000, large, numpy.zeros(10**7), "x" * (20 << 20)):
        with pytest.raises(Unsendable):
            travel(value)


def tensor(**changes: Any) -> dict[str, Any]:
    body = {"dtype": "float32", "shape": [1], "data": "AACAPw==", "requires_grad": False, "leaf": True}
    return {"tensor": {**body, "grad": None, "id": 1, **changes}}


def array(**changes: Any) -> dict[str, Any]:
    return {"array": {"dtype": "float32", "shape": [1], "data": "AACAPw==", "scalar": False, **changes}}


GRAD = {"dtype": "float32", "shape": [1], "data": "AACAPw=="}
MALFORMED = [
    {}, {"list": [1]}, {"tuple": [1], "set": []}, {"tuple": 1}, {"float": "NaN"}, {"float": 1},
    {"float": ["nan"]},
    {"dict": [[1]]}, {"dict": [[[1], 2]]}, {"dict": {"a": 1}}, {"dict": [["a", 1], ["a", 2]]}, {"set": [[1]]},
    {"set": [1, 1]}, {"bytes": "?"}, {"bytes": 1}, {"bytes": "YQ"}, {"slice": [1, 2]}, {"dtype": "float128"},
    {"dtype": "nn"}, {"dtype": ["float32"]}, {"handle": 1}, {"import": "os.system"}, {"make": []}, "\ud800",
    tensor(shape=[-1]), tensor(shape=[2]), tensor(shape=[1.0]), tensor(shape=[True]), tensor(shape=1),
    tensor(shape=[1] * 17), tensor(shape=[0, 1 << 40], data=""), tensor(shape=[0] + [1 << 24] * 9, data=""),
    tensor(data="AACAPw"), tensor(data="AACAP\n=="), tensor(data=1), tensor(data=""), tensor(dtype="object"),
    tensor(dtype="int32", requires_grad=True), tensor(leaf=False), tensor(leaf=1), tensor(id="1"),
    tensor(extra=1),
    tensor(grad={}), tensor(grad={**GRAD, "shape": []}), tensor(grad={**GRAD, "dtype": "int32"}),
    tensor(id=None),
    tensor(grad=GRAD, leaf=False, requires_grad=True), tensor(grad={**GRAD, "more": 1}), tensor(dtype=None),
    tensor(dtype="bool", data="Ag=="), tensor(dtype="int32", grad={**GRAD, "dtype": "int32"}), {"tensor": []},
    array(scalar=True), array(scalar=None), array(dtype="bfloat16", data="AAA="), array(dtype="O"),
    {"array": None},
]  # fmt: skip


@pytest.mark.parametrize("data", MALFORMED, ids=str)
def test_what_no_honest_worker_sends_is_refused(data: Any) -> None:
    with pytest.raises(ProtocolError):
        decode(data, unknown)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nan", b"NaN", b"-Infinity", b'{"a":1,"a":2}', b'"\xff"', b"\xef\xbb\xbf1",
     b"[" * 10**5, b"1" * 5000,
     b"[" + b"1," * 10**6 + b"1]", b'{"a":' * 10**5, b"1 2", b"'a'", json.dumps("a").encode("utf-16")],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_what_is_no_message_is_refused(body: Any) -> None:
    with pytest.raises(ProtocolError):
        unpack(body)


def test_numbers_beyond_floats_are_refused() -> None:
    with pytest.raises(ProtocolError):
        decode(unpack(b"1e999"), unknown)
    assert decode({"float": "-inf"}, unknown) == -math.inf


def test_depth_is_bounded() -> None:
    deep: list[Any] = []
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(ProtocolError):
        decode(deep, unknown)


def test_a_long_frame_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProtocolError):
        frame_length(struct.pack(">I", MAX_FRAME + 1))
