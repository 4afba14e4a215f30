"""nbgrader's `collect`, which no single submission can stop, and which reads nothing but what was handed in.

Learners fill the exchange's folder `inbound`, and own what lies there. nbgrader's own `collect` follows their
links, as the instructor: a link to the lesson in source/ would be handed in as a solution. It ends at the
first folder whose name holds no time, and at the first that cannot be copied, whose learner then has nothing.
Here all is copied first, by a reader that follows no link, and the old submission goes when the new one is
whole.
"""

import os
import pwd
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import check_mode

from grader.nbgrading.folders import chosen, entries, shown, wrong_name
from grader.nbgrading.private import make_private
from grader.nbgrading.utc import parse_utc
from grader.notebooks.errors import Unreadable
from grader.notebooks.safe_files import files_below, read_file

RANDOM = r"(?:\+[\w=-]{5,})?"  # with which nbgrader ends the name of a folder that is handed in; no "+0900"
MOST = 1_000  # files of one submission
SHOWN = 5  # of what was left out
Record = dict[str, Any]  # as nbgrader has it: username, filename, timestamp


class Collect(ExchangeCollect):
    """What `nbgrader collect` and formgrader's button run (set in nbgrader_config.py)."""

    def start(self) -> None:
        make_private(self.coursedir, self.coursedir.submitted_directory)
        super().start()

    def init_src(self) -> None:
        """The folder of each learner that counts, as nbgrader chooses: the newest, or the newest in time."""
        if not self.coursedir.course_id:
            self.fail("No course id: set c.CourseDirectory.course_id in nbgrader_config.py.")
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Nothing was released in this course: there is no folder {self.inbound_path!r}.")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"The folder {self.inbound_path!r} cannot be read: whose is it?")
        due = self.due() if self.before_duedate else None
        by_learner = defaultdict(list)
        for record in self.records():
            by_learner[record["username"]].append(record)
        self.src_records = [counting(self.own(records), due) for records in by_learner.values()]

    def due(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    def records(self) -> Iterator[Record]:
        """What was handed in of the assignment, but for what nobody can be meant by, which is named."""
        assignment = re.escape(self.coursedir.assignment_id)
        form = re.compile(rf"(?P<learner>.+)\+{assignment}\+(?P<time>.+?){RANDOM}", re.DOTALL)
        for name in entries(Path(self.inbound_path)):
            found = form.fullmatch(name)
            if not found or not chosen(found["learner"], self.coursedir.student_id or "*"):
                continue
            try:
                if why := wrong_name(found["learner"]):
                    raise ValueError(why)
                time = parse_utc(found["time"])
            except Exception as reason:  # a learner chose the name: whatever is wrong with it, nobody waits
                self.log.error("%s in the exchange is not collected: %s", shown(name), reason)
            else:
                yield {"username": found["learner"], "filename": name, "timestamp": time}

    def own(self, records: list[Record]) -> list[Record]:
        """Those of a learner that are the learner's, by the system; all, where none is."""
        if not self.check_owner:
            return records
        owners = [owner_of(Path(self.inbound_path, record["filename"])) for record in records]
        own = [each for each, owner in zip(records, owners, strict=True) if owner == each["username"]]
        for record, owner in zip(records, owners, strict=True):
            if owner != record["username"]:
                self.log.warning(
                    "%s is not %s's but belongs to %s: %s. (Collect.check_owner can be switched off.)",
                    *(shown(record["filename"]), shown(record["username"]), owner),
                    "it does not count" if own else "look who handed it in",
                )
        return own or records

    def copy_files(self) -> None:
        """Read what was handed in, then put it in place as nbgrader does."""
        self.check_owner = False  # that is done, and nbgrader's own check would follow a link
        with tempfile.TemporaryDirectory(prefix=".collecting.", dir=self.coursedir.root) as place:
            self.copies: dict[str, str] = {}
            for number, record in enumerate(self.src_records):
                source, copy = Path(self.inbound_path, record["filename"]), Path(place, str(number))
                try:
                    self.read(source, copy, record["timestamp"])
                except Unreadable as reason:
                    self.log.error("%s in the exchange is not collected: %s", shown(source.name), reason)
                else:
                    self.copies[str(source)] = str(copy)
            known = [each for each in self.src_records if self.source(each) in self.copies]
            self.src_records = known
            super().copy_files()

    def source(self, record: Record) -> str:
        return os.path.join(self.inbound_path, record["filename"])

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        super().do_copy(self.copies[src], dest, log)

    def read(self, source: Path, copy: Path, time: datetime) -> None:
        """Copy the files of a folder, with the time of the submission; a warning says what was left out.

        `Unreadable` where it is no folder.
        """
        left, left_out = 1_000 * self.coursedir.max_dir_size, []
        seconds = time.replace(tzinfo=UTC).timestamp()
        copy.mkdir()
        files = files_below(source)
        for parents, name in islice(files, MOST):
            try:
                data = read_file(source, name, min(1_000 * self.coursedir.max_file_size, left), parents)
            except Unreadable as reason:
                left_out.append(str(reason))
                continue
            left -= len(data)
            copy.joinpath(*parents).mkdir(parents=True, exist_ok=True)
            path = copy.joinpath(*parents, name)
            path.write_bytes(data)
            os.utime(path, (seconds, seconds))
        if next(files, None):
            left_out.append(f"all but {MOST:,} files")
        if left_out:
            more = f" and {len(left_out) - SHOWN} more" * (len(left_out) > SHOWN)
            what = "; ".join(map(shown, left_out[:SHOWN]))
            self.log.warning("%s in the exchange: left out: %s%s", shown(source.name), what, more)


def counting(records: list[Record], due: datetime | None) -> Record:
    """The newest of some records; where there is a due date, the newest that is not late if there is one."""
    in_time = [each for each in records if due and each["timestamp"] <= due]
    return max(in_time or records, key=lambda each: each["timestamp"])


def owner_of(path: Path) -> str:
    """Whose a folder is, by the system: a name, or a number that has none."""
    try:
        number = path.lstat().st_uid
        return pwd.getpwuid(number).pw_name
    except OSError:
        return "nobody"
    except KeyError:
        return str(number)
