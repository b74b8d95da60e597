"""rapidocr_api: `POST /ocr`, and the greeting at `/`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from sealstack.models.geometry.quads import clockwise
from sealstack.models.values import TextLine
from sealstack.service.accounts.api_keys import ApiKeys
from sealstack.service.dialects.failures import failure_of, json_response, sentence_of
from sealstack.service.dialects.neighbour import Body, Neighbour
from sealstack.service.http.body import read_body
from sealstack.service.http.long_json import is_json, load_json
from sealstack.service.http.request_log import note
from sealstack.service.http.url_encoding import GROWTH, decoded_length, is_form, split_pairs
from sealstack.service.intake.base64_text import decode_base64
from sealstack.service.intake.decoders import Decoders
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings

PATH = "/ocr"
GREETING = {"message": "Welcome to RapidOCR API Server!"}

_FLAGS = ("use_det", "use_cls", "use_rec")
_YES = frozenset({"1", "true", "t", "yes", "y", "on"})
_NO = frozenset({"0", "false", "f", "no", "n", "off"})
_MOST_FIELDS = 100
_SHOWN = 64


class RapidOcrError(Exception):
    """A refusal in this dialect.

    Attributes:
        status: the HTTP status.
        detail: what was wrong: a sentence, or a list of what is wrong in the form.
    """

    def __init__(self, status: int, detail: Any) -> None:
        super().__init__(str(detail))
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class _Form:
    """The fields of a request; of a file its content."""

    texts: Mapping[str, str]
    file: bytes
    from_form: bool


def rapidocr_pages(settings: Settings, inference: Inference, decoders: Decoders) -> Blueprint:
    """Make the route `/ocr`."""
    pages = Blueprint("rapidocr", __name__)

    @pages.post(PATH)
    def ocr() -> Response:
        return _answered(request, settings, inference, decoders)

    return pages


def greeting(keys: ApiKeys) -> Neighbour:
    """Make the answer to those who ask `/` for nothing; not to browsers, nor without a key that is needed."""

    def recognises(asked: Request, body: Body) -> bool:
        names_nothing = not asked.query_string and body.is_empty and not asked.content_length
        is_browser = "text/html" in asked.headers.get("Accept", "")
        is_tencent = any(name.lower().startswith("x-tc-") for name in asked.headers.keys())  # noqa: SIM118
        if asked.method != "GET" or not names_nothing or is_browser or is_tencent:
            return False
        return keys.lets_in(asked.headers)

    return Neighbour(recognises, lambda asked: json_response(GREETING))


def refuse(error: HTTPException) -> Response:
    """Answer what the web framework refused."""
    return json_response({"detail": sentence_of(error)}, error.code or 500, error)


def _answered(asked: Request, settings: Settings, inference: Inference, decoders: Decoders) -> Response:
    note(dialect="rapidocr", action="ocr")
    try:
        return json_response(_run(asked, settings, inference, decoders))
    except Exception as raised:
        status, detail = _status_and_detail(raised, asked, settings)
        note(code=str(status), reason=detail if isinstance(detail, str) else "the form is invalid")
        return json_response({"detail": detail}, status)


def _run(asked: Request, settings: Settings, inference: Inference, decoders: Decoders) -> Mapping[str, Any]:
    # percent-encoding alone makes no picture too large: `decode_base64` has the last word
    growth = GROWTH if is_form(asked.headers.get("Content-Type", "")) else 1
    body = read_body(asked, growth * settings.max_upload)
    if len(body) > settings.max_upload and (is_json(body) or decoded_length(body) > settings.max_upload):
        raise RequestEntityTooLarge
    form = _read_form(asked, body)
    detect, classify, recognize = _read_flags(form.texts)
    if form.file:
        content = form.file
    elif form.texts.get("image_data", "").strip():
        content = decode_base64(form.texts["image_data"], limit=settings.max_upload, from_form=form.from_form)
    else:
        raise RapidOcrError(422, "A picture is missing: send image_file (a file) or image_data (base64).")

    with inference.place() as place:
        image = decoders.decode(content, max_pixels=settings.max_pixels, deadline=place.deadline).image
        lines = place.run(
            lambda readers: readers.read_lines(image, detect=detect, classify=classify, recognize=recognize)
        )
    return render_lines(lines, score_as_number=settings.score_as_number)


def render_lines(lines: Sequence[TextLine], *, score_as_number: bool = False) -> dict[str, Any]:
    """Write lines in this dialect: numbered, corners from the upper left clockwise, the score a string."""
    return {
        str(number): {
            "rec_txt": line.text,
            "dt_boxes": [[round(float(x), 1), round(float(y), 1)] for x, y in clockwise(line.quad)],
            "score": float(line.score) if score_as_number else str(float(line.score)),
        }
        for number, line in enumerate(lines)
    }


def _read_form(asked: Request, body: bytes) -> _Form:
    kind, options = parse_options_header(asked.headers.get("Content-Type", ""))
    if kind == "multipart/form-data":
        return _read_multipart(body, options)
    if is_json(body):
        return _Form(_read_json(body), b"", from_form=False)
    if body.count(b"&") >= _MOST_FIELDS:
        raise RapidOcrError(422, f"There are more than {_MOST_FIELDS} fields.")
    pairs = split_pairs(body, _MOST_FIELDS)
    texts = {name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in pairs}
    return _Form(texts, b"", from_form=True)


def _read_multipart(body: bytes, options: dict[str, str]) -> _Form:
    parser = FormDataParser(max_form_memory_size=None, max_form_parts=_MOST_FIELDS, silent=False)
    try:
        _, fields, files = parser.parse(io.BytesIO(body), "multipart/form-data", len(body), options)
    except Exception as error:
        raise RapidOcrError(400, "There was an error parsing the body") from error
    texts = {name: fields[name] for name in fields}
    file = b""
    for name, sent in files.items():
        with sent.stream as stream:
            content = stream.read()
        if name == "image_file":
            file = content
        else:
            texts.setdefault(name, content.decode("utf-8", "replace"))
    return _Form(texts, file, from_form=False)


def _read_json(body: bytes) -> dict[str, str]:
    """Take JSON for a form: not documented, and plainly meant."""
    try:
        fields = load_json(body)
    except (ValueError, RecursionError):
        raise RapidOcrError(422, "The body is no form, and no JSON either.") from None
    if not isinstance(fields, dict):
        raise RapidOcrError(422, "The body is no form, and no JSON object either.")
    return {name: str(value) for name, value in fields.items() if value is not None}


def _read_flags(texts: Mapping[str, str]) -> tuple[bool, bool, bool]:
    """Read what to do; everything unless set otherwise, and for this request only."""
    values, errors = [], []
    for name in _FLAGS:
        word = texts.get(name, "").strip().lower()
        if word and word not in _YES | _NO:
            errors.append(
                {
                    "type": "bool_parsing",
                    "loc": ["body", name],
                    "msg": "Input should be a valid boolean, unable to interpret input",
                    "input": texts[name][:_SHOWN],
                }
            )
        values.append(word not in _NO)
    if errors:
        raise RapidOcrError(422, errors)
    detect, classify, recognize = values
    return detect, classify, recognize


def _status_and_detail(raised: Exception, asked: Request, settings: Settings) -> tuple[int, Any]:
    """The status and the detail for anything that was raised."""
    if isinstance(raised, RapidOcrError):
        return raised.status, raised.detail
    return failure_of(raised, asked, settings)
