"""All that can be read in a folder: names, texts in any usual encoding, what JSON, base64 and archives hold.

Each text comes with the place where it stands. What cannot be opened (a link, a locked archive) is no text
but an `AuthorError`: nobody can say what it gives away.
"""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import re
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.notebooks.errors import AuthorError

Text = tuple[str, str]  # a place, and what can be read there
BASE64 = re.compile(r"(?:data:[^,]*;base64,)?([A-Za-z0-9+/\s]{16,}={0,2})")
TAG = re.compile(r"<[^<>]*>")
COMPRESSED = {b"\x1f\x8b": gzip.decompress, b"BZh": bz2.decompress, b"\xfd7zXZ": lzma.decompress}
CLOSED = {b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"\x28\xb5\x2f\xfd": "Zstandard"}  # which Python cannot open
DEEPEST = 4  # archives within archives
FIELD = re.compile(  # how notebooks' own formats call things: a name that every notebook has tells nothing
    r"cells|cell_type|source|outputs|output_type|execution_count|attachments|metadata|id|nbformat(_minor)?"
    r"|kernelspec|language_info|codemirror_mode|display_name|file_extension|language|mimetype|name|version"
    r"|nbconvert_exporter|pygments_lexer|title|authors|tags|collapsed|scrolled|editable|deletable|slideshow"
    r"|slide_type|jupyter|source_hidden|outputs_hidden|execution|data|text|state|model_(name|module(_version)?)"
    r"|colab|provenance|accelerator|vscode|jupytext|formats|toc|widgets"
)
GIT = ("cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer")


def texts_in(folder: Path) -> Iterator[Text]:
    """Everything in the files of a folder, their names included."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        yield place, place
        if path.is_symlink():
            raise AuthorError(f"{place} is a link, to {path.readlink()}: put the file itself there.")
        if path.is_file():
            yield from texts(path.read_bytes(), place)


def texts(data: bytes, place: str, depth: int = 0) -> Iterator[Text]:
    """Everything in some bytes."""
    text = decoded(data)
    yield from ((place, form) for form in forms(text))
    if depth == DEEPEST:
        return
    for inner, name in unpacked(data, place):
        yield from texts(inner, f"{place}, {name}" if name else place, depth + 1)
    if text.lstrip()[:1] in ("{", "["):
        try:
            found = list(strings(json.loads(text)))
        except (ValueError, RecursionError):
            return
        yield from ((place, form) for form in forms("\n".join(found)))
        for part in found:
            if (match := BASE64.fullmatch(part)) and (inner := from_base64(match[1])):
                yield from texts(inner, f"{place}, in base64", depth + 1)


def forms(text: str) -> Iterator[str]:
    r"""A text as it stands; and as a browser shows it, and as Python prints it, where that is something else.

    >>> list(forms("<b>x</b> &lt; 1")), list(forms(r"x = \"1\""))
    (['<b>x</b> &lt; 1', 'x < 1'], ['x = \\"1\\"', 'x = "1"'])
    """
    yield text
    if "<" in text or "&" in text:
        yield html.unescape(TAG.sub("", text))
    if "\\" in text:
        yield re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def decoded(data: bytes) -> str:
    """Bytes as text, whatever they are.

    >>> decoded("x = 1".encode("utf-16")), decoded(b"x = 1\\xff")
    ('x = 1', 'x = 1\ufffd')
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le", "replace")
    return data.decode("utf-8-sig", "replace")


def strings(value: Any) -> Iterator[str]:
    """All texts in a value of JSON, numbers and the names of fields too; a list of lines is one text.

    >>> list(strings({"a": ["x = 1\\n", "y"], "name": {"c": 2}}))
    ['a', 'x = 1\\ny', 'c', '2']
    """
    if isinstance(value, dict):
        for name, inner in value.items():
            if not FIELD.fullmatch(str(name)):
                yield str(name)
            yield from strings(inner)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from strings(item)
    else:
        yield str(value)


def unpacked(data: bytes, place: str) -> Iterator[tuple[bytes, str]]:
    """What an archive or a compressed file holds, each part with its name."""
    try:
        for mark, kind in CLOSED.items():
            if data.startswith(mark):
                raise ValueError(f"it is compressed as {kind}")
        if data.startswith(b"PK\3\4"):
            if not zipfile.is_zipfile(io.BytesIO(data)):
                raise ValueError("it is broken")
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from ((archive.read(name) or name.encode(), name) for name in archive.namelist())
        elif data[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                files = ((archive.extractfile(member), member.name) for member in archive)
                yield from ((file.read() if file else b"", name) for file, name in files)
        for mark, opened in COMPRESSED.items():
            if data.startswith(mark):
                yield opened(data), ""
    except (
        ValueError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
        lzma.LZMAError,
        zipfile.BadZipFile,
    ) as why:
        raise AuthorError(
            f"{place} cannot be looked into ({why}): publish it unpacked, or leave it out."
        ) from why


def from_base64(text: str) -> bytes:
    """What a text in base64 holds; nothing where it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return b""


def history(folder: Path) -> Iterator[Text]:
    """Everything in the .git of a folder: all that was ever committed, and what lies beside it."""
    git = folder / ".git"
    if not git.exists():
        return
    try:
        run = subprocess.run(["git", "--git-dir", str(git), *GIT], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise AuthorError(f"The history in {git} cannot be read: {decoded(said).strip()}") from error
    for name, data in objects(run.stdout):
        yield from texts(data, f".git, object {name[:10]}")
    for path in sorted(git.rglob("*") if git.is_dir() else []):
        if path.is_file() and "objects" not in path.relative_to(git).parts[:1]:
            yield from texts(path.read_bytes(), f".git/{path.relative_to(git).as_posix()}")


def objects(listed: bytes) -> Iterator[tuple[str, bytes]]:
    """The objects that `git cat-file --batch` printed: a line `NAME TYPE SIZE`, so many bytes, a line end."""
    at = 0
    while at < len(listed):
        end = listed.index(b"\n", at)
        name, _, size = listed[at:end].decode().split(" ")
        yield name, listed[end + 1 : end + 1 + int(size)]
        at = end + int(size) + 2
