"""Archives as Canvas, Moodle and Google Drive write them, by those systems' own rules.

The rules are written down here once more, and not taken from the grader: canvas-lms has them in
lib/content_zipper.rb, Moodle in mod/assign/classes/downloader.php.
"""

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

Packed = dict[str, bytes]  # {path: bytes}


def canvas(sortable: str, user: int, attachment: int, file: str, *, late: bool = False) -> str:
    """Canvas's name for an attachment; `sortable` is as in "Doe, Jane"."""
    who = re.sub(r"_(\d+)_", r"\1", sortable).lower()
    prefix = re.sub(r"[^\w]", "", "_".join([who, *["LATE"] * late, str(user)]))
    return f"{prefix}_{attachment}_" + re.sub(r'[\x00/\\:*?"<>|]+', "_", file)


def moodle(full_name: str, participant: int, file: str, *, folders: bool = True) -> str:
    """Moodle's name for a file; since 3.1 each learner has a folder, unless that is switched off."""
    prefix = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|&`'~]", "", full_name.replace("_", " "))
    return f"{prefix}_{participant}_assignsubmission_file_" + ("/" if folders else "") + file


def pack(path: Path, files: Mapping[str, bytes], time: datetime | None = None) -> Path:
    """Write a zip; each file has this time (with no zone, as zips have it), or the time of packing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (time or datetime.now()).timetuple()[:6])
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path
