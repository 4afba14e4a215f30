"""Pictures in answers, as phones, screenshot tools and websites make them: shown, or named."""

import base64
import html
import io
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from one_lesson import Learner, cell, released
from PIL import Image

from grader.notebooks.pictures import embed as embedding
from grader.notebooks.pictures.kinds import is_picture
from grader.notebooks.pictures.scaling import MAX_TOTAL
from grader.notebooks.submitted import Submission


def drawn(kind: str = "PNG", size: tuple[int, int] = (30, 20), mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind)
    return stream.getvalue()


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


PNG = {"image/png": text_of(drawn())}


def answered(graded: Learner, source: str, attachments: Any = None) -> Submission:
    """The submission whose free-text answer this is."""
    nb = released()
    cell(nb, "why-answer").update(source=source, attachments=attachments or {})
    result = graded(nb)
    nbformat.validate(result.notebook)
    return result


def answer(result: Submission) -> Any:
    return cell(result.notebook, "why-answer")


def page(result: Submission) -> str:
    """The answer as nbconvert shows it; it stops where an attachment is missing."""
    nb = nbformat.v4.new_notebook(cells=[answer(result)])
    shown, _ = HTMLExporter().from_notebook_node(nb)
    return html.unescape(shown[shown.index("<main>") :])


NAMES = [  # of the attachment, and as the text writes it
    ("a.png", "a.png"),
    ("my photo.png", "my%20photo.png"),
    ("my photo.png", "my photo.png"),
    ("my photo.png", "<my photo.png>"),
    ("Übung.png", "%C3%9Cbung.png"),
    ("Übung.png", "Übung.png"),
    ("U\u0308bung.png", "Übung.png"),
    ("Übung.png", "U%CC%88bung.png"),
    ("한글 사진.png", "%ED%95%9C%EA%B8%80%20%EC%82%AC%EC%A7%84.png"),
    ("IMG (1).png", "IMG%20(1).png"),
    ("IMG (1).png", "IMG (1).png"),
    ("IMG (1).png", "IMG%20%281%29.png"),
    ("a [1].png", "a [1].png"),
    ("a).png", "a).png"),
    ("100%.png", "100%.png"),
    ("100%.png", "100%25.png"),
    ("50%20off.png", "50%20off.png"),
    ("v1.2..png", "v1.2..png"),
    ("a&b.png", "a&amp;b.png"),
    ("a_b*c#d?e.png", "a_b*c#d?e.png"),
    ("it's.png", "it's.png"),
    ("x.png", 'x.png "with a title"'),
    ("a.png.png", "a.png.png"),
    ("picture-2", "picture-2"),
]


@pytest.mark.parametrize(("name", "written"), NAMES)
def test_an_attachment_of_any_name_is_found(graded: Learner, name: str, written: str) -> None:
    target = f"<attachment:{written[1:]}" if written.startswith("<") else f"attachment:{written}"
    result = answered(graded, f"See ![{name}]({target}) there.", {name: PNG, "another.png": PNG})
    assert answer(result).source == f"See ![{name}](attachment:picture-1) there."
    assert answer(result).attachments == {"picture-1": PNG}
    assert 'src="data:image/png' in page(result)
    assert result.notes == ()


@pytest.mark.parametrize(
    "source",
    [
        "![x][1]\n\n[1]: attachment:a.png\n",
        "![1]\n\n[1]: <attachment:a.png>\n",
        "[![x](attachment:a.png)](https://a.b/c)",
        "[my photo](attachment:a.png)",
        "| a |\n|---|\n| ![x](attachment:a.png) |",
        "- one\n  ![x](attachment:a.png)",
    ],
)
def test_wherever_it_stands_in_a_text(graded: Learner, source: str) -> None:
    assert 'src="data:image/png' in page(answered(graded, source, {"a.png": PNG}))


def test_a_tag_gets_its_attachment_too(graded: Learner) -> None:
    result = answered(graded, "<p><img width=100 src='attachment:my%20a.png'></p>", {"my a.png": PNG})
    assert answer(result).source == '<p><img width=100 src="attachment:picture-1"></p>'
    assert answer(result).attachments == {"picture-1": PNG}


SHOWN = ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"]


