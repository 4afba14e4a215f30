"""What is said to each answer of a choice or an ordering, sealed so that nobody reads it by accident.

It lies in `course/answers/`, a file for each lesson, and is made from the lessons' texts when they are built.
It is no secret: who wants to know it can open it, and learns less.

>>> opened(sealed("Well done.", {"b": "Look again."}))
['Well done.', {'b': 'Look again.'}]
"""

import base64
import json
import zlib
from pathlib import Path

ANSWERS = Path(__file__).parent / "answers"


def said_to(name, lesson):
    """What the right answer to a question of a lesson is told, and {pattern: what a wrong one is told}."""
    return opened(json.loads((ANSWERS / f"lesson_{lesson}.json").read_text("utf-8"))[name])


def sealed(right, wrong):
    """Both as one text that says nothing at a glance."""
    return base64.b85encode(zlib.compress(json.dumps([right, wrong]).encode())).decode()


def opened(text):
    """What `sealed` has sealed."""
    return json.loads(zlib.decompress(base64.b85decode(text)))
