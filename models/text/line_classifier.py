"""The line classifier: which strips stand on their head (PP-OCR's 0/180 classifier in ONNX form)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime.network import Network
from sealstack.models.values import Image

_HEIGHT, _WIDTH = 48, 192
_BATCH = 6


class LineClassifier(Network):
    """Recognises strips that stand on their head. May be shared by many threads.

    Its network: input `(N, 3, 48, 192)`, output `(N, 2)`: upright, upside down.
    """

    def upside_down(self, strips: Sequence[Image], *, threshold: float = 0.9) -> list[bool]:
        """Which strips must be turned by 180 degrees.

        Args:
            strips: crops of one line each, `(H, W, 3)` uint8 BGR of any size.
            threshold: how sure the network must be to call a strip upside down, 0..1.

        Returns:
            One answer for each strip.
        """
        return [turned > threshold for turned in self.probabilities(strips)]

    def probabilities(self, strips: Sequence[Image]) -> list[float]:
        """Compute how likely each strip is to stand on its head.

        Args:
            strips: crops of one line each, `(H, W, 3)` uint8 BGR of any size.

        Returns:
            The probability of each strip, 0..1.
        """
        answers: list[float] = []
        for start in range(0, len(strips), _BATCH):
            batch = np.stack([_input(strip) for strip in strips[start : start + _BATCH]])
            answers += [float(turned) for _, turned in self._session.run(batch)]
        return answers


def _input(strip: Image) -> NDArray[np.float32]:
    """The strip at height 48, at most 192 wide, as `(3, 48, 192)` values -1..1, zero to its right."""
    height, width = strip.shape[:2]
    target = min(math.ceil(_HEIGHT * width / height), _WIDTH)
    resized = cv2.resize(strip, (target, _HEIGHT)).transpose(2, 0, 1).astype(np.float32)
    result = np.zeros((3, _HEIGHT, _WIDTH), np.float32)
    result[:, :, :target] = resized * np.float32(2 / 255) - 1.0
    return result
