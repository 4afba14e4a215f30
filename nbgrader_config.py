"""How nbgrader is set up for this course: every `nbgrader` command and formgrader read it.

The first half is yours to change; the second makes the judge work, and is best left as it is. Every option
of nbgrader can be added: `nbgrader --help-all` lists them. `python -m grader settings` shows what is in
force, and what is wrong: run it after each edit.
"""

import os
import sys
import warnings
from pathlib import Path

try:
    from grader.nbgrading.patches import install
except ImportError as error:  # else nbgrader would go on without this file, and grade without the judge
    sys.exit(f"The course's environment is not active ({error}): run `. .venv/bin/activate` first.")

# What nbgrader's commands and formgrader's buttons start (grader/nbgrading/patches.py). It comes first: where
# an error stands below, nbgrader would go on without what this file sets, and now its commands stop.
install()

c = get_config()  # noqa: F821 (nbgrader defines it)

# --- Yours to change ---

# The name of the course in the exchange and in the gradebook. Change it before the first assignment is
# released: what was handed in under the old name is not found under a new one.
c.CourseDirectory.course_id = "gradient-descent"

# Where `nbgrader release_assignment`, `fetch_assignment`, `submit` and `collect` meet: a folder that exists
# and that everybody may write to (mode 777).
# c.Exchange.root = "/usr/local/share/nbgrader/exchange"

# Where grades are kept: gradebook.db in this folder. For several instructors at once, PostgreSQL (first
# `pip install -e ".[postgresql]"`, and `createdb gradebook`).
# c.CourseDirectory.db_url = "postgresql+psycopg://teacher:password@db.example.org/gradebook"

# What one submission may use, where the defaults in grader/sandbox/limits.py do not suit your lessons.
# c.Judge.limits = {"cell_seconds": 60, "submission_seconds": 300, "memory_bytes": 2 << 30}

# How many submissions are graded at once: 0 means as many as there are processors.
# c.Autograde.workers = 0

# A mistake costs the points of its own exercise alone: where a later one builds on it, that one is judged
# once more with the lesson's own answer in place of the mistake, and feedback says so. False: as in nbgrader.
# c.Judge.follow_through = False

# The lessons' pictures take half of the time of grading. False: graded notebooks and feedback have their
# alternative texts instead (grade again with --force to have them painted).
# c.Judge.pictures = False

# Feedback shows no rubric, by which a person graded an answer in words. True: it does, once that is graded.
# c.GenerateFeedback.show_rubric = True
# Feedback can show where the class stands, without names, once five submissions have a grade.
# c.GenerateFeedback.class_picture = True

# Late submissions: without a due date (formgrader, "Manage Assignments") nothing is late, and without a
# policy being late costs nothing. "zero" takes all points. `LatePolicy` takes a part of them for each day
# that has begun (docs/instructor.md, "Late submissions"); a class of your own may do anything else.
# c.LateSubmissionPlugin.penalty_method = "zero"
# c.AssignLatePenalties.plugin_class = "grader.nbgrading.late_policy.LatePolicy"
# c.LatePolicy.grace_minutes = 15
# c.LatePolicy.percent_per_day = 10
# c.LatePolicy.most_percent = 50
# c.LatePolicy.extra_hours = {"ada": 48}

# What collecting leaves behind: files larger than this (in kB) and of these names.
# c.CourseDirectory.max_file_size = 20_000
# c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]

# How much of a cell's output is kept: lines that were printed, and lines of an error.
c.LimitOutput.max_lines = 300
c.LimitOutput.max_traceback = 50

# Grading without a sandbox (macOS): for learners whom you trust with your files. Nothing but 1 says so.
c.Judge.sandbox = os.environ.get("GRADER_NO_SANDBOX") != "1"

# `nbgrader validate` and the button Validate run a notebook in an ordinary kernel, with these limits.
c.Execute.timeout = 60  # seconds for one cell; the first also imports torch
c.Execute.startup_timeout = 120

# --- What makes the judge work ---

# nbgrader runs `alembic`, and JupyterLab runs `nbgrader`: both live beside this Python.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

# nbgrader 0.9 with SQLAlchemy 2.1 says this once for each submission; it does no harm.
warnings.filterwarnings("ignore", message=r"Object of type <\w+> not in session")

# Classes are named as text, so that reading this file imports no more than it must.
nbgrader = "nbgrader.preprocessors."

# While this file has an error, nbgrader_config.json has nbgrader's own converters refuse: they know no judge.
# Ours go by their own names.
c.SafeGenerateAssignment.exporter_class = "nbconvert.exporters.NotebookExporter"
c.SafeGenerateFeedback.exporter_class = "grader.nbgrading.pages.page.FeedbackPage"

# Releasing: nbgrader's own steps, but the stub names the exercise that it blocks.
c.GenerateAssignment.preprocessors = [
    nbgrader + "IncludeHeaderFooter",
    nbgrader + "InstantiateTests",
    nbgrader + "LockCells",
    "grader.nbgrading.named_stub.NamedStub",  # in place of ClearSolutions
    nbgrader + "ClearOutput",
    nbgrader + "CheckCellMetadata",
    nbgrader + "ComputeChecksums",
    "grader.nbgrading.saved_cells.SafeSaveCells",  # in place of SaveCells
    nbgrader + "ClearHiddenTests",
    nbgrader + "ClearMarkScheme",
    "grader.nbgrading.fold_checks.FoldChecks",
    nbgrader + "ComputeChecksums",
    nbgrader + "CheckCellMetadata",
]

# Grading: the judge in place of Execute, on notebooks rebuilt from `source/`.
c.Autograde.sanitize_preprocessors = [
    "grader.nbgrading.sanitize.Sanitize",
    "grader.nbgrading.records.Overwrite",  # in place of OverwriteCells
    "grader.nbgrading.cell_settings.CheckOnce",  # in place of CheckCellMetadata
]
c.Autograde.autograde_preprocessors = [
    "grader.nbgrading.judging.Judge",
    "grader.nbgrading.stale_tests.RecordTests",
    nbgrader + "LimitOutput",
    "grader.nbgrading.records.SaveGrades",  # in place of SaveAutoGrades
    "grader.nbgrading.records.LatePenalties",  # in place of AssignLatePenalties
]

# Feedback goes out through the exchange, also where one learner handed in otherwise; what is collected is
# for the instructor's eyes.
c.ExchangeFactory.collect = "grader.nbgrading.exchange_collect.Collect"
c.ExchangeFactory.release_feedback = "grader.nbgrading.exchange.ReleaseFeedback"

# A submission without a grade has an empty field in grades.csv.
c.ExportApp.plugin_class = "grader.nbgrading.export.Grades"

# What a learner wrote never runs in a reader's browser, nor ends the page: feedback and formgrader.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    name: f"grader.nbgrading.pages.filters.{name}"
    for name in ("markdown2html", "clean_html", "highlight_code", "ansi2html", "strip_files_prefix")
}

# Feedback: points and messages, but never the hidden tests, nor what a task is marked by.
c.GenerateFeedback.preprocessors = [
    "grader.nbgrading.pages.overview.Grades",  # in place of GetGrades
    "grader.nbgrading.pages.hiding.HideTests",
    "grader.nbgrading.pages.overview.Overview",
    "grader.nbgrading.pages.rubric_cells.ShowRubrics",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
