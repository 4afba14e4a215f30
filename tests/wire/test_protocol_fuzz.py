"""A worker that answers garbage, a hundred thousand times: no pass, no hang, no exception but our own.

The first test sends the messages through all that reads them; the second lets the judge's own test runner
talk, over a real socket, to a thread that answers each question with such a message.
"""

import contextlib
import copy
import json
import os
import random
import socket
import struct
import threading
import time
from typing import Any, NoReturn

import pytest

from grader.judge.conversation import Conversation
from grader.judge.errors import LearnerError
from grader.judge.notebook_names import NotebookNames
from grader.judge.outputs import clean
from grader.judge.run_test import run_test
from grader.judge.task import Cell
from grader.sandbox.limits import Limits
from grader.sandbox.worker_link import Gone, Link
from grader.wire.field_checks import ProtocolError
from grader.wire.frames import pack, unpack
from grader.wire.values import decode

MESSAGES = int(os.environ.get("FUZZ_MESSAGES", 100_000))

HONEST = [
    6.0, 10**30, "text", None, [1, [2]], {"tuple": [1, {"float": "nan"}]}, {"dict": [["w", 1.0], [2, None]]},
    {"set": [1, "a"]}, {"bytes": "YQ=="}, {"slice": [1, None, None]}, {"dtype": "float32"},
    {"handle": {"id": 3, "types": ["Line", "Module", "object"], "repr": "Line()", "can": ["call", "iter"],
                "classes": []}},
    {"handle": {"id": 5, "types": ["type", "object"], "repr": "class E", "can": ["call"],
                "classes": [["E", 7], ["ValueError", 8], ["Exception", 9]]}},
    {"tensor": {"dtype": "float32", "shape": [1], "data": "AACAPw==", "requires_grad": True, "leaf": True,
                "grad": {"dtype": "float32", "shape": [1], "data": "AACAPw=="}, "id": 4}},
    {"array": {"dtype": "float64", "shape": [], "data": "AAAAAAAA8D8=", "scalar": True}},
    {"outputs": [{"output_type": "stream", "name": "stdout", "text": "a\r\x1b[1mb"},
                 {"output_type": "display_data", "data": {"text/html": "<b onclick=1>x"}, "metadata": {}},
                 {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mred"]}],
     "execution_count": 1},
]  # fmt: skip
RAISED = {"type": "ValueError", "classes": [["ValueError", 5], ["Exception", 6]], "message": "m",
          "where": ["line 1"]}  # fmt: skip
ODD: list[Any] = [
    None, True, -1, 1 << 70, 0.5, "", "\ud800", [], {}, [[]], {"a": 1}, "float32", [1] * 20, "A" * 300,
]  # fmt: skip


def invent(chance: random.Random) -> bytes:
    """One answer as JSON text: honest, mutated as a tree, mutated as bytes, or noise; never the number 2."""
    kind = chance.random()
    if kind < 0.05:
        return chance.randbytes(chance.randrange(40))
    honest = chance.choice(HONEST)
    answer = {"id": "0" * 16, "ok": honest} if chance.random() < 0.9 else {"id": "0" * 16, "raised": RAISED}
    answer = json.loads(json.dumps(answer))
    for _ in range(chance.randrange(4)):
        mutate(answer, chance)
    text = bytearray(json.dumps(answer).encode())
    if kind < 0.4:
        for _ in range(chance.randrange(1, 6)):
            text[chance.randrange(len(text))] = chance.choice(b'{}[]",:0189eE-\\nu\xff\x00 t')
        if chance.random() < 0.2:
            del text[chance.randrange(len(text)) :]
    return bytes(text)


def mutate(node: Any, chance: random.Random) -> None:
    """Change, drop, double or rename one part of a tree, somewhere."""
    while isinstance(node, dict | list) and node:
        key = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
        child = node[key]
        if isinstance(child, dict | list) and child and chance.random() < 0.75:
            node = child
            continue
        action = chance.randrange(4)
        if action == 0:
            node[key] = copy.deepcopy(chance.choice(ODD))
        elif action == 1:
            del node[key]
        elif action == 2 and isinstance(node, dict):
            node[chance.choice(["tensor", "id", "shape", "handle", "x"])] = copy.deepcopy(child)
        elif isinstance(node, list):
            node.append(copy.deepcopy(child))
        return


def special(tag: str, body: Any) -> NoReturn:
    raise ProtocolError(tag)


@pytest.mark.slow
def test_no_message_does_anything_but_arrive_or_be_refused() -> None:
    """Most messages go straight through what reads them: a hundred thousand take half a minute."""
    chance = random.Random(7)
    arrived = 0
    for _ in range(MESSAGES):
        body = invent(chance)
        try:
            answer = unpack(body)
            if type(answer) is not dict or "ok" not in answer:
                continue
            if type(answer["ok"]) is dict and "outputs" in answer["ok"]:
                clean(answer["ok"]["outputs"])
            else:
                decode(answer["ok"], special)
            arrived += 1
        except ProtocolError:
            continue
    assert MESSAGES / 20 < arrived < MESSAGES * 0.9  # the mutations are neither too mild nor too wild


def answer_once(connection: socket.socket, answer: dict[str, Any]) -> None:
    """The other end of the socket, for one question."""
    (length,) = struct.unpack(">I", connection.recv(4))
    number = json.loads(connection.recv(length))["id"]
    connection.sendall(pack({"id": number, **answer}))


@pytest.mark.parametrize("answer", [*({"ok": value} for value in HONEST[:-1]), {"raised": RAISED}], ids=str)
def test_what_the_inventions_begin_with_is_accepted(answer: dict[str, Any]) -> None:
    """Else the mutations would be refused for a reason that they did not bring."""
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=answer_once, args=(theirs, answer))
    thread.start()
    link = Link(ours, Limits())
    with pytest.raises(LearnerError) if "raised" in answer else contextlib.nullcontext():
        Conversation(link).ask("name", "W")
    assert link.why == ""
    thread.join()
    link.kill()
    theirs.close()


def answer_twice(connection: socket.socket, at_once: bool) -> None:
    """The same, and another answer after it."""
    (length,) = struct.unpack(">I", connection.recv(4))
    number = json.loads(connection.recv(length))["id"]
    frame = pack({"id": number, "ok": 1})
    for piece in [frame + frame] if at_once else [frame, frame]:
        connection.sendall(piece)


@pytest.mark.parametrize("at_once", [True, False])
def test_an_answer_without_a_question_ends_the_worker(at_once: bool) -> None:
    """Whether it comes with the one that was asked for, or by itself."""
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=answer_twice, args=(theirs, at_once))
    thread.start()
    link = Link(ours, Limits())
    with pytest.raises(Gone, match="an answer without a question"):  # noqa: PT012
        assert Conversation(link).ask("name", "W") == 1
        thread.join()
        Conversation(link).ask("name", "W")
    assert "an answer without a question" in link.why
    theirs.close()


