"""Reading protocol buffers, as far as ONNX files need it (https://protobuf.dev/programming-guides/encoding/).

The packages `onnx` and `protobuf` do the same, but are not needed otherwise: they weigh more than all that
Sealstack installs for the web, and `onnx` copies every weight out of the file, of which one wants the place.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5


def fields(content: bytes, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Go through the fields of a message.

    Args:
        content: what the message stands in.
        begin: its first byte.
        end: the byte after its last.

    Yields:
        The number of each field, the first byte of its value and the byte after the last.

    Raises:
        ValueError: this is no protocol buffer.
    """
    place = begin
    while place < end:
        tag, place = _varint(content, place, end)
        kind = tag & 7
        if kind == _VARINT:
            after = _varint(content, place, end)[1]
        elif kind == _LENGTH:
            length, place = _varint(content, place, end)
            after = place + length
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            after = place + (8 if kind == _EIGHT_BYTES else 4)
        else:
            raise ValueError(f"no field has the wire type {kind}")
        if after > end:
            raise ValueError("a field reaches beyond its message")
        yield tag >> 3, place, after
        place = after


def number_at(content: bytes, begin: int, end: int) -> int:
    """Read the value of a field that is a whole number.

    Raises:
        ValueError: it does not end before `end`.
    """
    return _varint(content, begin, end)[0]


def _varint(content: bytes, place: int, end: int) -> tuple[int, int]:
    """Read a number of variable length: it, and where the next byte is."""
    value = 0
    for shift in range(0, 70, 7):
        if place >= end:
            break
        byte = content[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise ValueError("a number does not end")
