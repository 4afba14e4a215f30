"""The kinds of pictures that a page may show, known by their first bytes."""

import base64

PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


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
