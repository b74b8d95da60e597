"""What the stock recognizer says of strips: the standard that plain reading is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.text.recognizer import Recognizer
from training.recognizer.strips import TEACHER_CLASSES, Strip, Teaching


def taught(strips: Sequence[Strip], recognizer: Recognizer) -> list[Strip]:
    """Attach the stock recognizer's column probabilities to the strips it reads right.

    Args:
        strips: any strips.
        recognizer: the stock one.

    Returns:
        The same strips in the same order.
    """
    result = []
    for strip in strips:
        table = recognizer.probabilities([strip.pixels])[0]
        if recognizer.decode(table).text != strip.text:
            result.append(strip)
            continue
        top = np.argpartition(table, -TEACHER_CLASSES, axis=1)[:, -TEACHER_CLASSES:]
        probabilities = np.take_along_axis(table, top, axis=1)
        teaching = Teaching(top.astype(np.uint16), probabilities.astype(np.float16))
        result.append(replace(strip, teaching=teaching))
    return result
