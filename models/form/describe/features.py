"""What is kept of a template's picture, and how it is written into bytes.

The bytes come back from a database that others can reach, so nothing in them is executed and every length
is checked before it is believed: a header with a checksum, then sections of fixed order, each an array of a
known type whose shape precedes it; the whole is deflated.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.keypoints import Keypoints
from sealstack.models.values import Character, TextLine

VERSION = 1
"""Raised whenever features of before can no longer be used."""

_MAGIC = b"SLFORM"
_HEADER = struct.Struct(">6sHII")  # magic, version, checksum of the deflated rest, inflated length
_LARGEST = 16 * 2**20
_MOST_SIDE = 1 << 20


class FeaturesCorrupt(ValueError):  # noqa: N818
    """Bytes that are no features, or are not whole."""


@dataclass(frozen=True, eq=False)
class Form:
    """A template's picture as aligning and extracting see it.

    Attributes:
        height: of the picture, pixels.
        width: of the picture, pixels.
        keypoints: in pixels of the picture.
        thumbnail: the picture small and grey, `(h, w)` uint8; see `models.form.align.structure`.
        lines: what it says, with characters, in reading order; quads in pixels of the picture.
    """

    height: int
    width: int
    keypoints: Keypoints
    thumbnail: NDArray[np.uint8]
    lines: tuple[TextLine, ...]


def pack(form: Form) -> bytes:
    """Write a form into bytes that `unpack` reads."""
    keypoints = form.keypoints
    lines = [
        [
            [[round(float(x), 2), round(float(y), 2)] for x, y in line.quad],
            line.text,
            round(line.score, 4),
            [
                [one.text, round(one.score, 4), *(round(end, 5) for end in one.span)]
                for one in line.characters
            ],
        ]
        for line in form.lines
    ]
    sections = [
        np.array([form.height, form.width], ">u4"),
        keypoints.points.astype(">f4"),
        keypoints.sizes.astype(">f4"),
        keypoints.turns.astype(">f4"),
        keypoints.descriptors,
        form.thumbnail,
        np.frombuffer(json.dumps(lines, ensure_ascii=False).encode(), np.uint8),
    ]
    body = b"".join(_written(section) for section in sections)
    deflated = zlib.compress(body, 6)
    return _HEADER.pack(_MAGIC, VERSION, zlib.crc32(deflated), len(body)) + deflated


def unpack(data: bytes) -> Form:
    """Read what `pack` wrote.

    Raises:
        FeaturesCorrupt: the bytes are not that, not whole, or of another version.
    """
    if len(data) < _HEADER.size:
        raise FeaturesCorrupt("features end within their header")
    magic, version, checksum, length = _HEADER.unpack_from(data)
    deflated = data[_HEADER.size :]
    if magic != _MAGIC:
        raise FeaturesCorrupt("these bytes are no features of a form")
    if version != VERSION:
        raise FeaturesCorrupt(f"features of version {version}, not {VERSION}")
    if length > _LARGEST or zlib.crc32(deflated) != checksum:
        raise FeaturesCorrupt("the features of the form are damaged")
    try:
        body = zlib.decompressobj().decompress(deflated, length + 1)
        if len(body) != length:
            raise FeaturesCorrupt("the features of the form have another length than they say")
        return _form(_Sections(body))
    except FeaturesCorrupt:
        raise
    except (zlib.error, struct.error, ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise FeaturesCorrupt(f"the features of the form cannot be read: {error}") from error


def _form(sections: _Sections) -> Form:
    height, width = (int(side) for side in sections.take(">u4", (2,)))
    points = sections.take(">f4", (None, 2)).astype(np.float32)
    count = len(points)
    sizes = sections.take(">f4", (count,)).astype(np.float32)
    turns = sections.take(">f4", (count,)).astype(np.float32)
    descriptors = sections.take("u1", (count, 128)).astype(np.uint8)
    thumbnail = sections.take("u1", (None, None)).astype(np.uint8)
    lines = tuple(_line(entry) for entry in json.loads(sections.take("u1", (None,)).tobytes()))
    sections.finish()
    if not (0 < height < _MOST_SIDE and 0 < width < _MOST_SIDE and thumbnail.size):
        raise FeaturesCorrupt("the features of the form describe no picture")
    if not all(np.isfinite(part).all() for part in (points, sizes, turns)):
        raise FeaturesCorrupt("the features of the form hold numbers that are none")
    return Form(height, width, Keypoints(points, sizes, turns, descriptors), thumbnail, lines)


def _line(entry: Any) -> TextLine:
    quad, text, score, characters = entry
    corners = np.array(quad, np.float32)
    if corners.shape != (4, 2) or not np.isfinite(corners).all() or not isinstance(text, str):
        raise FeaturesCorrupt("a line of the form is malformed")
    told = tuple(
        Character(str(one), float(sure), (float(start), float(end))) for one, sure, start, end in characters
    )
    return TextLine(corners, text, float(score), told)


def _written(array: NDArray[Any]) -> bytes:
    """An array's shape and entries."""
    return struct.pack(f">B{array.ndim}I", array.ndim, *array.shape) + array.tobytes()


class _Sections:
    """Takes one array after the other out of bytes."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def take(self, kind: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
        """The next array; None in `shape` stands for any length.

        Raises:
            FeaturesCorrupt: it has another shape, or the bytes end within it.
        """
        (axes,) = struct.unpack_from(">B", self._body, self._at)
        if axes != len(shape):
            raise FeaturesCorrupt(f"an array of {axes} axes where {len(shape)} were expected")
        sizes = struct.unpack_from(f">{axes}I", self._body, self._at + 1)
        if any(wanted is not None and wanted != size for wanted, size in zip(shape, sizes, strict=True)):
            raise FeaturesCorrupt(f"an array of shape {sizes} where {shape} was expected")
        start = self._at + 1 + 4 * axes
        end = start + math.prod(sizes) * np.dtype(kind).itemsize
        if end > len(self._body):
            raise FeaturesCorrupt("the features of the form end within an array")
        self._at = end
        return np.frombuffer(self._body[start:end], dtype=kind).reshape(sizes)

    def finish(self) -> None:
        """Check that nothing is left.

        Raises:
            FeaturesCorrupt: something is.
        """
        if self._at != len(self._body):
            raise FeaturesCorrupt("the features of the form go on after their end")
