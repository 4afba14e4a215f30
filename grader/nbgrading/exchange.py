"""nbgrader's `release_feedback`, which no single submission can stop.

nbgrader's own ends at the first learner whose feedback lacks timestamp.txt or
submission_secret.txt, and leaves out all that follow: as when one was collected by mail, or its owner changed
these files.
"""

import os
import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from grader.nbgrading import exchange_secret
from grader.nbgrading.folders import chosen, folders_of, shown


class ReleaseFeedback(ExchangeReleaseFeedback):
    """What `nbgrader release_feedback` and formgrader's button run (set in nbgrader_config.py)."""

    def copy_files(self) -> None:
        coursedir = self.coursedir
        excluded = coursedir.student_id_exclude.split(",")
        for student, assignment, folder in sorted(folders_of(coursedir, coursedir.feedback_directory)):
            meant = assignment == coursedir.assignment_id and chosen(student, coursedir.student_id or "*")
            if meant and student not in excluded:
                self.release(student, folder)

    def release(self, student: str, folder: Path) -> None:
        """Put one learner's pages where only this learner finds them."""
        secret = exchange_secret.secret_in(folder, self.log)
        pages = sorted(path for path in folder.iterdir() if path.suffix == ".html")
        if not secret:
            self.log.warning("%s did not hand in through the exchange: no feedback released", shown(student))
            return
        for page in pages:
            target = Path(self.dest_path, f"{notebook_hash(secret=secret, notebook_id=page.stem)}.html")
            half = target.with_name(f"{target.stem}-tmp.html")
            shutil.copy(page, half)
            half.chmod(0o664 if self.coursedir.groupshared else 0o644)  # whoever knows its name may read it
            os.replace(half, target)
            self.log.info("Released feedback: %s, %s", shown(student), page.stem)
