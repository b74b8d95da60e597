"""Labels: telling what is printed on every copy of a form from what was filled in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from sealstack.models.form.describe.plan import Box, Label
from sealstack.models.values import Character

_SAME_PLACE = 0.5  # of the rows of a line that a label must share
_READS_ALIKE = 0.7
_LONGER = 0.7  # of a line's height that it may be longer than the label it is
_COLON = 5.0  # as far as that may letters lie beside it that a colon follows
_SLACK = 0.2  # of a line's height that letters may lie beside their label's box


def without_labels(
    characters: Sequence[Character], places: Sequence[float], row: Box, labels: Sequence[Label]
) -> list[int]:
    """Tell which characters of a line are left when the form's own words are taken away.

    Args:
        characters: of the line, in reading order.
        places: where along the field's frame each stands, pixels.
        row: the line's box, in the same frame.
        labels: the form's words around the field, in the same frame.

    Returns:
        The numbers of the characters that are no label's, in order.
    """
    near = [label for label in labels if row.rows_shared(label.box) > _SAME_PLACE]
    said = _folded("".join(character.text for character in characters))
    if any(_covers(label.box, row) and _alike(said, _folded(label.text)) for label in near):
        return []
    slack = _SLACK * row.height
    texts = [_folded(character.text) for character in characters]
    first = max((_leading(texts, places, label, slack) for label in near), default=0)
    last = len(texts) - max((_trailing(texts, places, label, slack) for label in near), default=0)
    return list(range(first, last))


def _leading(texts: Sequence[str], places: Sequence[float], label: Label, slack: float) -> int:
    """How many characters at a line's beginning are the end of a label, and stand where it does."""
    printed = _letters(_folded(label.text))
    for length in range(len(texts), 0, -1):
        said = _letters("".join(texts[:length]))
        room = _COLON * slack if length < len(texts) and texts[length] == ":" else slack
        inside = label.box.left - slack <= places[length - 1] <= label.box.right + room
        if said and printed.endswith(said) and inside:
            while (
                length < len(texts)
                and not _letters(texts[length])
                and (places[length] <= label.box.right + slack or texts[length] == ":")
            ):
                length += 1  # its colon
            return length
    return 0


def _trailing(texts: Sequence[str], places: Sequence[float], label: Label, slack: float) -> int:
    """How many characters at a line's end are the beginning of a label, and stand where it does."""
    printed = _letters(_folded(label.text))
    for length in range(len(texts), 0, -1):
        said = _letters("".join(texts[-length:]))
        inside = label.box.left - slack <= places[-length] <= label.box.right + slack
        if said and printed.startswith(said) and inside:
            return length
    return 0


def _covers(label: Box, row: Box) -> bool:
    """Whether a label lies along a line that is no longer than it."""
    return label.common_width(row) > 0.6 * row.width and row.width < label.width + _LONGER * row.height


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _READS_ALIKE


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
