"""Grade one submission: plain data in, plain data out.

    with Template() as template:                      # once a class: starts the sandbox, a few seconds
        result = grade(task, template)                # once a submission: a tenth of a second

A task holds the notebook's code cells in their order and the files of the lesson:

    {"assignment": "01-manual-gradients",
     "cells": [{"id": "gradient-solution", "kind": "run", "source": "def gradient(x, y, W): ..."},
               {"id": "gradient-check", "kind": "test", "source": "from course.checks import expect ..."}],
     "files": {"scores.csv": "hours,score\\n1,2\\n", "picture.png": {"base64": "iVBOR..."}}}

A "run" cell is the learner's and goes to the worker. A "test" cell is ours and runs here. Ids are unique in a
task; other keys of a cell are ignored. A result has one entry for each cell:

    {"status": "graded", "reason": "",
     "cells": {"gradient-solution": {"outputs": [...], "passed": None, "message": "", "seconds": 0.01,
                                     "execution_count": 1},
               "gradient-check": {"outputs": [...], "passed": False, "message": "gradient(...): expected ...",
                                  "seconds": 0.002, "execution_count": None}}}

`outputs` are nbformat's, cleaned, and fit to be shown to the instructor. `passed` is True only when the test's
code ran to its end here; a failed test's outputs end with one `error` output whose text is the message, which
nbgrader reads as 0 points, and a passed one has nothing but printed lines, which it reads as full marks.

`status` is "graded" whatever the learner's code did (`reason` then says what ended the worker early, if
something did). It is "error", with a reason and no cells, when the judge, the sandbox or a test itself is at
fault: then there is no grade, neither 0 nor full. `grade` raises nothing but KeyboardInterrupt and TypeError
or KeyError for a task of another shape.
"""

from __future__ import annotations

from typing import Any

from grader.protocol import Limits
from grader.sandbox import SandboxUnavailable, Template

__all__ = ["Limits", "SandboxUnavailable", "Template", "grade"]

Task = dict[str, Any]
Result = dict[str, Any]


def grade(task: Task, template: Template, limits: Limits | None = None) -> Result:
    """Run the learner's cells in a fresh worker and the tests here, in the notebook's order."""
    raise NotImplementedError("the judge is being built")
