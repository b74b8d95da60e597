"""How many passes a JPEG takes: each scan of a progressive one goes over the whole picture once more."""

from __future__ import annotations

import re

from sealstack.service.intake.errors import TooLargeError
from sealstack.service.texts import Text

_MOST_SCANS = 100
"""Encoders write 10 or so; libjpeg's own advice is to give up where there are far more."""

_MOST_SEGMENTS = 10_000
"""A large colour profile takes a few hundred, 64 KB each."""

_START, _SCAN, _END = b"\xff\xd8", 0xDA, 0xD9

# in what a scan holds, FF is followed by 00 or by one of the markers that let decoders start anew
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")

_TOO_MANY_SCANS = Text("JPEG文件最多可有{limit}次扫描。", "A JPEG may have at most {limit} scans.")
_TOO_MANY_SEGMENTS = Text("JPEG文件最多可有{limit}个段。", "A JPEG may have at most {limit} segments.")


def looks_like_jpeg(content: bytes) -> bool:
    """Whether a file begins as a JPEG does."""
    return content[:2] == _START


def check_scans(content: bytes) -> None:
    """Count the scans of a JPEG, up to where it ends or is broken.

    Args:
        content: a file that looks like a JPEG.

    Raises:
        TooLargeError: there are more than 100, or more than 10 000 segments of any kind.
    """
    at, scans = len(_START), 0
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(content, at)
        if found is None or found[1][0] == _END:
            return
        scans += found[1][0] == _SCAN
        if scans > _MOST_SCANS:
            raise TooLargeError(_TOO_MANY_SCANS.filled(limit=_MOST_SCANS))
        # after its marker, a segment has its length, which counts its own two bytes
        at = found.end() + max(2, int.from_bytes(content[found.end() : found.end() + 2], "big"))
    raise TooLargeError(_TOO_MANY_SEGMENTS.filled(limit=_MOST_SEGMENTS))
