"""The kinds of pictures, known by their first bytes: those that a page may show, and others."""

import base64
import struct

PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
STARTS = (
    *PICTURES.items(),
    ("image/gif", b"GIF8"),
    ("image/bmp", b"BM"),
    ("image/tiff", b"II*\0"),
    ("image/tiff", b"MM\0*"),
    ("application/pdf", b"%PDF"),
)


def is_picture(kind: str, content: str) -> bool:
    """Base64 of data that starts as this kind of picture does.

    >>> is_picture("image/png", "iVBORw0KGgo="), is_picture("image/jpeg", "iVBORw0KGgo=")
    (True, False)
    """
    try:
        data = base64.b64decode("".join(content.split()), validate=True)
    except ValueError:
        return False
    return data.startswith(PICTURES[kind])


def kind_of(data: bytes) -> str:
    r"""What the first bytes of a file say that it is, as a MIME type; empty when they say nothing.

    >>> kind_of(b"GIF89a..."), kind_of(b"\0\0\0\x18ftypheic..."), kind_of(b"print(1)")
    ('image/gif', 'image/heic', '')
    """
    for kind, start in STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "image/avif" if data[8:12] in (b"avif", b"avis") else "image/heic"
    return "image/svg+xml" if b"<svg" in data[:1000].lower() else ""


def size_of(data: bytes) -> tuple[int, int]:
    r"""Width and height that the header of a PNG or JPEG states; (0, 0) when it states none.

    >>> size_of(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0dIHDR" + b"\0\0\0\x03" + b"\0\0\0\x02")
    (3, 2)
    """
    if data.startswith(PICTURES["image/png"]):
        return struct.unpack(">II", data[16:24]) if data[12:16] == b"IHDR" and len(data) >= 24 else (0, 0)
    position = 2
    while data[position : position + 1] == b"\xff" and len(data) >= position + 9:  # a JPEG's segments
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return 0, 0
