"""Makes pictures smaller, in a process with limits: whoever sent them may want to break the decoder.

A program, not a module: it is run by path, and reads and writes frames (four bytes of length, then as many
bytes). In: the most bytes that a picture may have, then the pictures. Out, for each: a PNG or JPEG of at most
as many bytes, or an empty frame for what cannot be decoded. It imports nothing of the grader.
"""

import contextlib
import io
import struct
import sys
import warnings
from collections.abc import Iterator
from typing import Any

MEMORY = 1 << 30  # bytes
SECONDS = 60  # of the processor
WRITTEN = 64 << 20  # bytes of all results
MAX_PIXELS = 64_000_000
MAX_JPEG_PIXELS = 250_000_000  # phones take 200 million; a JPEG is decoded at a fraction of its size
SIDES = (1600, 1100, 750, 500, 300)  # pixels
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")


def limit_this_process() -> None:
    """From here on no large memory, no endless loop, no large file, no child and no new kind of file."""
    import resource

    for name, most in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_FSIZE", WRITTEN),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS lacks some
            resource.setrlimit(getattr(resource, name), (most, most))


def frames(stream: Any) -> Iterator[bytes]:
    """The frames of a stream."""
    while header := stream.read(4):
        yield stream.read(struct.unpack(">I", header)[0])


def smaller(data: bytes, limit: int, known: list[str]) -> bytes:
    """The picture in at most `limit` bytes, or nothing."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=known) as picture:
        if picture.width * picture.height > (MAX_JPEG_PIXELS if is_photo(picture) else MAX_PIXELS):
            return b""
        photo, image = is_photo(picture), picture
        for side in SIDES:
            image.thumbnail((side, side))  # reads a JPEG at a fraction of its size
            if side == SIDES[0]:
                image = simple(ImageOps.exif_transpose(image))
            for written in encodings(image, photo):
                if len(written) <= limit:
                    return written
    return b""


def is_photo(picture: Any) -> bool:
    """Whether it came as a JPEG, so that another one loses little."""
    return picture.format in ("JPEG", "MPO")


def simple(image: Any) -> Any:
    """The picture in 8 bits: grey or colours, with or without transparency."""
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more
        low, high = image.getextrema()
        return image.convert("F").point(lambda v: (v - low) * (255 / (high - low or 1))).convert("L")
    if image.mode in ("L", "1"):
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def encodings(image: Any, photo: bool) -> Iterator[bytes]:
    """The picture as a file, without loss first."""
    if not photo:
        yield encoded(image, "PNG")
    if image.mode == "RGBA":
        from PIL import Image

        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    yield from (encoded(image, "JPEG", quality=quality) for quality in (85, 60))


def encoded(image: Any, kind: str, **options: Any) -> bytes:
    """The bytes of a file, without what a camera wrote beside the picture (where it was, say)."""
    stream = io.BytesIO()
    image.info.clear()
    image.save(stream, kind, **options)
    return stream.getvalue()


def main() -> None:
    """Answer each picture in turn, at once, so that one that ends this process takes no other along."""
    limit_this_process()
    warnings.simplefilter("ignore")
    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = True  # an upload that broke off: show what came
    Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves
    Image.init()
    known = [name for name in FORMATS if name in Image.OPEN]
    stream = frames(sys.stdin.buffer)
    limit = int(next(stream))
    for data in stream:
        try:
            result = smaller(data, limit, known)
        except Exception:  # whatever a decoder says of what it got
            result = b""
        sys.stdout.buffer.write(struct.pack(">I", len(result)) + result)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
