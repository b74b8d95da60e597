"""The one view of `/`: finds the Action, lets the caller in, and answers in the Tencent envelope.

The order of the checks is that of the public gateway: method, common parameters, version, action, who calls
and whether they may, unknown parameters, parameters, and then the Action's own work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from flask import Request, Response, request
from werkzeug.exceptions import HTTPException, Unauthorized

from sealstack.service.accounts import Account
from sealstack.service.accounts.api_keys import ApiKeys, is_admitted, owner_of_account
from sealstack.service.dialects.neighbour import Body, Neighbour
from sealstack.service.dialects.tencent import envelope, faults
from sealstack.service.dialects.tencent.access import Access, Claim
from sealstack.service.dialects.tencent.actions.action import VERSION, Action, Context
from sealstack.service.dialects.tencent.actions.checking import check_parameters
from sealstack.service.dialects.tencent.actions.registry import find_action
from sealstack.service.dialects.tencent.bodies import Bodies
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.failures import as_api_error
from sealstack.service.dialects.tencent.request_values import (
    Heeded,
    RequestValues,
    read_common_values,
    read_values,
)
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.http.body import drain_unread
from sealstack.service.http.foreign_pages import require_known_host, require_own_page
from sealstack.service.http.long_json import is_json
from sealstack.service.http.request_log import note, request_id
from sealstack.service.intake.decoders import Decoders
from sealstack.service.process.body_budget import Hold
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings
from sealstack.service.templates import Templates
from sealstack.service.texts import choose_language

_SHOWN = 64
_MAX_QUERY = 32 * 1024
_VALUES = "sealstack.values"


class Gateway:
    """Answers every request to `/`, whatever it is, and whatever goes wrong."""

    def __init__(
        self,
        settings: Settings,
        inference: Inference,
        decoders: Decoders,
        access: Access,
        keys: ApiKeys,
        templates: Templates,
        neighbours: Sequence[Neighbour] = (),
    ) -> None:
        self._settings = settings
        self._inference = inference
        self._decoders = decoders
        self._access = access
        self._keys = keys
        self._templates = templates
        self._neighbours = neighbours
        self._bodies = Bodies(settings, keys)

    def answer(self, request: Request) -> Response:
        """Answer a request. Raises nothing."""
        return self._answered(request, self._handle)

    def refuse(self, request: Request, error: HTTPException) -> Response:
        """Answer a request that the web framework has refused before it came here."""

        def raise_it(_: Request) -> Response:
            raise error

        return self._answered(request, raise_it)

    def _answered(self, request: Request, handle: Callable[[Request], Response]) -> Response:
        note(dialect="tencent")
        try:
            response = handle(request)
        except Exception as raised:
            response = self._failure(request, raised)
            raised.__traceback__ = None  # its frames hold the body, and some hold it
        drain_unread(request)
        return envelope.echo_trace(response, request.headers.get("X-TC-TraceId"))

    def _failure(self, request: Request, raised: Exception) -> Response:
        error = as_api_error(raised, request, self._settings)
        note(code=error.code, reason=error.message("en-US"))
        return envelope.failure(error, request_id(), choose_language(_common(request, "Language")))

    def _handle(self, request: Request) -> Response:
        head = SignedRequest.head_of(request)
        request.environ[_VALUES] = read_common_values(head)
        note(action=_common(request, "Action"))
        if self._settings.faults:
            faults.inject(head)
        if head.method not in ("GET", "POST"):
            raise ApiError("UnsupportedProtocol", method=head.method[:_SHOWN])
        if len(head.query_string) > _MAX_QUERY:
            raise ApiError("RequestSizeLimitExceeded", limit=_MAX_QUERY)
        if is_admitted() or self._access.is_open:
            return self._handle_open(request, head)
        return self._handle_closed(request, head)

    def _handle_open(self, request: Request, head: SignedRequest) -> Response:
        """Answer where everyone is let in: but for pages of other sites, which their readers did not send."""
        signed = self._bodies.whole(request, head)
        values = self._read(request, signed)
        neighbour = self._neighbour_of(request, values)
        if neighbour:
            return neighbour.answer(request)
        action = self._dispatch(values)
        require_known_host(request, self._settings)
        if action.is_guarded:
            require_own_page(request, self._settings)
        return self._run(values, action)

    def _handle_closed(self, request: Request, head: SignedRequest) -> Response:
        """Answer where callers must sign: what is not signed is refused before it is read as anything."""
        if _means_to_sign(head):
            return self._handle_signed(request, head, Heeded.SIGNED_BODY)
        if not head.is_form and self._bodies.is_of_a_stranger(request, head):
            return self._neighbour_of_strangers().answer(request)
        # who signed a form stands in the form itself, which must be there to be looked at
        with self._bodies.place_for(request, head) as place:
            return self._handle_unsigned(request, self._bodies.whole(request, head), place)

    def _handle_unsigned(self, request: Request, signed: SignedRequest, place: Hold) -> Response:
        """Answer a request that is not signed in its headers.

        Args:
            request: the request.
            signed: it with its body, in which a signature may be.
            place: what its body takes of the bytes for strangers.
        """
        if is_json(signed.body) and self._bodies.is_of_a_stranger(request, signed):
            return self._neighbour_of_strangers().answer(request)
        names_itself = signed.method == "GET" or bool(signed.header("x-tc-action"))
        if names_itself or (signed.is_form and signed.encoded_parameters):
            is_signed = bool(signed.parameter("Signature"))
            if signed.method == "GET" and not is_signed:
                neighbour = self._neighbour_of(request, self._read(request, signed))
                if neighbour:
                    return neighbour.answer(request)
            heeded = Heeded.SIGNED_PARAMETERS if is_signed else Heeded.ALL
            return self._handle_signed(request, signed, heeded, place)
        # JSON that nobody signed may be in another dialect, which has a door of its own
        place.release()
        values = self._read(request, signed)
        neighbour = self._neighbour_of(request, values)
        if neighbour:
            return neighbour.answer(request)
        self._dispatch(values)
        self._access.recognise(signed)
        raise ApiError("AuthFailure.SignatureFailure")

    def _handle_signed(
        self, request: Request, head: SignedRequest, heeded: Heeded, place: Hold | None = None
    ) -> Response:
        """Answer a request that says who signed it.

        Args:
            request: the request.
            head: it, perhaps without its body.
            heeded: what of it is signed.
            place: what its body takes of the bytes for strangers; None when it is not there yet.
        """
        common = request.environ[_VALUES] = read_common_values(head, heeded)
        if common.common("Action") or heeded is not Heeded.SIGNED_BODY:
            self._dispatch(common)
        claim = self._access.recognise(head)
        note(account=claim.account.secret_id)
        with place or self._bodies.place_for(request, head) as taken:
            signed = self._bodies.whole(request, head)
            self._access.verify(signed, claim)
            taken.release()
        values = self._read(request, signed, heeded)
        return self._run(values, self._dispatch(values), claim)

    def _read(self, request: Request, signed: SignedRequest, heeded: Heeded = Heeded.ALL) -> RequestValues:
        values = read_values(signed) if heeded is Heeded.ALL else read_values(signed, heeded)
        request.environ[_VALUES] = values
        note(action=values.common("Action"))
        return values

    def _neighbour_of(self, request: Request, values: RequestValues) -> Neighbour | None:
        if values.common("Action"):
            return None
        body = Body(values.document, not values.body, values.body_error is not None)
        return next((each for each in self._neighbours if each.recognises(request, body)), None)

    def _neighbour_of_strangers(self) -> Neighbour:
        for neighbour in self._neighbours:
            if neighbour.refuses_strangers:
                return neighbour
        raise ApiError("MissingParameter", parameter="Timestamp")

    def _run(self, values: RequestValues, action: Action, claim: Claim | None = None) -> Response:
        with (
            nullcontext()
            if is_admitted()
            else self._access.admitted(values.request, action, claim) as account
        ):
            if values.body_error:
                raise values.body_error
            strict = self._settings.strict_parameters or (action.is_guarded and account is not None)
            parameters = check_parameters(action, values, strict=strict)
            context = Context(
                settings=self._settings,
                inference=self._inference,
                decoders=self._decoders,
                templates=self._templates,
                owner=self._owner(account),
                extras=values.request.header("x-sealstack-extras") == "1",
                from_form=values.from_form,
            )
            answer: Mapping[str, Any] = action.response().dump(action.run(context, parameters))
        return envelope.success(answer, request_id())

    def _owner(self, account: Account | None) -> str | None:
        """Whose templates a call works with; None when the caller is unknown, and must not be."""
        if account is not None:
            return owner_of_account(account)
        try:
            return self._keys.owner_of(request.headers)
        except Unauthorized:
            return None

    def _dispatch(self, values: RequestValues) -> Action:
        """Find the Action that a request names, once it is sure that nothing common is missing."""
        name, version = values.common("Action"), values.common("Version")
        note(action=name)
        if not name and values.body_error:
            raise values.body_error  # it may well have been in there
        for parameter, value in (("Action", name), ("Version", version)):
            if not value:
                raise ApiError("MissingParameter", parameter=parameter)
        if not is_admitted():
            self._access.require_parameters(values.request)
        if version != VERSION:
            raise ApiError("NoSuchVersion", version=version[:_SHOWN])
        action = find_action(name)
        if action is None:
            raise ApiError("InvalidAction", action=name[:_SHOWN], version=version)
        return action


def _means_to_sign(head: SignedRequest) -> bool:
    """Whether a request is signed in its headers, or would have to be."""
    scheme = head.header("authorization").partition(" ")[0]
    if scheme in ("TC3-HMAC-SHA256", "SKIP"):
        return True
    return bool(head.header("x-tc-action")) and (bool(scheme) or (head.method == "POST" and not head.is_form))


def _common(request: Request, name: str) -> str:
    """Look up a common parameter as far as the request could be read."""
    values = request.environ.get(_VALUES)
    return (
        values.common(name) if isinstance(values, RequestValues) else request.headers.get(f"X-TC-{name}", "")
    )
