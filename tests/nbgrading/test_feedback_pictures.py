"""Pictures in answers, of any name, kind and size: shown, or named where they cannot be.

Both kinds of pages show the same; the words that stand for a picture are compared with what was there.
"""

from pathlib import Path
from typing import Any

import pytest
from shown_notebook import answer, both, data

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 3000
PICTURES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff" + b"x" * 3000,
    "image/gif": b"GIF89a" + b"x" * 3000,
    "image/webp": b"RIFF\x00\x00\x00\x00WEBP" + b"x" * 3000,
}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


NAMES = ["a.png", "Schöne Übung.png", "Scho\u0308n.png", "foto (1).png", "a[b].png", "a]b(c.png", "100%.png"]
NAMES += [
    "a%20b.png",
    "한글 사진.png",
    "a&b<c>.png",
    'it\'s "x".png',
    "x" * 300 + ".png",
    "../a.png",
    "💡.png",
    "a+b=c.png",
]


@pytest.mark.parametrize("name", NAMES)
def test_an_attachment_of_any_name_is_shown(name: str) -> None:
    words, (picture,) = both(
        answer(f"see ![sketch](attachment:{name}) there", {name: {"image/png": data(PNG)}})
    )
    assert words == "see there"
    assert picture["src"] == f"data:image/png;base64,{data(PNG)}"
    assert picture["alt"] == "sketch"


@pytest.mark.parametrize(
    "written",
    [
        "![a](attachment:my%20photo.png)",
        "![a](<attachment:my photo.png>)",
        '![a](attachment:my%20photo.png "with a title")',
        "![a][1]\n\n[1]: attachment:my%20photo.png",
        '<img src="attachment:my photo.png" alt="a > b" width=200>',
        "<IMG SRC='attachment:my%20photo.png'/>",
        "<div><p><img src=attachment:my%20photo.png></div>",
        "| a |\n|---|\n| ![a](attachment:my%20photo.png) |",
        "- ![a](attachment:my photo.png)",
        "[![a](attachment:my photo.png)](https://example.org)",
    ],
)
def test_an_attachment_is_shown_however_it_is_written(written: str) -> None:
    _, (picture,) = both(answer(written, {"my photo.png": {"image/png": data(PNG)}}))
    assert picture["src"] == f"data:image/png;base64,{data(PNG)}"
    assert picture.get("width") in (None, "200")


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_of_a_kind_that_browsers_show_is_shown_whatever_it_is_called(kind: str) -> None:
    content = data(PICTURES[kind])
    wrong = {"photo": {"image/png": content}}
    for attachments in ({"photo": {kind: content}}, wrong, {"photo": {kind: [content[:50], content[50:]]}}):
        _, (picture,) = both(answer("![](attachment:photo)", attachments))
        assert picture["src"] == f"data:{kind};base64,{content}"
    _, (picture,) = both(answer(f"![photo](data:{kind};base64,{content})"))
    assert picture["src"] == f"data:{kind};base64,{content}"


@pytest.mark.parametrize("size", [2_000_000, 8_000_000])
@pytest.mark.parametrize("inside", [True, False])
def test_a_large_picture_is_shown_whole(size: int, inside: bool) -> None:
    content = data(PNG + b"\x00" * size)
    address = f"data:image/png;base64,{content}" if inside else "attachment:a.png"
    words, (picture,) = both(answer(f"my *photo* ![a]({address})", {"a.png": {"image/png": content}}))
    assert words == "my photo"
    assert picture["src"] == f"data:image/png;base64,{content}"


