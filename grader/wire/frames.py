"""Frames: four bytes of length and that many bytes of JSON, within caps that are checked before it is parsed.

>>> unpack(pack([1, "a"])[4:])
[1, 'a']
"""

from __future__ import annotations

import json
import struct
from typing import Any

from grader.wire.field_checks import ProtocolError, Unsendable, must

MAX_FRAME = 16 << 20  # bytes of one message
MAX_PARTS = 1_000_000  # commas and brackets in one message: bounds what parsing may allocate
MAX_DIGITS = 1000  # of an int


def pack(message: Any) -> bytes:
    """The frame of a message: `pack(1) == b"\\0\\0\\0\\x011"`."""
    body = ENCODER.encode(message).encode()
    if len(body) > MAX_FRAME:
        raise Unsendable(f"the value takes {len(body):,} bytes to send; the limit is {MAX_FRAME:,}")
    if parts_of(body) > MAX_PARTS:
        raise Unsendable(f"the value has too many parts to send; the limit is {MAX_PARTS:,}")
    return struct.pack(">I", len(body)) + body


def frame_length(header: bytes) -> int:
    """The length that a frame's four first bytes announce, refused before anything is read into memory."""
    (length,) = struct.unpack(">I", header)
    must(length <= MAX_FRAME, f"a frame of {length:,} bytes")
    return length


def unpack(body: bytes) -> Any:
    """The JSON of one frame, without duplicate keys, NaN, huge integers or a million commas."""
    must(parts_of(body) <= MAX_PARTS, "a message of too many parts")
    try:
        text = body.decode("utf-8")
        return DECODER.decode(text)
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


# Made once: a test asks a thousand questions, and these cost as much as a short message.
ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_integer)
