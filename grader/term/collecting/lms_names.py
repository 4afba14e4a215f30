"""What the names in a downloaded archive say: whose file it is, and whether it was late.

Canvas      doejane_LATE_12345_678901_lesson.ipynb
            The sortable name ("Doe, Jane") in lower case and without all but letters and digits, LATE, the
            number of the user and of the attachment, the file's name; `anon_...` in place of the first and
            third where grading is anonymous; doejane_12345_text.html for what was typed in.
            (canvas-lms, lib/content_zipper.rb: `get_filename`, `add_upload_submission`.)
Moodle      Jane Doe_1234567_assignsubmission_file_/lesson.ipynb, or ..._file_lesson.ipynb without folders
            The full name as the site writes names, the participant's number in this one assignment (it is no
            user's), the part of Moodle that kept the file. "Participant" in place of the name where marking
            is blind. (moodle, mod/assign/classes/downloader.php: `get_student_prefix`.)
Files       as learners named them: Google Classroom keeps them in a folder of Drive, and names a copy that it
            makes for a learner "Jane Doe - lesson.ipynb". Whoever is mentioned in the path is meant.

What an LMS writes stands first in a name: no learner's own choice of a name can pass for it.
"""

import re
from dataclasses import dataclass

CANVAS = re.compile(
    r"(?P<owner>[^/]+?)(?P<late>_LATE)?_(?P<user>\d+)_((?P<attachment>\d+)_(?P<name>.+)|(text|link)\.html)",
    re.DOTALL,
)
CANVAS_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_\w+?_(?P<attachment>\d+)_(?P<name>.+)", re.DOTALL)
MOODLE = re.compile(
    r"(?P<owner>[^_]+)_(?P<participant>\d+)_assignsubmission_[a-z]+(_(?P<name>.*))?", re.DOTALL
)


@dataclass(frozen=True)
class Origin:
    """What the name of a file in an archive says."""

    lms: str  # "Canvas", "Moodle" or "files"
    owner: str  # what stands for the learner; empty where it is withheld
    name: str  # the file's own name
    lms_user_id: str = ""
    attachment: int = 0  # Canvas counts them: the later has the larger number
    late: bool = False


def origin(path: str) -> Origin:
    """Where a file comes from, by its path in an archive.

    >>> origin("doejane_LATE_12345_678901_a-1.ipynb")
    Origin(lms='Canvas', owner='doejane', name='a-1.ipynb', lms_user_id='12345', attachment=678901, late=True)
    >>> origin("Jane Doe_1234567_assignsubmission_file_/lesson.ipynb")
    Origin(lms='Moodle', owner='Jane Doe', name='lesson.ipynb', lms_user_id='', attachment=0, late=False)
    """
    *folders, last = path.split("/")
    for number, part in enumerate((*folders, last)):
        if match := MOODLE.fullmatch(part):
            blind = re.fullmatch("Participant", match["owner"], re.IGNORECASE)
            name = (match["name"] if number == len(folders) else "") or last
            return Origin("Moodle", "" if blind else match["owner"], name)
    if match := CANVAS_ANONYMOUS.fullmatch(last):
        return Origin("Canvas", "", match["name"], "", int(match["attachment"]), bool(match["late"]))
    if (match := CANVAS.fullmatch(last)) and match["owner"] == match["owner"].lower():
        attachment, name = int(match["attachment"] or 0), match["name"] or last
        return Origin("Canvas", match["owner"], name, match["user"], attachment, bool(match["late"]))
    return Origin("files", path, last)
