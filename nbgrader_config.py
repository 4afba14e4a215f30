"""How nbgrader is set up for this course: every `nbgrader` command and formgrader read it."""

import os
import sys
import warnings
from pathlib import Path

try:
    from grader.nbgrading.autograde import install
except ImportError as error:  # else nbgrader would go on without this file, and grade without the judge
    sys.exit(f"The course's environment is not active ({error}): run `. .venv/bin/activate` first.")

c = get_config()  # noqa: F821 (nbgrader defines it)

# nbgrader runs `alembic`, and JupyterLab runs `nbgrader`: both live beside this Python.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

# nbgrader 0.9 with SQLAlchemy 2.1 says this once for each submission; it does no harm.
warnings.filterwarnings("ignore", message=r"Object of type <\w+> not in session")

c.CourseDirectory.course_id = "gradient-descent"

# Classes are named as text, so that reading this file imports no more than it must.
nbgrader = "nbgrader.preprocessors."

# Releasing: nbgrader's own steps, but the stub names the exercise that it blocks.
c.GenerateAssignment.preprocessors = [
    nbgrader + "IncludeHeaderFooter",
    nbgrader + "InstantiateTests",
    nbgrader + "LockCells",
    "grader.authoring.release.NamedStub",  # in place of ClearSolutions
    nbgrader + "ClearOutput",
    nbgrader + "CheckCellMetadata",
    nbgrader + "ComputeChecksums",
    nbgrader + "SaveCells",
    nbgrader + "ClearHiddenTests",
    nbgrader + "ClearMarkScheme",
    nbgrader + "ComputeChecksums",
    nbgrader + "CheckCellMetadata",
]

# Grading: the judge in place of Execute, on notebooks rebuilt from `source/`; and `install` changes what
# `nbgrader autograde` and formgrader do with a submitted folder (both in grader/nbgrading/).
install()
c.Autograde.sanitize_preprocessors = [
    "grader.nbgrading.sanitize.Sanitize",
    nbgrader + "OverwriteCells",
    nbgrader + "CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.nbgrading.judging.Judge",
    nbgrader + "LimitOutput",
    nbgrader + "SaveAutoGrades",
    nbgrader + "AssignLatePenalties",
    nbgrader + "CheckCellMetadata",
]
c.LimitOutput.max_lines = 300
c.LimitOutput.max_traceback = 50

# Grading without a sandbox (macOS): for learners whom you trust with your files. Nothing but 1 says so.
c.Judge.sandbox = os.environ.get("GRADER_NO_SANDBOX") != "1"

# Execute is left to `nbgrader validate` and to those who grade without the judge.
c.Execute.timeout = 60  # seconds for one cell; the first also imports torch
c.Execute.startup_timeout = 120

# A submission without a grade has an empty field in grades.csv.
c.ExportApp.plugin_class = "grader.nbgrading.export.Grades"

# What a learner wrote never runs in the browser of those who read it: feedback and formgrader.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    name: f"grader.nbgrading.feedback.{name}" for name in ("markdown2html", "clean_html")
}

# Feedback: points and messages, but never the hidden tests.
c.GenerateFeedback.exporter_class = "grader.nbgrading.feedback.Page"
c.GenerateFeedback.preprocessors = [
    nbgrader + "GetGrades",
    nbgrader + "ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
