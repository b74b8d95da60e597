"""What people name as input (files, folders, patterns, URLs, PDFs, arrays, lists of them), page by page."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import cv2
import numpy as np

from models.values import Image
from service.intake.decode import decode
from service.intake.download import DownloadLimits, download
from service.intake.errors import IntakeError
from service.intake.pdf import PdfPages, looks_like_pdf

Source: TypeAlias = Any
"""An array, a path, a URL, a mapping `{"img": …}`, or a list of them."""

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".gif"})
"""The endings of files that are taken from folders."""

_MOST_BYTES = 1 << 30
_SECONDS = 60.0
_STANDARD_INPUT = "-"


class InputError(Exception):
    """Something named as input is not there, or is no picture; the message names it and says why."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page to be read; nothing is decoded before `load` is called.

    Attributes:
        path: where it came from, as it was named; None for an array.
        name: what files about it are called: no folder, no ending.
        suffix: the ending of its pictures, with the dot.
        index: the number of the page in its PDF, from 0; None for a picture.
        load: decodes it to `(H, W, 3)` uint8 BGR; raises `InputError`.
    """

    path: str | None
    name: str
    suffix: str
    index: int | None
    load: Callable[[], Image]


@dataclass(frozen=True)
class InputLimits:
    """How much is read.

    Attributes:
        max_pixels: the most pixels of a picture.
        pdf_pages: the most pages of a PDF; 0 for all.
    """

    max_pixels: int
    pdf_pages: int = 0


def pages_of(
    source: Source, limits: InputLimits, failed: Callable[[InputError], None] | None = None
) -> Iterator[Page]:
    """Go through the pages of everything that was named.

    Args:
        source: what was named.
        limits: how much is read.
        failed: told of what cannot be opened, instead of raising it.

    Raises:
        InputError: something is not there or no picture, and `failed` is not given.
        TypeError: it is nothing that can be a picture.
    """
    for number, one in enumerate(_flat(source)):
        try:
            yield from _array_pages(one, number) if isinstance(one, np.ndarray) else _file_pages(one, limits)
        except InputError as error:
            if failed is None:
                raise
            failed(error)


def expand(name: str) -> list[str]:
    """List the files that a name stands for: those of a folder, those of a pattern, or just itself.

    Raises:
        InputError: there are none.
    """
    if _is_url(name) or name == _STANDARD_INPUT:
        return [name]
    path = Path(name).expanduser()
    if path.is_dir():
        found = sorted(
            str(each) for each in path.rglob("*") if each.suffix.lower() in PICTURES and each.is_file()
        )
        if not found:
            raise InputError(f"{name}: there is no picture in this folder")
        return found
    if not path.exists() and any(mark in name for mark in "*?["):
        found = sorted(each for each in glob.glob(str(path), recursive=True) if os.path.isfile(each))
        if not found:
            raise InputError(f"{name}: no file is named like this")
        return found
    return [str(path)]


def as_image(array: np.ndarray[Any, np.dtype[Any]]) -> Image:
    """Take an array for a picture: `(H, W)` grey, `(H, W, 3)` BGR or `(H, W, 4)` BGR and alpha, uint8.

    Raises:
        InputError: it is none of these, or has no pixel.
    """
    if array.dtype != np.uint8 or array.ndim not in (2, 3) or 0 in array.shape:
        raise InputError(
            f"an array must be uint8 with 2 or 3 axes, not {array.dtype} with shape {array.shape}"
        )
    if array.ndim == 2 or array.shape[2] == 1:
        return np.repeat(array.reshape(*array.shape[:2], 1), 3, axis=2)
    if array.shape[2] == 4:
        alpha = array[:, :, 3:].astype(np.uint16)
        return ((array[:, :, :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)
    if array.shape[2] != 3:
        raise InputError(f"an array must have 1, 3 or 4 channels, not {array.shape[2]}")
    return np.ascontiguousarray(array)


def _flat(source: Source) -> Iterator[Any]:
    """Arrays and names, one by one."""
    if isinstance(source, Mapping):
        if "img" not in source:
            raise TypeError(f"a mapping needs the key 'img', and has {sorted(map(str, source))}")
        yield from _flat(source["img"])
    elif isinstance(source, np.ndarray):
        yield source
    elif isinstance(source, str | Path):
        yield str(source)
    elif isinstance(source, list | tuple):
        for one in source:
            yield from _flat(one)
    else:
        raise TypeError(f"a path, URL, array, mapping or list is expected, not {type(source).__name__}")


def _array_pages(array: np.ndarray[Any, np.dtype[Any]], number: int) -> Iterator[Page]:
    yield Page(None, f"image_{number}", ".png", None, lambda: as_image(array))


def _file_pages(name: str, limits: InputLimits) -> Iterator[Page]:
    for file in expand(name):
        content = file_content(file)
        stem, suffix = _name_of(file)
        first = Page(file, stem, suffix, None, _loader(file, content, limits, None))
        if not looks_like_pdf(content):
            yield first
            continue
        for index in range(_page_count(file, content, limits.pdf_pages)):
            yield replace(
                first,
                name=f"{stem}_{index}",
                suffix=".png",
                index=index,
                load=_loader(file, content, limits, index + 1),
            )


def _loader(name: str, content: bytes, limits: InputLimits, page: int | None) -> Callable[[], Image]:
    def load() -> Image:
        try:
            return decode(content, max_pixels=limits.max_pixels, pdf_page=page).image
        except IntakeError as error:
            raise InputError(f"{name}: {error}") from None

    return load


def file_of(source: Source) -> bytes:
    """Get the file of one picture; an array is made one.

    Args:
        source: a path, URL, or array as `as_image` takes it.

    Raises:
        InputError: it is not there.
        TypeError: it is no such thing.
    """
    if isinstance(source, np.ndarray):
        return bytes(cv2.imencode(".png", as_image(source))[1].tobytes())
    if not isinstance(source, str | Path):
        raise TypeError(f"a path, URL or array is expected, not {type(source).__name__}")
    return file_content(str(source))


def file_content(name: str) -> bytes:
    """Read a file, a URL, or for `-` the standard input.

    Raises:
        InputError: it is not there.
    """
    try:
        if name == _STANDARD_INPUT:
            return sys.stdin.buffer.read()
        if _is_url(name):
            # who types a URL may fetch it from where they like: no request of a stranger comes this way
            return download(name, DownloadLimits(_MOST_BYTES, _SECONDS, allow_private=True))
        return Path(name).expanduser().read_bytes()
    except IntakeError as error:
        raise InputError(f"{name}: {error}") from None
    except OSError as error:
        raise InputError(f"{name}: {(error.strerror or str(error)).lower()}") from None


def _page_count(name: str, content: bytes, most: int) -> int:
    try:
        with PdfPages(content) as pdf:
            return min(len(pdf), most) if most else len(pdf)
    except IntakeError as error:
        raise InputError(f"{name}: {error}") from None


def _is_url(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _name_of(name: str) -> tuple[str, str]:
    """A file's name without its folder, and the ending for pictures of it."""
    if name == _STANDARD_INPUT:
        return "stdin", ".png"
    path = Path(unquote(urlsplit(name).path) if _is_url(name) else name)
    suffix = path.suffix.lower()
    return path.stem or "image", suffix if suffix in PICTURES - {".gif"} else ".png"
