"""How nbgrader is set up for this course: every `nbgrader` command and formgrader read it."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader defines it)

# nbgrader runs `alembic`, and JupyterLab runs `nbgrader`: both live beside this Python.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

c.CourseDirectory.course_id = "gradient-descent"

# Classes are named as text, so that reading this file imports nothing.
nbgrader = "nbgrader.preprocessors."

# Releasing: nbgrader's own steps, but the stub names the exercise that it blocks.
c.GenerateAssignment.preprocessors = [
    nbgrader + "IncludeHeaderFooter",
    nbgrader + "InstantiateTests",
    nbgrader + "LockCells",
    "grader.stub.NamedStub",  # in place of ClearSolutions
    nbgrader + "ClearOutput",
    nbgrader + "CheckCellMetadata",
    nbgrader + "ComputeChecksums",
    nbgrader + "SaveCells",
    nbgrader + "ClearHiddenTests",
    nbgrader + "ClearMarkScheme",
    nbgrader + "ComputeChecksums",
    nbgrader + "CheckCellMetadata",
]

# Grading: what a learner's code or a library writes to stderr (a warning, a log) costs no points.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"\A"  # matches every text
c.Execute.timeout = 60  # seconds for one cell; the first also imports torch
c.Execute.startup_timeout = 120
c.LimitOutput.max_lines = 300
c.LimitOutput.max_traceback = 50

# Feedback: points and messages, but never the hidden tests.
c.GenerateFeedback.preprocessors = [
    nbgrader + "GetGrades",
    nbgrader + "ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
