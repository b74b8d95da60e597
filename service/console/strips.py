"""Which strips a seal's texts were read from, as the console shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from sealstack.service.intake.encode import png_base64
from sealstack.service.readers.looks import Look, Looks, Seen

_MOST = 3
"""Strips a text: the one that shows most of it, and what decided places that it does not show."""

_SPECK = 0.2
"""Probability below which what was seen is dirt, and not shown."""


@dataclass(frozen=True)
class _Match:
    """A look beside a text: which of the text's characters each of the look's is."""

    look: Look
    shown: tuple[Seen, ...]
    places: Mapping[int, int]


def strips_of(seals: Sequence[Mapping[str, Any]], looks: Looks) -> list[list[list[dict[str, Any]]]]:
    """The strips of all texts of all seals.

    Args:
        seals: `SealInfos` of SealOCR's answer, with `Extras`.
        looks: what was looked at meanwhile.

    Returns:
        For each seal, for each of its `Texts`: strips in the text's order, each with `Image` (a PNG in
        base64), and `Characters` from the left: `Character`, `Score` (0..1, of this look), `Position` (0..1
        along the strip) and `At`, the number of the character in the text; null for what was outvoted.
    """
    return [
        [
            [_as_json(match) for match in _matches(text["Text"], looks.at(_box_of(seal)))]
            for text in seal["Extras"]["Texts"]
        ]
        for seal in seals
    ]


def _box_of(seal: Mapping[str, Any]) -> tuple[float, float, float, float]:
    place = seal["Location"]
    return place["X"], place["Y"], place["Width"], place["Height"]


def _matches(text: str, looks: Sequence[Look]) -> list[_Match]:
    """The look that shows most of a text, and those that show what is missing there, in the text's order."""
    matches = [_match(text, look) for look in looks]
    missing = set(range(len(text)))
    chosen: list[_Match] = []
    while missing and len(chosen) < _MOST:
        best = max(matches, key=lambda match: _gain(match, missing), default=None)
        if best is None or _gain(best, missing) <= 0:
            break
        chosen.append(best)
        missing -= set(best.places.values())
    return sorted(chosen, key=lambda match: min(match.places.values()))


def _gain(match: _Match, missing: set[int]) -> float:
    """How many missing characters a look shows; of two that show as many, the surer is worth more."""
    found = [match.shown[number].score for number, place in match.places.items() if place in missing]
    others = len(match.shown) - len(match.places)
    return len(found) + 0.01 * (sum(found) / len(found) - others) if found else 0.0


def _match(text: str, look: Look) -> _Match:
    shown = tuple(one for one in look.characters if one.score >= _SPECK)
    blocks = SequenceMatcher(
        None, [one.text for one in shown], list(text), autojunk=False
    ).get_matching_blocks()
    places = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    return _Match(look, shown, places)


def _as_json(match: _Match) -> dict[str, Any]:
    return {
        "Image": png_base64(match.look.strip),
        "Characters": [
            {
                "Character": seen.text,
                "Score": round(seen.score, 4),
                "Position": round(seen.position, 4),
                "At": match.places.get(number),
            }
            for number, seen in enumerate(match.shown)
        ],
    }
