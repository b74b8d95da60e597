"""Small files that make large pictures, and pictures that are slow to read; drawn anew for each seed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.generator.seals import SealSpec, draw_seal

_Picture = NDArray[np.uint8]

_START_OF_SCAN, _END = b"\xff\xda", b"\xff\xd9"
_SIDE = 7000  # 49 megapixels: within the limit of 50


def progressive_jpeg(rng: np.random.Generator) -> bytes:
    """Write a blank picture of 48 megapixels whose last scan is repeated thousands of times; 240 KB."""
    written = io.BytesIO()
    Image.new("L", (8000, 6000), int(rng.integers(1, 255))).save(written, "JPEG", progressive=True)
    content = written.getvalue()
    last = content.rindex(_START_OF_SCAN)
    scan = content[last : content.rindex(_END)]
    return content[:last] + scan * max(1, 240_000 // len(scan)) + _END


def float_tiff(rng: np.random.Generator) -> bytes:
    """Write 49 megapixels of floating point, all alike, packed into some 300 KB."""
    return _saved(
        Image.new("F", (_SIDE, _SIDE), float(rng.random())), "TIFF", compression="tiff_adobe_deflate"
    )


def blank_webp(rng: np.random.Generator) -> bytes:
    """Write 49 megapixels of one colour in a few kilobytes."""
    colour = tuple(int(value) for value in rng.integers(0, 255, 3))
    return _saved(Image.new("RGB", (_SIDE, _SIDE), colour), "WEBP", lossless=True, method=0)


def bilevel_png(rng: np.random.Generator) -> bytes:
    """Write 49 megapixels of one bit each in a few kilobytes."""
    return _saved(Image.new("1", (_SIDE, _SIDE - int(rng.integers(0, 50))), 1), "PNG")


def transparent_png(rng: np.random.Generator) -> bytes:
    """Write 48 megapixels of four channels, all alike."""
    colour = tuple(int(value) for value in rng.integers(0, 255, 4))
    return _saved(Image.new("RGBA", (8000, 6000), colour), "PNG", compress_level=9)


def cmyk_jpeg(rng: np.random.Generator) -> bytes:
    """Write 25 megapixels of four inks."""
    colour = tuple(int(value) for value in rng.integers(0, 255, 4))
    return _saved(Image.new("CMYK", (5000, 5000), colour), "JPEG")


def tiff_of_many_frames(rng: np.random.Generator) -> bytes:
    """Write a TIFF of 500 small frames."""
    frames = [Image.new("1", (8, 8), int(value)) for value in rng.integers(0, 2, 500)]
    return _saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])


def small_seals(rng: np.random.Generator) -> bytes:
    """Fill 2000x2000 pixels with hundreds of small drawn seals."""
    size = int(rng.integers(84, 104))
    seals = [_small_seal(rng, size) for _ in range(6)]
    return _tiled(rng, seals, size)


def rings(rng: np.random.Generator) -> bytes:
    """Fill 2000x2000 pixels with empty rings of 45 pixels."""
    ring = np.full((50, 50, 3), 255, np.uint8)
    cv2.circle(ring, (25, 25), 22, (40, 40, int(rng.integers(180, 230))), 2, cv2.LINE_AA)
    return _tiled(rng, [ring], 50)


def noise(rng: np.random.Generator) -> bytes:
    """Fill 1400x1400 pixels with red and white noise."""
    red = rng.random((1400, 1400, 1)) < 0.3
    return png(np.where(red, (40, 40, 210), (255, 255, 255)).astype(np.uint8))


def thread(rng: np.random.Generator) -> bytes:
    """Draw a picture of 1x20000 pixels."""
    return png(rng.integers(0, 255, (20_000, 1, 3), np.uint8))


def ribbon(rng: np.random.Generator) -> bytes:
    """Draw a picture of 20000x60 pixels with marks of print and red ink."""
    picture = np.full((60, 20_000, 3), 255, np.uint8)
    for x in range(10, 19_900, 45):
        colour = (0, 0, 0) if rng.random() < 0.5 else (40, 40, 210)
        cv2.putText(picture, str(x), (x, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1)
    return png(picture)


Draw = Callable[[np.random.Generator], bytes]

HUGE: Mapping[str, Draw] = {
    "JPEG, 48 MP, thousands of scans": progressive_jpeg,
    "TIFF of floats, 49 MP": float_tiff,
    "WebP, 49 MP": blank_webp,
    "PNG of 1 bit, 49 MP": bilevel_png,
    "PNG with alpha, 48 MP": transparent_png,
    "JPEG of CMYK, 25 MP": cmyk_jpeg,
    "TIFF of 500 frames": tiff_of_many_frames,
}
"""Small files that are costly to decode."""

SLOW: Mapping[str, Draw] = {
    "hundreds of small seals": small_seals,
    "rings of 45 px": rings,
    "red noise": noise,
    "1x20000": thread,
    "20000x60": ribbon,
}
"""Pictures that are costly to read."""


def _small_seal(rng: np.random.Generator, size: int) -> _Picture:
    drawn = draw_seal(rng, SealSpec(shape="round", colour="red", bundled_only=True), scale=100)
    ink = cv2.resize(drawn.ink, (size, size), interpolation=cv2.INTER_AREA)[..., np.newaxis]
    return (255 - ink * (255 - np.array((40, 40, 210)))).clip(0, 255).astype(np.uint8)


def _tiled(rng: np.random.Generator, tiles: list[_Picture], size: int) -> bytes:
    count = 2000 // size
    rows = [np.hstack([tiles[int(rng.integers(len(tiles)))] for _ in range(count)]) for _ in range(count)]
    return png(np.vstack(rows))


def png(picture: _Picture) -> bytes:
    """Write a picture as PNG."""
    return cv2.imencode(".png", picture)[1].tobytes()


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()
