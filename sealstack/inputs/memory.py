"""Pictures that are in memory already: arrays, Pillow's pictures, bytes, open files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from PIL import Image as PillowImage

from sealstack.inputs.files import InputError
from sealstack.models.values import Image
from sealstack.service.intake.decode import as_bgr

Source: TypeAlias = Any
"""A path, a URL, bytes, an open file, an array, a Pillow picture, `{"img": …}`, or a list of them."""


def flat(source: Source) -> Iterator[str | bytes | Image | Any]:
    """Take lists and mappings apart: names as text, files as bytes, pictures as arrays of any kind.

    Raises:
        TypeError: something is nothing that can be a picture.
    """
    if isinstance(source, Mapping):
        if "img" not in source:
            raise TypeError(f"a mapping needs the key 'img', and has {sorted(map(str, source))}")
        yield from flat(source["img"])
    elif isinstance(source, list | tuple):
        for one in source:
            yield from flat(one)
    else:
        yield _single(source)


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


def _single(source: Source) -> str | bytes | np.ndarray[Any, np.dtype[Any]]:
    """One thing as a name, the bytes of a file, or an array."""
    if isinstance(source, np.ndarray):
        return source
    if isinstance(source, PillowImage.Image):
        return as_bgr(source)
    if isinstance(source, str | os.PathLike):
        return str(Path(source)) if isinstance(source, os.PathLike) else source
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if hasattr(source, "read"):
        content = source.read()
        if not isinstance(content, bytes):
            raise TypeError("a file must be opened for reading bytes, as open(path, 'rb') does")
        return content
    raise TypeError(
        "a path, URL, bytes, file, array, Pillow picture, mapping or list of them is expected, not "
        f"{type(source).__name__}"
    )
