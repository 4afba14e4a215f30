"""`make demo`: grade a made-up class from its answer files, and hold the points against what they deserve.

Everything happens in the folder demo/, which is an nbgrader course of its own: open it in formgrader,
break it, delete it. Your own gradebook, submissions and feedback are never touched.

A second run does only what is missing or has changed (`finished`).
"""

import math
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import nbformat
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grader.authoring.build import build
from grader.demo.answer_files import Answers, read_class, submission
from grader.demo.finished import assignment_key, grade_keys, is_current, load_done, save_done
from grader.demo.nbgrader_steps import course_config, export_grades, gradebook, run_converter, submissions
from grader.demo.points_table import print_table
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, lessons_below, notebook_in, read_in

CONFIG = '''"""The demo class: the course's settings, but short time limits. `make demo` writes this file."""

c = get_config()
load_subconfig("nbgrader_config.py", path={root!r})
c.Judge.limits = {{"cell_seconds": 10}}
'''
STOCK = '''"""The demo class for nbgrader as it comes. `make demo STOCK=1` writes this file."""

c = get_config()
c.CourseDirectory.course_id = "gradient-descent"
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"\\A"  # what is written to stderr costs no points
# An endless loop ends after ten seconds; importing torch may take longer.
c.Execute.timeout_func = lambda cell: (
    120 if "import torch" in cell.source and "nbgrader" not in cell.metadata else 10
)
'''
SEATS = 4  # submissions for which another process pays: it takes some seconds before it grades the first


def demo(lessons: list[str], root: Path = ROOT, *, stock: bool = False) -> int:
    """Grade the demo class of some lessons, or of all that have one; returns the exit code.

    `stock` grades as nbgrader does without anything of this course, in a folder of its own.
    """
    console, folder = Console(), root / ("demo/stock" if stock else "demo")
    build(root)
    lessons = lessons or sorted({path.parent.name for path in (root / "examples").glob("*/*.md")})
    classes = {lesson: answers_of(lesson, root) for lesson in lessons}
    set_up(folder, STOCK if stock else CONFIG.format(root=str(root)))
    if not stock:
        shutil.copy(root / "nbgrader_config.json", folder)
    mistakes: list[str] = []
    for lesson, answers in classes.items():
        grade_lesson(lesson, answers, root, folder, console)
        mistakes += print_table(lesson, answers, folder, console, stock=stock)
    export_grades(folder)
    console.print(closing_words(folder.relative_to(root), mistakes), highlight=False, soft_wrap=True)
    return 1 if mistakes else 0


def closing_words(folder: Path, mistakes: list[str]) -> str:
    """The last lines: what is wrong, where things lie, what to run next."""
    wrong = "[bold red]Not as deserved[/]\n" + escape("\n".join(mistakes)) + "\n\n" if mistakes else ""
    return wrong + (
        f"Feedback  {folder}/feedback/LEARNER/LESSON/LESSON.html\n"
        f"Grades    {folder}/grades.csv\n"
        "Next      make formgrader   (look at the class, grade the written answers by hand)\n"
        "          make lab          (work through a lesson yourself)"
    )


def answers_of(lesson: str, root: Path) -> list[Answers]:
    """The demo class of one lesson, or `AuthorError` where there is none."""
    if not notebook_in(root / "source", lesson).exists():
        names = ", ".join(lessons_below(root / "source"))
        raise AuthorError(f"There is no lesson {lesson!r}: choose from {names}.")
    answers = read_class(root / "examples" / lesson, read_in(root / "source", lesson))
    if not answers:
        raise AuthorError(f"examples/{lesson} holds no answer file: write one, or choose another lesson.")
    return answers


