"""The console's calls: the dialects' own, for whoever has either kind of credential.

Accounts sign in the Tencent dialect, and API keys open everything else. Who looks at the console has the one
or the other, and means to use all of its pages. Below `/console/call` the same paths are open to both, with
the same limits: a signature counts against its account's rate and package, a key against its rate. Beside
SealOCR's answer stand the strips that were read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Request
from marshmallow import Schema
from werkzeug.exceptions import Forbidden, HTTPException, ServiceUnavailable, TooManyRequests, Unauthorized
from werkzeug.wrappers import Response

from sealstack.service.accounts import Account
from sealstack.service.accounts.api_keys import ApiKeys, admitted_as, owner_of_account
from sealstack.service.accounts.limits.throttle import RateExceededError
from sealstack.service.console.pages import PATH
from sealstack.service.console.strips import strips_of
from sealstack.service.dialects.tencent import envelope
from sealstack.service.dialects.tencent.access import Access, Claim
from sealstack.service.dialects.tencent.actions.action import Action
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.failures import as_api_error
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.dialects.tencent.signatures.authorization import ALGORITHM
from sealstack.service.http.body import read_body
from sealstack.service.http.request_log import note, request_id
from sealstack.service.process.body_budget import BodyBudget
from sealstack.service.readers.looks import recording
from sealstack.service.settings.settings import Settings
from sealstack.service.texts import choose_language
from sealstack.templates_store.trouble import DatabaseTroubleError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = f"{PATH}call"
"""What stands before the paths of the dialects."""

REFUSAL = "sealstack.console_refusal"
"""Under this name the exception is kept that says why a call is not let in; the dialect answers it."""

_GATEWAY = "/"
_TARGETS = frozenset({_GATEWAY, "/custom_ocr", "/document-preprocessing", "/status", "/metrics"})

_MOST_OF_STRANGERS = 48 * 1024 * 1024  # bytes a worker holds before it knows who signed them
_PATIENCE = 10.0  # seconds

_UNCHARGED = frozenset({"add", "del", "get", "list", "update"})
"""Types of the Custom OCR dialect that read nothing."""

_CALL = Action(
    name="Console",
    summary="A call of another dialect that an account signed.",
    request=Schema,
    response=Schema,
    run=lambda context, parameters: {},
    rate=50,
    is_guarded=True,
    changes=True,
)
"""What such a call is to the accounts: its body must be signed, and its signature is good for one call."""


class _RefusedError(Exception):
    """An answer that costs the account nothing."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class ConsoleCalls:
    """Stands before an application and lets the console's calls in; everything else passes."""

    def __init__(
        self, application: WSGIApplication, settings: Settings, keys: ApiKeys, access: Access
    ) -> None:
        self._application = application
        self._settings = settings
        self._keys = keys
        self._access = access
        self._strangers = BodyBudget(max(_MOST_OF_STRANGERS, settings.max_body), _PATIENCE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        target = _target_of(environ)
        if target is None:
            return self._application(environ, start_response)
        return self._answered(environ, target)(environ, start_response)

    def _answered(self, environ: WSGIEnvironment, target: str) -> Response:
        head = SignedRequest.head_of(Request(environ))
        environ["PATH_INFO"] = target
        request = Request(environ)
        try:
            with self._admitted(request, head):
                response = self._forwarded(request)
                if response.status_code >= 400:
                    raise _RefusedError(response)
                return response
        except _RefusedError as refused:
            return refused.response
        except HTTPException as refusal:
            environ[REFUSAL] = refusal
            return self._ask(request)
        except ApiError as error:
            note(dialect="tencent", code=error.code, reason=error.message("en-US"))
            language = choose_language(request.headers.get("X-TC-Language", ""))
            return envelope.failure(error, request_id(), language)

    def _ask(self, request: Request) -> Response:
        return Response.from_app(self._application, request.environ, buffered=True)

    def _forwarded(self, request: Request) -> Response:
        """What the dialect answers; with the strips of the seals where it was asked for extras."""
        if request.path != _GATEWAY or request.headers.get("X-Sealstack-Extras") != "1":
            return self._ask(request)
        with recording() as looks:
            response = self._ask(request)
        answer: Any = response.get_json(silent=True)
        seals = _seals_of(answer)
        if seals:
            told = {**answer, "Strips": strips_of(seals, looks)}
            response.set_data(json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        return response

    @contextmanager
    def _admitted(self, request: Request, head: SignedRequest) -> Iterator[None]:
        """Let a call in for as long as the block runs; one without credentials is left to the dialect.

        Args:
            request: the call, at its dialect's path.
            head: all of it but its body, as it was signed.

        Raises:
            HTTPException: its signature does not let it in, or it comes too often.
            ApiError: likewise, in the Tencent dialect.
        """
        if self._keys.is_open:
            yield
        elif self._keys.lets_in(request.headers):
            self._count(request)
            with admitted_as(self._keys.owner_of(request.headers)):
                yield
        elif request.path != _GATEWAY and head.header("authorization").startswith(ALGORITHM):
            with self._signed(request, head) as account, admitted_as(owner_of_account(account)):
                yield
        else:
            yield

    def _count(self, request: Request) -> None:
        try:
            self._keys.count(request)
        except (RateExceededError, DatabaseTroubleError) as raised:
            error = (
                ApiError("RequestLimitExceeded", calls=raised.rate + 1, limit=raised.rate)
                if isinstance(raised, RateExceededError)
                else as_api_error(raised, request, self._settings)
            )
            raise error if request.path == _GATEWAY else _refusal(error) from None

    @contextmanager
    def _signed(self, request: Request, head: SignedRequest) -> Iterator[Account]:
        """Let a call in that an account signed; it is charged when the block ends well."""
        with ExitStack() as stack:
            try:
                signed, claim = self._verified(request, head)
                is_free = _is_free(request.path, signed.body)
                stack.enter_context(self._access.admitted(signed, _CALL, claim, is_free=is_free))
            except Exception as raised:
                raise _refusal(as_api_error(raised, request, self._settings)) from None
            yield claim.account

    def _verified(self, request: Request, head: SignedRequest) -> tuple[SignedRequest, Claim]:
        """Make sure that a request comes from whom it says."""
        claim = self._access.recognise(head)
        note(account=claim.account.secret_id)
        length = self._settings.max_body if request.content_length is None else request.content_length
        with self._strangers.hold(length if head.method == "POST" else 0):
            if head.method == "POST":
                head = replace(head, body=read_body(request, self._settings.max_body))
                request.environ["wsgi.input"] = io.BytesIO(head.body)
            self._access.verify(head, claim)
        return head, claim


def _target_of(environ: Mapping[str, Any]) -> str | None:
    """The path that a call means; None where it is none of the console's."""
    path = str(environ.get("PATH_INFO", ""))
    target = path.removeprefix(PREFIX)
    return target if target != path and target in _TARGETS else None


def _is_free(target: str, body: bytes) -> bool:
    """Whether a call reads no picture."""
    if target != "/custom_ocr":
        return not body
    try:
        return json.loads(body).get("type") in _UNCHARGED
    except (ValueError, AttributeError, TypeError, RecursionError):
        return False


def _seals_of(answer: Any) -> list[dict[str, Any]]:
    """The seals in an answer of SealOCR; none in any other."""
    inside = answer.get("Response") if isinstance(answer, dict) else None
    seals = inside.get("SealInfos") if isinstance(inside, dict) else None
    return seals if isinstance(seals, list) else []


def _refusal(error: ApiError) -> HTTPException:
    """What an error of the accounts is in HTTP, as dialects answer it that know no accounts."""
    said = error.message("en-US")
    if error.code.startswith(("AuthFailure", "MissingParameter", "InvalidParameter")):
        return Unauthorized(said)
    if error.code == "RequestLimitExceeded":
        return TooManyRequests(said, retry_after=1)
    if error.code == "ServiceUnavailable":
        return ServiceUnavailable(said, retry_after=1)
    return Forbidden(said)
