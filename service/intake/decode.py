"""Bytes to pictures: the one place where the project decodes.

Nothing here knows in which process it runs. The service has it run in processes of its own
(`service.intake.isolation`), as what strangers send may take a decoder for ever; the Python API calls it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NotRequired, TypeAlias, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageOps, UnidentifiedImageError

from sealstack.models.values import Image
from sealstack.service.intake.errors import IntakeError, NoSuchPageError, NotAPictureError, TooLargeError
from sealstack.service.intake.formats.jpeg import check_scans, looks_like_jpeg
from sealstack.service.intake.formats.pdf import PdfPages, looks_like_pdf
from sealstack.service.intake.formats.pixels import write_bgr
from sealstack.service.intake.formats.tiff import looks_like_tiff, page_frames
from sealstack.service.texts import Text

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
_SEVERAL_PAGES = Text(
    "TIFF文件共{pages}页，此处只接受一张图片。",
    "The TIFF has {pages} pages, where one picture is wanted.",
)
_NO_SUCH_PAGE = Text(
    "TIFF共{pages}页，没有第{page}页。", "The TIFF has {pages} page(s), and none numbered {page}."
)
_TOO_MANY_PIXELS = Text(
    "图片像素数上限为{limit}，实际为{width}x{height}。",
    "A picture may have at most {limit} pixels, but this one is {width}x{height}.",
)
_TOO_LONG = Text(
    "图片最长边上限为{limit}像素，实际为{width}x{height}。",
    "A picture's longest side may have at most {limit} pixels, but this one is {width}x{height}.",
)
TOO_MUCH_MEMORY = Text(
    "解码此文件所需内存过多。", "Decoding this file would take more memory than is allowed."
)
"""Why a file is refused that cannot be decoded in the memory there is."""

Allocate: TypeAlias = Callable[[int], NDArray[np.uint8]]
"""Gives memory for a number of pixels, flat, three bytes each."""


@dataclass(frozen=True, eq=False)
class Decoded:
    """A picture and where it came from.

    Attributes:
        image: `(H, W, 3)` uint8 BGR, upright.
        pages: how many pages the PDF, or the TIFF of several, has that it is one of; 0 for a picture.
    """

    image: Image
    pages: int = 0


class Limits(TypedDict):
    """What a file may be, and which of its pages is wanted: the keywords of every `decode`.

    Attributes:
        max_pixels: the most pixels, read from the header before anything is decoded.
        pdf_page: the number of the page to take when the file is a PDF or a TIFF of several pages, counted
            from 1; None refuses both.
        max_side: the most pixels of either side, read from the header too; None for any number.
    """

    max_pixels: int
    pdf_page: NotRequired[int | None]
    max_side: NotRequired[int | None]


def new_memory(pixels: int) -> NDArray[np.uint8]:
    """Give memory for pixels, three bytes each, that is nobody else's."""
    return np.empty(3 * pixels, np.uint8)


def decode(content: bytes, *, allocate: Allocate = new_memory, **limits: Unpack[Limits]) -> Decoded:
    """Decode a picture file, or one page of a PDF.

    EXIF orientation is applied, transparency laid on white; 16-bit, floating-point, CMYK and palette pictures
    are converted; of a GIF or WebP with several pictures the first is taken. A TIFF of several pages is
    treated as a PDF of several. A PDF page is rendered at 144 dpi.

    Args:
        content: the file.
        allocate: gives the memory that the picture is written to; called once, when the header has been read
            and before anything is decoded.
        limits: see `Limits`.

    Raises:
        NotAPictureError: the file is of no known kind, is broken, or is cut short.
        TooLargeError: it has more than `max_pixels` pixels, or a side of more than `max_side`, or more parts
            than any honest file, or there is not the memory to decode it.
        NoSuchPageError: the file has no such page.
    """
    try:
        if looks_like_pdf(content):
            page = limits.get("pdf_page")
            if page is None:
                raise NotAPictureError(_PDF_NOT_ENABLED)
            return _decode_page(content, page, limits, allocate)
        return _decode_picture(content, limits, allocate)
    except MemoryError:
        raise TooLargeError(TOO_MUCH_MEMORY) from None


def _decode_page(content: bytes, page: int, limits: Limits, allocate: Allocate) -> Decoded:
    with PdfPages(content) as pdf:
        width, height = pdf.size(page)
        _check_size(width, height, limits["max_pixels"], limits.get("max_side"))
        image = allocate(width * height).reshape(height, width, 3)
        pdf.render(page, image)
        return Decoded(image, pages=len(pdf))


def _decode_picture(content: bytes, limits: Limits, allocate: Allocate) -> Decoded:
    if looks_like_jpeg(content):
        check_scans(content)
    pages = page_frames(content) if looks_like_tiff(content) else [0]
    several = len(pages) if len(pages) > 1 else 0
    frame = _frame_of(pages, limits.get("pdf_page")) if several else pages[0]
    with _opened(content) as picture:
        if frame:
            picture.seek(frame)
        _check_size(*picture.size, limits["max_pixels"], limits.get("max_side"))
        memory = allocate(picture.width * picture.height)
        picture.load()
        _turn_upright(picture)
        image = memory.reshape(picture.height, picture.width, 3)
        write_bgr(picture, image)
        return Decoded(image, several)


def _frame_of(pages: Sequence[int], page: int | None) -> int:
    """Choose the frame of a page among those of a TIFF of several pages."""
    if page is None:
        raise NotAPictureError(_SEVERAL_PAGES.filled(pages=len(pages)))
    if not 1 <= page <= len(pages):
        raise NoSuchPageError(_NO_SUCH_PAGE.filled(pages=len(pages), page=page))
    return pages[page - 1]


def page_count(content: bytes) -> int | None:
    """Count the pages of a file that is read page by page: a PDF, or a TIFF of several pages.

    Returns:
        How many it has, at least 1; None for any other file, whatever it is.

    Raises:
        NotAPictureError: it is such a file, and broken.
        TooLargeError: it is a TIFF of more than 2000 pictures.
    """
    if looks_like_pdf(content):
        with PdfPages(content) as pdf:
            return len(pdf)
    pages = len(page_frames(content)) if looks_like_tiff(content) else 0
    return pages if pages > 1 else None


@contextmanager
def _opened(content: bytes) -> Iterator[PillowImage.Image]:
    """Open a picture file; whatever its decoder raises inside of the block is a `NotAPictureError`."""
    try:
        with PillowImage.open(io.BytesIO(content), formats=FORMATS) as picture:
            yield picture
    except (IntakeError, MemoryError):
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


def as_bgr(picture: PillowImage.Image) -> Image:
    """Convert a picture that is open already as a file of it is: `(H, W, 3)` uint8 BGR, upright."""
    try:
        picture = ImageOps.exif_transpose(picture)
    except Exception:
        picture.load()  # as in `_turn_upright`
    image = new_memory(picture.width * picture.height).reshape(picture.height, picture.width, 3)
    write_bgr(picture, image)
    return image


def check_image_size(image: Image, max_pixels: int, max_side: int | None = None) -> None:
    """Check the size of a picture that is decoded already, as `decode` checks that of a file.

    Raises:
        TooLargeError: it has more than `max_pixels` pixels, or a side of more than `max_side`.
    """
    _check_size(image.shape[1], image.shape[0], max_pixels, max_side)


def _turn_upright(picture: PillowImage.Image) -> None:
    """Apply the EXIF orientation; EXIF that cannot be read counts as none."""
    try:
        ImageOps.exif_transpose(picture, in_place=True)
    except MemoryError:
        raise
    except Exception:
        return
