"""Which characters a font file has: its `cmap` table read directly, so that no font library is needed."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

import numpy as np


@lru_cache(maxsize=64)
def covered(path: Path, index: int = 0) -> frozenset[int]:
    """The code points that a font maps to a glyph other than `.notdef`.

    Subtable formats 4 and 12 are read (OpenType 1.9, chapter "cmap"); every Unicode font has one of them.

    Args:
        path: a TrueType or OpenType file, or a collection of them.
        index: the font's place in a collection, 0 in a plain file.

    Raises:
        ValueError: the file holds no Unicode character map in either format.
    """
    data = path.read_bytes()
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    table = _table(data, start, b"cmap")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", data, table + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * number)
        if (platform, encoding) not in {(0, 3), (0, 4), (3, 1), (3, 10)}:
            continue
        subtable = table + offset
        kind = struct.unpack_from(">H", data, subtable)[0]
        if kind == 4:
            found |= _segments(data, subtable)
        elif kind == 12:
            found |= _groups(data, subtable)
    if not found:
        raise ValueError(f"{path} has no Unicode character map of format 4 or 12")
    return frozenset(found)


def _table(data: bytes, start: int, tag: bytes) -> int:
    """Offset of a table by its tag."""
    for number in range(struct.unpack_from(">H", data, start + 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"no {tag.decode()} table")


def _segments(data: bytes, at: int) -> set[int]:
    """Code points of a format 4 subtable."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    length = struct.unpack_from(">H", data, at + 2)[0]
    words = np.frombuffer(data[at : at + max(length, 16 + 8 * count)], dtype=">u2").astype(np.int64)
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, offsets = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    found: set[int] = set()
    for segment in range(count):
        codes = np.arange(starts[segment], min(int(ends[segment]), 0xFFFE) + 1)
        if offsets[segment] == 0:
            glyphs = (codes + deltas[segment]) & 0xFFFF
        else:
            place = 8 + 3 * count + segment + offsets[segment] // 2 + (codes - starts[segment])
            inside = place < len(words)
            glyphs = np.where(inside, words[np.minimum(place, len(words) - 1)], 0)
        found.update(codes[glyphs != 0].tolist())
    return found


def _groups(data: bytes, at: int) -> set[int]:
    """Code points of a format 12 subtable."""
    count = struct.unpack_from(">I", data, at + 12)[0]
    found: set[int] = set()
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
        found.update(range(first + (glyph == 0), last + 1))
    return found
