"""A cell for the judge to run first: after it no picture is painted, which is most of a lesson's time.

For what looks at points or measures time alone: the benchmark, and the tests of the lessons.
"""

from dataclasses import replace

from grader.judge.task import Cell, Task

SOURCE = """
__import__("matplotlib.figure").figure.Figure.savefig = lambda *args, **options: None
__import__("course.pictures").pictures.painted = False
"""


def without_pictures(task: Task) -> Task:
    """The task with that cell before all others."""
    return replace(task, cells=(Cell("run", SOURCE, "unpainted"), *task.cells))
