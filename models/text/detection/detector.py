"""The detector: where in a picture lines of text stand (PP-OCR's DB detectors in ONNX form).

The network gives every pixel the probability of belonging to the shrunken kernel of a line. The kernels
become quads as in Liao et al., "Real-time Scene Text Detection with Differentiable Binarization" (AAAI 2020),
"box formation": threshold, contour, smallest rectangle, growth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry import quads
from sealstack.models.runtime.network import Network
from sealstack.models.text.detection import bands, picture_size
from sealstack.models.text.detection.bands import FoundLine
from sealstack.models.values import Image, Quad

_MOST_CONTOURS = 1000
_SMALLEST_KERNEL = 3.0
_SMALLEST_LINE = 5.0
"""The shorter side of a kernel, and of a grown line, as the network sees it; pixels."""

_SMALLEST_QUAD = 4
"""The sides of a line in the picture, pixels."""


@dataclass(frozen=True)
class _Thresholds:
    """When a pixel and a line count, 0..1, and how much kernels grow."""

    pixel: float = 0.3
    box: float = 0.5
    growth: float = 1.6


_USUAL = _Thresholds()


class Detector(Network):
    """Finds lines. One may be shared by many threads: nothing about a call is kept in it.

    Its network: input `(1, 3, H, W)`, output `(1, 1, H, W)` probabilities.
    """

    def detect(
        self,
        image: Image,
        *,
        pixel_threshold: float = _USUAL.pixel,
        box_threshold: float = _USUAL.box,
        unclip_ratio: float = _USUAL.growth,
        shorter_side: int | None = None,
    ) -> list[FoundLine]:
        """Find the lines of a picture. The thresholds and the ratio are RapidOCR's by default.

        RapidOCR enlarges every small picture to a shorter side of 736, a banner of 132 by 709 to 736 by 3968.
        Here a small picture is first looked at twice as large, and enlarged further only where its lines turn
        out low, as far as they need it. A very tall one is cut into bands, see `models.text.detection.bands`.

        Args:
            image: `(H, W, 3)` uint8 BGR, of any size.
            pixel_threshold: the probability from which on a pixel counts as text, 0..1.
            box_threshold: the mean probability from which on a line counts, 0..1.
            unclip_ratio: how much to grow kernels; see `models.geometry.quads.unclip`.
            shorter_side: smaller pictures are enlarged to this, pixels; None lets the content decide.

        Returns:
            Each line's quad (`(4, 2)` float32 whole pixels, upper left first, clockwise, inside the picture)
            and its mean probability, in reading order.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        thresholds = _Thresholds(pixel_threshold, box_threshold, unclip_ratio)
        if shorter_side is not None:
            return self._lines(image, shorter_side, thresholds)
        _check(image)
        lines: list[FoundLine] = []
        start = 0
        for end in [*bands.cuts_of(image), image.shape[0]]:
            down = np.array([0, start], np.float32)
            band = [(quad + down, score) for quad, score in self._by_content(image[start:end], thresholds)]
            lines = bands.joined(lines, band, start) if start else band
            start = end
        return [lines[index] for index in quads.reading_order([quad for quad, _ in lines])]

    def _by_content(self, image: Image, thresholds: _Thresholds) -> list[FoundLine]:
        """The lines of a picture shown as large as they need it."""
        height, width = image.shape[:2]
        side = picture_size.first_shorter_side(height, width)
        lines = self._lines(image, side, thresholds)
        if side == picture_size.SHORTER_SIDE_SHOWN:
            return lines
        further = picture_size.further_shorter_side([quad for quad, _ in lines], height, width)
        return lines if further is None else self._lines(image, further, thresholds)

    def detect_each(self, images: Sequence[Image]) -> Iterator[list[Quad]]:
        """Find the lines of several small pictures, beside each other where cores are free.

        One small picture after the other takes less time than one large picture of them all: what the network
        remembers between its layers stays in the cache.

        Args:
            images: `(H, W, 3)` uint8 BGR each, H and W multiples of 32, shown to the network as they are.

        Yields:
            For each picture the quads of its lines, as `detect` finds them.

        Raises:
            ValueError: a picture has no pixel, is not such an array, or its sides are no multiples of 32.
        """
        for image in images:
            _check(image)
            if image.shape[0] % picture_size.STEP or image.shape[1] % picture_size.STEP:
                raise ValueError(f"the sides must be multiples of {picture_size.STEP}, not {image.shape[:2]}")
        answers = self._session.run_all(_as_input(image) for image in images)
        for image, answer in zip(images, answers, strict=True):
            height, width = image.shape[:2]
            size = picture_size.ShownSize(0, height, width)
            yield [quad for quad, _ in _lines(answer[0, 0], size, height, width, _USUAL)]

    def _lines(self, image: Image, shorter_side: int, thresholds: _Thresholds) -> list[FoundLine]:
        probability, size = self.probability(image, shorter_side)
        return _lines(probability, size, image.shape[0], image.shape[1], thresholds)

    def probability(
        self, image: Image, shorter_side: int = picture_size.SHORTER_SIDE_SHOWN
    ) -> tuple[NDArray[np.float32], picture_size.ShownSize]:
        """Compute how likely each pixel belongs to the kernel of a line, before any lines are made of it.

        Args:
            image: `(H, W, 3)` uint8 BGR, of any size.
            shorter_side: smaller pictures are enlarged to this, pixels.

        Returns:
            The map, `(h, w)` float32 0..1, of the picture as it was shown to the network, and how that was.

        Raises:
            ValueError: the picture has no pixel or is not such an array.
        """
        _check(image)
        height, width = image.shape[:2]
        size = picture_size.shown_size(height, width, shorter_side)
        return self._session.run(_as_input(picture_size.show(image, size)))[0, 0], size