NO_SVG = "[picture a, image/svg+xml, 1 kB: a page cannot show it]"
AS_NAME = "[picture data:image/svg+xml,<svg/>: only its name is in the notebook]"
WORDS = {
    "gone": ("![a](attachment:gone.png)", "[picture gone.png: it is not part of the notebook]"),
    "umlaut, gone": ("![a](attachment:f%C3%BCr.png)", "[picture für.png: it is not part of the notebook]"),
    "no name": ("![a](attachment:)", "[picture a: it is not part of the notebook]"),
    "gone, in HTML": ("<img src='attachment:x.png'>", "[picture x.png: it is not part of the notebook]"),
    "pdf": ("![a](attachment:pdf)", "[attachment pdf, application/pdf, 3 kB: a page cannot show it]"),
    "heic": ("![a](attachment:heic)", "[picture heic, image/heic, 3 kB: a page cannot show it]"),
    "svg": ("![a](attachment:svg)", "[picture svg, image/svg+xml, 1 kB: a page cannot show it]"),
    "no base64": ("![a](attachment:broken)", "[picture broken, image/png, 1 kB: it is damaged]"),
    "no picture": ("![a](attachment:text)", "[picture text, image/png, 1 kB: it is damaged]"),
    "a number": ("![a](attachment:number)", "[picture number, image/png, 1 kB: it is damaged]"),
    "nothing": ("![a](attachment:nothing)", "[picture nothing: it is not part of the notebook]"),
    "a list": ("![a](attachment:list)", "[picture list: it is not part of the notebook]"),
    "half a kind": ("![a](attachment:odd)", "[attachment odd, <b>, 1 kB: a page cannot show it]"),
    "a file": ("![a](plots/x%20y.png)", "[picture plots/x y.png: only its name is in the notebook]"),
    "a path": ("![a](/home/me/x.png)", "[picture /home/me/x.png: only its name is in the notebook]"),
    "Windows": ("![a](C:/x.png)", "[picture C:/x.png: only its name is in the notebook]"),
    "file:": ("![a](file:///etc/x.png)", "[picture file:///etc/x.png: only its name is in the notebook]"),
    "above": ("![a](../../logout)", "[picture ../../logout: only its name is in the notebook]"),
    "the web": ("![a](https://x.org/a.png)", "[picture at https://x.org/a.png: it is not loaded]"),
    "no source": ("<img alt='a'>", "[picture a: it is not shown]"),
    "empty": ("![a]()", "[picture a: it is not shown]"),
    "a NUL": ("<img src='a\x00b'>", "[picture a[U+0000]b: only its name is in the notebook]"),
    "long": (f"![a]({'x' * 5000})", f"[picture {'x' * 100}: only its name is in the notebook]"),
    "SVG as data": (f"![a](data:image/svg+xml;base64,{data(SVG)})", NO_SVG),
    "SVG with a charset": (f"![a](data:image/svg+xml;charset=utf-8;base64,{data(SVG)})", NO_SVG),
    "SVG in percents": ("![a](data:image/svg+xml,%3Csvg/%3E)", AS_NAME),
    "half of data": ("![a](data:image/png;base64,iVBOR)", "[picture a, image/png, 1 kB: it is damaged]"),
}  # fmt: skip
ATTACHMENTS = {
    "pdf": {"application/pdf": data(b"%PDF" + b"x" * 2500)},
    "heic": {"image/heic": data(b"\x00\x00\x00 ftypheic" + b"x" * 2500)},
    "svg": {"image/svg+xml": data(SVG)},
    "broken": {"image/png": "not ! base64"},
    "text": {"image/png": data(b"text")},
    "number": {"image/png": 5},
    "nothing": {},
    "list": ["image/png"],
    "odd": {"<b>": "YWJj"},
}


@pytest.mark.parametrize(("written", "words"), WORDS.values(), ids=WORDS.keys())
def test_words_say_what_is_not_shown(written: str, words: str, tmp_path: Path) -> None:
    found, pictures = both(answer(f"see {written} there", ATTACHMENTS), folder=tmp_path)
    assert found == f"see {words} there"
    assert pictures == []


@pytest.mark.parametrize("attachments", [[], "x", 5, None, {"a": None}, {"": {}}, {"a": {"b": {"c": []}}}])
def test_attachments_of_another_form_end_no_page(attachments: Any) -> None:
    cell = answer("see ![a](attachment:a) there")
    cell["attachments"] = attachments
    assert both(cell)[0].startswith("see [picture a")


def test_a_lessons_own_picture_is_in_the_page_and_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "autograded"
    (folder / "plots").mkdir(parents=True)
    (folder / "plots" / "a b.png").write_bytes(PNG)
    (folder / "drawn.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "secret.png").write_text("a text")
    (tmp_path / "outside.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    names = ("plots/a%20b.png", "drawn.svg", "secret.png", "../outside.png", "link.png", "plots")
    words, pictures = both(answer(" ".join(f"![]({name})" for name in names)), folder=folder)
    assert [picture["src"].partition(",")[0] for picture in pictures] == [
        "data:image/png;base64",
        "data:image/svg+xml;base64",
    ]
    assert words.count("only its name is in the notebook") == 3
    assert "secret.png, 1 kB: a page cannot show it" in words


def test_a_long_text_is_shown_as_it_was_written_with_its_pictures_below() -> None:
    attachments = {"a.png": {"image/png": data(PNG)}}
    words, pictures = both(answer("*word* &amp; <b> " * 2000 + "![](attachment:a.png)", attachments))
    assert words.startswith("*word* &amp; <b> *word*")
    assert len(pictures) == 1
