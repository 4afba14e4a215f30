"""Names of people as keys: equal for two spellings of one name, whatever a system made of it.

Case, spaces, hyphens, accents and Unicode's forms do not count, nor where the family name stands. No two
names are called alike for any other reason: who is not found by a key is not found.
"""

import re
import unicodedata
from collections.abc import Iterator

SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
BASE = str.maketrans(  # letters that Unicode does not take apart
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
WITHOUT_SPACES = re.compile(  # a name in Hangul, Han characters or Kana, as it is written in one piece
    "[\N{HANGUL SYLLABLE GA}-\N{HANGUL SYLLABLE HIH}\u4e00-\u9fff\u3040-\u30ff]{2,6}"
)


def keys(text: str) -> frozenset[str]:
    """The keys of a text, empty where it has no letter or digit: two where an umlaut may be spelt out.

    >>> sorted(keys("Müller, Zoë")), sorted(keys("muellerzoe")), sorted(keys(" - "))
    (['muellerzoe', 'mullerzoe'], ['muellerzoe'], [])
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(filter(None, (bare(text), bare(text.translate(SPELT_OUT)))))


def bare(text: str) -> str:
    """The letters and digits of a text in lower case, without accents."""
    apart = unicodedata.normalize("NFD", text)
    base = unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))
    return "".join(c for c in base.translate(BASE) if c.isalnum() or unicodedata.category(c)[0] == "M")


def orders(name: str) -> Iterator[str]:
    """A name as it may be written: its words in their order, begun with each of them.

    >>> list(orders("Maria del Carmen"))
    ['Maria del Carmen', 'del Carmen Maria', 'Carmen Maria del']
    >>> list(orders("김지우"))
    ['김지우', '지우김', '우김지']
    """
    name = unicodedata.normalize("NFC", name)
    words = re.split(r"[\s,]+", name.strip(" ,"))
    if len(words) == 1 and WITHOUT_SPACES.fullmatch(name.strip()):
        words = list(name.strip())
        yield from ("".join(words[k:] + words[:k]) for k in range(len(words)))
    else:
        yield from (" ".join(words[k:] + words[:k]) for k in range(len(words)))
