"""An IPython shell whose outputs are nbformat's, in order, as JupyterLab would show them."""

from __future__ import annotations

import base64
import builtins
import getpass
import os
import subprocess
import sys
from types import TracebackType
from typing import Any, TextIO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Output = dict[str, Any]

MAX_ITEMS = 1_000  # outputs of one cell
MAX_MESSAGE = 1_000  # characters of an error that comes after all that can be shown
END_FRAMES = 10  # of a long traceback, the first and the last


class Outputs:
    """What the running cell has shown so far, up to a number of characters.

    >>> outputs = Outputs(); outputs.stream("stdout", "a"); outputs.stream("stdout", "b"); outputs.finish()
    [{'output_type': 'stream', 'name': 'stdout', 'text': 'ab'}]
    """

    def __init__(self) -> None:
        self.restart(1 << 20)

    def restart(self, limit: int) -> None:
        self.items: list[Output] = []
        self.pieces: list[str] = []  # of the stream that is last in `items`
        self.left = limit

    def stream(self, name: str, text: str) -> None:
        """Printed text; consecutive pieces of one stream are one output."""
        text = text[: self._take(len(text))]
        if not text:
            return
        if not self.pieces or self.items[-1].get("name") != name:
            self.close_stream()
            if len(self.items) >= MAX_ITEMS:  # a line to stdout, a warning to stderr, and so on
                self.left = -1
                return
            self.items.append({"output_type": "stream", "name": name, "text": ""})
        self.pieces.append(text)

    def rich(self, output: Output, display_id: str | None = None, update: bool = False) -> None:
        """A picture, a result or an error; `update` replaces an earlier one with the same display_id."""
        self.close_stream()
        if "data" in output:
            output = output | {"data": {kind: as_text(part) for kind, part in output["data"].items()}}
        size = sum(len(str(part)) for part in output.get("data", output).values())
        if len(self.items) >= MAX_ITEMS and output["output_type"] != "error":
            self.left = -1
        if self._take(size) < size:
            return
        if not update:
            self.items.append(output | {"display_id": display_id})
        for item in self.items:
            if update and display_id is not None and item.get("display_id") == display_id:
                item["data"] = output["data"]

    def failure(self, name: str, message: str) -> None:
        """An error that is shown whatever was shown before it: it says that the cell failed."""
        self.close_stream()
        output = {"output_type": "error", "ename": name, "evalue": message[:MAX_MESSAGE], "traceback": []}
        self.items.append(output)

    def clear(self) -> None:
        self.items, self.pieces = [], []

    def close_stream(self) -> None:
        if self.pieces:
            self.items[-1]["text"] = "".join(self.pieces)
            self.pieces = []

    def finish(self) -> list[Output]:
        """All outputs, as plain data."""
        self.close_stream()
        for item in self.items:
            item.pop("display_id", None)
        if self.left < 0:
            self.items.append({"output_type": "stream", "name": "stdout", "text": "\n[output truncated]\n"})
        return self.items

    def _take(self, size: int) -> int:
        """How much of this size may still be shown."""
        allowed = max(min(size, self.left), 0)
        self.left -= size
        return allowed


def as_text(part: Any) -> Any:
    """Bytes, such as those of a PNG that an object draws of itself, as a notebook keeps them: in base64."""
    return base64.b64encode(part).decode() if isinstance(part, bytes) else part


