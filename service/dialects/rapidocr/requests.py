"""The requests of rapidocr_api: a form, in whatever encoding, with a picture and three flags."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from sealstack.service.http.body import read_body
from sealstack.service.http.long_json import is_json, load_json
from sealstack.service.http.url_encoding import GROWTH, decoded_length, is_form, split_pairs
from sealstack.service.intake.base64_text import decode_base64

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
class OcrRequest:
    """What a request asks for.

    Attributes:
        file: the picture's file.
        detect: whether lines are looked for; otherwise the picture is one line.
        classify: whether lines that are upside down are turned.
        recognize: whether lines are read.
    """

    file: bytes
    detect: bool
    classify: bool
    recognize: bool


@dataclass(frozen=True)
class _Form:
    """The fields of a request.

    Attributes:
        texts: those that are text, by name.
        file: the content of the file that was sent; empty for none.
        from_form: whether the texts were URL-encoded, so that a blank may stand for a bare `+`.
    """

    texts: Mapping[str, str]
    file: bytes
    from_form: bool


def read_request(asked: Request, limit: int) -> OcrRequest:
    """Read the body of a request.

    Args:
        asked: the request.
        limit: the most bytes of the body, apart from percent-encoding.

    Raises:
        RapidOcrError: it is no form, has no picture, or a flag that is neither true nor false.
        RequestEntityTooLarge: it is longer than the limit.
        service.intake.errors.IntakeError: the base64 does not decode, or is too long.
    """
    # percent-encoding alone makes no picture too large: `decode_base64` has the last word
    growth = GROWTH if is_form(asked.headers.get("Content-Type", "")) else 1
    body = read_body(asked, growth * limit)
    if len(body) > limit and (is_json(body) or decoded_length(body) > limit):
        raise RequestEntityTooLarge
    form = _read_form(asked, body)
    detect, classify, recognize = _read_flags(form.texts)
    return OcrRequest(_picture_of(form, limit), detect, classify, recognize)


def _picture_of(form: _Form, limit: int) -> bytes:
    if form.file:
        return form.file
    if form.texts.get("image_data", "").strip():
        return decode_base64(form.texts["image_data"], limit=limit, from_form=form.from_form)
    raise RapidOcrError(422, "A picture is missing: send image_file (a file) or image_data (base64).")


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
