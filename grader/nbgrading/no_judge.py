"""Where a course asks for the judge, nothing is done without the file that puts it in place.

`nbgrader_config.py` puts the judge in nbgrader's place. If that file has an error, nbgrader logs it and goes
on without the file: learners' code would run unconfined, beside the tests; another gradebook would be read,
another exchange used. So `nbgrader_config.json`, which nbgrader reads as well and nobody edits, has every
command, and formgrader, look first whether the file was read (`patches.handler`). And it gives nbgrader's own
converters an exporter that refuses: it is the first thing that they make. Ours refuse by themselves
(`refuse_without_judge`); they have their exporters from `nbgrader_config.py`.
"""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.converters import NbGraderException
from traitlets.config import Config

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


def refuse_without_judge(config: Config) -> None:
    """Raise NbGraderException where a configuration has what the JSON file says, but not the other's."""
    refused = f"{__name__}.{Refuse.__name__}"
    read = "exporter_class" in config.get("SafeGenerateAssignment", {})
    if not read and config.get("Autograde", {}).get("exporter_class") == refused:
        raise NbGraderException(REASON)


def refuse_unread_file(command: Any) -> None:
    """Raise NbGraderException where nbgrader could not read the course's file, and goes on without it."""
    path = Path(command.coursedir.root, "nbgrader_config.py").resolve()
    if path in [Path(read).resolve() for read in command.loaded_config_files]:
        return
    if path.is_file():
        raise NbGraderException(
            f"Nothing was done: {path} has an error, which stands above, or sets nothing. Mend it first."
        )
    if path.with_suffix(".json").is_file():
        raise NbGraderException(f"Nothing was done: {path} is not there. Put it back first.")