class Stream:
    """sys.stdout or sys.stderr of a cell."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.outputs.stream(self.name, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1 if self.name == "stdout" else 2  # open on /dev/null


class Publisher(DisplayPublisher):
    """`display(...)` and figures."""

    def publish(  # type: ignore[override]
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        output = {"output_type": "display_data", "data": dict(data), "metadata": {}}
        self.shell.outputs.rich(output, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear()


class Result(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        output = {"output_type": "execute_result", "data": dict(format_dict), "metadata": {}}
        self.shell.outputs.rich(output | {"execution_count": self.prompt_count})  # type: ignore[union-attr]

    def finish_displayhook(self) -> None:
        pass


def shorten(trace: TracebackType | None) -> None:
    """Take the middle out of a traceback: those of a recursion without end would take a minute to draw.

    IPython looks through all modules for the source of each frame, and torch has thousands of them.
    """
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > 2 * END_FRAMES:
        frames[END_FRAMES - 1].tb_next = frames[-END_FRAMES]


class Shell(InteractiveShell):
    """IPython without a terminal, a history or a kernel."""

    def __init__(self, **options: Any) -> None:
        self.outputs = Outputs()
        super().__init__(  # type: ignore[no-untyped-call]
            display_pub_class=Publisher, displayhook_class=Result, **options
        )

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Every picture is drawn in the notebook, whatever window or widget it was meant for."""
        return super().enable_matplotlib("inline")  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: Any = None) -> None:
        """There is none; `%matplotlib inline` asks all the same."""

    def ask_exit(self) -> None:
        """`exit` in a notebook ends nothing here; the cells after it still run."""

    def init_virtualenv(self) -> None:
        """The environment is the template's."""

    def _get_exc_info(self, exc_tuple: Any = None) -> Any:
        """An error to show, and those before it, with as many frames as can be drawn in time."""
        found = super()._get_exc_info(exc_tuple)  # type: ignore[no-untyped-call]
        error, seen = found[1], set[int]()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            shorten(error.__traceback__)
            error = error.__cause__ or error.__context__
        return found

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        ename, value = getattr(etype, "__name__", str(etype)), str(evalue)
        self.outputs.rich({"output_type": "error", "ename": ename, "evalue": value, "traceback": list(stb)})

    def system(self, cmd: str) -> None:
        """`!cmd`, without the pseudo-terminal that IPython would open."""
        done = subprocess.run(
            self.var_expand(cmd, depth=1),  # type: ignore[no-untyped-call]
            shell=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        print(done.stdout, end="")
        print(done.stderr, end="", file=sys.stderr)
        self.user_ns["_exit_code"] = done.returncode

    def run(self, source: str, output_limit: int) -> list[Output]:
        """Run one cell and return what it showed."""
        self.outputs.restart(output_limit)
        stdout: TextIO = Stream(self.outputs, "stdout")  # type: ignore[assignment]
        stderr: TextIO = Stream(self.outputs, "stderr")  # type: ignore[assignment]
        sys.stdout, sys.stderr = stdout, stderr
        result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        if error and not any(item["output_type"] == "error" for item in self.outputs.items):
            # An unknown magic is only printed, to stderr; and an error may come after all that can be shown.
            self.outputs.failure(type(error).__name__, str(error))
        return self.outputs.finish()


def no_input(prompt: object = "", *_: object) -> str:
    """`input()` fails as it does under nbclient."""
    message = "raw_input was called, but this frontend does not support input requests."
    raise StdinNotImplementedError(message)


def new_shell() -> Shell:
    """The shell that all workers start from, with everything warm that is loaded at first use."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    builtins.input, getpass.getpass = no_input, no_input  # type: ignore[assignment]
    config = Config()
    config.HistoryManager.enabled = False  # it would keep a thread and a database
    config.InteractiveShell.colors = "neutral"
    shell = Shell.instance(config=config, ipython_dir="/tmp/ipython")
    shell.enable_matplotlib("inline")
    stdout, stderr = sys.stdout, sys.stderr
    for source in WARMING:
        shell.run(source, 1 << 20)
    sys.stdout, sys.stderr = stdout, stderr
    shell.reset(new_session=True)  # type: ignore[no-untyped-call]
    sys.path.insert(0, "")  # as in a kernel: the notebook's own folder
    return shell


WARMING = [
    "import matplotlib.pyplot as plt",
    "plt.plot([1, 2], label='a'); plt.legend(); plt.title('$x^2$')",
    "undefined_name",  # loads what draws tracebacks
    "[1, 2]",
]
