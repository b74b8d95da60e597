"""Small picture files for tests."""

import base64
import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

RED, GREEN, BLUE, WHITE = (220, 30, 30), (20, 160, 40), (30, 40, 200), (255, 255, 255)


def quartered(width: int = 40, height: int = 24) -> Image.Image:
    """A picture whose four quarters differ: red, green above blue, white."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = RED
    pixels[: height // 2, width // 2 :] = GREEN
    pixels[height // 2 :, : width // 2] = BLUE
    pixels[height // 2 :, width // 2 :] = WHITE
    return Image.fromarray(pixels)


def as_file(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def as_base64(content: bytes | None = None) -> str:
    """A file in base64; without one, a picture of 400 by 300 pixels."""
    return _usual_picture() if content is None else base64.b64encode(content).decode()


@cache
def _usual_picture() -> str:
    return as_base64(as_file(quartered(400, 300)))


def a_tiff(*page_sizes: tuple[int, int], thumbnail: bool = False) -> bytes:
    """A TIFF with a page for each size in pixels, in the grey of its number; also with a thumbnail."""
    pages = [Image.new("RGB", size, (number, number, number)) for number, size in enumerate(page_sizes, 1)]
    for page in pages:
        page.encoderinfo = {}
    if thumbnail:
        small = Image.new("RGB", (8, 8))
        small.encoderinfo = {"tiffinfo": {254: 1}}
        pages.insert(1, small)
    stream = io.BytesIO()
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:])
    return stream.getvalue()


def a_pdf(*page_sizes: tuple[int, int]) -> bytes:
    """A PDF with an empty page for each size in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for width, height in page_sizes or ((200, 100),):
        document.new_page(width, height)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
