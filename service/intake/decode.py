"""Bytes to pictures: the one place where the project decodes."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageOps, UnidentifiedImageError

from models.values import Image
from service.intake.errors import IntakeError, NotAPictureError, TooLargeError
from service.intake.pdf import PdfPages, looks_like_pdf
from service.texts import Text

FORMATS = ("PNG", "JPEG", "BMP", "WEBP", "TIFF", "GIF")
"""The kinds of picture that are decoded, as Pillow names them; a PDF is not among them."""

# Pillow's own limit is replaced by the caller's, which is checked on the header below
PillowImage.MAX_IMAGE_PIXELS = None

_UNKNOWN = Text(
    "文件不是受支持的图片格式（PNG、JPEG、BMP、WebP、TIFF、GIF）。",
    "The file is no picture of a known kind (PNG, JPEG, BMP, WebP, TIFF, GIF).",
)
_BROKEN = Text("图片文件已损坏或不完整。", "The picture is broken or not complete.")
_PDF_NOT_ENABLED = Text("文件是PDF，但未开启PDF识别。", "The file is a PDF, and reading PDFs is not enabled.")
_TOO_MANY_PIXELS = Text(
    "图片像素数上限为{limit}，实际为{width}x{height}。",
    "A picture may have at most {limit} pixels, but this one is {width}x{height}.",
)
_TOO_LONG = Text(
    "图片最长边上限为{limit}像素，实际为{width}x{height}。",
    "A picture's longest side may have at most {limit} pixels, but this one is {width}x{height}.",
)


@dataclass(frozen=True, eq=False)
class Decoded:
    """A picture and where it came from.

    Attributes:
        image: `(H, W, 3)` uint8 BGR, upright.
        pages: how many pages the PDF has that it is one of; 0 for a picture.
    """

    image: Image
    pages: int = 0


def decode(
    content: bytes, *, max_pixels: int, pdf_page: int | None = None, max_side: int | None = None
) -> Decoded:
    """Decode a picture file, or one page of a PDF.

    EXIF orientation is applied, transparency laid on white; 16-bit, floating-point, CMYK and palette pictures
    are converted; of a file with several pictures the first is taken. A PDF page is rendered at 144 dpi.

    Args:
        content: the file.
        max_pixels: the most pixels, told from the header before anything is decoded.
        pdf_page: the number of the page to take when the file is a PDF, counted from 1; None refuses PDFs.
        max_side: the most pixels of either side, told from the header too; None for any number.

    Raises:
        NotAPictureError: the file is of no known kind, is broken, or is cut short.
        TooLargeError: it has more than `max_pixels` pixels, or a side of more than `max_side`.
        NoSuchPageError: the PDF has no such page.
    """
    if looks_like_pdf(content):
        if pdf_page is None:
            raise NotAPictureError(_PDF_NOT_ENABLED)
        with PdfPages(content) as pdf:
            _check_size(*pdf.size(pdf_page), max_pixels, max_side)
            return Decoded(pdf.render(pdf_page), pages=len(pdf))
    return Decoded(_decode_picture(content, max_pixels, max_side))


def _decode_picture(content: bytes, max_pixels: int, max_side: int | None) -> Image:
    try:
        with PillowImage.open(io.BytesIO(content), formats=FORMATS) as picture:
            _check_size(*picture.size, max_pixels, max_side)
            picture.load()
            return _to_bgr(_upright(picture))
    except IntakeError:
        raise
    except UnidentifiedImageError:
        raise NotAPictureError(_UNKNOWN) from None
    except Exception as error:
        # the decoders of broken files raise nearly anything: OSError, SyntaxError, struct.error, KeyError …
        raise NotAPictureError(_BROKEN) from error


def _check_size(width: int, height: int, max_pixels: int, max_side: int | None) -> None:
    if max_side is not None and max(width, height) > max_side:
        raise TooLargeError(_TOO_LONG.filled(limit=max_side, width=width, height=height))
    if width * height > max_pixels:
        raise TooLargeError(_TOO_MANY_PIXELS.filled(limit=max_pixels, width=width, height=height))


def _upright(picture: PillowImage.Image) -> PillowImage.Image:
    """Apply the EXIF orientation; EXIF that cannot be read counts as none."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        return picture


def _to_bgr(picture: PillowImage.Image) -> Image:
    """Convert a picture of any mode to `(H, W, 3)` uint8 BGR."""
    if picture.mode.startswith("I;16"):
        return _gray_to_bgr((np.asarray(picture).astype(np.uint16) >> 8).astype(np.uint8))
    if picture.mode in ("I", "F"):
        return _gray_to_bgr(_stretch(np.asarray(picture).astype(np.float64)))
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        paper = PillowImage.new("RGBA", layered.size, (255, 255, 255, 255))
        picture = PillowImage.alpha_composite(paper, layered)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _stretch(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Image:
    """Bring values of an unknown range to 0..255; 8 and 16 bits keep their black and white."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 65535:
        low, high = 0.0, 255.0 if high <= 255 else 65535.0
    scaled = (np.nan_to_num(values, nan=high) - low) * (255.0 / max(high - low, 1e-9))
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)


def _gray_to_bgr(gray: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Image:
    return np.repeat(gray[:, :, np.newaxis], 3, axis=2)
