"""Pictures with what was found drawn over them, to be looked at."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.accuracy.comparison import Box, is_same
from bench.accuracy.outcomes import Outcome
from bench.generator.fonts import available_faces, find_faces

_LONGEST = 1400
_LETTER = 20
_LINE = 28
_MARGIN = 8
_LEAST_WIDTH = 640

_TRUE, _FOUND, _PATH = (0, 150, 60), (220, 0, 0), (0, 90, 220)
_INK, _PAPER = (30, 30, 30), (255, 255, 255)


def write_overlay(outcome: Outcome, folder: Path) -> Path:
    """Draw an outcome and write it as `<id>.jpg`.

    True boxes are green, found ones red with their number, the bands of the texts blue. Below stands every
    seal: what was read, and what is true.

    Args:
        outcome: with polygons when they were asked for.
        folder: made when it is not there.

    Raises:
        ValueError: the picture cannot be decoded.
        OSError: it cannot be read, or the overlay not written.
    """
    picture = _decoded(outcome.picture.path)
    scale = min(1.0, _LONGEST / max(picture.size))
    width, height = (max(1, round(side * scale)) for side in picture.size)
    captions = _captions(outcome)
    sheet = Image.new("RGB", (max(width, _LEAST_WIDTH), height + 2 * _MARGIN + _LINE * len(captions)), _PAPER)
    sheet.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (0, 0))
    draw = ImageDraw.Draw(sheet)
    _draw_boxes(draw, outcome, scale)
    for number, (caption, colour) in enumerate(captions):
        place = (_MARGIN, height + _MARGIN + number * _LINE)
        draw.text(place, caption, fill=colour, font=_font_for(caption))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{outcome.picture.identity}.jpg"
    sheet.save(path, quality=88)
    return path


def _decoded(path: Path) -> Image.Image:
    pixels = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"{path} cannot be decoded")
    return Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))


def _font_for(text: str) -> ImageFont.FreeTypeFont:
    """A font with every character of a text, or else the one that always is there."""
    try:
        return find_faces(text)[0].at(_LETTER)
    except LookupError:
        return available_faces(bundled_only=True)[0].at(_LETTER)


def _draw_boxes(draw: ImageDraw.ImageDraw, outcome: Outcome, scale: float) -> None:
    for label in outcome.picture.seals:
        draw.rectangle(_corners(label.box, scale), outline=_TRUE, width=2)
    for number, seal in enumerate(outcome.found, 1):
        for polygon in seal.polygons:
            points = [(x * scale, y * scale) for x, y in polygon]
            draw.line([*points, points[0]], fill=_PATH, width=1)
        left, top, right, bottom = _corners(seal.box, scale)
        draw.rectangle((left, top, right, bottom), outline=_FOUND, width=2)
        draw.text((left + 3, top), str(number), fill=_FOUND, font=_font_for(str(number)))


def _corners(box: Box, scale: float) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x * scale, y * scale, (x + width) * scale, (y + height) * scale


def _captions(outcome: Outcome) -> list[tuple[str, tuple[int, int, int]]]:
    """A line for every found seal and one for every true one, each in its colour."""
    if outcome.failure:
        return [(outcome.failure, _FOUND)]
    truths = {found: outcome.picture.seals[true] for true, found in outcome.matched.items()}
    lines = []
    for index, seal in enumerate(outcome.found):
        truth = truths.get(index)
        right = truth is not None and is_same(seal.body, truth.body)
        texts = " / ".join((seal.body or "-", *seal.others))
        lines.append((f"{index + 1} {seal.shape}: {texts}", _INK if right else _FOUND))
        if truth is not None:
            lines.append((f"   {truth.shape}: {' / '.join((truth.body or '-', *truth.others))}", _TRUE))
    for index, label in enumerate(outcome.picture.seals):
        if index not in outcome.matched:
            lines.append((f"missed {label.shape}: {' / '.join((label.body or '-', *label.others))}", _TRUE))
    return lines or [("no seal", _INK)]
