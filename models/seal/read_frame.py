"""Read a seal with corners: lines of a rectangle, diamond or triangle, columns of a square name seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.flat_frame import Flat, flats, lies_within, upright_flat
from models.seal.frame import Frame
from models.seal.ink_rows import ink_rows
from models.seal.jury import Verdict, heard, vote
from models.seal.read_cells import read_cells
from models.seal.read_lines import read_each
from models.seal.separate import Renderings
from models.text.crop import crop_line
from models.text.detector import Detector
from models.text.recognizer import Recognizer
from models.values import Image, Polygon, SealShape, SealText

_SHORTER_SIDE = 320  # pixels: what the line detector is shown
_THICKEST, _BESIDE_LINE = 0.06, 0.03  # of the shorter side: a frame's line, and its blur
_SURE = 0.9
_BENEFIT = 0.2
_BETTER = 0.02
_NO_WORDS = 0.3
_NO_COLUMNS = 5  # characters in a line: more than a name seal has columns
_NEARLY_SQUARE = 1.5
_LEGIBLE = 0.75  # lines that read worse than this may be no lines at all
_LONG = 1.2  # longer to shorter side of a line
_UPSIDE = 0.06  # how much surer a turned reading must be: most seals stand upright
_INSET = 0.06  # of the shorter side: the frame's line
_FILLED = 0.9  # of the picture
_WIDE = 2.2  # a frame so much wider than high may hold one line


def read_frame(shown: Renderings, frame: Frame, detector: Detector, recognizer: Recognizer) -> list[SealText]:
    """Read a seal with corners.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
        detector: finds the lines.
        recognizer: reads them.

    Returns:
        Its texts in reading order, polygons in pixels of the view.
    """
    best: list[SealText] = []
    for number, flat in enumerate(flats(shown, frame)):
        found = _found(flat, frame, detector)
        # along a square's diagonals stand the lines of a diamond that was stamped askew, and no columns
        diagonal = number > 0 and frame.shape is SealShape.RECTANGLE
        texts = _lines(flat, found, recognizer) if diagonal else _read_flat(flat, found, frame, recognizer)
        if _worth(texts) < _LEGIBLE:
            texts = max(texts, *_lines_of_ink(flat, frame, recognizer), key=_worth)
        if _worth(texts) > _worth(best) + _BETTER:
            best = texts
        if best and min(text.score for text in best) >= _SURE:
            break
    return best


def read_upright_frame(
    shown: Renderings, frame: Frame, level: NDArray[np.float32], detector: Detector, recognizer: Recognizer
) -> list[SealText]:
    """Read the lines of a seal with corners whose upright is known.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
        level: the direction its lines run in, `(2,)`.
        detector: finds the lines.
        recognizer: reads them.

    Returns:
        The lines from top to bottom, polygons in pixels of the view.
    """
    flat = upright_flat(shown, frame, level)
    return _lines_at(flat, 0, _found(flat, frame, detector), recognizer)


def _found(flat: Flat, frame: Frame, detector: Detector) -> list[Polygon]:
    """The lines that the detector finds within a frame."""
    found = [quad for quad, _ in detector.detect(_inner(flat, frame), shorter_side=_SHORTER_SIDE)]
    return [quad for quad in found if lies_within(flat, quad)]


def _inner(flat: Flat, frame: Frame) -> Image:
    """A frame without its line, which a detector may take for a line of text about everything."""
    inside = np.zeros(flat.pictures[-1].shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.round(flat.outline).astype(np.int32)], 1)
    depth = (min(frame.thickness, _THICKEST) + _BESIDE_LINE) * _shortest_side(flat.outline)
    within = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5)[1:-1, 1:-1] > depth
    return np.asarray(np.where(within[..., None], flat.pictures[-1], np.uint8(255)))


def _lines_of_ink(flat: Flat, frame: Frame, recognizer: Recognizer) -> list[list[SealText]]:
    """What stands in the rows that the ink makes, and what in rows from top to bottom."""
    ways = [(turned, ink_rows(_inner(turned, frame))) for turned in (flat, flat.turned(1))]
    return [_lines(turned, rows, recognizer) for turned, rows in ways]


def _shortest_side(outline: Polygon) -> float:
    return float(np.linalg.norm(np.roll(outline, -1, axis=0) - outline, axis=1).min())


def _read_flat(flat: Flat, found: Sequence[Polygon], frame: Frame, recognizer: Recognizer) -> list[SealText]:
    """The better of what stands in lines and what stands in columns."""
    lines = _lines(flat, found, recognizer)
    if frame.shape is not SealShape.RECTANGLE and not _fills(flat):
        return lines
    if _worth(lines) < _LEGIBLE:
        lines = max(lines, _lines(flat, _whole(flat), recognizer), key=_worth)
    width, height = flat.size
    long = max(width, height) > _NEARLY_SQUARE * min(width, height)
    if _worth(lines) >= _SURE and (long or max(len(text.text) for text in lines) >= _NO_COLUMNS):
        return lines
    column = read_cells(flat, (0, 2, 1, 3) if height >= width else (1, 3, 0, 2), recognizer)
    # two by two characters are legible either way, but a name seal is read in columns
    columns = [column] if column is not None else []
    return columns if _worth(columns) > _worth(lines) - (0.0 if long else _BENEFIT) else lines


def _fills(flat: Flat) -> bool:
    """Whether a frame of four corners fills its picture, as a name seal stamped on its corner does."""
    area = float(cv2.contourArea(flat.outline))
    return len(flat.outline) == 4 and area > _FILLED * flat.size[0] * flat.size[1]


def _worth(texts: Sequence[SealText]) -> float:
    """How good a reading is: characters weighted by how sure they are, so that sure ones beat many.

    A number alone is no seal's text: its words have not been seen.
    """
    scores = [character.score for text in texts for character in text.characters]
    words = any(character.isalpha() for text in texts for character in text.text)
    return (
        float(np.mean(scores)) * min(1.0, len(scores) / 3) * (1.0 if words else _NO_WORDS) if scores else 0.0
    )


def _whole(flat: Flat) -> list[Polygon]:
    """All of a wide frame as one line; nothing of any other."""
    width, height = flat.size
    if max(width, height) < _WIDE * min(width, height):
        return []
    inset = _INSET * min(width, height)
    right, bottom = width - inset, height - inset
    return [np.array([[inset, inset], [right, inset], [right, bottom], [inset, bottom]], np.float32)]


def _lines(flat: Flat, found: Sequence[Polygon], recognizer: Recognizer) -> list[SealText]:
    """The lines, top to bottom, at the upright at which a first look says most."""
    quarter = _upright(flat, found, recognizer)
    return [] if quarter is None else _lines_at(flat, quarter, found, recognizer)


def _lines_at(flat: Flat, quarter: int, found: Sequence[Polygon], recognizer: Recognizer) -> list[SealText]:
    """The lines, top to bottom, with the picture turned by quarters."""
    turned = flat.turned(quarter)
    quads = [_upper_left_first(flat.turned_points(quad, quarter)) for quad in found]
    texts = read_each(turned.pictures, _in_order(quads), recognizer)
    return [replace(text, polygon=turned.to_view(text.polygon)) for text in texts if text is not None]


def _upright(flat: Flat, found: Sequence[Polygon], recognizer: Recognizer) -> int | None:
    """By how many quarters to turn the picture for its lines to stand upright; None when it has none."""
    strips: list[Image] = []
    quarters: list[int] = []
    for quarter in range(4):
        picture = flat.turned(quarter).pictures[-1]
        for quad in found:
            here = _upper_left_first(flat.turned_points(quad, quarter))
            if np.linalg.norm(here[1] - here[0]) >= _LONG * np.linalg.norm(here[3] - here[0]):
                strips.append(crop_line(picture, here)[0])
                quarters.append(quarter)
    if not strips:
        return None
    said: dict[int, list[Verdict]] = {}
    for quarter, juror in zip(quarters, heard(strips, recognizer), strict=True):
        said.setdefault(quarter, []).extend(vote([juror]))
    return max(said, key=lambda quarter: _promise(said[quarter]) - (_UPSIDE if quarter else 0.0))


def _promise(verdicts: Sequence[Verdict]) -> float:
    """How much a first look promises: sure characters count more than many."""
    scores = np.array([verdict.score for verdict in verdicts])
    return float((scores**2).sum() / max(np.sqrt(len(scores)), 1.0)) if len(scores) else 0.0


def _upper_left_first(quad: Polygon) -> Polygon:
    """The same quad beginning at its upper left corner."""
    return np.asarray(np.roll(quad, -int(quad.sum(axis=1).argmin()), axis=0), dtype=np.float32)


def _in_order(quads: Sequence[Polygon]) -> list[Polygon]:
    """Lines from top to bottom, those of one row from the left."""
    rows: list[list[Polygon]] = []
    for quad in sorted(quads, key=lambda quad: float(quad[:, 1].mean())):
        middle, height = float(quad[:, 1].mean()), float(np.linalg.norm(quad[3] - quad[0]))
        if rows and middle - float(rows[-1][0][:, 1].mean()) < 0.5 * height:
            rows[-1].append(quad)
        else:
            rows.append([quad])
    return [quad for row in rows for quad in sorted(row, key=lambda quad: float(quad[:, 0].mean()))]
