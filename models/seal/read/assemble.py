"""Assemble: which text of a seal is its body and which are others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.geometry.quads import height_of
from sealstack.models.values import SealText

_ENDS = frozenset({"专用章", "专用", "章", "用章"})
_COMPANY = "公司"
_PURPOSE = "专用章"
_A_NAME = 6  # characters
_AS_TALL = 0.94  # of a name: what is not lower belongs to it
_AS_HIGH = 0.75  # lower over higher of two lines of one text
_MAIN = 0.76  # of the tallest line: shorter ones are the purpose, the date, the number


@dataclass(frozen=True)
class Assembly:
    """The texts of a seal in their order.

    Attributes:
        body: the main title, "" when there is none.
        others: everything else, outer to inner, top to bottom.
        texts: the text paths, the body's first.
        seen: characters that the path network sees, read or not, each as far as it is sure of its path.
    """

    body: str
    others: tuple[str, ...]
    texts: tuple[SealText, ...]
    seen: float = 0.0


def assemble_ring(
    title: SealText | None,
    lines: Sequence[SealText],
    lower: Sequence[SealText] = (),
    inner: Sequence[SealText] = (),
) -> Assembly:
    """A round or oval seal: the outer arc is the body, or, without one, its largest line.

    Args:
        title: the outer arc.
        lines: straight lines, top to bottom.
        lower: the texts along the lower rim.
        inner: the texts along arcs within the title.
    """
    phrases = _phrases(lines)
    if title is None and phrases:
        title = max(phrases, key=lambda line: (len(line.text), line.score))
        phrases.remove(title)
    others = [*inner, *phrases, *lower]
    texts = ([title] if title else []) + others
    return Assembly(title.text if title else "", tuple(t.text for t in others), tuple(texts))


def assemble_given(texts: Sequence[SealText]) -> Assembly:
    """Texts in the order in which they were given: the first is the body."""
    named = tuple(text.text for text in texts)
    seen = float(sum(len(name) for name in named))
    return Assembly(named[0] if named else "", named[1:], tuple(texts), seen)


def assemble_columns(columns: Sequence[SealText]) -> Assembly:
    """A name seal: all of its columns together are the body.

    Args:
        columns: in reading order, the polygon of each its four corners; at least one.
    """
    right, left = columns[0].polygon, columns[-1].polygon
    characters = tuple(character for column in columns for character in column.characters)
    whole = SealText(
        np.stack([left[0], right[1], right[2], left[3]]),
        "".join(column.text for column in columns),
        float(np.mean([character.score for character in characters])),
        characters,
    )
    return Assembly(whole.text, (), (whole,))


def _phrases(lines: Sequence[SealText]) -> list[SealText]:
    """Lines, with phrases and companies' names that were set in two lines made whole."""
    whole: list[SealText] = []
    for line in lines:
        if whole and (line.text in _ENDS or _ends_a_name(whole[-1], line)):
            first = whole.pop()
            line = SealText(
                np.concatenate([first.polygon, line.polygon]),
                first.text + line.text,
                min(first.score, line.score),
                first.characters + line.characters,
            )
        whole.append(line)
    return whole


def _ends_a_name(first: SealText, second: SealText) -> bool:
    """Whether a company's name goes on from one line to the next: they are as high, and only one ends it."""
    if _is_figures(first.text) or first.text.endswith((*_ENDS, _COMPANY)):
        return False
    heights = sorted((height_of(first.polygon), height_of(second.polygon)))
    return second.text.endswith(_COMPANY) and heights[0] > _AS_HIGH * heights[1]


def _is_purpose(line: SealText, above: Sequence[SealText]) -> bool:
    """Whether a line says what a seal is for, beneath a name: a little lower, and not the name's own end."""
    if (
        not line.text.endswith(_PURPOSE)
        or line.text in _ENDS
        or sum(len(one.text) for one in above) < _A_NAME
    ):
        return False
    return height_of(line.polygon) < _AS_TALL * max(height_of(one.polygon) for one in above)


def assemble_frame(texts: Sequence[SealText], title: SealText | None = None) -> Assembly:
    """A seal with corners: its main lines together are the body, small print beside them is others.

    Args:
        texts: the lines in reading order.
        title: what runs along two of its sides; the body, if it says something, and all lines are others.
    """
    if title is not None:
        others = [text for text in texts if text.text not in title.text]
        return Assembly(title.text, tuple(text.text for text in others), (title, *others))
    if not texts:
        return Assembly("", (), ())
    words = [text for text in texts if not _is_figures(text.text)] or list(texts)
    least = _MAIN * max(height_of(text.polygon) for text in words)
    tall = [text for text in words if height_of(text.polygon) >= least]
    main = [text for number, text in enumerate(tall) if not _is_purpose(text, tall[:number])]
    small = [text for text in texts if text not in main]
    return Assembly("".join(t.text for t in main), tuple(t.text for t in small), (*main, *small))


def _is_figures(text: str) -> bool:
    """Whether a line is a number or a date: never the title beside words."""
    return not any(character.isalpha() for character in text)
