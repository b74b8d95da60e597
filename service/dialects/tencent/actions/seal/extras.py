"""What Sealstack knows of a seal beyond what any cloud's answer has room for."""

from __future__ import annotations

import re

import numpy as np
from marshmallow import Schema, fields
from numpy.typing import NDArray

from sealstack.models.values import Character, Polygon, Seal, SealShape
from sealstack.service.intake.encode import png_base64

_KINDS = (
    ("finance", ("财务",)),
    ("invoice", ("发票",)),
    ("contract", ("合同",)),
    ("customs", ("报关",)),
    ("personnel", ("人事", "劳资")),
    ("business", ("业务专用", "营业专用")),
    ("cross-page", ("骑缝",)),
)
"""Words in a seal that say what it is for, the more particular first."""

_SERIAL_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9]{7,}[0-9A-Z]*(?![0-9A-Z])")
_MOST_NAME_CHARACTERS = 4


class Coordinate(Schema):
    """A point in pixels of the upright picture."""

    x = fields.Float(data_key="X")
    y = fields.Float(data_key="Y")


class SealCharacter(Schema):
    """One character of a text."""

    character = fields.String(data_key="Character")
    score = fields.Float(data_key="Score", metadata={"description": "Confidence, 0 to 1."})


class SealTextPath(Schema):
    """One line or arc of text."""

    text = fields.String(data_key="Text")
    score = fields.Float(data_key="Score", metadata={"description": "Confidence, 0 to 1."})
    polygon = fields.List(fields.Nested(Coordinate), data_key="Polygon")
    characters = fields.List(fields.Nested(SealCharacter), data_key="Characters")


class SealExtras(Schema):
    """What no cloud gives about a seal."""

    score = fields.Float(data_key="Score", metadata={"description": "Confidence, 0 to 1."})
    colour = fields.String(data_key="Colour", metadata={"description": "The colour of the ink."})
    kind = fields.String(
        data_key="Kind",
        metadata={
            "description": "What the seal is for, by its words; `name` for a person's seal.",
            "enum": [*(kind for kind, _ in _KINDS), "name", "official"],
        },
    )
    serial_number = fields.String(
        data_key="SerialNumber", allow_none=True, metadata={"description": "Its registration or tax number."}
    )
    texts = fields.List(fields.Nested(SealTextPath), data_key="Texts")
    cut_out = fields.String(
        data_key="CutOut",
        metadata={
            "description": "The seal alone on a transparent ground: a PNG in base64, as large as its box."
        },
    )


def extras_of(seal: Seal, cut_out: NDArray[np.uint8]) -> dict[str, object]:
    """Describe a seal in the terms of `SealExtras`.

    Args:
        seal: the seal.
        cut_out: its ink alone, `(height, width, 4)` uint8 BGR and alpha.
    """
    return {
        "score": round(seal.score, 4),
        "colour": seal.colour,
        "kind": kind_of(seal),
        "serial_number": serial_number_of(seal),
        "texts": [
            {
                "text": text.text,
                "score": round(text.score, 4),
                "polygon": _points(text.polygon),
                "characters": [_character(one) for one in text.characters],
            }
            for text in seal.texts
        ],
        "cut_out": png_base64(cut_out),
    }


def kind_of(seal: Seal) -> str:
    """What a seal is for from its words, as one of the kinds of `SealExtras`."""
    words = "".join((*seal.others, seal.body))
    for kind, marks in _KINDS:
        if any(mark in words for mark in marks):
            return kind
    short = 0 < len(seal.body) <= _MOST_NAME_CHARACTERS
    return "name" if short and seal.shape in (SealShape.RECTANGLE, SealShape.OVAL) else "official"


def serial_number_of(seal: Seal) -> str | None:
    """Find the registration or tax number in a seal: a run of at least seven digits, perhaps with letters."""
    for text in (*seal.others, seal.body):
        found = _SERIAL_NUMBER.search(text.replace(" ", "").upper())
        if found:
            return found.group()
    return None


def _points(polygon: Polygon) -> list[dict[str, float]]:
    return [{"x": round(float(x), 1), "y": round(float(y), 1)} for x, y in polygon]


def _character(character: Character) -> dict[str, object]:
    return {"character": character.text, "score": round(character.score, 4)}
