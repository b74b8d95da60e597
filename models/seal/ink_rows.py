"""Find the lines of a straight picture by their ink: rows with paper above and below.

In small, blurred seals a line detector takes two lines for one, or the whole text for a picture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.values import Image, Polygon

_INKED = 0.012  # share of a row, or of a line's column, from which on it is one
_LOWEST = 0.05  # of the picture's shorter side: a line's height
_LONG = 1.2  # longer to shorter side of a line
_MOST = 5  # lines of a seal: more are a page's print
_ABOUT = 0.1  # of a line's height: paper shown around it


def ink_rows(picture: Image) -> list[Polygon]:
    """The lines of a picture, from top to bottom.

    Args:
        picture: `(H, W, 3)` uint8, dark characters on white, straight, without a frame.

    Returns:
        A quad `(4, 2)` float32 for each, clockwise from the upper left; empty where nothing is told apart, or
            more than a seal has.
    """
    grey = np.asarray(picture.min(axis=2), np.uint8)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    inked = grey <= threshold
    quads = []
    for top, bottom in _runs(inked.mean(axis=1) > _INKED):
        height = bottom - top
        columns = np.nonzero(inked[top:bottom].mean(axis=0) > _INKED)[0]
        if height < _LOWEST * min(grey.shape) or not columns.size:
            continue
        left, right = float(columns[0]), float(columns[-1] + 1)
        if right - left < _LONG * height:
            continue
        about = _ABOUT * height
        left, right, upper, lower = left - about, right + about, top - about, bottom + about
        quads.append(np.array([[left, upper], [right, upper], [right, lower], [left, lower]], np.float32))
    return quads if len(quads) <= _MOST else []


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where runs of what is true begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
