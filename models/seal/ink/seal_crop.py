"""The seal cut out of its page at the size it is read at, and the ink that it was stamped with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.ink.crop import Crop, crop_of
from sealstack.models.seal.ink.density import Ink, chroma, coloured_ink, dark_ink
from sealstack.models.values import Image

VIEW_RADIUS = 176.0  # pixels: enough for the recognizer's strips, which are 48 high
_MARGIN = 0.15  # of the longer side
_FAINTEST = 0.025  # mean chroma of a rim below which its colour is unknown
_GREYEST = 0.25  # chroma over density below which ink is grey or black
_CAST = frozenset({"green", "yellow"})


@dataclass(frozen=True, eq=False)
class SealCrop(Crop):
    """A seal cut out at the standard size.

    Attributes:
        ink: the seal's ink here.
    """

    ink: Ink


def cut_out(
    image: Image, paper: Image, box: tuple[float, float, float, float], hue: float | None
) -> SealCrop | None:
    """Cut a seal out of its page at the standard size, with a margin.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`, `(H, W, 3)` uint8 BGR.
        box: `(x, y, width, height)` of the seal, pixels; may reach over the page's edge.
        hue: of the seal's ink in degrees, None for dark ink.

    Returns:
        The seal's crop; None where next to nothing of it lies on the page.
    """
    crop = crop_of(image, paper, box, margin=_MARGIN, radius=VIEW_RADIUS)
    if crop is None:
        return None
    density = crop.density
    ink = dark_ink(density) if hue is None else coloured_ink(density, hue, _quiet_threshold(density, hue))
    return SealCrop(crop.image, density, crop.scale, crop.x, crop.y, ink)


def with_ink_of_rim(crop: SealCrop, rim: Ellipse) -> SealCrop:
    """The crop with its ink measured again where the seal's ink surely is: on its rim.

    A faint stamp on shaded paper is found by its darkness; that it is red all the same shows only in the mean
    over the whole rim, against the mean over the paper around it.

    Args:
        crop: a seal found in dark ink, cut out of its page.
        rim: its rim in pixels of the crop.
    """
    theta = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    inked, paper = (_mean_density(crop, rim, theta, band) for band in ((0.985, 1.0, 1.015), (1.08, 1.12)))
    u, v = chroma((inked - paper)[None, None])
    magnitude = float(np.hypot(u, v)[0, 0])
    if magnitude < max(_FAINTEST, _GREYEST * float((inked - paper).mean())):
        return replace(crop, ink=dark_ink(crop.density))
    hue = float(np.degrees(np.arctan2(v, u))[0, 0] % 360)
    ink = coloured_ink(crop.density, hue, float(np.clip(0.45 * magnitude, 0.02, 0.2)))
    # black ink and grey toner look greenish to many cameras
    return replace(crop, ink=dark_ink(crop.density) if ink.colour in _CAST else ink)


def _mean_density(
    crop: SealCrop, rim: Ellipse, theta: NDArray[np.float64], band: Sequence[float]
) -> NDArray[np.float32]:
    """Typical density `(3,)` along some scales of the rim; what print covers is left out."""
    points = np.concatenate([rim.points(theta, scale) for scale in band])
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    sampled = cv2.remap(crop.density, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
    total = sampled.sum(axis=1)
    usual = sampled[total <= np.quantile(total, 0.8)]
    return np.asarray(usual.mean(axis=0), dtype=np.float32)


def _quiet_threshold(density: NDArray[np.float32], hue: float) -> float:
    """A density that paper noise of this cut-out does not reach but half-strength ink does."""
    plane = coloured_ink(density, hue, 1.0).plane
    return float(np.clip(0.35 * np.percentile(plane, 97), 0.03, 0.25))
