"""Files made to keep a decoder busy, or to let it grow."""

from __future__ import annotations

import io
import zlib

from PIL import Image

from tests.service.pictures import as_file, quartered


def jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan is there again and again until there are so many."""
    content = as_file(quartered(160, 96), "JPEG", progressive=True)
    begin, end = content.rindex(b"\xff\xda"), content.rindex(b"\xff\xd9")
    more = count - content.count(b"\xff\xda")
    return content[:end] + content[begin:end] * more + content[end:]


def nested_pdf(depth: int = 12, fan: int = 10) -> bytes:
    """A PDF whose page draws a form that draws another `fan` times, and so on: `fan ** depth` squares.

    Whether it takes too long or too much memory first depends on the machine.
    """
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 100 50]"
    forms = [
        _stream(head + b" /Resources << /XObject << /F %d 0 R >> >>" % following, b"/F Do " * fan)
        for following in range(6, 6 + depth)
    ]
    return _pdf(b"/XObject << /F 5 0 R >>", b"/F Do", *forms, _stream(head, b"0 0 9 9 re f"))


def endless_pdf(steps: int = 300_000) -> bytes:
    """A PDF of 4 KB whose page is shaded by a function of so many steps for each pixel, in little memory."""
    program = zlib.compress(b"{ pop " + b"dup pop " * steps + b"}")
    shading = (
        b"/Shading << /F << /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 1 0 1] /Matrix [100 0 0 50 0 0]"
        b" /Function 5 0 R >> >>"
    )
    head = b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1] /Filter /FlateDecode"
    return _pdf(shading, b"/F sh", _stream(head, program))


def _pdf(resources: bytes, drawing: bytes, *others: bytes) -> bytes:
    """A PDF of one page of 100 by 50 points; further objects are numbered from 5."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 50] /Contents 4 0 R /Resources << %s >> >>"
        % resources,
        _stream(b"", drawing),
        *others,
    ]
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n"
    return file + end % (size, table, size, len(file))


def large(kind: str, mode: str, side: int, **options: object) -> bytes:
    """An empty picture of `side` by `side` pixels, which is small as a file."""
    stream = io.BytesIO()
    Image.new(mode, (side, side)).save(stream, kind, **options)
    return stream.getvalue()


def _stream(names: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (names, len(content), content)
