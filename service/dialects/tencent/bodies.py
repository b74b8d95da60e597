"""Bodies of requests, taken in as far as it is known whose they are."""

from __future__ import annotations

from dataclasses import replace

from flask import Request

from sealstack.service.accounts.api_keys import ApiKeys
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.http.body import read_body
from sealstack.service.http.long_json import is_json
from sealstack.service.http.url_encoding import decoded_length, is_form
from sealstack.service.process.body_budget import BodyBudget, Hold
from sealstack.service.settings.settings import Settings

_LONGEST_OF_STRANGERS = 64 * 1024
_MOST_OF_STRANGERS = 48 * 1024 * 1024  # bytes a worker holds of forms before it knows who signed them
_PATIENCE = 10.0  # seconds


class Bodies:
    """Takes in bodies of up to the settings' size, and few at a time whose senders are unknown."""

    def __init__(self, settings: Settings, keys: ApiKeys) -> None:
        """Put together how long bodies may be, and the keys that make their senders known."""
        self._settings = settings
        self._keys = keys
        self._strangers = BodyBudget(max(_MOST_OF_STRANGERS, settings.max_form), _PATIENCE)

    def place_for(self, request: Request, head: SignedRequest) -> Hold:
        """Take room for a body before it is known whose it is; only a POST has one."""
        if head.method != "POST":
            return self._strangers.hold(0)
        length = request.content_length
        return self._strangers.hold(self._settings.max_form if length is None else length)

    def whole(self, request: Request, head: SignedRequest) -> SignedRequest:
        """Add the body of a POST; nothing else has one that counts.

        Raises:
            ApiError: `RequestSizeLimitExceeded`.
        """
        if head.method != "POST" or head.body:
            return head
        longest = self._settings.max_form if _is_form(request) else self._settings.max_body
        body = read_body(request, longest)
        _check_size(body, self._settings)
        return replace(head, body=body)

    def is_of_a_stranger(self, request: Request, head: SignedRequest) -> bool:
        """Whether a long body that is no form with signed parameters comes without a key, too."""
        if head.method != "POST" or self._keys.lets_in(request.headers):
            return False
        return (request.content_length or _LONGEST_OF_STRANGERS + 1) > _LONGEST_OF_STRANGERS


def _is_form(request: Request) -> bool:
    return is_form(request.headers.get("Content-Type", ""))


def _check_size(body: bytes, settings: Settings) -> None:
    """Refuse what is too long though it is not percent-encoding that made it so; raises `ApiError`."""
    if len(body) > settings.max_body and (is_json(body) or decoded_length(body) > settings.max_body):
        raise ApiError("RequestSizeLimitExceeded", limit=settings.max_body)
