"""Small PDFs that would take for ever, or all memory, to draw."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

Draw = Callable[[np.random.Generator], bytes]

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {} >> >>"


def nested_forms(rng: np.random.Generator) -> bytes:
    """Write a page of some kilobytes whose forms draw one another: ten times each, eleven deep."""
    times, depth = int(rng.integers(8, 14)), 11
    objects = [_stream("/F5 Do")]
    for number in range(5, 5 + depth):
        draws = f"q 1 0 0 1 1 1 cm /F{number + 1} Do Q\n" * times
        resources = f"/Resources << /XObject << /F{number + 1} {number + 1} 0 R >> >>"
        objects.append(_stream(draws, f"/Type /XObject /Subtype /Form /BBox [0 0 600 850] {resources}"))
    objects.append(_stream("0 0 9 9 re f", "/Type /XObject /Subtype /Form /BBox [0 0 600 850]"))
    return _document("/XObject << /F5 5 0 R >>", objects)


def nested_patterns(rng: np.random.Generator) -> bytes:
    """Write a page that is filled with tiles, each of which is filled with tiles, six deep."""
    depth, step = 6, float(rng.uniform(0.4, 0.9))
    objects = [_stream("/Pattern cs /P5 scn 0 0 595 842 re f")]
    for number in range(5, 5 + depth):
        last = number == 4 + depth
        content = "0 0 9 9 re f" if last else f"/Pattern cs /P{number + 1} scn 0 0 90 90 re f"
        inner = "" if last else f"/Pattern << /P{number + 1} {number + 1} 0 R >>"
        objects.append(
            _stream(
                content,
                "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 90 90] "
                f"/XStep {step} /YStep {step} /Resources << {inner} >>",
            )
        )
    return _document("/Pattern << /P5 5 0 R >>", objects)


def huge_image(rng: np.random.Generator) -> bytes:
    """Write a page with a picture of 30,000 x 30,000 pixels, packed."""
    side = int(rng.integers(29_000, 31_000))
    rows = zlib.compress(bytes(side * (side // 8)), 9)
    image = _packed(
        rows,
        f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /BitsPerComponent 1 "
        "/ColorSpace /DeviceGray /Filter /FlateDecode",
    )
    return _document("/XObject << /I 5 0 R >>", [_stream("595 0 0 842 0 0 cm /I Do"), image])


def million_paths(rng: np.random.Generator) -> bytes:
    """Write a page with a million curves, packed into some kilobytes."""
    curve = f"0 0 m {rng.integers(1, 500)} 800 500 {rng.integers(1, 500)} 590 840 c S\n"
    packed = zlib.compress((curve * 1_000_000).encode("ascii"), 9)
    return _document("", [_packed(packed, "/Filter /FlateDecode")])


def huge_page(rng: np.random.Generator) -> bytes:
    """Write an empty page of 14,400 x 14,400 points."""
    content = _document("", [_stream("0 0 9 9 re f")])
    return content.replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 14400 14400]")


PDFS: Mapping[str, Draw] = {
    "PDF of nested forms": nested_forms,
    "PDF of nested patterns": nested_patterns,
    "PDF with 900 MP of one bit": huge_image,
    "PDF of a million curves": million_paths,
    "PDF of a huge page": huge_page,
}
"""PDFs that are costly to draw."""


def _document(resources: str, objects: Sequence[bytes]) -> bytes:
    """Write a PDF of one page: its contents are the first object, number 4."""
    everything = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE.format(resources).encode("ascii"),
        *objects,
    ]
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(everything, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
    return bytes(written)


def _stream(content: str, dictionary: str = "") -> bytes:
    return _packed(content.encode("ascii"), dictionary)


def _packed(content: bytes, dictionary: str) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary.encode("ascii"), len(content), content)