@pytest.mark.parametrize("declared", ["image/png", "image/x-unknown"])
@pytest.mark.parametrize("kind", SHOWN)
def test_formats_that_are_shown_whatever_they_are_declared_to_be(
    graded: Learner, kind: str, declared: str
) -> None:
    result = answered(graded, "![x](attachment:x)", {"x": {declared: text_of(drawn(kind))}})
    ((shown, content),) = answer(result).attachments["picture-1"].items()
    assert is_picture(shown, content)
    assert result.notes == ()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "F"])
def test_all_depths_and_colours(graded: Learner, mode: str) -> None:
    kind = "PNG" if mode in ("1", "L", "LA", "P", "RGBA", "I;16") else "TIFF"
    data = drawn(kind, (300, 200), mode) if kind == "TIFF" else drawn(kind, (5000, 10), mode)
    result = answered(graded, "![x](attachment:x)", {"x": {"image/png": text_of(data)}})
    assert "picture-1" in answer(result).attachments


NAMED = {
    "heic": (
        "image/heic",
        b"\0\0\0\x18ftypheic" + b"x" * 3_100_000,
        "image/heic, 3.1 MB: cannot be shown here",
    ),
    "svg": (
        "image/svg+xml",
        b"<?xml version='1.0'?><svg onload='alert(1)'>",
        "image/svg+xml, 0.0 kB: cannot",
    ),
    "pdf": ("application/pdf", b"%PDF-1.7" + b"x" * 200_000, "application/pdf, 0.2 MB: cannot be shown here"),
    "html": ("text/html", b"<script>alert(1)</script>", "text/html, 0.0 kB: cannot be shown here"),
    "broken": ("image/png", b"\x89PNG\r\n\x1a\n" + b"x" * 5000, "image/png, 5.0 kB: cannot be shown here"),
}


@pytest.mark.parametrize(("kind", "data", "said"), NAMED.values(), ids=NAMED.keys())
def test_what_cannot_be_shown_is_named_in_its_place(
    graded: Learner, kind: str, data: bytes, said: str
) -> None:
    result = answered(graded, "![x](attachment:IMG 1.x) end", {"IMG 1.x": {kind: text_of(data)}})
    assert answer(result).source.startswith(f"[picture 'IMG 1.x', {said}")
    assert answer(result).source.endswith("] end")
    assert "attachments" not in answer(result)
    assert len(result.notes) == 1
    assert said in result.notes[0]


@pytest.mark.slow
def test_a_small_file_that_unfolds_to_a_huge_picture_is_named_in_its_place(graded: Learner) -> None:
    bomb = text_of(drawn("PNG", (30_000, 30_000), "1"))
    result = answered(graded, "![x](attachment:x)", {"x": {"image/png": bomb}})
    assert answer(result).source.startswith("[picture 'x', image/png, 0.1 MB: cannot be shown here")


@pytest.mark.parametrize(
    "source", ["![x](attachment:gone.png)", "<img src='attachment:gone.png'>", "[x](attachment:gone.png)"]
)
def test_an_attachment_that_was_not_copied_along_is_named(graded: Learner, source: str) -> None:
    result = answered(graded, source)
    assert answer(result).source == "[picture 'gone.png', not in the notebook]"


@pytest.mark.parametrize(
    "bundle", [7, None, {}, [], {"image/png": 7}, {"image/png": 'x" onerror="alert(1)'}, {"": ""}]
)
def test_odd_bundles_are_named_and_leave_nothing(graded: Learner, bundle: Any) -> None:
    result = answered(graded, "![x](attachment:x)", {"x": bundle, "": PNG})
    assert answer(result).source.startswith("[picture 'x', ")
    assert "attachments" not in answer(result)


def test_a_name_that_would_be_html_or_markdown_is_made_plain(graded: Learner) -> None:
    result = answered(graded, "![x](attachment:<img src=x onerror=alert`1`>**$.png)")
    assert set("<>`*$[") & set(answer(result).source[1:]) == set()


# Files beside the notebook, and pictures in the text itself


def test_pictures_beside_the_notebook_are_attached(graded: Learner) -> None:
    (graded.folder / "my pics").mkdir()
    for name in ("photo.jpg", "my pics/Übung 1.png"):
        (graded.folder / name).write_bytes(drawn("JPEG"))
    source = (
        "![a](photo.jpg) ![b](./my%20pics/%C3%9Cbung%201.png) <img src='photo.jpg'> ![c](my pics/Übung 1.png)"
    )
    result = answered(graded, source)
    assert list(answer(result).attachments) == ["picture-1", "picture-2"]
    assert "![c](attachment:" in answer(result).source
    assert [answer(result).source.count(f"attachment:picture-{n}") for n in (1, 2)] == [2, 2]


