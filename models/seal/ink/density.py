"""Ink on paper as optical density, and the planes of coloured and dark ink a seal may be printed in.

Optical density adds up when inks lie over each other (Beer-Lambert), so the density of a red seal over
black print splits into a grey part, equal in all channels, and a coloured part. The same idea separates
histological stains: Ruifrok & Johnston, "Quantification of histochemical staining by color
deconvolution", Anal. Quant. Cytol. Histol. 23 (2001), pp. 291-299.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image

Plane = NDArray[np.float32]
"""Ink strength, `(H, W)` float32 in units of optical density (0 is paper)."""

_PAPER_SIDE = 160  # the paper is smooth: it is estimated on a picture this small
_HUE_BINS = 72
_SPARSE = 2  # a median is as good on every second pixel
_CHROMA_FLOOR = 0.05  # below this density no colour stands out from camera noise

# upper ends in degrees of the hue of density: what absorbs green and blue alike is red
_COLOUR_NAMES = (
    (12.0, "red"),
    (50.0, "orange"),
    (75.0, "yellow"),
    (170.0, "green"),
    (262.0, "blue"),
    (315.0, "purple"),
    (360.0, "red"),
)


@dataclass(frozen=True)
class Ink:
    """One ink of a page.

    Attributes:
        hue: degrees 0..360 in the density colour plane (0 is red, 120 green, 240 blue); None for black
            or grey ink.
        plane: how much of it lies where, `(H, W)` float32 optical density.
        threshold: density above which the ink stands out from noise.
    """

    hue: float | None
    plane: Plane
    threshold: float

    @cached_property
    def evidence(self) -> Plane:
        """How surely there is ink, `(H, W)` float32 0..1: 0.5 at the threshold."""
        return np.asarray(np.clip(self.plane / (2 * self.threshold), 0, 1), dtype=np.float32)

    @cached_property
    def strong(self) -> NDArray[np.bool_]:
        """Where it lies at least half as thick as on well inked strokes, `(H, W)`.

        Keeps apart what is blurred together in a small picture.
        """
        inked = self.plane > self.threshold
        full = float(np.percentile(self.plane[inked], 90)) if inked.any() else 0.0
        return np.asarray(self.plane > max(self.threshold, 0.5 * full))

    @property
    def colour(self) -> str:
        """The common name of the ink."""
        if self.hue is None:
            return "black"
        return next(name for limit, name in _COLOUR_NAMES if self.hue <= limit)


def paper_colour(image: Image) -> Image:
    """Estimate what the page would look like without any ink.

    Args:
        image: `(H, W, 3)` uint8 BGR.

    Returns:
        `(H, W, 3)` uint8 BGR: the local colour of the paper, following shadows and tints.
    """
    height, width = image.shape[:2]
    scale = min(1.0, _PAPER_SIDE / max(height, width))
    size = (max(3, round(width * scale)), max(3, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    # strokes are thin: the brightest neighbour is paper, and the median smooths what is left
    window = max(3, round(max(size) * 0.1)) | 1
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), window)
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def optical_density(image: Image, paper: Image | NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Optical density of each channel against the paper, `(H, W, 3)` float32, 0 (paper) to 4 (black)."""
    if paper is None:
        paper = paper_colour(image)
    density = -np.log((image.astype(np.float32) + 4.0) / (paper.astype(np.float32) + 4.0))
    return np.clip(density, -0.2, 4.0).astype(np.float32)


def chroma(density: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Split density into the two axes of the colour plane, orthogonal to grey.

    Returns:
        `(u, v)`, each `(H, W)` float32: `u` points to red, `v` from blue to green, so that
        `atan2(v, u)` is a hue angle with red at 0, green at 120 and blue at 240 degrees.
    """
    blue, green, red = density[..., 0], density[..., 1], density[..., 2]
    # absorbing green and blue looks red, hence the signs
    u = (blue + green) / 2 - red
    v = (blue - green) * np.float32(np.sqrt(3) / 2)
    return u.astype(np.float32), v.astype(np.float32)


def find_inks(density: NDArray[np.float32], limit: int = 3) -> list[Ink]:
    """The inks of a page: every hue that stands out, and the dark plane for black, grey and copied seals.

    Args:
        density: `(H, W, 3)` float32 optical density.
        limit: at most this many coloured inks, the strongest first.

    Returns:
        Coloured inks first, the dark one last.
    """
    u, v = chroma(_smooth(density))
    magnitude = np.hypot(u, v)
    noise = float(np.median(magnitude[::_SPARSE, ::_SPARSE]))
    threshold = max(_CHROMA_FLOOR, 3.0 * noise)
    strong = magnitude > threshold
    hue = np.degrees(np.arctan2(v[strong], u[strong])) % 360
    hues = _hue_peaks(hue, magnitude[strong], limit)
    return [*(Ink(peak, _hue_plane(u, v, peak), threshold) for peak in hues), dark_ink(density)]


def coloured_ink(density: NDArray[np.float32], hue: float, threshold: float) -> Ink:
    """One coloured ink of known hue (degrees), for a closer look at a seal found on the whole page."""
    u, v = chroma(_smooth(density))
    return Ink(hue, _hue_plane(u, v, hue), threshold)


def _smooth(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """Less camera noise, strokes still apart."""
    return np.asarray(cv2.GaussianBlur(density, (0, 0), 0.8), dtype=np.float32)


def dark_ink(density: NDArray[np.float32]) -> Ink:
    """All ink whatever its colour, for seals on grey copies and black stamps."""
    blue, green, red = cv2.split(density)
    plane = cv2.GaussianBlur(cv2.max(cv2.max(blue, green), red), (0, 0), 0.6)
    noise = float(np.median(np.abs(plane[::_SPARSE, ::_SPARSE])))
    return Ink(None, np.maximum(plane, 0), max(0.10, 3.0 * noise))


def _hue_plane(u: Plane, v: Plane, hue: float) -> Plane:
    """The part of the colour that points within about 40 degrees of `hue`."""
    along = u * np.float32(np.cos(np.radians(hue))) + v * np.float32(np.sin(np.radians(hue)))
    across = np.abs(v * np.float32(np.cos(np.radians(hue))) - u * np.float32(np.sin(np.radians(hue))))
    plane = np.maximum(along - 0.8 * np.maximum(across - 0.5 * along, 0), 0)
    return np.asarray(plane, dtype=np.float32)


def _hue_peaks(hue: NDArray[np.float32], weight: NDArray[np.float32], limit: int) -> list[float]:
    """Modes of the weighted, circular hue histogram, strongest first, at least 50 degrees apart."""
    if hue.size == 0:
        return []
    histogram, _ = np.histogram(hue, bins=_HUE_BINS, range=(0, 360), weights=np.minimum(weight, 0.7))
    kernel = np.array([1, 2, 3, 2, 1]) / 9
    smooth = np.convolve(np.concatenate([histogram[-2:], histogram, histogram[:2]]), kernel, mode="valid")
    peaks: list[float] = []
    for index in np.argsort(smooth)[::-1]:
        angle = (float(index) + 0.5) * 360 / _HUE_BINS
        if smooth[index] < 0.01 * smooth.sum():
            break
        if all(abs((angle - other + 180) % 360 - 180) >= 50 for other in peaks):
            peaks.append(angle)
        if len(peaks) == limit:
            break
    return peaks
