"""The shortest way: a picture in, what it says out."""

from __future__ import annotations

from models.seal import erase
from models.values import Image, Seal, TextLine
from sealstack.engine import load_readers
from sealstack.inputs import InputError, InputLimits, Page, Source, pages_of
from service.settings import read_settings


def read_seals(image: Source, *, device: str | None = None) -> list[Seal]:
    """Find and read the seals of one picture, the most prominent first.

    Args:
        image: a path, URL, or `(H, W, 3)` uint8 BGR array; of a PDF the first page is read.
        device: `cpu`, `gpu` or `gpu:N`; `OCR_DEVICE` when None.

    Raises:
        sealstack.inputs.InputError: it is not there or no picture.
        models.runtime.DeviceUnavailable: the device cannot be used.
    """
    return list(load_readers(device).read_seals(_only_page(image).load()))


def read_text(image: Source, *, device: str | None = None) -> list[TextLine]:
    """Find and read the lines of text of one picture, in reading order.

    Args:
        image: a path, URL, or `(H, W, 3)` uint8 BGR array; of a PDF the first page is read.
        device: `cpu`, `gpu` or `gpu:N`; `OCR_DEVICE` when None.

    Raises:
        sealstack.inputs.InputError: it is not there or no picture.
        models.runtime.DeviceUnavailable: the device cannot be used.
    """
    return list(load_readers(device).read_lines(_only_page(image).load()))


def erase_seals(image: Source, *, device: str | None = None) -> Image:
    """Erase the coloured seals of one picture; the print beneath them stays, as far as it shows through.

    Args:
        image: a path, URL, or `(H, W, 3)` uint8 BGR array; of a PDF the first page is taken.
        device: `cpu`, `gpu` or `gpu:N`; `OCR_DEVICE` when None.

    Returns:
        `(H, W, 3)` uint8 BGR. Seals in black or grey ink are still there: nothing tells them from print.

    Raises:
        sealstack.inputs.InputError: it is not there or no picture.
        models.runtime.DeviceUnavailable: the device cannot be used.
    """
    page = _only_page(image).load()
    return erase.erase_seals(page, load_readers(device).read_seals(page))


def _only_page(image: Source) -> Page:
    pages = pages_of(image, InputLimits(read_settings().max_pixels, pdf_pages=1))
    page = next(pages, None)
    if page is None:
        raise InputError("there is no picture")
    return page