class Liar(threading.Thread):
    """The other end of the socket: answers each question with an invented frame."""

    def __init__(self, connection: socket.socket, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.connection, self.chance = connection, chance

    def run(self) -> None:
        try:
            while header := self.connection.recv(4):
                question = json.loads(self.connection.recv(struct.unpack(">I", header)[0]))
                body = invent(self.chance)
                if self.chance.random() < 0.8:
                    body = body.replace(b"0" * 16, question["id"].encode())
                frame = struct.pack(">I", len(body)) + body
                if self.chance.random() < 0.05:
                    frame += frame
                self.connection.sendall(frame)
        except (OSError, ValueError):
            pass
        finally:
            self.connection.close()


TEST = """
from course.checks import expect
value = W
for k, item in enumerate(value):
    if k > 3: break
expect("W", value(item).shape, 2.0)
"""


@pytest.mark.slow
def test_no_answer_makes_a_test_pass_or_the_judge_fail() -> None:
    chance = random.Random(11)
    started = time.monotonic()
    for _ in range(2_000):
        ours, theirs = socket.socketpair()
        Liar(theirs, random.Random(chance.random())).start()
        link = Link(ours, Limits(cell_seconds=0.3))
        result = run_test(Cell("test", TEST, "fuzz"), NotebookNames(Conversation(link)))
        assert result.passed is False
        assert result.message
        link.kill()
    assert time.monotonic() - started < 300
