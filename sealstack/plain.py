"""The shortest way: a picture in, what it says out."""

from __future__ import annotations

from sealstack.engine import load_readers
from sealstack.inputs import Page, Source, only_page
from sealstack.models.seal.lift import erase
from sealstack.models.values import Image, Seal, TextLine
from sealstack.service.settings.environment import read_settings


def read_seals(image: Source, *, page: int | None = None, device: str | None = None) -> list[Seal]:
    """Find and read the seals of one picture, the most prominent first.

    Args:
        image: a path, a URL, bytes, an open file, a Pillow picture, or a `(H, W, 3)` uint8 BGR array.
        page: the number of the page, from 1; needed for a document of several pages.
        device: `cpu`, `gpu` or `gpu:N`; `OCR_DEVICE` when None.

    Raises:
        sealstack.inputs.InputError: it is not there, is no picture, or has several pages and none was chosen.
        sealstack.models.runtime.DeviceUnavailable: the device cannot be used.
    """
    return list(load_readers(device).read_seals(_only_page(image, page).load()))


def read_text(image: Source, *, page: int | None = None, device: str | None = None) -> list[TextLine]:
    """Find and read the lines of text of one picture, in reading order.

    Args:
        image: a path, a URL, bytes, an open file, a Pillow picture, or a `(H, W, 3)` uint8 BGR array.
        page: the number of the page, from 1; needed for a document of several pages.
        device: `cpu`, `gpu` or `gpu:N`; `OCR_DEVICE` when None.

    Raises:
        sealstack.inputs.InputError: it is not there, is no picture, or has several pages and none was chosen.
        sealstack.models.runtime.DeviceUnavailable: the device cannot be used.
    """
    return list(load_readers(device).read_lines(_only_page(image, page).load()))


def erase_seals(image: Source, *, page: int | None = None, device: str | None = None) -> Image:
    """Erase the coloured seals of one picture; the print beneath them stays, as far as it shows through.

    Args:
        image: a path, a URL, bytes, an open file, a Pillow picture, or a `(H, W, 3)` uint8 BGR array.
        page: the number of the page, from 1; needed for a document of several pages.
        device: `cpu`, `gpu` or `gpu:N`; `OCR_DEVICE` when None.

    Returns:
        `(H, W, 3)` uint8 BGR. Seals in black or grey ink are still there: they look like print.

    Raises:
        sealstack.inputs.InputError: it is not there, is no picture, or has several pages and none was chosen.
        sealstack.models.runtime.DeviceUnavailable: the device cannot be used.
    """
    picture = _only_page(image, page).load()
    return erase.erase_seals(picture, load_readers(device).read_seals(picture))


def _only_page(image: Source, page: int | None) -> Page:
    return only_page(image, read_settings().max_pixels, page)
