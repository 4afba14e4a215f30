"""Where a course asks for the judge, nothing is graded, released or shown without it.

`nbgrader_config.py` puts the judge in nbgrader's place. If that file has an error, nbgrader logs it and goes
on without the file: learners' code would run unconfined, beside the tests. So `nbgrader_config.json`, which
nbgrader reads as well and nobody edits, gives nbgrader's own converters a first step that refuses. Ours have
their steps from `nbgrader_config.py`, below their own names: `SafeAutograde` and the like.
"""

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbgrader.converters import NbGraderException

REASON = (
    "Nothing was done, for it would be done without the judge: nbgrader could not read nbgrader_config.py."
    " The log above says why. Mend the file, and run the same again."
)


class Refuse(Preprocessor):
    """The first step of each of nbgrader's own converters, which must not run in this course."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.log.error("%s", REASON)  # not all of nbgrader's commands say why they ended
        raise NbGraderException(REASON)
