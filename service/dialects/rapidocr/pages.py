"""rapidocr_api: `POST /ocr`, and the greeting at `/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from sealstack.models.geometry.quads import clockwise
from sealstack.models.values import TextLine
from sealstack.service.accounts.api_keys import ApiKeys
from sealstack.service.dialects.failures import failure_of, json_response, sentence_of
from sealstack.service.dialects.neighbour import Body, Neighbour
from sealstack.service.dialects.rapidocr.requests import RapidOcrError, read_request
from sealstack.service.http.request_log import note
from sealstack.service.intake.decoders import Decoders
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings

PATH = "/ocr"
GREETING = {"message": "Welcome to RapidOCR API Server!"}


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
    sent = read_request(asked, settings.max_upload)
    with inference.place() as place:
        image = decoders.decode(sent.file, max_pixels=settings.max_pixels, deadline=place.deadline).image
        lines = place.run(
            lambda readers: readers.read_lines(
                image, detect=sent.detect, classify=sent.classify, recognize=sent.recognize
            )
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


def _status_and_detail(raised: Exception, asked: Request, settings: Settings) -> tuple[int, Any]:
    """The status and the detail for anything that was raised."""
    if isinstance(raised, RapidOcrError):
        return raised.status, raised.detail
    return failure_of(raised, asked, settings)
