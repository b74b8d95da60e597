"""Where the pages of a TIFF are: scanners write one sheet after the other into one file, as into a PDF."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from sealstack.service.intake.errors import NotAPictureError, TooLargeError
from sealstack.service.texts import Text


@dataclass(frozen=True)
class _Layout:
    """How a kind of TIFF writes numbers, as formats of `struct`."""

    order: str
    first: int
    count: str
    offset: str


_LAYOUTS = {
    start: _Layout(order, *layout)
    for order, plain, big in (("<", b"II*\0", b"II+\0"), (">", b"MM\0*", b"MM\0+"))
    for start, layout in ((plain, (4, "H", "I")), (big, (8, "Q", "Q")))
}
"""By the first bytes of a file: of TIFF 6.0, section 2, and of BigTIFF."""

# of TIFF 6.0, section 8: what a picture in the file is when it is no page
_NEW_SUBFILE_TYPE, _REDUCED, _MASK = 254, 1, 4

_MOST_PICTURES = 2000
_ENTRIES_SEEN = 8
"""Entries stand in the order of their tags, and this one is the lowest."""

_BROKEN = Text("TIFF文件已损坏或不完整。", "The TIFF is broken or not complete.")
_TOO_MANY = Text("TIFF文件最多可有{limit}页。", "A TIFF may have at most {limit} pages.")


def looks_like_tiff(content: bytes) -> bool:
    """Whether a file begins as a TIFF does."""
    return content[:4] in _LAYOUTS


def page_frames(content: bytes) -> list[int]:
    """Find the pages of a TIFF: thumbnails of others, and masks, are none.

    Args:
        content: a file that looks like a TIFF.

    Returns:
        The numbers of the pictures that are pages, counted from 0 among all pictures; at least one.

    Raises:
        NotAPictureError: the file is broken or cut short.
        TooLargeError: there are more than 2000 pictures in it.
    """
    try:
        kinds = list(_kinds(content, _LAYOUTS[content[:4]]))
    except struct.error:
        raise NotAPictureError(_BROKEN) from None
    return [number for number, kind in enumerate(kinds) if not kind & (_REDUCED | _MASK)] or [0]


def _kinds(content: bytes, layout: _Layout) -> Iterator[int]:
    """The `NewSubfileType` of each picture, 0 where none is said; raises `struct.error` past the end."""

    def number(kind: str, at: int) -> int:
        return int(struct.unpack_from(layout.order + kind, content, at)[0])

    # an entry is a tag and a type of two bytes each, a count, and a value or where it is
    count_size, offset_size = struct.calcsize("<" + layout.count), struct.calcsize("<" + layout.offset)
    entry_size = 4 + 2 * offset_size
    at, seen = number(layout.offset, layout.first), set[int]()
    while at and at not in seen:
        seen.add(at)
        if len(seen) > _MOST_PICTURES:
            raise TooLargeError(_TOO_MANY.filled(limit=_MOST_PICTURES))
        entries = number(layout.count, at)
        end = at + count_size + entries * entry_size
        following = number(layout.offset, end)  # first, as it fails where there are fewer entries
        tags = range(at + count_size, min(end, at + count_size + _ENTRIES_SEEN * entry_size), entry_size)
        mine = (number("I", tag + 4 + offset_size) for tag in tags if number("H", tag) == _NEW_SUBFILE_TYPE)
        yield next(mine, 0)
        at = following
