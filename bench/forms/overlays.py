"""A query with its fields where they landed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from bench.forms.outcomes import Outcome

_RIGHT = (40, 160, 40)
_WRONG = (40, 40, 220)


def write_overlay(outcome: Outcome, folder: Path) -> Path:
    """Draw where each field landed, green when it was read rightly and red when not.

    Args:
        outcome: a query.
        folder: made when it is not there.

    Returns:
        The file written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    picture = outcome.query.image.copy()
    thickness = max(1, round(max(picture.shape[:2]) / 600))
    right = {name: same for name, _, _, same in outcome.fields()}
    for name, quad in (outcome.answer.quads if outcome.answer else {}).items():
        colour = _RIGHT if right.get(name, True) else _WRONG
        cv2.polylines(picture, [np.round(quad).astype(np.int32)], True, colour, thickness, cv2.LINE_AA)
    file = folder / f"{outcome.identity}.jpg"
    cv2.imwrite(str(file), picture, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return file
