"""A picture in a learner's text: the picture itself, in the page, or else words that say what was there.

Texts name pictures in three ways, and all three become data in the page:

    ![](attachment:sketch.png)               kept in the cell's attachments
    ![](data:image/png;base64,iVBORw0...)    kept in the text, as Colab does
    ![](slope.png)                           a file of the lesson, beside the notebook
"""

import base64
import html
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from grader.nbgrading.pages.budget import Budget
from grader.nbgrading.pages.fitting import mapping
from grader.notebooks.pictures.references import unescaped

KINDS = {  # what every browser shows, by its first bytes
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
LESSONS_OWN = {"image/svg+xml": re.compile(rb"\s*<(\?xml|svg|!)")}  # in a file only
DATA = re.compile(r"data:([\w.+/-]{0,99})(?:;[\w=.-]{0,99}){0,5}?;base64,([\w+/%=-]*+)", re.IGNORECASE)
BESIDES = ("width", "height")  # attributes that a picture keeps
MAX_NAME = 100  # characters of a name or kind that words repeat
MAX_NAMES = 100  # attachments of a cell whose names are looked for in its text
TOO_MANY = "the page shows too many others"
MAX_ADDRESS = 2_000  # characters of a name or an address; data are put aside before


class Pictures:
    """The pictures that the text of one cell can name."""

    def __init__(self, attachments: Any, folder: Path | None, budget: Budget | None = None) -> None:
        self.attachments: dict[str, Any] = {}
        self.folder, self.budget = folder, budget or Budget()
        if isinstance(attachments, Mapping):
            self.attachments = {normal(str(name)): bundle for name, bundle in attachments.items()}

    def put_aside(self, source: str) -> str:
        """The text with names that Markdown takes for names, and with short ones in place of data.

        >>> Pictures({"my photo (1).png": {}}, None).put_aside("![](attachment:my photo (1).png)")
        '![](attachment:my%20photo%20%281%29.png)'
        """
        source = DATA.sub(self.kept_data, source)
        for name in list(self.attachments)[:MAX_NAMES]:
            address = f"(attachment:{quote(name)})"
            for written in {name, unicodedata.normalize("NFD", name)}:
                source = source.replace(f"(attachment:{written})", address)
        return source

    def kept_data(self, match: re.Match[str]) -> str:
        """A name for data that the text holds; the data is an attachment from now on."""
        name = f"picture-in-the-text-{len(self.attachments) + 1}"
        self.attachments[name] = {match[1].lower(): unquote(match[2])}
        return f"attachment:{name}"

    def shown(self, attributes: Mapping[str, str]) -> str:
        """The HTML of an `<img>` with these attributes."""
        source, alt = unescaped(attributes.get("src", "")).strip(), unescaped(attributes.get("alt", ""))
        besides = {key: attributes[key] for key in BESIDES if key in attributes}
        if match := DATA.fullmatch(source):
            return self.attached("", {match[1].lower(): unquote(match[2])}, alt, besides)
        source = source[:MAX_ADDRESS]
        scheme, colon, name = source.partition(":")
        if colon and scheme.lower() == "attachment":
            bundle = self.attachments.get(normal(name), self.attachments.get(normal(unquote(name))))
            return self.attached(unquote(name), bundle, alt, besides)
        if source.startswith(("https://", "http://")):
            address = html.escape(source)
            return f'<em>[picture at <a href="{address}">{address}</a>: it is not loaded]</em>'
        if source and (path := self.file(source)):
            if not self.budget.allows_picture(path.stat().st_size):
                return words("picture", path.name, "", None, TOO_MANY)
            return embedded(path.read_bytes(), path.name, alt, besides, KINDS | LESSONS_OWN)
        reason = "only its name is in the notebook" if source else "it is not shown"
        return words("picture", unquote(source) or alt, "", None, reason)

    def attached(self, name: str, bundle: Any, alt: str, besides: Mapping[str, str]) -> str:
        """The HTML of an attachment, each time that it is shown, as long as the page has room for it."""
        if self.budget.allows_picture(sum(len(str(part)) for part in mapping(bundle).values())):
            return attached(name, bundle, alt, besides)
        return words("picture", name or alt, "", None, TOO_MANY)

    def all(self) -> str:
        """The HTML of all attachments, one below the other."""
        return "".join(
            f"<p>{self.attached(name, bundle, '', {})}</p>" for name, bundle in self.attachments.items()
        )

    def file(self, source: str) -> Path | None:
        """The file of this name beside the notebook or below; never one elsewhere."""
        try:
            path = (self.folder or Path()) / unquote(source)
            inside = self.folder and path.resolve().is_relative_to(self.folder.resolve())
            return path if inside and path.is_file() else None
        except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, a circle of links
            return None


def attached(name: str, bundle: Any, alt: str, besides: Mapping[str, str]) -> str:
    """The HTML of an attachment: {kind: base64}, if it is as it should be."""
    bundle = mapping(bundle)
    shown = "" if name.startswith("picture-in-the-text-") else name
    for kind, content in sorted(bundle.items(), key=lambda item: item[0] not in KINDS):
        text = "".join(content) if isinstance(content, list) else content
        data = decoded(text) if isinstance(text, str) else None
        if data is None:
            return words("picture", shown or alt, kind, len(str(content)), "it is damaged")
        return embedded(data, shown, alt, besides, KINDS, kind)
    return words("picture", shown or alt, "", None, "it is not part of the notebook")


def embedded(
    data: bytes, name: str, alt: str, besides: Mapping[str, str], kinds: Any = KINDS, called: str = ""
) -> str:
    """An `<img>` that holds these bytes, or words where they are no picture that a page can show."""
    for kind, beginning in kinds.items():
        if beginning.match(data):
            texts = {"src": f"data:{kind};base64,{base64.b64encode(data).decode()}"}
            texts |= {"alt": alt or name or "a picture"} | dict(besides)
            return "<img" + "".join(f' {key}="{html.escape(text)}"' for key, text in texts.items()) + ">"
    if called.lower() in KINDS:
        return words("picture", name or alt, called, len(data), "it is damaged")
    thing = "picture" if called.startswith("image/") or not called else "attachment"
    return words(thing, name or alt, called, len(data), "a page cannot show it")


def decoded(text: str) -> bytes | None:
    """The bytes that base64 stands for, with or without its last signs `=`; None if it is damaged."""
    text = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return None


def words(thing: str, name: str, kind: str, size: int | None, reason: str) -> str:
    """What stands in the place of something that is not shown.

    >>> words("picture", "sketch.heic", "image/heic", 2_300_000, "a page cannot show it")
    '<em>[picture sketch.heic, image/heic, 2300 kB: a page cannot show it]</em>'
    """
    named = f"{thing} {name[:MAX_NAME]}".strip()
    parts = [named, str(kind)[:MAX_NAME], "" if size is None else f"{-(-size // 1000)} kB"]
    return f"<em>[{html.escape(', '.join(part for part in parts if part))}: {reason}]</em>"


def normal(name: str) -> str:
    """One spelling of a name: Macs write an umlaut as two letters, others as one."""
    return unicodedata.normalize("NFC", name)
