"""Read a seal with corners: what stands in it tells what to read next, and whether it is a diamond."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from models.seal.assemble import Assembly, assemble_frame
from models.seal.frame import Frame
from models.seal.read_frame import read_frame, read_upright_frame
from models.seal.read_sides import read_sides
from models.seal.separate import Renderings
from models.text.detector import Detector
from models.text.recognizer import Recognizer
from models.values import SealShape, SealText

_FILLED = 0.9  # of a frame: what one text in columns takes
_ACROSS = 25.0  # degrees from the sides: lines of a diamond


def read_framed(
    shown: Renderings, frame: Frame, detector: Detector, recognizer: Recognizer
) -> tuple[Assembly, SealShape]:
    """Read a seal with corners.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
        detector: finds the lines.
        recognizer: reads them.

    Returns:
        Its texts, polygons in pixels of the view, and its shape: an even frame with text along its sides or
        its diagonals is a diamond, however it was stamped.
    """
    texts: list[SealText] = []
    if frame.shape is SealShape.RECTANGLE:
        texts = read_frame(shown, frame, detector, recognizer)
        if not frame.even or _is_name_seal(frame, texts):
            return assemble_frame(texts), frame.shape
    sides = read_sides(shown, frame, recognizer)
    if sides is None or len(sides.text.text) < sum(len(text.text) for text in texts):
        texts = texts or read_frame(shown, frame, detector, recognizer)
        return assemble_frame(texts), SealShape.DIAMOND if runs_across(frame, texts) else frame.shape
    lines = read_upright_frame(shown, frame, sides.level, detector, recognizer)
    shape = SealShape.DIAMOND if len(frame.corners) == 4 else frame.shape
    return assemble_frame(lines, sides.text), shape


def _is_name_seal(frame: Frame, texts: Sequence[SealText]) -> bool:
    """Whether one text fills a frame, in columns."""
    whole = cv2.contourArea(frame.corners)
    return len(texts) == 1 and cv2.contourArea(texts[0].polygon) > _FILLED * whole


def runs_across(frame: Frame, texts: Sequence[SealText]) -> bool:
    """Whether the lines run along the diagonals of an even frame: a diamond, however it was stamped."""
    if not texts or not frame.even or len(frame.corners) != 4:
        return False
    longest = max(texts, key=lambda text: len(text.text)).polygon
    line, side = longest[1] - longest[0], frame.corners[1] - frame.corners[0]
    between = np.degrees(np.arctan2(line[1], line[0]) - np.arctan2(side[1], side[0])) % 90
    return bool(_ACROSS < between < 90 - _ACROSS)
