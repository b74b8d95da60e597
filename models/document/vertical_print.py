"""Whether lines are columns of vertical print: their characters lie on their side.

PP-OCR's recognizer was taught on columns turned a quarter anticlockwise, and reads such a strip as surely as
one whose characters stand. Turned upright one by one and set in a row again, the characters of a column say
the same once more; those of any other line lie on their side then, and hardly anything is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

import cv2
import numpy as np

from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.values import Image

_MOST, _ENOUGH = 3, 2
"""How many strips are looked at, and how many must be columns."""

_FEWEST_CHARACTERS = 3

_SURE = 0.75
_LEAST_SHARE = 0.8
_ALIKE = 0.3
"""The least score of what the turned characters say, the least share of them that is read, and the least
likeness to what the column said: it may be read in traditional characters once and in simplified ones then.
One of 285 strips of real pages passes that is no column; of drawn columns all do."""

_NARROWEST = 4
"""Pixels of a character."""


def is_vertical_print(strips: Sequence[Image], recognizer: Recognizer) -> bool:
    """Tell whether strips are columns of vertical Chinese, turned to run from left to right.

    Args:
        strips: lines of one page in their direction of reading, `(H, W, 3)` uint8 BGR, the surest first.
        recognizer: reads them, as they are and with their characters turned.
    """
    strips = strips[:_MOST]
    readings = recognizer.read(strips, characters=True)
    chosen = [(strip, reading) for strip, reading in zip(strips, readings, strict=True) if _is_wide(reading)]
    again = recognizer.read([_with_characters_turned(strip, reading) for strip, reading in chosen])
    columns = sum(_says_the_same(one, other) for (_, one), other in zip(chosen, again, strict=True))
    return columns >= min(_ENOUGH, len(strips))


def _is_wide(reading: Reading) -> bool:
    """Whether most of a reading is Chinese: other scripts are not set in columns."""
    wide = sum(unicodedata.east_asian_width(one.text) in "WF" for one in reading.characters)
    return wide >= _FEWEST_CHARACTERS and 2 * wide > len(reading.characters)


def _with_characters_turned(strip: Image, reading: Reading) -> Image:
    """A strip's characters, each turned a quarter clockwise, side by side."""
    height, width = strip.shape[:2]
    cells = []
    for one in reading.characters:
        start, end = int(one.span[0] * width), int(np.ceil(one.span[1] * width))
        if end - start >= _NARROWEST:
            turned = cv2.rotate(strip[:, start:end], cv2.ROTATE_90_CLOCKWISE)
            cells.append(cv2.resize(turned, (max(1, round(height * height / (end - start))), height)))
    return np.asarray(np.hstack(cells) if cells else strip, np.uint8)


def _says_the_same(one: Reading, other: Reading) -> bool:
    likeness = SequenceMatcher(None, one.text, other.text).ratio()
    read = len(other.text) >= _LEAST_SHARE * len(one.text)
    return read and other.score >= _SURE and likeness >= _ALIKE
