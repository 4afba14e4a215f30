"""nbgrader's configuration files, in the order in which they count, and the line that set each option.

The files are run by traitlets' own loaders, as nbgrader runs them, with a `c` that remembers who set what.
"""

import contextlib
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import (
    ConfigFileNotFound,
    FileConfigLoader,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from grader.notebooks.errors import AuthorError

NAME = "nbgrader_config"
MACHINERY = (PyFileConfigLoader.__module__, __name__)  # whose frames set no option of their own
Option = tuple[str, str]  # ("Judge", "limits")
Line = tuple[Path, int]


@dataclass(frozen=True)
class ConfigFile:
    """A configuration file, what it sets, and in which lines (its own, or of a file that it loads)."""

    path: Path
    config: Config
    lines: dict[Option, Line] = field(default_factory=dict)

    def place(self, option: Option, course: Path) -> str:
        """Where it sets an option, in words."""
        path, line = self.lines.get(option, (self.path, 0))
        words = f"{path.name if path.parent == course else path}{f', line {line}' * bool(line)}"
        return words if self.path.parent == course else f"{words} (for this machine or user)"


def config_files(course: Path) -> list[ConfigFile]:
    """The files that nbgrader reads in a course's folder, the ones that count least first."""
    found: list[ConfigFile] = []
    for folder in [*reversed(jupyter_config_path()), str(course)]:
        for loader in RecordingLoader, JSONFileConfigLoader:
            suffix = ".json" if loader is JSONFileConfigLoader else ".py"
            path = Path(folder, NAME + suffix).resolve()
            if path.is_file() and path not in [each.path for each in found]:
                found.append(loaded(path, loader))
    return found


def loaded(path: Path, kind: type[FileConfigLoader]) -> ConfigFile:
    """What a file sets; AuthorError, with its line, where it cannot be run."""
    loader = kind(path.name, path=str(path.parent))
    try:
        config = loader.load_config()
    except Exception as error:
        line = getattr(error, "lineno", None) or line_in(path, error)
        raise AuthorError(
            f"{path}, line {line}: {type(error).__name__}: {error}. No command of nbgrader's or of"
            " the grader's goes on without this file: mend it first."
        ) from error
    return ConfigFile(path, config, getattr(config, "__lines__", {}))


def line_in(path: Path, error: Exception) -> int | str:
    """The last line of a file that an error came through."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return next((line for line in reversed(lines) if line), "?")


def merged(files: list[ConfigFile]) -> Config:
    """All that is set, each option by the file that counts most."""
    config = Config()
    for each in files:
        sections = {
            name: Config(values) if isinstance(values, Config) else values
            for name, values in each.config.items()
        }
        config.merge(Config(sections))
    return config


class Recorded(Config):
    """traitlets' Config, which remembers the line of each option."""

    def __init__(self, section: str = "", lines: dict[Option, Line] | None = None) -> None:
        super().__init__()
        self.__section__ = section
        self.__lines__ = {} if lines is None else lines

    def __getitem__(self, name: str) -> Any:
        if name not in self and name[:1].isupper():
            dict.__setitem__(self, name, Recorded(name, self.__lines__))
        elif name not in self:  # as in c.CourseDirectory.ignore.append("*.zip")
            self.__lines__[self.__section__, name] = caller_line()
        return super().__getitem__(name)

    def __setitem__(self, name: str, value: Any) -> None:
        self.__lines__[self.__section__, name] = caller_line()
        super().__setitem__(name, value)


class RecordingLoader(PyFileConfigLoader):
    """traitlets' loader of Python files, with a `c` that remembers."""

    def clear(self) -> None:
        self.config = Recorded()

    def load_subconfig(self, fname: str, path: str | None = None) -> None:
        """What a file calls to load another one."""
        loader = RecordingLoader(fname, path=path or self.path)
        with contextlib.suppress(ConfigFileNotFound):  # as in traitlets
            found = loader.load_config()
            self.config.merge(found)
            self.config.__lines__.update(found.__lines__)


def caller_line() -> Line:
    """The line that is at work in the configuration file."""
    frame = next(frame for frame in frames() if frame.f_globals.get("__name__") not in MACHINERY)
    return Path(frame.f_code.co_filename).resolve(), frame.f_lineno


def frames() -> Iterator[FrameType]:
    """The frames that are at work, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        yield frame
        frame = frame.f_back
