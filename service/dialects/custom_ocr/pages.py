"""Where this dialect is served, and its HTTP around the operations."""

from __future__ import annotations

import json
import re

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from sealstack.service.accounts.api_keys import ApiKeys
from sealstack.service.dialects.custom_ocr.errors import BUSY, CustomOcrError, refusal_of
from sealstack.service.dialects.custom_ocr.operations import CHOSEN, Operations
from sealstack.service.dialects.custom_ocr.requests import read_object, type_of
from sealstack.service.dialects.neighbour import Body, Neighbour
from sealstack.service.http.body import drain, read_body
from sealstack.service.http.foreign_pages import require_known_host, require_own_page
from sealstack.service.http.json_answer import json_answer
from sealstack.service.http.lenient_json import parse_json
from sealstack.service.http.request_log import note
from sealstack.service.settings.settings import Settings
from sealstack.service.templates import Templates

_PATH = re.compile(r"(/.*)?/custom[_-]ocr/?", re.DOTALL)
_RULES = [
    f"{prefix}/custom{mark}ocr{slash}"
    for prefix in ("", "/<path:prefix>")
    for mark in "_-"
    for slash in ("", "/")
]
_READING = frozenset({"query", "preview"})
"""What pages of any site may ask for where there are no keys, as at the published service."""

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "600",
}


class CustomOcr:
    """Answers requests in this dialect, wherever they come in."""

    def __init__(self, settings: Settings, templates: Templates, keys: ApiKeys) -> None:
        self._settings = settings
        self._operations = Operations(settings, templates)
        self._keys = keys

    def pages(self) -> Blueprint:
        """Make `/custom_ocr` and `/custom-ocr`, under any prefix, with or without a final slash."""
        pages = Blueprint("custom_ocr", __name__)

        def post(prefix: str = "") -> Response:
            return self._answered(request)

        def preflight(prefix: str = "") -> Response:
            response = Response(status=204)
            if self._keys.is_open:
                response.headers.extend(_PREFLIGHT)
            return self._shared(response)

        for rule in _RULES:
            pages.add_url_rule(rule, "post", post, methods=["POST"], provide_automatic_options=False)
            pages.add_url_rule(
                rule, "preflight", preflight, methods=["OPTIONS"], provide_automatic_options=False
            )
        return pages

    def neighbour(self) -> Neighbour:
        """Make what takes the requests at `/` that are in this dialect."""

        def recognises(asked: Request, body: Body) -> bool:
            return asked.method == "POST" and _is_ours(asked, body)

        return Neighbour(recognises, self._answered, refuses_strangers=True)

    def refuse(self, error: HTTPException) -> Response:
        """Answer what was refused before it came here."""
        response = self._refused(refusal_of(error))
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name.lower() != "content-type"
        )
        return response

    def _answered(self, asked: Request) -> Response:
        note(dialect="custom_ocr", action="")
        try:
            owner = self._keys.owner_of(asked.headers)
            self._keys.count(asked)
            body = read_object(read_body(asked, self._settings.max_body))
            kind = type_of(body, self._operations.by_type)
            note(action=kind)
            if self._keys.is_open:
                self._require_trust(asked, kind)
            answer = self._operations.by_type[kind](owner, body)
        except Exception as raised:
            if isinstance(raised, RequestEntityTooLarge):
                drain(asked)
            return self._refused(refusal_of(raised))
        response = self._shared(json_answer(answer.text))
        response.headers.extend(answer.headers)
        return response

    def _require_trust(self, asked: Request, kind: str) -> None:
        """Refuse what a page of another site asks for but the reading of a picture.

        Raises:
            ForeignPageError: it does.
        """
        require_known_host(asked, self._settings)
        if kind not in _READING:
            require_own_page(asked, self._settings)

    def _refused(self, error: CustomOcrError) -> Response:
        note(code=error.code, reason=error.message)
        content = {"error": {"code": error.code, "message": error.message}}
        response = json_answer(json.dumps(content, ensure_ascii=False), error.status)
        if error.status == BUSY:
            response.headers["Retry-After"] = "1"
        return self._shared(response)

    def _shared(self, response: Response) -> Response:
        """Let pages of other sites see the answer, as the published service does, while there are no keys."""
        if self._keys.is_open:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = CHOSEN
        return response


def is_custom_ocr(path: str) -> bool:
    """Whether a path is one of this dialect, apart from `/`."""
    return _PATH.fullmatch(path) is not None


def _is_ours(asked: Request, body: Body) -> bool:
    document = body.document
    if document is None and body.is_broken:
        content = asked.get_data(cache=True)
        if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            return False
        try:
            document = parse_json(content)  # a trailing comma is no error here
        except ValueError:
            return False
    if document is None or document.get("Action"):
        return False
    return "type" in document or "template_id" in document
