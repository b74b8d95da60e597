"""How much of a page's print is read rightly, and how alike two pages are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image

_SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""Weights of the scales of MS-SSIM, the finest first: Wang, Simoncelli and Bovik (Asilomar 2003)."""


def character_error_rate(printed: Sequence[str], read: Sequence[str]) -> float:
    """How many of the printed characters come out wrong, 0..1.

    Each printed line is compared with the line read that is most like it, so that the order of lines does
    not matter, but a line read in two pieces is half lost. Spaces, punctuation and case do not count.

    Args:
        printed: the lines that stand on the page.
        read: the lines that were read.
    """
    answers = [_folded(line) for line in read]
    errors = total = 0
    for line in map(_folded, printed):
        if not line:
            continue
        likely = sorted(answers, key=lambda answer: -SequenceMatcher(None, line, answer, False).ratio())[:3]
        errors += min([len(line), *(_distance(line, answer) for answer in likely)])
        total += len(line)
    return errors / total if total else 0.0


def likeness(one: Image, other: Image) -> float:
    """MS-SSIM of two pictures' grey levels, 0..1; pictures of different sizes are as unlike as can be."""
    if one.shape != other.shape:
        return 0.0
    x, y = (cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32) for image in (one, other))
    result = 1.0
    for number, weight in enumerate(_SCALES):
        luminance, structure = _similarity(x, y)
        last = number == len(_SCALES) - 1
        result *= max(float(np.mean(luminance * structure if last else structure)), 0.0) ** weight
        x, y = (cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for image in (x, y))
    return result


def _similarity(
    x: NDArray[np.float32], y: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """SSIM's two factors at every pixel: luminance, and contrast with structure."""
    c1, c2 = 6.5025, 58.5225
    blur = [cv2.GaussianBlur(image, (11, 11), 1.5) for image in (x, y, x * x, y * y, x * y)]
    mean_x, mean_y = blur[0], blur[1]
    spread = blur[2] - mean_x**2 + blur[3] - mean_y**2
    common = blur[4] - mean_x * mean_y
    luminance = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
    return np.asarray(luminance, np.float32), np.asarray((2 * common + c2) / (spread + c2), np.float32)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


def _distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
