"""What a camera, a scanner or a copier does to a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.noise import clouds, white

Picture = NDArray[np.float32]
"""`(H, W, 3)` float32 BGR, 0..1."""


@dataclass(frozen=True)
class Degradation:
    """How a picture was taken and kept; the defaults change nothing.

    Attributes:
        blur: standard deviation of the defocus, pixels.
        motion: length of the blur of a moving hand, pixels.
        light: how uneven the light is, 0..1.
        shadow: how dark a shadow's edge across the picture is, 0..1.
        noise: standard deviation of the sensor's noise, 0..1.
        contrast: 1 as it is, below 1 flatter.
        cast: colour cast as a gain of the blue and red channels, 1 for none.
        shrink: factor the picture is reduced by and enlarged again, 1 for none.
        jpeg: quality of the JPEG it is kept in, 0 for none.
        grey: turned into a grey copy.
    """

    blur: float = 0.0
    motion: float = 0.0
    light: float = 0.0
    shadow: float = 0.0
    noise: float = 0.0
    contrast: float = 1.0
    cast: tuple[float, float] = (1.0, 1.0)
    shrink: float = 1.0
    jpeg: int = 0
    grey: bool = False

    @property
    def softness(self) -> float:
        """All blurs together as one standard deviation, pixels."""
        return float(np.sqrt(self.blur**2 + (self.motion / 3) ** 2 + (0.5 * (self.shrink - 1)) ** 2))


def random_degradation(
    rng: np.random.Generator,
    severity: float,
    photographed: bool,
    grey: bool = False,
    finest: float = np.inf,
) -> Degradation:
    """A degradation for a severity 0 (clean) to 1 (poor), of a photograph or of a scan.

    Args:
        rng: where chance comes from.
        severity: 0..1.
        photographed: whether light, shadow, colour cast and a moving hand come into it.
        grey: make a grey copy.
        finest: pixels across the narrowest character that shall still be readable; bounds the blur.
    """
    s = severity * float(rng.uniform(0.3, 1.0))
    photo = 1.0 if photographed else 0.0
    return Degradation(
        blur=min(float(rng.uniform(0, 0.35 + 1.1 * s)), 0.13 * finest),
        motion=min(float(rng.uniform(1, 1 + 4 * s)), 0.3 * finest)
        if photographed and rng.random() < 0.2 * s
        else 0.0,
        light=float(rng.uniform(0, 0.12 + 0.3 * s)) * photo,
        shadow=float(rng.uniform(0.1, 0.45)) * photo if rng.random() < 0.12 + 0.25 * s else 0.0,
        noise=float(rng.uniform(0, 0.008 + 0.03 * s)),
        contrast=float(rng.uniform(1 - 0.35 * s, 1.0)),
        cast=(float(1 + rng.normal(0, 0.03) * photo), float(1 + rng.normal(0, 0.03) * photo)),
        shrink=min(float(rng.uniform(1, 1 + s)), max(1.0, finest / 6)) if rng.random() < 0.3 else 1.0,
        jpeg=int(rng.uniform(92 - 50 * s, 97)) if rng.random() < 0.85 else 0,
        grey=grey,
    )


def degrade(picture: Picture, how: Degradation, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture as it comes out, `(H, W, 3)` uint8 BGR of the same size."""
    height, width = picture.shape[:2]
    if how.shrink > 1:
        small = (max(8, round(width / how.shrink)), max(8, round(height / how.shrink)))
        picture = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    if how.blur > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), how.blur)
    if how.motion > 1:
        picture = cv2.filter2D(picture, -1, _motion_kernel(how.motion, float(rng.uniform(0, np.pi))))
    shading = _shading((height, width), how, rng)
    if shading is not None:
        picture = cv2.multiply(picture, cv2.merge([shading] * 3))
    result = cv2.transform(picture, _colour_matrix(how))
    if how.noise > 0.001:
        grain = white(rng, (height, width)) * (how.noise * 255)
        planes = [grain] * 3 if how.grey else [grain, np.roll(grain, 37, axis=1), np.roll(grain, 61, axis=0)]
        result = cv2.add(result, cv2.merge(planes))
    kept = cv2.convertScaleAbs(np.clip(result, 0, 255))
    if how.jpeg:
        encoded = cv2.imencode(".jpg", kept, [cv2.IMWRITE_JPEG_QUALITY, how.jpeg])[1]
        kept = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    return np.asarray(kept, dtype=np.uint8)


