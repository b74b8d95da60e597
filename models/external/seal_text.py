"""A detector of text in seals in ONNX form: PaddleX's `*_seal_det`, whose lines are polygons.

The network gives every pixel the probability of belonging to the shrunken kernel of a line; kernels become
polygons as in Liao et al., "Real-time Scene Text Detection with Differentiable Binarization" (AAAI 2020),
grown by a distance of area times ratio over perimeter. Sizes and figures are those of PaddleX's pipeline.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pyclipper
from numpy.typing import NDArray

from sealstack.models.external.description import IMAGENET_DEVIATION, IMAGENET_MEAN, Description, describe
from sealstack.models.runtime import RuntimeOptions, Session, open_session
from sealstack.models.values import Image, Polygon

_STEP = 32
_MOST_LINES = 1000
_SMALLEST = 3.0
"""The shorter side of a kernel, pixels of the map."""

_SIMPLIFIED = 0.002
"""How far an outline's corners may be left out, of its length."""


@dataclass(frozen=True)
class TextSearch:
    """How lines are made of the network's map.

    Attributes:
        limit_side_len: what a side of the picture is brought to, pixels.
        limit_type: `min`: the shorter side is enlarged to it; `max`: the longer one is reduced to it.
        thresh: the probability from which on a pixel belongs to a line, 0..1.
        box_thresh: the mean probability from which on a line counts, 0..1.
        unclip_ratio: how much lines grow, in areas by perimeters.
        max_side_limit: whatever is asked for, no side of a picture is shown longer than this, pixels.
    """

    limit_side_len: int = 736
    limit_type: str = "min"
    thresh: float = 0.2
    box_thresh: float = 0.6
    unclip_ratio: float = 0.5
    max_side_limit: int = 4000


class SealTextDetector:
    """Finds the lines of a seal. May be shared by many threads."""

    def __init__(self, network: Session, description: Description) -> None:
        """Take a loaded network, and try it.

        Raises:
            ValueError: it is no detector of this kind.
        """
        self._network = network
        if len(network.inputs) != 1:
            raise ValueError(f"a seal text detector takes one picture, not {', '.join(network.inputs)}")
        (self._input,) = network.inputs
        self._mean = np.array(description.mean or IMAGENET_MEAN, np.float32)
        self._deviation = np.array(description.deviation or IMAGENET_DEVIATION, np.float32)
        try:
            answer = self._probability(np.zeros((2 * _STEP, 2 * _STEP, 3), np.uint8))
        except Exception as error:  # whatever the runtime raises for a picture that the network cannot take
            raise ValueError("the seal text detector takes no (1, 3, 64, 64) picture") from error
        if answer.shape != (2 * _STEP, 2 * _STEP):
            raise ValueError(
                f"the seal text detector answers {answer.shape}, not a map as large as its picture"
            )

    @classmethod
    def load(cls, model: Path, options: RuntimeOptions) -> SealTextDetector:
        """Load a detector from an ONNX file.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is no such model.
            DeviceUnavailable: the device asked for cannot be used.
        """
        return cls(open_session(model, options), describe(model))

    def detect(self, image: Image, search: TextSearch | None = None) -> list[tuple[Polygon, float]]:
        """Find the lines of a seal.

        Args:
            image: a seal, `(H, W, 3)` uint8 BGR.
            search: how to find them.

        Returns:
            Each line's outline, `(N, 2)` float32 pixels of the picture, and its mean probability.
        """
        search = search or TextSearch()
        height, width = _shown_size(image, search)
        shown = np.asarray(cv2.resize(image, (width, height)), np.uint8)
        probability = self._probability(shown)
        to_picture = np.array([image.shape[1] / width, image.shape[0] / height], np.float32)
        lines = []
        kernels = (probability > search.thresh).astype(np.uint8)
        for contour in cv2.findContours(kernels, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0][:_MOST_LINES]:
            corners = cv2.approxPolyDP(contour, _SIMPLIFIED * cv2.arcLength(contour, True), True)[:, 0]
            outline = np.asarray(corners, np.int32)
            if len(outline) < 4 or min(cv2.minAreaRect(outline)[1]) < _SMALLEST:
                continue
            score = _mean_inside(probability, outline)
            whole = unclipped(outline, search.unclip_ratio)
            if score < search.box_thresh or whole is None or min(cv2.minAreaRect(whole)[1]) < _SMALLEST + 2:
                continue
            on_picture = np.clip(whole * to_picture, 0, [image.shape[1], image.shape[0]])
            lines.append((np.asarray(on_picture, np.float32), score))
        return lines

    def _probability(self, shown: Image) -> NDArray[np.float32]:
        picture = (shown.astype(np.float32) / 255 - self._mean) / self._deviation
        batch = np.ascontiguousarray(picture.transpose(2, 0, 1)[None], np.float32)
        answer = self._network.compute({self._input: batch})[0]
        return np.asarray(answer.reshape(answer.shape[-2:]), np.float32)


def unclipped(outline: NDArray[np.int32], ratio: float) -> NDArray[np.float32] | None:
    """Grow a line's kernel to the whole line.

    Args:
        outline: of the kernel, `(N, 2)` pixels.
        ratio: of area by perimeter.

    Returns:
        The grown outline; None when it falls apart.
    """
    distance = cv2.contourArea(outline) * ratio / max(cv2.arcLength(outline, True), 1e-6)
    if distance <= 0:
        return np.asarray(outline, np.float32)
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(outline.tolist(), pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    grown = offset.Execute(distance)
    return np.array(grown[0], np.float32) if len(grown) == 1 else None


def _shown_size(image: Image, search: TextSearch) -> tuple[int, int]:
    """Height and width at which a picture is shown, multiples of 32."""
    height, width = image.shape[:2]
    scale = 1.0
    if search.limit_type == "min":
        scale = max(1.0, search.limit_side_len / min(height, width))
    elif max(height, width) > search.limit_side_len:
        scale = search.limit_side_len / max(height, width)
    scale = min(scale, search.max_side_limit / max(height, width))
    shown = [max(_STEP, round(side * scale / _STEP) * _STEP) for side in (height, width)]
    return shown[0], shown[1]


def _mean_inside(probability: NDArray[np.float32], outline: NDArray[np.int32]) -> float:
    mask = np.zeros(probability.shape, np.uint8)
    cv2.fillPoly(mask, [outline], 1)
    return float(cv2.mean(probability, mask)[0])