def test_a_picture_of_the_lesson_stays_a_file(graded: Learner) -> None:
    (graded.source.parent / "slope.png").write_bytes(drawn())
    (graded.folder / "slope.png").write_bytes(drawn("JPEG"))
    result = answered(graded, "![a](slope.png)")
    assert answer(result).source == "![a](slope.png)"
    assert "attachments" not in answer(result)


@pytest.mark.parametrize(
    "target",
    ["gone.png", "../../secret.png", "/etc/passwd", "file:///etc/passwd", "https://a.b/c.png", "//a.b/c.png",
     "C:\\a.png", "linked.png", "data:image/svg+xml;utf8,<svg>", "sub/../../x.png"],
)  # fmt: skip
def test_nothing_else_is_read_or_loaded(graded: Learner, target: str) -> None:
    (graded.folder / "linked.png").symlink_to("/etc/passwd")
    for text in (f"![a]({target})", f'<img src="{target}">'):
        result = answered(graded, text)
        assert answer(result).source.startswith("[picture '"), answer(result).source
        assert "attachments" not in answer(result)


def test_ordinary_links_and_words_stay(graded: Learner) -> None:
    text = "[x](https://a.b) [y](#top) [z](data.csv) `a[0](1)` an attachment: none ![](\n\n[1]: https://a.b\n"
    assert answer(answered(graded, text)).source == text


@pytest.mark.slow
def test_a_photo_pasted_as_text_of_five_million_signs_is_no_text(graded: Learner) -> None:
    data = text_of(drawn("JPEG") + b"\0" * 4_000_000)
    source = f"![x](data:image/png;base64,{data}) <img src='data:image/png;base64,{data}'>"
    result = answered(graded, source)
    assert result.status != "unreadable"
    assert len(answer(result).source) < 200
    assert len(answer(result).attachments) == 2


# Size


def noisy(width: int, height: int, kind: str = "JPEG") -> bytes:
    """A picture that compresses badly, as a photo does."""
    stream = io.BytesIO()
    Image.effect_noise((width // 4, height // 4), 90).resize((width, height)).convert("RGB").save(
        stream, kind, quality=99
    )
    return stream.getvalue()


@pytest.mark.slow
def test_photos_of_a_phone_are_scaled_down_and_not_dropped(graded: Learner) -> None:
    photo = noisy(4000, 3000)
    assert len(photo) > 8_000_000
    nb = released()
    many = {f"IMG_{n}.jpg": {"image/jpeg": text_of(photo)} for n in range(6)}
    cell(nb, "why-answer").update(
        source=" ".join(f"![x](attachment:{name})" for name in many), attachments=many
    )
    result = graded(nb)
    kept = answer(result).attachments
    sizes = [len(base64.b64decode(content)) for bundle in kept.values() for content in bundle.values()]
    assert len(kept) == 6
    assert sum(sizes) <= MAX_TOTAL
    with Image.open(io.BytesIO(base64.b64decode(kept["picture-6"]["image/jpeg"]))) as shown:
        assert min(shown.size) >= 500
    assert result.notes == ()


@pytest.mark.slow
def test_a_phone_held_upright_stays_upright(graded: Learner) -> None:
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turn right
    Image.effect_noise((5000, 1000), 9).convert("RGB").save(stream, "JPEG", exif=exif, quality=99)
    result = answered(graded, "![x](attachment:x)", {"x": {"image/jpeg": text_of(stream.getvalue())}})
    data = base64.b64decode(answer(result).attachments["picture-1"]["image/jpeg"])
    with Image.open(io.BytesIO(data)) as shown:
        assert shown.height > shown.width
        assert not shown.getexif()


def test_more_pictures_than_anybody_looks_at_are_named(
    graded: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "MAX_PICTURES", 2)
    names = [f"{n}.png" for n in range(9)]
    result = answered(graded, " ".join(f"![x](attachment:{n})" for n in names), dict.fromkeys(names, PNG))
    assert len(answer(result).attachments) == 2
    assert result.notes[0].endswith("and 2 more")