def fax(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture as a fax machine or a bitonal scan gives it: black and white, coarser, some specks.

    Args:
        picture: `(H, W, 3)` uint8 BGR.
        rng: how coarse and where the threshold lies.
    """
    height, width = picture.shape[:2]
    shrink = float(rng.uniform(1.0, 1.25))
    small = (max(8, round(width / shrink)), max(8, round(height / shrink)))
    # a green lamp sees red and blue ink alike
    seen = cv2.resize(picture[..., 1], small, interpolation=cv2.INTER_AREA).astype(np.float32)
    paper = cv2.GaussianBlur(cv2.dilate(seen, np.ones((5, 5))), (0, 0), max(4.0, max(small) / 20))
    strength = 1 - seen / np.maximum(paper, 1)
    # about half of the usual ink, of coloured ink where there is such, so that pale seals come out too
    inked = strength > 0.12
    coloured = inked & (np.ptp(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), axis=2) > 50)
    own = strength[coloured if coloured.sum() > 0.1 * inked.sum() else inked]
    level = float(rng.uniform(0.45, 0.7)) * (float(np.percentile(own, 60)) if own.size else 1.0)
    kept = np.where(strength > level, np.uint8(0), np.uint8(255)).astype(np.uint8)
    shown = cv2.resize(kept, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.cvtColor(shown, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _colour_matrix(how: Degradation) -> NDArray[np.float32]:
    """Cast, contrast and grey copy as one `(3, 4)` map from BGR 0..1 to BGR 0..255."""
    matrix = np.zeros((3, 4))
    matrix[:, :3] = np.diag([how.cast[0], 1.0, how.cast[1]]) * how.contrast
    matrix[:, 3] = (1 - how.contrast) * 0.6
    if how.grey:
        weights = np.array([0.114, 0.587, 0.299])
        # copiers harden: paper to white, ink to black
        matrix = np.repeat(1.08 * (weights @ matrix)[None], 3, axis=0) - np.array([0, 0, 0, 0.04])
    return (matrix * 255).astype(np.float32)


def _shading(shape: tuple[int, int], how: Degradation, rng: np.random.Generator) -> Picture | None:
    """Gain of uneven light and a shadow, `(H, W)`; None when there is neither."""
    if how.light <= 0 and how.shadow <= 0:
        return None
    # light changes slowly: reckon on a coarse raster, enlarge at the end
    small = (max(4, shape[0] // 4), max(4, shape[1] // 4))
    rows = np.linspace(-1, 1, small[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, small[1], dtype=np.float32)[None]
    gain = np.ones(small, np.float32)
    if how.light > 0:
        heading = rng.uniform(0, 2 * np.pi)
        gain -= how.light * 0.25 * (1 + columns * np.cos(heading) + rows * np.sin(heading))
        gain += how.light * 0.12 * clouds(rng, small, 2)
    if how.shadow > 0:
        heading = rng.uniform(0, 2 * np.pi)
        across = columns * np.cos(heading) + rows * np.sin(heading) + rng.uniform(-0.6, 0.6)
        across = across + 0.15 * clouds(rng, small, 3)
        gain *= 1 - how.shadow * np.clip(across * float(rng.uniform(2, 12)) + 0.5, 0, 1)
    enlarged = cv2.resize(gain.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(enlarged, dtype=np.float32)


def _motion_kernel(length: float, heading: float) -> NDArray[np.float32]:
    """A line of weight 1 for `cv2.filter2D`."""
    size = 2 * int(np.ceil(length / 2)) + 1
    kernel = np.zeros((size, size), np.float32)
    middle = size // 2
    reach = np.array([np.cos(heading), np.sin(heading)]) * length / 2
    first = tuple(np.round(middle - reach).astype(int).tolist())
    last = tuple(np.round(middle + reach).astype(int).tolist())
    cv2.line(kernel, first, last, 1.0, 1)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)
