"""Where a course asks for the judge, nothing is graded, released or shown without it.

`nbgrader_config.py` puts the judge in nbgrader's place. If that file has an error, nbgrader logs it and goes
on without the file: learners' code would run unconfined, beside the tests. So `nbgrader_config.json`, which
nbgrader reads as well and nobody edits, gives nbgrader's own converters an exporter that refuses: it is the
first thing that they make. Ours have theirs from `nbgrader_config.py`, below their own names.
"""

from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.converters import NbGraderException

REASON = (
    "Nothing was done, for it would be done without the judge: nbgrader could not read nbgrader_config.py."
    " The log above says why. Mend the file, and run the same again."
)


class Refuse(Exporter):
    """What each of nbgrader's own converters, which must not run in this course, begins with."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.log.error("%s", REASON)  # not all of nbgrader's commands say why they ended
        raise NbGraderException(REASON)
