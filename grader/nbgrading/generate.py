"""nbgrader's generate_assignment, which changes all or nothing.

nbgrader's own removes `release/LESSON` first, then writes into the gradebook notebook by notebook. Here the
assignment is built in a place of its own. Only when all of it is right does it take the place of the old
one, and the gradebook get its cells (`saved_cells`), both or neither.
"""

import contextlib
import difflib
import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment, NbGraderException
from traitlets import Bool, Unicode

from grader.nbgrading.folders import (
    chosen,
    copy_files,
    folders_of,
    source_folder,
    source_notebooks,
    unusable,
)
from grader.nbgrading.options import refuse_wrong_options
from grader.nbgrading.private import make_private
from grader.nbgrading.quiet_log import quiet, sentence
from grader.nbgrading.release_checks import check_before_release
from grader.nbgrading.saved_cells import NotebookCells, hand_graded, save
from grader.notebooks.errors import AuthorError


class SafeGenerateAssignment(GenerateAssignment):
    """nbgrader's GenerateAssignment, with `release/` and the gradebook changed at the end."""

    drop_hand_grades = Bool(
        False, help="Remove a graded cell from the gradebook also where a person has graded it."
    ).tag(config=True)
    place = Unicode(help="The folder in which an assignment is built.")
    examine = True  # whether an assignment is graded before it is released; no option, so that it always is
    cells: list[NotebookCells]  # of the notebooks that are built

    @property
    def _output_directory(self) -> str:
        return str(self.place or self.coursedir.release_directory)

    def start(self) -> None:
        """Generate the assignments that are meant, or say in one sentence why one was not."""
        with quiet(self):
            try:
                refuse_wrong_options(self.config)
                super().start()
            except NbGraderException as reason:
                self.log.error("%s", reason)
                raise
            except KeyboardInterrupt:
                message = "The command was interrupted. Nothing has changed."
                self.log.error(message)
                raise NbGraderException(message) from None

    def init_notebooks(self) -> None:
        """Find the assignments by listing `source/`, not by glob."""
        coursedir = self.coursedir
        there = [folder.assignment for folder in folders_of(coursedir, coursedir.source_directory, ".")]
        found = sorted(name for name in there if chosen(name, coursedir.assignment_id))
        if not found:
            near = difflib.get_close_matches(coursedir.assignment_id, there, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise NbGraderException(f"There is no assignment {coursedir.assignment_id!r} in source/.{hint}")
        self.assignments = {name: self.sources(name) for name in found}

    def sources(self, assignment: str) -> list[str]:
        """The paths of the notebooks that are meant."""
        names = source_notebooks(self.coursedir, assignment)
        names = [name for name in names if chosen(name, self.coursedir.notebook_id)]
        if not names:
            raise NbGraderException(f"{assignment!r} has no notebook {self.coursedir.notebook_id!r}.")
        return [str(source_folder(self.coursedir, assignment) / f"{name}.ipynb") for name in names]

    def convert_notebooks(self) -> None:
        """Generate one assignment after the other; one that fails changes nothing."""
        for assignment, notebooks in self.assignments.items():
            if reason := unusable(assignment):
                raise NbGraderException(f"Rename the folder {assignment!r} in source/: {reason}.")
            self.notebooks = notebooks
            if self.is_there(assignment):
                there = self.released(assignment)
                self.log.warning("%s was left as it is: add --force to make it anew.", there)
                continue
            try:
                self.generate(assignment)
            except (NbGraderException, AuthorError) as reason:
                raise NbGraderException(str(reason)) from None
            except Exception as error:
                self.log.debug("%s", traceback.format_exc())
                message = f"{assignment!r} was not generated: {sentence(error).rstrip('.')}."
                raise NbGraderException(f"{message} Nothing has changed.") from None

    def released(self, assignment: str) -> Path:
        """Where the assignment belongs; a link that leads elsewhere stays one."""
        path = self.coursedir.format_path(self.coursedir.release_directory, ".", assignment)
        return Path(os.path.realpath(path))

    def is_there(self, assignment: str) -> bool:
        """Whether an earlier version is to be left as it is."""
        names = [Path(path).name for path in self.notebooks]
        there = self.released(assignment)
        if self.coursedir.notebook_id == "*":
            return there.exists() and not self.force
        return all((there / name).exists() for name in names) and not self.force

    def generate(self, assignment: str) -> None:
        """Build one assignment; then it takes the place of its old version, here and in the gradebook."""
        if not self.no_database:
            make_private(self.coursedir)
            self.refuse_other_notebooks(assignment)
        source = source_folder(self.coursedir, assignment)
        if self.examine:
            check_before_release(source, assignment, [Path(path) for path in self.notebooks])
        self.run_pre_convert_hook()
        released = self.released(assignment)
        released.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=released.parent) as self.place:
            try:
                self.build(assignment, source)
                built = Path(os.path.normpath(self._format_dest(assignment, ".")))
            finally:
                place, self.place = self.place, ""
            with swapped(built, released, Path(place, "old")):
                if not self.no_database:
                    self.save(assignment)
        self.run_post_convert_hook()
        self.log.info("Generated %s", os.path.relpath(released, self.coursedir.root))

    def build(self, assignment: str, source: Path) -> None:
        """nbgrader's steps, in the place of its own."""
        built = Path(self._format_dest(assignment, "."))
        if self.coursedir.notebook_id != "*" and self.released(assignment).exists():
            shutil.copytree(self.released(assignment), built)  # its other notebooks stay
        copy_files(source, built, self.coursedir.ignore)
        self.cells = []
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(assignment, ".")

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """nbgrader's names; `later` asks SaveCells to hand over what it would write into the gradebook."""
        path = Path(notebook_filename)
        names = {
            "student": ".",
            "assignment": path.parent.name,
            "notebook": path.stem,
            "db_url": self.coursedir.db_url,
            "later": True,
        }
        return {"unique_key": path.stem, "output_files_dir": f"{path.stem}_files", "nbgrader": names}

    def write_single_notebook(self, output: str, resources: Any) -> None:
        super().write_single_notebook(output, resources)
        self.cells += resources["nbgrader"].get("cells", [])

    def refuse_other_notebooks(self, assignment: str) -> None:
        """Refuse other notebooks than before where something was handed in, as nbgrader does."""
        with self.gradebook() as gradebook:
            try:
                known = gradebook.find_assignment(assignment)
            except MissingEntry:
                if not self.create_assignment:
                    raise NbGraderException(f"No assignment {assignment!r} in the gradebook.") from None
                return
            there = sorted(notebook.name for notebook in known.notebooks)
            here = source_notebooks(self.coursedir, assignment)
            if known.submissions and there != here:
                raise NbGraderException(
                    f"{assignment!r} has submissions, so its notebooks cannot be added, removed or renamed: "
                    f"they were {', '.join(there)}, and source/ has {', '.join(here)}. Nothing has changed: "
                    "give them their old names, or make a new assignment."
                )

    def gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def save(self, assignment: str) -> None:
        """Bring the gradebook up to date with all notebooks, in one step."""
        with self.gradebook() as gradebook:
            known = gradebook.update_or_create_assignment(assignment)
            lost = [words for cells in self.cells for words in hand_graded(gradebook, known, cells)]
            if lost and not self.drop_hand_grades:
                raise NbGraderException(
                    f"{assignment!r} was not generated, because it would remove what was graded by hand: "
                    f"{', '.join(lost)}. Nothing has changed: put the cell back (under its old name), or let "
                    "the grades go with --GenerateAssignment.drop_hand_grades=True."
                )
            for words in lost:
                self.log.warning("Removed from the gradebook, with what was graded by hand: %s", words)
            if self.coursedir.notebook_id == "*":
                self.remove_old_notebooks(gradebook, known)
            for cells in self.cells:
                save(gradebook, known, cells)
            gradebook.db.commit()

    def remove_old_notebooks(self, gradebook: Gradebook, assignment: Any) -> None:
        """Notebooks that the assignment has no longer: only where nothing was handed in."""
        here = source_notebooks(self.coursedir, assignment.name)
        for name in [notebook.name for notebook in assignment.notebooks if notebook.name not in here]:
            self.log.warning("Removed the notebook %s from the gradebook", name)
            gradebook.remove_notebook(name, assignment.name)


@contextlib.contextmanager
def swapped(built: Path, released: Path, aside: Path) -> Iterator[None]:
    """Put a folder in the place of another; the other one comes back when what follows fails."""
    if released.exists():
        released.rename(aside)
    try:
        built.rename(released)
        yield
    except BaseException:
        if released.exists():
            shutil.rmtree(released)
        if aside.exists():
            aside.rename(released)
        raise
