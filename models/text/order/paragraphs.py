"""What lines show of the page they stand on: its angle, and which of them form a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.boxes import common_length
from sealstack.models.values import Quad, TextLine

_WIDEST_GAP = 0.9  # of a line's height, between two lines of a paragraph
_HEIGHT_RATIO = 1.6  # larger differences of letter size begin a new paragraph
_LEAST_OVERLAP = 0.4  # of the shorter line
_DEEPEST_INDENT = 3.5  # line heights: two full-width blanks, or a hanging number
_SHORT_LAST_LINE = 2.5  # line heights that a line must fall short of the longest to end its paragraph


def page_angle(lines: Sequence[TextLine]) -> float:
    """By how much a page is turned, from the direction of its lines.

    The lines are sorted into the four right angles by their length; of those in the commonest one the
    median direction counts, so that a few lines across (a margin note, a seal) change nothing.

    Args:
        lines: the lines, each quad in its own reading direction.

    Returns:
        Degrees, clockwise positive, above -180 and up to 180; 0 when there is no line.
    """
    if not lines:
        return 0.0
    along = np.array([_along(line.quad) for line in lines])
    lengths = np.hypot(along[:, 0], along[:, 1])
    degrees = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    quarters = np.round(degrees / 90) % 4
    commonest = max(range(4), key=lambda quarter: float(lengths[quarters == quarter].sum()))
    chosen = quarters == commonest
    # every chosen direction lies within 45 degrees of the quarter, so that differences do not wrap
    differences = (degrees[chosen] - 90 * commonest + 180) % 360 - 180
    angle = 90 * commonest + _weighted_median(differences, lengths[chosen])
    return float(-((-angle + 180) % 360 - 180))


def turn_upright(points: NDArray[np.float32], angle: float, width: int, height: int) -> NDArray[np.float32]:
    """Carry points into the picture turned upright, its canvas grown to hold all of it.

    Args:
        points: `(N, 2)` float32 pixels of the picture as it is.
        angle: by how many degrees the page is turned, clockwise positive, as `page_angle` gives it.
        width: the picture's width in pixels.
        height: its height.

    Returns:
        `(N, 2)` float32 pixels of the turned picture.
    """
    turned = _rotation(angle)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) @ turned
    result: NDArray[np.float32] = (points @ turned - corners.min(axis=0)).astype(np.float32)
    return result


def number_paragraphs(lines: Sequence[TextLine]) -> list[int]:
    """Which lines form a paragraph.

    A line goes on the paragraph of the line before it when it stands close below it, in letters of about the
    same size, and the line before does not end early.

    Args:
        lines: the lines in reading order.

    Returns:
        For each line the number of its paragraph, from 1 on.
    """
    angle = page_angle(lines)
    boxes = [_Box.of(line.quad @ _rotation(angle)) for line in lines]
    numbers: list[int] = []
    paragraph: list[_Box] = []
    for box in boxes:
        if not paragraph or not _goes_on(paragraph, box):
            paragraph = []
            numbers.append(numbers[-1] + 1 if numbers else 1)
        else:
            numbers.append(numbers[-1])
        paragraph.append(box)
    return numbers


@dataclass(frozen=True)
class _Box:
    """A line's upright box in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, points: NDArray[np.floating]) -> _Box:
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return cls(float(left), float(top), float(right), float(bottom))

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)


def _goes_on(paragraph: Sequence[_Box], box: _Box) -> bool:
    last, height = paragraph[-1], min(paragraph[-1].height, box.height)
    if max(last.height, box.height) > _HEIGHT_RATIO * height:
        return False
    below = (box.top + box.bottom) / 2 > last.bottom and box.top - last.bottom < _WIDEST_GAP * height
    common = common_length((last.left, last.right), (box.left, box.right))
    if not below or common < _LEAST_OVERLAP * min(last.width, box.width):
        return False
    # an indented first line is followed by lines that begin further left, never further right
    if box.left - last.left > _DEEPEST_INDENT * height or last.left - box.left > _DEEPEST_INDENT * height:
        return False
    longest = max(one.right for one in (*paragraph, box))
    return longest - last.right < _SHORT_LAST_LINE * height


def _along(quad: Quad) -> NDArray[np.float32]:
    """The direction of reading: from the middle of a quad's left side to that of its right, in pixels."""
    direction: NDArray[np.float32] = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
    return direction


def _rotation(angle: float) -> NDArray[np.float64]:
    """Turn row vectors anticlockwise by an angle in degrees (y grows downwards)."""
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.array([[cosine, -sine], [sine, cosine]])


def _weighted_median(values: NDArray[np.floating], weights: NDArray[np.floating]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
