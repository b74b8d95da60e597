"""Setting text: every character gets a cell in the seal's own frame, on an arc, a line or a column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.generator.curves import Ellipse
from bench.generator.fonts import Face
from bench.generator.truth import CharacterTruth, PathKind, Points, TextPath

CAPITAL = 0.73
"""Height of capitals and digits in ems."""


@dataclass(frozen=True, eq=False)
class Run:
    """Text set in one face: the path it stands on and the face that draws it.

    Attributes:
        path: the characters' cells in the seal's own frame.
        face: the face to draw with.
        bold: extra stroke weight in ems, 0 for the face as it is.
    """

    path: TextPath
    face: Face
    bold: float = 0.0


def is_wide(character: str) -> bool:
    """Whether a character fills a whole em (Chinese, full-width forms), not a Latin advance."""
    return ord(character) >= 0x2E80


def advances(text: str, face: Face) -> list[float]:
    """Each character's advance in ems: 1 for Chinese, the face's own for Latin and digits."""
    measure = face.at(64)
    return [1.0 if is_wide(c) else max(0.2, measure.getlength(c) / 64) for c in text]


def set_on_arc(
    text: str,
    face: Face,
    half_axes: tuple[float, float],
    height: float,
    width: float,
    sweep: float,
    *,
    kind: PathKind = PathKind.ARC_OUTER,
    middle: float = 0.0,
    of_body: bool = False,
    bold: float = 0.0,
) -> Run:
    """Characters side by side along an ellipse.

    Args:
        text: what to set.
        face: in which face.
        half_axes: of the ellipse through the middles of the characters.
        height: of a character's cell, across the path.
        width: of a Chinese character's cell, along the path; Latin ones take their share.
        sweep: how much of the perimeter the text takes from the first cell's middle to the last one's,
            as an angle of a full turn in degrees.
        kind: `ARC_LOWER` sets the heads inward, left to right along the bottom; all others outward,
            clockwise.
        middle: where the text's middle lies, degrees clockwise from the top (from the bottom for
            `ARC_LOWER`, anticlockwise).
        of_body: whether it is the seal's main title.
        bold: extra stroke weight in ems.
    """
    ellipse = Ellipse(*half_axes)
    shares = np.array(advances(text, face))
    centres = np.cumsum(shares) - shares / 2
    span = centres[-1] - centres[0]
    along = (centres - centres[0]) / span - 0.5 if span > 0 else np.zeros(len(text))
    length = (along * sweep + middle) / 360 * ellipse.perimeter
    lower = kind is PathKind.ARC_LOWER
    if lower:
        length = ellipse.perimeter / 2 - length
    angle = ellipse.angle_at(length)
    middles, outward = ellipse.at_angle(angle), ellipse.outward(angle)
    up = -outward if lower else outward
    right = np.stack([-up[:, 1], up[:, 0]], axis=-1)
    widths = width * shares
    cells = _cells(middles, right, up, widths, np.full(len(text), height))
    characters = tuple(CharacterTruth(c, q) for c, q in zip(text, cells, strict=True) if not c.isspace())
    polygon = _arc_band(ellipse, length[0], length[-1], widths[0], widths[-1], height, lower)
    return Run(TextPath(kind, text, polygon, characters, of_body), face, bold)


def set_line(
    text: str,
    face: Face,
    centre: tuple[float, float],
    height: float,
    width: float,
    pitch: float,
    *,
    angle: float = 0.0,
    of_body: bool = False,
    continues: bool = False,
    bold: float = 0.0,
) -> Run:
    """Characters on a straight line.

    Args:
        text: what to set.
        face: in which face.
        centre: of the whole line.
        height: of the cells.
        width: of a Chinese character's cell.
        pitch: from one Chinese character's middle to the next one's.
        angle: heading of the line, degrees clockwise.
        of_body: whether it is of the seal's main title.
        continues: whether it goes on with the phrase of the line before it.
        bold: extra stroke weight in ems.
    """
    shares = np.array(advances(text, face))
    centres = (np.cumsum(shares) - shares / 2 - shares.sum() / 2) * pitch
    heading = np.radians(angle)
    right = np.array([np.cos(heading), np.sin(heading)])
    up = np.array([right[1], -right[0]])
    middles = np.array(centre) + centres[:, None] * right
    cells = _cells(
        middles,
        np.broadcast_to(right, middles.shape),
        np.broadcast_to(up, middles.shape),
        width * shares,
        np.full(len(text), height),
    )
    characters = tuple(CharacterTruth(c, q) for c, q in zip(text, cells, strict=True) if not c.isspace())
    polygon = np.array([cells[0][0], cells[-1][1], cells[-1][2], cells[0][3]])
    return Run(TextPath(PathKind.LINE, text, polygon, characters, of_body, continues), face, bold)


def set_column(
    text: str,
    face: Face,
    centre: tuple[float, float],
    height: float,
    width: float,
    pitch: float,
    *,
    of_body: bool = False,
    bold: float = 0.0,
) -> Run:
    """Upright characters one below the other; arguments as `set_line`, `pitch` downward."""
    down = (np.arange(len(text)) - (len(text) - 1) / 2) * pitch
    middles = np.stack([np.full(len(text), centre[0]), centre[1] + down], axis=-1)
    ones = np.ones((len(text), 1))
    cells = _cells(
        middles, ones * [1.0, 0.0], ones * [0.0, -1.0], np.full(len(text), width), np.full(len(text), height)
    )
    characters = tuple(CharacterTruth(c, q) for c, q in zip(text, cells, strict=True) if not c.isspace())
    # heads in reading direction, then feet: read downward, a column's "head" side is its right one
    polygon = np.array([cells[0][1], cells[-1][2], cells[-1][3], cells[0][0]])
    return Run(TextPath(PathKind.COLUMN, text, polygon, characters, of_body), face, bold)


def _cells(
    middles: Points, right: Points, up: Points, widths: np.ndarray, heights: np.ndarray
) -> list[Points]:
    """Quads about `middles`, clockwise from each character's own upper left."""
    half_right, half_up = right * widths[:, None] / 2, up * heights[:, None] / 2
    corners = [half_up - half_right, half_up + half_right, half_right - half_up, -half_up - half_right]
    return list(np.stack([middles + corner for corner in corners], axis=1))


def _arc_band(
    ellipse: Ellipse,
    first: float,
    last: float,
    width_first: float,
    width_last: float,
    height: float,
    lower: bool,
) -> Points:
    """The band of an arc as a polygon: heads in reading direction, then feet."""
    sign = -1.0 if lower else 1.0
    walk = np.linspace(first - sign * width_first / 2, last + sign * width_last / 2, 33)
    angle = ellipse.angle_at(walk)
    middle, outward = ellipse.at_angle(angle), ellipse.outward(angle)
    heads = middle + sign * outward * height / 2
    feet = middle - sign * outward * height / 2
    return np.concatenate([heads, feet[::-1]])
