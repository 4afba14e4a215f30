"""The text of a lesson small enough to see at a glance, for tests of the build and of the demo.

`small_course` is the other small one: a notebook with a gradebook, for tests of the grading.
"""

import shutil
from pathlib import Path

from grader.notebooks.paths import ROOT

NAME = "01-tiny"
TEXT = '''---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

# Tiny

Twice a number.

+++

Write it.

```{code-cell} ipython3
print("a worked example")
```

```{code-cell} ipython3
---
nbgrader: {grade: false, grade_id: twice-solution, locked: false, schema_version: 3, solution: true, task: false}
---
def twice(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
```

```{code-cell} ipython3
---
nbgrader:
  grade: true
  grade_id: twice-check
  locked: true
  points: 2
  schema_version: 3
  solution: false
  task: false
---
# Check: twice
assert twice(3) == 6
### BEGIN HIDDEN TESTS
assert twice(5) == 10
### END HIDDEN TESTS
```

+++ {"nbgrader": {"grade": true, "grade_id": "why-answer", "locked": false, "points": 1, "schema_version": 3, "solution": true, "task": false}}

Because two times a number is the number and itself.

### BEGIN MARK SCHEME
- 1 point: the number is added to itself.
### END MARK SCHEME

+++

The end.
'''  # noqa: E501


def course(folder: Path, text: str = TEXT) -> Path:
    """A course with the tiny lesson in it, not yet built."""
    lesson = folder / "lessons" / NAME
    lesson.mkdir(parents=True)
    (lesson / "lesson.md").write_text(text, "utf-8")
    for name in "nbgrader_config.py", "nbgrader_config.json", "requirements.txt":
        shutil.copy(ROOT / name, folder)
    return folder
