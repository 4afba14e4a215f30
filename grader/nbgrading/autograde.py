"""`nbgrader autograde`: a whole class, with all processors, safe against what submitted folders may hold.

`SafeAutograde` lists the submitted folders, decides which ones are to be graded (`Turn`), and has several
judged at once (`schedule`, `class_of_judges`), while it reads the next and saves the last (`grading`). It
sees to it that one that fails fails alone: it has no grade and no half-done notebook, but a status that says
why (`statuses`). Before a submission is graded, its former automatic grades are taken back (`taken_back`),
and its former feedback goes (`old_feedback`). What is finished is saved at once: a run that was interrupted
or killed goes on where it was.
"""

import contextlib
import os
import traceback
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.converters import Autograde, NbGraderException
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError
from nbgrader.utils import chdir, parse_utc, rmtree
from sqlalchemy.exc import InterfaceError, OperationalError
from traitlets import Integer, Unicode

from grader.nbgrading import answer_file, late_again, taken_back, timestamps
from grader.nbgrading.class_of_judges import class_of_judges
from grader.nbgrading.folders import (
    Folder,
    chosen,
    copy_files,
    folders_of,
    shown,
    source_folder,
    submitted_folders,
    unusable,
)
from grader.nbgrading.grading import CARRIED, Asking, graded, resources_of, steps_of
from grader.nbgrading.judging import Judge
from grader.nbgrading.late_policy import LatePolicy, unknown_learners
from grader.nbgrading.lost_grades import another_gradebook, lost
from grader.nbgrading.newcomers import newcomers
from grader.nbgrading.old_feedback import REMOVED, remove_feedback
from grader.nbgrading.one_at_a_time import Locks
from grader.nbgrading.options import refuse_wrong_options
from grader.nbgrading.private import make_private
from grader.nbgrading.quiet_log import quiet, sentence
from grader.nbgrading.records import Records
from grader.nbgrading.schedule import Schedule
from grader.nbgrading.second_look import SetAside, stay_reviewed, unchanged
from grader.nbgrading.stale_tests import Tests, changed, tests_that_count
from grader.nbgrading.statuses import Status, add_statuses, graded_status, grading_of, not_graded
from grader.nbgrading.summary import AGAIN, GRADED, LEFT, WITHOUT, Summary
from grader.nbgrading.timestamps import time_of
from grader.notebooks.submitted import digests_in

if TYPE_CHECKING:
    from grader.nbgrading.progress import Progress

NO_GRADEBOOK = (OperationalError, InterfaceError)
FOR_ALL = (SchemaTooOldError, SchemaTooNewError)  # errors that are no single learner's, either
GO_ON = "Run the same command again: it goes on with what is left."
INTERRUPTED = f"The run was interrupted. {GO_ON}"


@dataclass
class Turn:
    """A submission that is to be graded, and why.

    "new", "forced", "resubmitted", "tests" (others now) or "lost" (the gradebook does not have its grade).
    """

    folder: Folder
    why: str
    carried: dict[str, str]  # the texts of its timestamp and of its secret
    lost: bool = False  # whether the gradebook does not have the grade that it had
    tests: list[str] = field(default_factory=list)  # the cells that are others now
    outdated: bool = False  # whether feedback was removed


