"""Percent-encoded text, decoded at flat memory: forms carry pictures, three times as long as they are."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

GROWTH = 3
"""By how much percent-encoding can lengthen a text."""

_WINDOW = 64 * 1024
"""Bytes. `unquote_to_bytes` makes an object for each escape, which is fifty times the memory of the text."""

_OF_BASE64 = tuple(
    (escape, character)
    for character in (b"/", b"+", b"=")
    for escape in (b"%%%02X" % ord(character), b"%%%02x" % ord(character))
)
"""The escapes that pictures are full of; none of them stands for a part of another escape."""


def is_form(content_type: str) -> bool:
    """Whether a body with this `Content-Type` may be an URL-encoded form; many clients send none."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "")


def decoded_length(encoded: bytes) -> int:
    """How long a text is once it is decoded, or a little less where a `%` begins no escape."""
    return len(encoded) - 2 * encoded.count(b"%")


def unquote(encoded: bytes) -> bytes:
    """Decode `%XX`, and `+` for a blank; what is no escape stays as it is."""
    return b"".join(unquoted_windows(encoded))


def unquoted_windows(encoded: bytes) -> Iterator[bytes]:
    """Decode as `unquote` does, a window at a time: the whole is never there."""
    at = 0
    while at < len(encoded):
        end = at + _WINDOW
        # an escape is not cut in two
        cut = encoded.find(b"%", end - 2, end)
        end = end if cut < 0 else cut
        yield _unquote_window(encoded[at:end])
        at = end


def iter_pairs(encoded: bytes, most: int) -> Iterator[bytes]:
    """Take `name=value&…` apart without decoding it; empty pairs are left out, and all after `most`."""
    at = 0
    for _ in range(most):
        end = encoded.find(b"&", at)
        stop = end if end >= 0 else len(encoded)
        if stop > at:
            yield encoded[at:stop]
        if end < 0:
            return
        at = end + 1


def split_pairs(encoded: bytes, most: int) -> list[tuple[bytes, bytes]]:
    """Take `name=value&…` apart and decode it.

    Args:
        encoded: a query string or the body of a form.
        most: how many pairs are looked at.

    Returns:
        Names and values in the order in which they were sent.
    """
    pairs = (pair.partition(b"=") for pair in iter_pairs(encoded, most))
    return [(unquote(name), unquote(value)) for name, _, value in pairs]


def _unquote_window(encoded: bytes) -> bytes:
    encoded = encoded.replace(b"+", b" ")
    for escape, character in _OF_BASE64:
        encoded = encoded.replace(escape, character)
    return unquote_to_bytes(encoded)
