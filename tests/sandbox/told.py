"""What code in a worker tells of where it is, as a value."""

import ast
from typing import Any

from judge_tasks import run, shown

from grader.sandbox.template import Template

CALLS = """
import ctypes, errno, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, *args):
    ctypes.set_errno(0)
    result = getattr(libc, name)(*args)
    return errno.errorcode.get(ctypes.get_errno(), "done") if result == -1 else "done"
"""


def tell(template: Template, source: str, **limits: Any) -> Any:
    """What a cell of the learner prints, as a value."""
    cell = run(template, source, **limits)[0]
    text = shown(cell.outputs)
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise AssertionError(text) from None