class SafeAutograde(Autograde):
    """nbgrader's Autograde, with steps of our own from the submitted folder to the graded one."""

    workers = Integer(
        0, min=0, help="How many submissions are graded at once; 0: as many as processors."
    ).tag(config=True)
    cluster = Unicode(help="The address of a Dask scheduler that grades, in place of this machine.").tag(
        config=True
    )
    summary: Summary
    statuses: dict[Folder, Status]
    answers: dict[Folder, dict[str, answer_file.Entry]]  # that are to be recorded, by notebook
    recorded: dict[str, dict[str, dict[str, list[int]]]]  # of each assignment: the files of those that are
    tests: dict[str, dict[str, Tests]]  # those that count, of each notebook of each assignment
    records: Records
    set_aside: SetAside
    locks: Locks
    progress: "Progress"
    steps: tuple[list[Any], list[Any]]

    # A run

    def start(self) -> None:
        """Grade all submissions, then say in one line what became of them."""
        self.summary, self.statuses, self.tests, self.answers, self.recorded = Summary(), {}, {}, {}, {}
        with quiet(self), chdir(self.coursedir.root):
            try:
                refuse_wrong_options(self.config)
                self.run()
            except NO_GRADEBOOK as error:
                reason = f"The run ends here: the gradebook cannot be used ({sentence(error)}). {GO_ON}"
                self.log.error("%s %s", reason, self.summary.sentence(self.places()))
                raise NbGraderException(reason) from None
            except NbGraderException as reason:
                self.log.error("%s", reason)
                raise
            except KeyboardInterrupt:
                self.log.error("%s %s", INTERRUPTED, self.summary.sentence(self.places()))
                raise NbGraderException(INTERRUPTED) from None

    def run(self) -> None:
        """The same, with errors as exceptions."""
        submissions = self.find_submissions()
        for assignment in {folder.assignment for folder in submissions}:
            self.tests[assignment] = tests_that_count(self.coursedir, assignment)
            self.recorded[assignment] = answer_file.stamps_in(self.answers_of(assignment))
        for folder in submissions:
            if not self.notebooks_of(folder):
                raise NbGraderException(
                    f"{folder.assignment!r} has no notebook {self.coursedir.notebook_id!r}."
                )
        make_private(self.coursedir, self.coursedir.autograded_directory)
        self.records = Records(self.coursedir.db_url, self.coursedir.course_id)
        self.set_aside = SetAside(self.records.gradebook, self.place, self.gradings)
        self.warn_of_extensions(submissions)
        try:
            turns = self.turns(submissions)
            if turns:
                self.warn_of_newcomers(turns)
                self.grade_class(turns)
            self.renew_penalties({turn.folder for turn in turns})
        finally:
            self.report()
            self.set_aside.end()
            self.records.close()
        if self.summary.number(WITHOUT):
            raise NbGraderException(self.summary.sentence(self.places()))
        self.log.info("%s", self.summary.sentence(self.places()))

    def renew_penalties(self, graded_now: set[Folder]) -> None:
        """Being late costs what is left as it was by the policy and the due date of today, too."""
        step = late_again.step_in(self.autograde_preprocessors, self)
        left = defaultdict[str, set[str]](set)
        for folder, status in self.statuses.items():
            if folder not in graded_now and status["status"] == "graded":
                left[folder.assignment].add(folder.student)
        for assignment, students in left.items():
            session = self.records.gradebook.db
            if changed := late_again.renew_penalties(session, assignment, students, step):
                self.log.warning("%s", late_again.words(assignment, changed))

    def warn_of_extensions(self, submissions: list[Folder]) -> None:
        """Name the extensions that count for nobody: of a learner who may still be to come, or misspelt."""
        known = {each.id for each in self.records.gradebook.students} | {each.student for each in submissions}
        for words in unknown_learners(LatePolicy(config=self.config).extra_hours, known):
            self.log.warning("%s", words)

    def warn_of_newcomers(self, turns: list[Turn]) -> None:
        """Name whom this run adds to a gradebook that has a roster."""
        if self.create_student:
            for words in newcomers(self.records.gradebook.db, {turn.folder.student for turn in turns}):
                self.log.warning("%s", words)

    def find_submissions(self) -> list[Folder]:
        """The submissions that this run is about, but for excluded learners."""
        coursedir = self.coursedir
        excluded = coursedir.student_id_exclude.split(",")
        found = [folder for folder in submitted_folders(coursedir) if folder.student not in excluded]
        if not found:
            step, *names = coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id
            pattern = coursedir.format_path(step, *names)
            raise NbGraderException(f"No submission of {coursedir.assignment_id!r} in {pattern!r}.")
        return found

    def turns(self, submissions: list[Folder]) -> list[Turn]:
        """The turns of all that is to be graded; a warning, where the gradebook is another one."""
        turns = []
        for assignment in self.tests:
            points = self.records.points(assignment)
            mine = [folder for folder in submissions if folder.assignment == assignment]
            turns += [turn for each in mine if (turn := self.turn(each, points.get(each.student, {})))]
        if gone := [turn for turn in turns if turn.lost]:
            self.log.warning("%s", another_gradebook([turn.folder.student for turn in gone]))
        return turns

    def turn(self, folder: Folder, points: dict[str, dict[str, float | None]]) -> Turn | None:
        """The submission's turn, if it is to be graded now; else it has a status already.

        `points` are the automatic ones that the gradebook has of it, by notebook and cell.
        """
        if reason := unusable(folder.student) or unusable(folder.assignment):
            self.refuse(folder, f"Rename its folder: {reason}.")
            return None
        gradings = self.gradings(folder)
        turn = Turn(folder, "", {name: text_in(folder.path, self.log) for name, text_in in CARRIED.items()})
        turn.tests = self.changed_tests(folder, gradings)
        turn.lost = any(lost(grading, points.get(name)) for name, grading in gradings.items())
        submitted = turn.carried[timestamps.NAME]
        if any(grading.get("status") == "unfinished" for grading in gradings.values()):
            turn.why = "new"
        elif self.force:
            turn.why = "forced"
        elif self.handed_in_again(folder, submitted, gradings):
            turn.why = "resubmitted"
        elif turn.tests:
            turn.why = "tests"
        elif turn.lost:
            turn.why = "lost"
        else:
            self.summary.add(folder.assignment, LEFT)
            self.statuses[folder] = graded_status(gradings)
            self.record_again(folder, gradings)
            return None
        turn.tests = turn.tests if turn.why == "tests" else []
        return turn

    def handed_in_again(self, folder: Folder, time: str, gradings: dict[str, dict[str, Any]]) -> bool:
        """Whether a submission has another time, or other notebooks, than what was graded."""
        if (parse_utc(time) if time else None) != time_of(self.graded_folder(folder)):
            return True
        return replaced(folder, gradings)

    def grade_class(self, turns: list[Turn]) -> None:
        """Grade these submissions, as many at once as there are judges."""
        from grader.nbgrading.progress import Progress  # with rich, which learners need not have

        self.steps = (
            steps_of(self.sanitize_preprocessors, self),
            steps_of(self.autograde_preprocessors, self),
        )
        sandbox = next((step.sandbox for step in self.steps[1] if isinstance(step, Judge)), True)
        if not sandbox:
            self.log.warning("There is no sandbox by your own choice: learners' code runs with your rights.")
        for assignment in self.tests:
            self.set_aside.begin([turn.folder for turn in turns if turn.folder.assignment == assignment])
        self.records.forget()
        self.progress = Progress(self.log, self.summary, len(turns))
        root = Path(self.coursedir.root)
        place = root / self.coursedir.autograded_directory
        number = min(self.workers or processors(), len(turns))
        with (
            class_of_judges(sandbox, root, number, self.cluster, self.log) as answers,
            self.progress,
            Locks(place) as self.locks,
        ):
            Schedule(answers, self, turns).run()

    # What a schedule asks of the submissions

    def take(self, turn: Turn, *, wait: bool) -> bool:
        """Whether no other run is at a submission."""
        return self.locks.take(turn.folder.student, turn.folder.assignment, wait=wait)

    def begin(self, turn: Turn) -> Asking | None:
        """Grade a submission, unless another run has done so meanwhile."""
        student, assignment = turn.folder.student, turn.folder.assignment
        now = self.turn(turn.folder, self.records.points(assignment, [student]).get(student, {}))
        if now is None:
            self.leave(turn)
            return None
        vars(turn).update(vars(now))
        return self.grade(turn)

    def finish(self, turn: Turn) -> None:
        """A submission has its grade."""
        gradings = self.gradings(turn.folder)
        self.statuses[turn.folder] = graded_status(gradings)
        self.answers[turn.folder] = self.entries(turn.folder, gradings)
        self.set_aside.done(turn.folder)
        self.summary.add(turn.folder.assignment, AGAIN if turn.tests else GRADED, turn.tests)
        self.progress.graded(turn.folder, again=bool(turn.tests))
        self.leave(turn)

    def fail(self, turn: Turn, error: BaseException) -> None:
        """A submission gets no grade. (Where the gradebook is gone, the next run sees to that.)"""
        if isinstance(error, NO_GRADEBOOK):
            raise error
        self.log.debug("%s", "".join(traceback.format_exception(error)))
        reason = INTERRUPTED if isinstance(error, KeyboardInterrupt) else sentence(error)
        self.refuse(turn.folder, reason, outdated=turn.outdated, number=self.progress.number())
        self.leave(turn)
        if isinstance(error, FOR_ALL):
            raise NbGraderException(f"The run ends here: {sentence(error)}") from None

    def leave(self, turn: Turn) -> None:
        """This submission is done: nothing of it stays in memory, and another run may take it."""
        self.progress.advance()
        self.records.forget()
        self.locks.leave(turn.folder.student, turn.folder.assignment)

    # What a run says

    def report(self) -> None:
        """Write `autograded/<assignment>.json`, which submissions have no grade, and why; and the answers."""
        found = defaultdict[str, dict[str, Status]](dict)
        for folder, status in self.statuses.items():
            found[folder.assignment][folder.student] = status
        there = defaultdict[str, list[str]](list)
        for folder in folders_of(self.coursedir, self.coursedir.submitted_directory):
            there[folder.assignment].append(folder.student)
        for assignment, statuses in found.items():
            add_statuses(self.place(assignment), statuses, there[assignment])
            own = {of.student: each for of, each in self.answers.items() if of.assignment == assignment}
            if own:
                answer_file.add_entries(self.answers_of(assignment), own, there[assignment])

    def record_again(self, folder: Folder, gradings: dict[str, dict[str, Any]]) -> None:
        """Record the answers of what was graded before, where the run that graded it was killed."""
        entries, known = self.entries(folder, gradings), self.recorded[folder.assignment]
        if any(known.get(folder.student, {}).get(name) != entry["file"] for name, entry in entries.items()):
            self.answers[folder] = entries

    def entries(self, folder: Folder, gradings: dict[str, dict[str, Any]]) -> dict[str, answer_file.Entry]:
        """What is to be recorded of a graded submission's answers, by notebook."""
        paths = {name: self.graded_folder(folder) / f"{name}.ipynb" for name in gradings}
        found = {name: answer_file.entry_of(paths[name], grading) for name, grading in gradings.items()}
        return {name: entry for name, entry in found.items() if entry}

    def answers_of(self, assignment: str) -> Path:
        """The file of the records of an assignment."""
        return answer_file.place(self.place(assignment).parent, shown(assignment))

    def place(self, assignment: str) -> Path:
        """The file that says what became of the submissions of an assignment."""
        coursedir = self.coursedir
        return Path(coursedir.root, coursedir.autograded_directory, f"{shown(assignment)}.json")

    def places(self) -> str:
        """The files that say so for the assignments of this run, as one reads them in the course's folder."""
        paths = sorted(self.place(assignment) for assignment in self.tests)
        return ", ".join(os.path.relpath(path, self.coursedir.root) for path in paths)

    # One submission

    def graded_folder(self, folder: Folder) -> Path:
        """Where the graded notebooks of a submission belong."""
        path = self.coursedir.format_path(
            self.coursedir.autograded_directory, folder.student, folder.assignment
        )
        return Path(os.path.normpath(path))

    def notebooks_of(self, folder: Folder) -> list[str]:
        """The notebooks of a submission that this run is about."""
        names = self.tests[folder.assignment]
        return [name for name in names if chosen(name, self.coursedir.notebook_id)]

    def gradings(self, folder: Folder) -> dict[str, dict[str, Any]]:
        """What these notebooks say of their grading, if they are graded."""
        place = self.graded_folder(folder)
        return {name: grading_of(place / f"{name}.ipynb") for name in self.notebooks_of(folder)}

    def changed_tests(self, folder: Folder, gradings: dict[str, dict[str, Any]]) -> list[str]:
        """The cells that are others now than when a submission was graded."""
        tests = self.tests[folder.assignment]
        return sorted(
            cell for name, grading in gradings.items() for cell in changed(grading.get("tests"), tests[name])
        )

    def grade(self, turn: Turn) -> Asking:
        """nbgrader's steps for one submission; yields what is to be judged."""
        folder, book = turn.folder, self.records.gradebook
        names = folder.assignment, folder.student
        before = {} if turn.lost else self.set_aside.of(folder)
        if turn.why != "forced":
            turn.outdated = remove_feedback(self.coursedir, *names)
            self.summary.old_feedback += turn.outdated
        place = self.graded_folder(folder)
        self.remove_graded(folder)
        taken_back.take_back(book, *names, self.notebooks_of(folder))
        self.call_hook(turn, self.run_pre_convert_hook)
        self.set_up(turn, place)
        for notebook in self.notebooks_of(folder):
            yield from graded(*self.steps, self.resources(folder, notebook, place), place)
        self.set_permissions(*names)
        self.call_hook(turn, self.run_post_convert_hook)
        stay_reviewed(book, *names, unchanged(before, self.gradings(folder)))

    def call_hook(self, turn: Turn, hook: Any) -> None:
        """A hook of nbgrader's, which is told of the submitted notebooks."""
        paths = (turn.folder.path / f"{name}.ipynb" for name in self.notebooks_of(turn.folder))
        self.notebooks = list(map(str, paths))
        hook()

    def set_up(self, turn: Turn, place: Path) -> None:
        """As nbgrader's `init_assignment`, but without any file of the learner's save those two."""
        folder = turn.folder
        place.mkdir(parents=True, exist_ok=True)
        copy_files(
            source_folder(self.coursedir, folder.assignment), place, [*self.coursedir.ignore, *CARRIED]
        )
        for name, text in turn.carried.items():
            (place / name).unlink(missing_ok=True)
            if text:
                (place / name).write_text(text)
        book = self.records.gradebook
        if self.create_student:
            book.update_or_create_student(folder.student)
        book.update_or_create_submission(folder.assignment, folder.student, timestamp=time_of(place))

    def resources(self, folder: Folder, notebook: str, place: Path) -> Any:
        """nbgrader's names, and what our preprocessors read."""
        return resources_of(
            folder,
            notebook,
            place,
            db_url=self.coursedir.db_url,
            root=Path(self.coursedir.root),
            source_folder=source_folder(self.coursedir, folder.assignment),
            submitted_folder=folder.path,
            kept_files=self.exclude_overwriting.get(folder.assignment, []),
            tests=self.tests[folder.assignment][notebook],
            records=self.records,
        )

    def refuse(self, folder: Folder, reason: str, *, outdated: bool = False, number: str = "") -> None:
        """A submission has no grade: nothing is left of an earlier one, and its status says why.

        `number` is its own among those of the run, where lines have one.
        """
        book = self.records.gradebook
        book.db.rollback()
        self.remove_graded(folder)
        names = folder.assignment, folder.student
        outdated = remove_feedback(self.coursedir, *names) or outdated
        with contextlib.suppress(UnicodeError):  # a name that no gradebook can hold
            # a step may have saved grades before another failed
            taken_back.take_back(book, *names, self.notebooks_of(folder))
        self.summary.add(folder.assignment, WITHOUT)
        self.statuses[folder] = not_graded(reason, *[REMOVED] * outdated)
        self.log.error("%s%s was not graded: %s", number, shown(folder.student), reason)

    def remove_graded(self, folder: Folder) -> None:
        """Remove the graded notebooks that this run is about; the whole folder, where it is about all."""
        place = self.graded_folder(folder)
        if self.coursedir.notebook_id == "*":
            if place.exists():
                rmtree(str(place))
            return
        for name in self.notebooks_of(folder):
            (place / f"{name}.ipynb").unlink(missing_ok=True)


def replaced(folder: Folder, gradings: dict[str, dict[str, Any]]) -> bool:
    """Whether others are there now in place of the notebooks that were graded.

    Whoever hands in through an LMS may do so twice without a time that says so. Where no notebook is left,
    the grade stays.
    """
    known = {grading["notebook"] for grading in gradings.values() if grading.get("notebook")}
    found = digests_in(folder.path)
    return bool(found and known - found)


def processors() -> int:
    """How many processors this process may use."""
    with contextlib.suppress(AttributeError):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
