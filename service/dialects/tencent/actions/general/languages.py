"""The languages that the API has names for: which of them can be read here, and which a text is in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Set

LETTERS = {
    "zh": "的一是",
    "zh_rare": "的囍堃",
    "auto": "",
    "mix": "",
    "jap": "のアん",
    "kor": "한국어",
    "spa": "ñáú",
    "fre": "éèç",
    "ger": "äöüß",
    "por": "ãõç",
    "vie": "ảộữ",
    "may": "",
    "rus": "бжя",
    "ita": "àèù",
    "hol": "ëï",
    "swe": "åäö",
    "fin": "äö",
    "dan": "æøå",
    "nor": "æøå",
    "hun": "őűé",
    "tha": "กขค",
    "hi": "अआइ",
    "ara": "ابت",
}
"""Every `LanguageType`, with a few letters that a recognizer must know to read it."""

DEFAULT = "zh"
"""Chinese and English mixed."""

_SCRIPTS = {
    "HIRAGANA": "jap",
    "KATAKANA": "jap",
    "HANGUL": "kor",
    "CYRILLIC": "rus",
    "THAI": "tha",
    "DEVANAGARI": "hi",
    "ARABIC": "ara",
}
_SHARE = 0.1
"""Japanese is written with many Chinese characters: a tenth of its own letters is enough."""


def readable_languages(alphabet: Set[str]) -> list[str]:
    """List the `LanguageType`s whose letters a recognizer knows."""
    return [name for name, letters in LETTERS.items() if alphabet >= set(letters)]


def language_of_line(text: str) -> str:
    """The language of a single line as `language_of` does, but `en` for Latin letters alone."""
    letters = [unicodedata.name(mark, "") for mark in text if mark.isalpha()]
    if letters and all(name.startswith("LATIN") for name in letters):
        return "en"
    return language_of([text])


def language_of(texts: Iterable[str], asked: str = DEFAULT) -> str:
    """The language of texts by their script, in the API's names.

    Args:
        texts: what was read.
        asked: the `LanguageType` of the request; a language that was asked for by name is believed.

    Returns:
        A name of `LETTERS`; `zh` for Chinese, and for Latin letters that nobody has named a language of.
    """
    if asked not in ("zh", "zh_rare", "auto", "mix"):
        return asked
    counted: Counter[str] = Counter()
    for mark in "".join(texts):
        if mark.isalpha():
            counted[_SCRIPTS.get(unicodedata.name(mark, "").split(" ")[0], DEFAULT)] += 1
    for name, count in counted.most_common():
        if name != DEFAULT and count >= _SHARE * counted.total():
            return name
    return DEFAULT
