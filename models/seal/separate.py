"""Separate: the seal's ink from paper and from the print beneath and above it, in several renderings.

No rendering is best everywhere. The plain picture keeps faint strokes but also the print; the separated ink
loses strokes where print covers them, and JPEG stores colour at half the resolution; the fused one takes its
sharpness from the brightness and its choice of strokes from the colour. The jury reads them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.ink import Ink, Plane, chroma, coloured_ink, dark_ink
from models.seal.patch import Patch, patch_of
from models.seal.ring import Ellipse
from models.values import Image

VIEW_RADIUS = 176.0  # pixels: enough for the recognizer's strips, which are 48 high
_MARGIN = 0.15  # of the longer side
_FAINTEST = 0.025  # mean chroma of a rim below which its colour cannot be told
_GREYEST = 0.25  # chroma over density below which ink is grey or black
_CAST = frozenset({"green", "yellow"})
_PRINT = 0.5  # density of black print that is surely print at one and a half times
_CONTRAST = 1.6  # full ink is shown as exp(-1.6) = 0.2 of white


@dataclass(frozen=True, eq=False)
class View(Patch):
    """A seal cut out at the standard size.

    Attributes:
        ink: the seal's ink here.
    """

    ink: Ink


def cut_out(
    image: Image, paper: NDArray[np.float32], box: tuple[float, float, float, float], hue: float | None
) -> View | None:
    """Cut a seal out of its page at the standard size, with a margin.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        paper: its paper, `(H, W, 3)` float32.
        box: `(x, y, width, height)` of the seal, pixels; may reach over the page's edge.
        hue: of the seal's ink in degrees, None for dark ink.

    Returns:
        The seal's view; None where next to nothing of it lies on the page.
    """
    patch = patch_of(image, paper, box, margin=_MARGIN, radius=VIEW_RADIUS)
    if patch is None:
        return None
    density = patch.density
    ink = dark_ink(density) if hue is None else coloured_ink(density, hue, _quiet_threshold(density, hue))
    return View(patch.image, density, patch.scale, patch.x, patch.y, ink)


def with_ink_of_rim(view: View, rim: Ellipse) -> View:
    """The view with its ink measured again where the seal's ink surely is: on its rim.

    A faint stamp on shaded paper is found by its darkness; that it is red all the same shows only in the mean
    over the whole rim, against the mean over the paper around it.

    Args:
        view: a seal found in dark ink, cut out of its page.
        rim: its rim in pixels of the view.
    """
    theta = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    inked, paper = (_mean_density(view, rim, theta, band) for band in ((0.985, 1.0, 1.015), (1.08, 1.12)))
    u, v = chroma((inked - paper)[None, None])
    magnitude = float(np.hypot(u, v)[0, 0])
    if magnitude < max(_FAINTEST, _GREYEST * float((inked - paper).mean())):
        return replace(view, ink=dark_ink(view.density))
    hue = float(np.degrees(np.arctan2(v, u))[0, 0] % 360)
    ink = coloured_ink(view.density, hue, float(np.clip(0.45 * magnitude, 0.02, 0.2)))
    # black ink and grey toner look greenish to many cameras
    return replace(view, ink=dark_ink(view.density) if ink.colour in _CAST else ink)


def _mean_density(
    view: View, rim: Ellipse, theta: NDArray[np.float64], band: Sequence[float]
) -> NDArray[np.float32]:
    """Typical density `(3,)` along some scales of the rim; what print covers is left out."""
    points = np.concatenate([rim.points(theta, scale) for scale in band])
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    sampled = cv2.remap(view.density, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
    total = sampled.sum(axis=1)
    usual = sampled[total <= np.quantile(total, 0.8)]
    return np.asarray(usual.mean(axis=0), dtype=np.float32)


def _quiet_threshold(density: NDArray[np.float32], hue: float) -> float:
    """A density that paper noise of this cut-out does not reach but half-strength ink does."""
    plane = coloured_ink(density, hue, 1.0).plane
    return float(np.clip(0.35 * np.percentile(plane, 97), 0.03, 0.25))


@dataclass(frozen=True)
class Renderings:
    """Pictures of one seal for the jury.

    Attributes:
        pictures: each `(H, W, 3)` uint8 like the view: `colour` (as it is) and `grey` (all ink, even
            contrast); with coloured ink also `fused` (all ink where the seal's is near) and `ink` (the
            seal's ink alone).
        printed: how surely black print lies here, `(H, W)` float32 0..1; all 0 for a seal in dark ink itself.
    """

    pictures: Mapping[str, Image]
    printed: Plane

    @property
    def plain(self) -> Image:
        """The seal as it is."""
        return self.pictures["colour"]

    @property
    def clean(self) -> Image:
        """The seal with the print gone, as far as that can be."""
        return self.pictures[self.cleanest]

    @property
    def cleanest(self) -> str:
        """Which of the pictures is `clean`."""
        return "fused" if "fused" in self.pictures else "grey"

    @property
    def own(self) -> Image:
        """The seal's ink alone; all ink where it is dark itself."""
        return self.pictures["ink" if "ink" in self.pictures else "grey"]


def renderings(view: View) -> Renderings:
    """Show a seal in the ways that the jury reads."""
    inked = view.ink.plane > view.ink.threshold
    every = _relative(view.density.mean(axis=2), inked, 0.15)
    pictures = {"colour": view.image, "grey": _shown(every)}
    if view.ink.hue is not None:
        own = _relative(view.ink.plane, inked, 0.10)
        near = np.clip(cv2.GaussianBlur(own, (0, 0), 2.5) * 2, 0, 1)
        pictures |= {"fused": _shown(every * near), "ink": _shown(own)}
    return Renderings(pictures, _printed(view))


def _printed(view: View) -> Plane:
    """Where black print lies: dense even in the channel that the seal's ink leaves alone."""
    if view.ink.hue is None:
        return np.zeros(view.ink.plane.shape, np.float32)
    least = view.density.min(axis=2)
    inked = view.ink.plane > 1.5 * view.ink.threshold
    # the seal's ink darkens that channel a little, too: how much, most of its strokes tell
    share = float(np.median(least[inked] / view.ink.plane[inked])) if inked.any() else 0.0
    spare = least - max(0.0, share) * view.ink.plane
    return np.asarray(np.clip(spare / _PRINT - 0.5, 0, 1), dtype=np.float32)


def _relative(plane: Plane, inked: NDArray[np.bool_], least: float) -> Plane:
    """Ink relative to well-inked strokes, 0..1.2."""
    full = max(least, float(np.percentile(plane[inked], 85))) if inked.any() else least
    return np.asarray(np.clip(plane / full, 0, 1.2), dtype=np.float32)


def _shown(relative: Plane) -> Image:
    """Dark strokes on white, `(H, W, 3)` uint8."""
    grey = np.clip(255 * np.exp(-_CONTRAST * relative), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
