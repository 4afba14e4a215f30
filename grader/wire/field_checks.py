"""The two ways in which a message is refused, and the checks that refuse one that came in."""

from __future__ import annotations

from typing import Any


class ProtocolError(Exception):
    """A message that an honest worker would not have sent."""


class Unsendable(Exception):
    """A value too large, too deep or too strange for a message; the message says which."""


def must(condition: object, what: str) -> None:
    """ProtocolError unless the condition holds; `what` names what is wrong with the message."""
    if not condition:
        raise ProtocolError(what)


def fields(body: Any, **types: type | tuple[type, ...]) -> list[Any]:
    """The values of an object that must have exactly these keys, with exactly these types.

    >>> fields({"a": 1, "b": None}, a=int, b=(str, type(None)))
    [1, None]
    """
    must(type(body) is dict and body.keys() == types.keys(), f"not an object of {', '.join(types)}")
    for name, allowed in types.items():
        must(type(body[name]) in (allowed if type(allowed) is tuple else (allowed,)), f"a wrong {name}")
    return [body[name] for name in types]