def _lines(
    probability: NDArray[np.float32],
    size: picture_size.ShownSize,
    height: int,
    width: int,
    thresholds: _Thresholds,
) -> list[FoundLine]:
    """Make lines of a map, in pixels of the picture of that height and width that was shown at that size."""
    found: list[FoundLine] = []
    for contour in _contours(probability > thresholds.pixel):
        rectangle = quads.smallest_rectangle(contour)
        if min(rectangle[1]) < _SMALLEST_KERNEL:
            continue
        kernel = quads.corners(rectangle)
        score = mean_inside(probability, kernel)
        if score < thresholds.box:
            continue
        line = quads.unclip(kernel, thresholds.growth)
        if min(line[1]) < _SMALLEST_LINE:
            continue
        quad = picture_size.to_picture(quads.corners(line), size, height, width)
        if _large_enough(quad):
            found.append((quad, score))
    return [found[index] for index in quads.reading_order([quad for quad, _ in found])]


def _as_input(shown: Image) -> NDArray[np.float32]:
    """The network's input, `(1, 3, H, W)` float32 -1..1."""
    batch = np.empty((1, 3, *shown.shape[:2]), np.float32)
    np.multiply(shown.transpose(2, 0, 1), np.float32(2 / 255), out=batch[0])
    batch -= 1.0
    return batch


def _check(image: Image) -> None:
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or image.size == 0:
        raise ValueError(f"a picture is (H, W, 3) uint8 with H, W > 0, not {image.shape} {image.dtype}")


def mean_inside(probability: NDArray[np.float32], quad: Quad) -> float:
    """The mean of a map inside a quad.

    Args:
        probability: `(H, W)` float32.
        quad: `(4, 2)` pixels of the map; parts outside it do not count.

    Returns:
        The mean; 0 when the quad lies wholly outside.
    """
    height, width = probability.shape
    left, top = np.clip(np.floor(quad.min(axis=0)), 0, [width - 1, height - 1]).astype(int)
    right, bottom = np.clip(np.ceil(quad.max(axis=0)), 0, [width - 1, height - 1]).astype(int)
    window = probability[top : bottom + 1, left : right + 1]
    mask = np.zeros(window.shape, np.uint8)
    cv2.fillPoly(mask, [(quad - np.array([left, top])).astype(np.int32)], 1)
    return float(cv2.mean(window, mask)[0])


def _contours(kernels: NDArray[np.bool_]) -> list[NDArray[np.int32]]:
    """The outlines of the kernels, after closing the gaps of one pixel that a threshold leaves."""
    thickened = cv2.dilate(kernels.astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(thickened, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    return [np.asarray(contour, dtype=np.int32) for contour in contours[:_MOST_CONTOURS]]


def _large_enough(quad: Quad) -> bool:
    """Whether both sides at the upper left corner have the least length."""
    across = np.linalg.norm(quad[1] - quad[0])
    down = np.linalg.norm(quad[3] - quad[0])
    return bool(min(across, down) >= _SMALLEST_QUAD)