def set_up(folder: Path, config: str) -> None:
    """Make the demo's own course folder; without a gradebook nothing counts as done."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(config, "utf-8")
    if not (folder / "gradebook.db").exists():
        (folder / "done.json").unlink(missing_ok=True)


# The steps


def grade_lesson(lesson: str, answers: list[Answers], root: Path, folder: Path, console: Console) -> None:
    """Bring the gradebook and the feedback of one lesson up to date."""
    assignment = assignment_key(lesson, root)
    if load_done(folder).get(lesson) != assignment:
        generate_assignment(lesson, root, folder)
        save_done(folder, load_done(folder) | {lesson: assignment})
    keys = grade_keys(lesson, answers, root, folder)
    current = {each.learner for each in answers if is_current(lesson, each.learner, keys, folder)}
    forget_all_but(current, lesson, folder)
    missing = [each for each in answers if each.learner not in current]
    for each in missing:
        hand_in(each, lesson, folder)
    grade_all(lesson, [each.learner for each in missing], keys, folder, console)


def generate_assignment(lesson: str, root: Path, folder: Path) -> None:
    """Put the assignment into the demo's gradebook afresh, without any submission."""
    from nbgrader.converters import GenerateAssignment

    forget_all_but(set(), lesson, folder)
    save_done(folder, {key: value for key, value in load_done(folder).items() if key != lesson})
    shutil.rmtree(folder / "source" / lesson, ignore_errors=True)
    shutil.copytree(root / "source" / lesson, folder / "source" / lesson)
    if (folder / "gradebook.db").exists():
        with gradebook(folder) as book:
            if lesson in (assignment.name for assignment in book.assignments):
                book.remove_assignment(lesson)
    run_converter(GenerateAssignment, lesson, ".", folder)


def forget_all_but(learners: set[str], lesson: str, folder: Path) -> None:
    """Remove the submissions and grades of all others: who left the class, or is to be graded again."""
    for tree in "submitted", "autograded", "feedback":
        for path in (folder / tree).glob(f"*/{lesson}"):
            if path.parent.name not in learners:
                shutil.rmtree(path)
    if (folder / "gradebook.db").exists():
        with gradebook(folder) as book:
            for learner in {each.student.id for each in submissions(book, lesson)} - learners:
                book.remove_submission(lesson, learner)
                if not book.find_student(learner).submissions:
                    book.remove_student(learner)
    done, kept = load_done(folder).items(), {f"{lesson}/{learner}" for learner in learners}
    save_done(folder, {key: value for key, value in done if not key.startswith(f"{lesson}/") or key in kept})


def grade_all(lesson: str, learners: list[str], keys: dict[str, str], folder: Path, console: Console) -> None:
    """Autograde and write feedback, on all cores if they are many; one that fails stops no other."""
    if not learners:
        return
    workers = min(4, os.cpu_count() or 1, math.ceil(len(learners) / SEATS))
    with (
        ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=be_quiet) as pool,
        progress_bar(console) as bar,
    ):
        task = bar.add_task(f"Grading {lesson}", total=len(learners))
        jobs = {
            pool.submit(grade_one, lesson, learner, folder): f"{lesson}/{learner}" for learner in learners
        }
        try:
            for job in as_completed(jobs):
                if error := job.exception():
                    console.print(f"[red]{jobs[job]} has no grade:[/] {escape(str(error))}", highlight=False)
                else:
                    save_done(folder, load_done(folder) | {jobs[job]: keys[jobs[job]]})
                bar.advance(task)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def progress_bar(console: Console) -> Progress:
    """A bar that counts submissions, on a terminal; nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def hand_in(answers: Answers, lesson: str, folder: Path) -> None:
    """Write a learner's submission: the released files with the learner's cells in the notebook."""
    target = folder / "submitted" / answers.learner / lesson
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder / "release" / lesson, target)
    notebook = submission(answers, read_in(folder / "source", lesson), read_in(folder / "release", lesson))
    nbformat.write(notebook, notebook_in(target.parent, lesson))


def be_quiet() -> None:
    """In a grading process: one thread for each kernel, and no chatter of kernels on the terminal."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # errors of ours travel to the main process as exceptions


def grade_one(lesson: str, learner: str, folder: Path) -> None:
    """Autograde one submission and write its feedback, with nbgrader."""
    from nbgrader.apps import autogradeapp, generatefeedbackapp

    course_config(folder)  # may put the course's own converters in place of nbgrader's
    run_converter(autogradeapp.Autograde, lesson, learner, folder)
    run_converter(generatefeedbackapp.GenerateFeedback, lesson, learner, folder)
