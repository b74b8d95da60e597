"""Read a seal with corners: lines of a rectangle, diamond or triangle, columns of a square name seal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.frame import Frame
from models.seal.jury import Verdict, characters_of, heard, vote
from models.seal.read_lines import read_line
from models.seal.separate import Renderings
from models.text.detector import Detector
from models.text.recognizer import Recognizer
from models.values import Image, Polygon, SealShape, SealText

_SHORTER_SIDE = 320  # pixels: what the line detector is shown
_SURE = 0.9
_BENEFIT = 0.2
_NEARLY_SQUARE = 1.5

# how many characters stand in each column of a name seal, from the right; a long one has one column
_GRIDS = ((2, 2), (1, 2), (2, 1), (2, 3), (3, 3), (3, 3, 3), (2, 2, 2), (1, 1))
_LONG_GRIDS = ((2,), (3,), (4,))
_CLOSER = 2  # divisions that are read by the whole jury, the best at a first look


@dataclass(frozen=True, eq=False)
class _Flat:
    """A frame shown straight.

    Attributes:
        pictures: as it is, and with the print gone.
        back: homography from them to the view, `(3, 3)` float64.
    """

    pictures: tuple[Image, ...]
    back: NDArray[np.float64]

    def turned(self, quarters: int) -> _Flat:
        """The same turned clockwise by quarters."""
        height, width = self.pictures[0].shape[:2]
        steps = {
            1: np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1]]),
            2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]]),
            3: np.array([[0, -1, width], [1, 0, 0], [0, 0, 1]]),
        }
        if quarters == 0:
            return self
        turned = (np.ascontiguousarray(np.rot90(picture, -quarters)) for picture in self.pictures)
        return _Flat(tuple(turned), self.back @ steps[quarters])


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
    for turned in _views(shown, frame):
        columns = _columns(turned, frame, recognizer)
        lines = _lines(turned, detector, recognizer)
        # two by two characters are legible either way, but a name seal is read in columns
        texts = columns if _worth(columns) > _worth(lines) - _BENEFIT else lines
        if _worth(texts) > _worth(best) + 0.02:
            best = texts
        if best and min(text.score for text in best) >= _SURE:
            break
    return best


def _views(shown: Renderings, frame: Frame) -> Iterator[_Flat]:
    """The frame shown straight at every upright it may have, the likeliest first.

    What stands on a corner is a diamond with level lines, or else a rectangle that was stamped askew. The
    lines of a triangle run along any of its sides.
    """
    flats = [_flatten(shown, quad, frame.solid) for quad in _reading_quads(frame)]
    for flat in flats:
        for quarters in (0, 2) if frame.shape is SealShape.TRIANGLE else _quarters(flat):
            yield flat.turned(quarters)


def _worth(texts: Sequence[SealText]) -> float:
    """How good a reading is: characters weighted by how sure they are, so that sure ones beat many."""
    scores = [character.score for text in texts for character in text.characters]
    return float(np.mean(scores)) * min(1.0, len(scores) / 3) if scores else 0.0


def _quarters(flat: _Flat) -> tuple[int, ...]:
    """Which turns to try: a wide stamp is read along its length, or is a name seal lying down."""
    height, width = flat.pictures[0].shape[:2]
    if width > _NEARLY_SQUARE * height:
        return (0, 2, 1, 3)
    if height > _NEARLY_SQUARE * width:
        return (1, 3, 0, 2)
    return (0, 1, 3, 2)


def _flatten(shown: Renderings, quad: Polygon, solid: bool) -> _Flat:
    """Show a quad straight; white characters on ink are shown dark on white."""
    width = float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    height = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    scale = max(1.0, 160 / max(min(width, height), 1.0))
    size = (max(32, round(width * scale)), max(32, round(height * scale)))
    border = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    back = cv2.getPerspectiveTransform(border, quad.astype(np.float32))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    flat = []
    for picture in (shown.plain, shown.clean):
        straight = cv2.warpPerspective(picture, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        flat.append(np.asarray(255 - straight if solid else straight, dtype=np.uint8))
    return _Flat(tuple(flat), np.asarray(back, dtype=np.float64))


def _reading_quads(frame: Frame) -> list[Polygon]:
    """The quads to show: the frame itself, or boxes about the uprights a diamond or triangle may have.

    A triangle's lines run along one of its sides, a diamond's along a diagonal.
    """
    corners = frame.corners
    if frame.shape is SealShape.RECTANGLE:
        return [corners]
    if frame.shape is SealShape.DIAMOND:
        diagonals = [corners[2] - corners[0], corners[3] - corners[1]]
        level = max(diagonals, key=lambda d: float(np.linalg.norm(d)) * (1.0 + abs(d[0]) / np.linalg.norm(d)))
        return [_box_along(corners, level), corners]
    sides = np.roll(corners, -1, axis=0) - corners
    levels = sorted(sides, key=lambda side: -abs(side[0]) / float(np.linalg.norm(side)))
    return [_box_along(corners, level) for level in levels]


def _box_along(corners: Polygon, level: NDArray[np.float32]) -> Polygon:
    """The box about an outline whose upper side runs along a direction, `(4, 2)`, upper left first."""
    axis = level / np.linalg.norm(level) * (1.0 if level[0] >= 0 else -1.0)
    across = np.array([-axis[1], axis[0]])
    along, down = corners @ axis, corners @ across
    box = [
        (along.min(), down.min()),
        (along.max(), down.min()),
        (along.max(), down.max()),
        (along.min(), down.max()),
    ]
    return np.asarray([x * axis + y * across for x, y in box], dtype=np.float32)


def _lines(flat: _Flat, detector: Detector, recognizer: Recognizer) -> list[SealText]:
    """The horizontal lines, top to bottom."""
    texts = []
    for quad, _ in detector.detect(flat.pictures[-1], shorter_side=_SHORTER_SIDE):
        text = read_line(flat.pictures, quad, recognizer)
        if text is not None:
            texts.append(replace(text, polygon=_to_view(quad, flat)))
    return texts


def _columns(flat: _Flat, frame: Frame, recognizer: Recognizer) -> list[SealText]:
    """A name seal: columns from the right, each from the top; the division that reads best."""
    first = flat.pictures[0]
    height, width = first.shape[:2]
    if frame.shape is SealShape.TRIANGLE or width > _NEARLY_SQUARE * height:
        return []
    grids = _LONG_GRIDS if height > _NEARLY_SQUARE * width else _GRIDS
    firsts = [
        vote([juror]) for juror in heard([_in_a_row(flat.pictures[-1], grid) for grid in grids], recognizer)
    ]
    fitting = [
        (_mean_score(verdicts), grid)
        for grid, verdicts in zip(grids, firsts, strict=True)
        if len(verdicts) == sum(grid)
    ]
    for _, grid in sorted(fitting, reverse=True)[:_CLOSER]:
        verdicts = vote(heard([_in_a_row(picture, grid) for picture in flat.pictures], recognizer))
        score = _mean_score(verdicts)
        if len(verdicts) == sum(grid) and score >= 0.5:
            whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
            text = "".join(verdict.text for verdict in verdicts)
            return [SealText(_to_view(whole, flat), text, score, characters_of(verdicts))]
    return []


def _mean_score(verdicts: Sequence[Verdict]) -> float:
    return float(np.mean([verdict.score for verdict in verdicts])) if verdicts else 0.0


def _in_a_row(picture: Image, grid: Sequence[int]) -> Image:
    """The cells of a name seal side by side in reading order, `(96, W, 3)` uint8."""
    cells = [cv2.resize(cell, (88, 96), interpolation=cv2.INTER_AREA) for cell in _cells(picture, grid)]
    return np.asarray(np.hstack(cells), dtype=np.uint8)


def _cells(picture: Image, grid: Sequence[int]) -> Iterator[Image]:
    """Cut out the cells, columns from the right; the frame's line is left out."""
    height, width = picture.shape[:2]
    margin_x, margin_y = 0.07 * width, 0.07 * height
    inner_width, inner_height = width - 2 * margin_x, height - 2 * margin_y
    for column, rows in enumerate(grid):
        right = width - margin_x - column * inner_width / len(grid)
        left = right - inner_width / len(grid)
        for row in range(rows):
            top = margin_y + row * inner_height / rows
            yield picture[round(top) : round(top + inner_height / rows), round(left) : round(right)]


def _to_view(quad: Polygon, flat: _Flat) -> Polygon:
    points = cv2.perspectiveTransform(quad[None].astype(np.float64), flat.back)[0]
    return np.asarray(points, dtype=np.float32)
