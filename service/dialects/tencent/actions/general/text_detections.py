"""What the general OCR Actions have in common: their parameters, and lines of text as the API writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from marshmallow import Schema, fields

from sealstack.models.text.order.paragraphs import number_paragraphs, page_angle, turn_upright
from sealstack.models.values import Character, Image, Quad, TextLine
from sealstack.service.dialects.tencent.actions.action import Context, Parameters
from sealstack.service.dialects.tencent.actions.fields import FlagField, WholeNumberField
from sealstack.service.dialects.tencent.actions.general.languages import language_of_line
from sealstack.service.dialects.tencent.actions.pictures import PictureRequest, read_picture
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.openapi.compatibility import served


class GeneralRequest(PictureRequest):
    """The parameters that every general OCR Action has."""

    is_pdf = FlagField(
        data_key="IsPdf",
        load_default=False,
        metadata={"description": "Whether a PDF is taken as well as a picture."},
    )
    pdf_page_number = WholeNumberField(
        data_key="PdfPageNumber",
        load_default=1,
        least=1,
        metadata={"description": "Which page of a PDF is read, counted from 1."},
    )


class Coord(Schema):
    """A point in pixels of the upright picture."""

    x = fields.Integer(data_key="X")
    y = fields.Integer(data_key="Y")


class ItemCoord(Schema):
    """A box in pixels of the picture turned so that its lines are level."""

    x = fields.Integer(data_key="X", metadata={"description": "The left edge."})
    y = fields.Integer(data_key="Y", metadata={"description": "The upper edge."})
    width = fields.Integer(data_key="Width")
    height = fields.Integer(data_key="Height")


class DetectedWords(Schema):
    """One character."""

    confidence = fields.Integer(data_key="Confidence", metadata={"description": "0 to 100."})
    character = fields.String(data_key="Character")


class DetectedWordCoordPoint(Schema):
    """Where one character stands."""

    word_coordinate = fields.List(
        fields.Nested(Coord),
        data_key="WordCoordinate",
        metadata={"description": "Its four corners, clockwise from the upper left."},
    )


class TextDetection(Schema):
    """One line of text."""

    detected_text = fields.String(data_key="DetectedText")
    confidence = fields.Integer(data_key="Confidence", metadata={"description": "0 to 100."})
    polygon = fields.List(
        fields.Nested(Coord),
        data_key="Polygon",
        metadata={"description": "Its four corners, clockwise from the upper left in reading direction."},
    )
    advanced_info = fields.String(
        data_key="AdvancedInfo",
        metadata={
            "description": 'JSON in a string: `{"Parag": {"ParagNo": n}}`, paragraphs counted from 1.',
            **served("paragraphs follow from the lines' places and sizes"),
        },
    )
    item_polygon = fields.Nested(
        ItemCoord,
        data_key="ItemPolygon",
        metadata=served("the level picture's canvas is grown to hold all of the turned one"),
    )
    words = fields.List(
        fields.Nested(DetectedWords),
        data_key="Words",
        metadata={"description": "The characters one by one; empty unless `IsWords` is true."},
    )
    word_coord_point = fields.List(
        fields.Nested(DetectedWordCoordPoint),
        data_key="WordCoordPoint",
        metadata={"description": "Where the characters of `Words` stand."},
    )
    language = fields.String(
        data_key="Language",
        allow_none=True,
        metadata={
            "description": "The line's language, by its script, with `ConfigID` `MulOCR`; else null.",
            **served("all Latin letters are `en`"),
        },
    )


class GeneralResponse(Schema):
    """The part of the answer that every general OCR Action has."""

    text_detections = fields.List(fields.Nested(TextDetection), data_key="TextDetections")
    angel = fields.Float(
        data_key="Angel",
        metadata={"description": "By how many degrees the text is turned, clockwise positive (spelt so)."},
    )


class AngleResponse(GeneralResponse):
    """What GeneralBasicOCR and GeneralAccurateOCR have in common besides."""

    angle = fields.Float(data_key="Angle", metadata={"description": "The same as `Angel`."})


@dataclass(frozen=True, eq=False)
class PageOfText:
    """The lines of a picture.

    Attributes:
        image: the picture, `(H, W, 3)` uint8 BGR.
        lines: its lines in reading order; at least one.
        pages: how many pages the PDF has; 0 for a picture.
    """

    image: Image
    lines: Sequence[TextLine]
    pages: int


def read_page(
    context: Context,
    parameters: Parameters,
    *,
    detect: bool = True,
    characters: bool = False,
    fast: bool = False,
) -> PageOfText:
    """Read every line in the picture of a call.

    Args:
        context: what the Action may use.
        parameters: the call's parameters, with those of `GeneralRequest`.
        detect: whether to look for lines; if not, the whole picture is one line.
        characters: whether to give each character by itself.
        fast: whether the fast networks read, whatever the settings say.

    Raises:
        ApiError: the picture cannot be had or read, or there is no text in it.
    """
    picture, lines = read_picture(
        context,
        parameters,
        lambda readers, image: readers.read_lines(image, detect=detect, characters=characters, fast=fast),
        pdf_page=parameters["pdf_page_number"] if parameters["is_pdf"] else None,
    )
    if not any(line.text.strip() for line in lines):
        raise ApiError("FailedOperation.ImageNoText")
    return PageOfText(picture.image, lines, picture.pages)


def describe(page: PageOfText, *, with_words: bool = False, with_languages: bool = False) -> dict[str, Any]:
    """Write a page of text in the terms of `AngleResponse`.

    Args:
        page: what was read.
        with_words: whether `Words` and `WordCoordPoint` are filled.
        with_languages: whether every line has its language.
    """
    angle = page_angle(page.lines)
    paragraphs = number_paragraphs(page.lines)
    detections = []
    for line, paragraph in zip(page.lines, paragraphs, strict=True):
        words = line.characters if with_words else ()
        detections.append(
            {
                "detected_text": line.text,
                "confidence": _percent(line.score),
                "polygon": _corners(line.quad),
                "advanced_info": json.dumps({"Parag": {"ParagNo": paragraph}}, separators=(",", ":")),
                "item_polygon": _turned_box(line.quad, angle, page.image),
                "words": [{"character": one.text, "confidence": _percent(one.score)} for one in words],
                "word_coord_point": [{"word_coordinate": _corners(_quad_of(one, line))} for one in words],
                "language": language_of_line(line.text) if with_languages else None,
            }
        )
    shown = round(angle, 2) + 0.0  # never -0.0
    return {"text_detections": detections, "angel": shown, "angle": shown}


def _percent(score: float) -> int:
    return round(100 * min(max(score, 0.0), 1.0))


def _corners(quad: Quad) -> list[Mapping[str, int]]:
    return [{"x": round(float(x)), "y": round(float(y))} for x, y in quad]


def _turned_box(quad: Quad, angle: float, image: Image) -> Mapping[str, int]:
    """The box of a line in the picture turned upright."""
    height, width = image.shape[:2]
    turned = turn_upright(quad, angle, width, height)
    (left, top), (right, bottom) = np.rint(turned.min(axis=0)), np.rint(turned.max(axis=0))
    return {"x": int(left), "y": int(top), "width": int(right - left), "height": int(bottom - top)}


def _quad_of(character: Character, line: TextLine) -> Quad:
    """The part of a line's quad in which a character stands."""
    start, end = character.span
    upper_left, upper_right, lower_right, lower_left = line.quad
    quad: Quad = np.array(
        [
            upper_left + (upper_right - upper_left) * start,
            upper_left + (upper_right - upper_left) * end,
            lower_left + (lower_right - lower_left) * end,
            lower_left + (lower_right - lower_left) * start,
        ],
        np.float32,
    )
    return quad
