"""What makes the requests: a maker for each kind, from a seed and the number of the request."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import cv2
import numpy as np
from PIL import Image

from bench.fuzz.mutation import ODD_VALUES, mutated_bytes, mutated_json, pick
from bench.fuzz.wire import Request
from bench.hostile.documents import PDFS

Make = Callable[[np.random.Generator], Request]

_JSON = (("Content-Type", b"application/json"),)
_ACTIONS = (
    *("SealOCR", "GeneralBasicOCR", "GeneralAccurateOCR", "GeneralFastOCR"),
    *("AddTemplate", "QueryTemplate", "DeleteTemplate", "ListTemplates"),
)
_BOUNDARY = "boundary"


def picture(rng: np.random.Generator) -> Request:
    """Send a picture or document with bytes changed, to any dialect."""
    contents = _corpus()
    name = pick(rng, sorted(contents))
    content = mutated_bytes(rng, contents[name], list(contents.values()))
    sender = pick(rng, (_to_tencent, _to_paddle, _to_documents, _to_rapidocr, _to_custom_ocr))
    request: Request = sender(rng, content, is_pdf=name == "pdf")
    return request


def json_body(rng: np.random.Generator) -> Request:
    """Send a body whose values are odd, to any dialect."""
    target, document = pick(rng, _documents())
    headers = [*_JSON] if rng.random() < 0.8 else [("Content-Type", pick(rng, _CONTENT_TYPES))]
    if target == "/":
        headers += _common(rng)
    return Request("json", target, mutated_json(rng, document), headers)


def headers(rng: np.random.Generator) -> Request:
    """Send headers, methods and lengths that are no HTTP, or hardly."""
    body = json.dumps({"ImageBase64": _png_text()}).encode("ascii")
    sent = [*_JSON, *_common(rng)]
    for _ in range(int(rng.integers(1, 5))):
        name = str(pick(rng, _HEADER_NAMES))
        sent.append((name, bytes(pick(rng, _HEADER_VALUES))))
    method = str(pick(rng, ("POST", "GET", "PUT", "OPTIONS", "post", "P\tST", "", "POST" * 50, "TRACE")))
    target = str(pick(rng, ("/", "/ocr", "//", "/%00", "/?" + "a=b&" * 500, "*", "/ä", "http://other/", "")))
    return Request("headers", target, body, sent, method)


def signature(rng: np.random.Generator) -> Request:
    """Send signatures put together from right, wrong and odd pieces, to a closed service."""
    body = json.dumps({"ImageBase64": _png_text()}).encode("ascii")
    scope = [
        pick(rng, ("AKIDbench", "AKIDnobody", "", "AKID" * 100, "AKID/bench")),
        pick(rng, ("2026-11-26", "1970-01-01", "yesterday", "9999-99-99", "")),
        pick(rng, ("ocr", "cvm", "", "o" * 500)),
        pick(rng, ("tc3_request", "tc4_request", "")),
    ]
    parts = [
        f"Credential={'/'.join(scope)}",
        f"SignedHeaders={pick(rng, _SIGNED_HEADERS)}",
        f"Signature={pick(rng, ('0' * 64, 'g' * 64, '', '0' * 10_000, 'ä'))}",
    ]
    rng.shuffle(parts)
    method = pick(rng, ("TC3-HMAC-SHA256", "tc3-hmac-sha256", "SKIP", "Bearer", "", "TC3-HMAC-SHA256,"))
    joint = pick(rng, (", ", ",", " ", "; ", ", ,"))
    text = f"{method} {joint.join(parts[: int(rng.integers(0, 4))])}"
    moment = pick(rng, (str(int(time.time())), "0", "-1", "9" * 30, "1e9", "", "٣"))
    sent = [
        *_JSON,
        *_common(rng),
        ("Authorization", text.encode("utf-8")),
        ("X-TC-Timestamp", moment.encode("utf-8")),
    ]
    if rng.random() < 0.2:
        query = f"/?Action=SealOCR&SecretId={scope[0]}&Signature={'A' * 28}&Timestamp={moment}&Nonce=1"
        return Request("signature", query.replace(" ", "%20"), b"", sent, "GET")
    return Request("signature", "/", body, sent)


MAKERS: Mapping[str, Make] = {
    "pictures": picture,
    "json": json_body,
    "headers": headers,
    "signatures": signature,
}
"""Every maker, by name."""

_CONTENT_TYPES = (
    b"application/x-www-form-urlencoded",
    b"multipart/form-data",
    b"multipart/form-data; boundary=x",
    b"text/plain; charset=utf-16",
    b"application/json; charset=nonsense",
    b"\xff\xfe",
    b"",
)
_SIGNED_HEADERS = ("content-type;host", "host", "", ";;;", "content-type;host;x-tc-action")
_HEADER_NAMES = (
    *(
        "Content-Length",
        "Transfer-Encoding",
        "Host",
        "Expect",
        "Connection",
        "X-TC-Timestamp",
        "X-Forwarded-For",
    ),
    *("Accept-Language", "X-TC-Language", "X-TC-TraceId", "Authorization", "X-Api-Key", "Content-Encoding"),
    *("X-Sealstack-Extras", "Cookie", "Origin", "Content-Type", "X TC", ""),
)
_HEADER_VALUES = (
    *(b"0", b"-1", b"99999999999999999999", b"chunked", b"gzip, chunked", b"100-continue", b"close", b"\x00"),
    *(
        b"\xff\xfe\x80",
        b"a" * 9000,
        b"",
        b"a\tb",
        b"*",
        b"zh-CN;q=x",
        b"1\r\nX-Injected: 1",
        b"localhost:99999",
    ),
)


@cache
def _corpus() -> dict[str, bytes]:
    """Small whole files of every kind that is taken."""
    rng = np.random.default_rng(1)
    image = Image.fromarray(rng.integers(0, 255, (24, 32, 3), np.uint8))
    files: dict[str, bytes] = {}
    for kind, options in {
        "JPEG": {},
        "PNG": {},
        "BMP": {},
        "WEBP": {},
        "GIF": {},
        "TIFF": {"compression": "tiff_lzw"},
        "PDF": {},
    }.items():
        written = io.BytesIO()
        image.save(written, kind, **options)
        files[kind.lower()] = written.getvalue()
    for name, made in (
        ("progressive", image.convert("L")),
        ("16 bits", Image.fromarray(rng.integers(0, 65535, (24, 32), np.uint16))),
        ("palette", image.quantize(16)),
    ):
        written = io.BytesIO()
        progressive = {"progressive": True} if name == "progressive" else {}
        made.save(written, "JPEG" if progressive else "PNG", **progressive)
        files[name] = written.getvalue()
    written = io.BytesIO()
    image.save(written, "TIFF", save_all=True, append_images=[image.rotate(90)])
    files["tiff of two pages"] = written.getvalue()
    files["pdf of forms"] = PDFS["PDF of nested forms"](rng)[:1500]
    return files


def _to_tencent(rng: np.random.Generator, content: bytes, *, is_pdf: bool) -> Request:
    body: dict[str, Any] = {"ImageBase64": base64.b64encode(content).decode("ascii")}
    action = str(pick(rng, ("SealOCR", "GeneralBasicOCR", "GeneralAccurateOCR", "GeneralFastOCR")))
    sent = [*_JSON, ("X-TC-Action", action.encode("ascii")), ("X-TC-Version", b"2018-11-19")]
    return Request("pictures", "/", json.dumps(body).encode("ascii"), sent)


def _to_paddle(rng: np.random.Generator, content: bytes, *, is_pdf: bool) -> Request:
    body: dict[str, Any] = {"file": base64.b64encode(content).decode("ascii")}
    if rng.random() < 0.7:
        body["fileType"] = 0 if is_pdf else 1
    return Request("pictures", "/seal-recognition", json.dumps(body).encode("ascii"), _JSON)


def _to_documents(rng: np.random.Generator, content: bytes, *, is_pdf: bool) -> Request:
    request = _to_paddle(rng, content, is_pdf=is_pdf)
    return Request("pictures", "/document-preprocessing", request.body, _JSON)


def _to_rapidocr(rng: np.random.Generator, content: bytes, *, is_pdf: bool) -> Request:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="image_file"; filename="a"\r\n\r\n'.encode(
        "ascii"
    )
    body = head + content + f"\r\n--{_BOUNDARY}--\r\n".encode("ascii")
    kind = f"multipart/form-data; boundary={_BOUNDARY}".encode("ascii")
    return Request("pictures", "/ocr", body, [("Content-Type", kind)])


def _to_custom_ocr(rng: np.random.Generator, content: bytes, *, is_pdf: bool) -> Request:
    body = {**_ADD, "img": base64.b64encode(content).decode("ascii")}
    return Request("pictures", "/custom_ocr", json.dumps(body).encode("ascii"), _JSON)


_ADD: dict[str, Any] = {
    "type": "add",
    "template": [[[[1, 2], [30, 2], [30, 9], [1, 9]], "name", {"regex": "a"}]],
}


@cache
def _documents() -> list[tuple[str, dict[str, Any]]]:
    """Right bodies of every dialect, with where they go."""
    text = _png_text()
    custom = [
        {**_ADD, "img": text},
        {"type": "query", "template_id": "0" * 40, "img": text, "duration": True},
        {"type": "query", "template_id": "auto", "img": text},
        {"type": "del", "template_id": ["0" * 40]},
        {"type": "list"},
        {"type": "update", "template_id": "0" * 40, "template": _ADD["template"]},
    ]
    tencent = [
        {"ImageBase64": text, "EnablePdf": True, "PdfPageNumber": 1},
        {"ImageBase64": text, "LanguageType": "zh", "IsWords": True},
        {
            "ImageBase64": text,
            "Template": _ADD["template"],
            "TemplateId": "0" * 40,
            "TemplateIds": ["0" * 40],
        },
    ]
    seals = [
        {
            "file": text,
            "fileType": 1,
            "useDocOrientationClassify": False,
            "layoutThreshold": {"16": 0.5},
            "layoutUnclipRatio": [1.0, 1.0],
            "layoutMergeBboxesMode": {"16": "large"},
            "sealDetThresh": 0.2,
            "visualize": False,
        },
        {"image": text, "inferenceParams": {"maxLongSide": 100}, "visualize": False},
    ]
    return [
        *(("/custom_ocr", one) for one in custom),
        *(("/", one) for one in [*custom, *tencent, *tencent]),
        *(("/seal-recognition", one) for one in seals * 2),
        ("/document-preprocessing", {**seals[0], "useDocUnwarping": False}),
        ("/ocr", {"image_data": text, "use_det": "true", "use_cls": "true", "use_rec": "false"}),
    ]


def _common(rng: np.random.Generator) -> list[tuple[str, bytes]]:
    """Name an Action and its version, mostly one that is there."""
    action = (
        str(pick(rng, _ACTIONS))
        if rng.random() < 0.95
        else str(pick(rng, ("", "Nonsense", "sealocr", "9" * 999)))
    )
    sent = [("X-TC-Action", action.encode("ascii")), ("X-TC-Version", b"2018-11-19")]
    if rng.random() < 0.1:
        odd = str(
            pick(rng, [value for value in ODD_VALUES if isinstance(value, str) and value.isprintable()])
        )
        sent.append(("X-TC-Region", odd.encode("utf-8", "replace")))
    return sent if rng.random() < 0.9 else sent[:1]


@cache
def _png_text() -> str:
    written = cv2.imencode(".png", np.full((20, 40, 3), 255, np.uint8))[1].tobytes()
    return base64.b64encode(written).decode("ascii")
