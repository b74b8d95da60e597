"""The one view of `/`: finds the Action, lets the caller in, and answers in the Tencent envelope.

The order of the checks is that of the public gateway: method, common parameters, version, action, who calls
and whether they may, unknown parameters, parameters, and then the Action's own work.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Request, Response, request
from marshmallow import EXCLUDE, ValidationError
from werkzeug.exceptions import (
    ClientDisconnected,
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
    Unauthorized,
)

from service import envelope, faults
from service.access import Access
from service.accounts import Account
from service.actions.action import VERSION, Action, Context
from service.actions.registry import find_action
from service.api_keys import ApiKeys, owner_of_account
from service.body import drain, read_body
from service.errors import ApiError
from service.inference import Inference
from service.request_log import log_call, request_id_of_this_call
from service.request_values import RequestValues, read_values
from service.settings import Settings
from service.signatures import SignedRequest
from service.templates import Templates
from service.texts import Text, choose_language

_LOG = logging.getLogger(__name__)

_SHOWN = 64
_MAX_QUERY = 32 * 1024
_VALUES = "sealstack.values"


@dataclass(frozen=True)
class Neighbour:
    """Another dialect that lives at `/` too, and is asked when a request names no Action.

    Attributes:
        recognises: whether a request is in that dialect.
        answer: answers it, envelope and all.
    """

    recognises: Callable[[Request, RequestValues], bool]
    answer: Callable[[Request, RequestValues], Response]


class Gateway:
    """Answers every request to `/`, whatever it is, and whatever goes wrong."""

    def __init__(
        self,
        settings: Settings,
        inference: Inference,
        access: Access,
        keys: ApiKeys,
        templates: Templates,
        neighbours: Sequence[Neighbour] = (),
    ) -> None:
        self._settings = settings
        self._inference = inference
        self._access = access
        self._keys = keys
        self._templates = templates
        self._neighbours = neighbours

    def answer(self, request: Request) -> Response:
        """Answer a request. Raises nothing."""
        return self._answered(request, self._handle)

    def refuse(self, request: Request, error: HTTPException) -> Response:
        """Answer a request that the web framework has refused before it came here."""

        def raise_it(_: Request, __: str) -> Response:
            raise error

        return self._answered(request, raise_it)

    def _answered(self, request: Request, handle: Callable[[Request, str], Response]) -> Response:
        request_id = str(uuid.uuid4())
        started = time.monotonic()
        with request_id_of_this_call(request_id):
            try:
                response, code = handle(request, request_id), ""
            except Exception as raised:
                error = _as_api_error(raised, request, self._settings)
                language = choose_language(_common(request, "Language"))
                response, code = envelope.failure(error, request_id, language), error.code
            seconds = time.monotonic() - started
            log_call(request, action=_common(request, "Action"), code=code, seconds=seconds)
        return envelope.echo_trace(response, request.headers.get("X-TC-TraceId"))

    def _handle(self, request: Request, request_id: str) -> Response:
        read_body(request, self._settings.max_body)
        signed = SignedRequest.from_werkzeug(request)
        values = read_values(signed)
        request.environ[_VALUES] = values
        if self._settings.faults:
            faults.inject(signed)
        if signed.method not in ("GET", "POST"):
            raise ApiError("UnsupportedProtocol", method=signed.method[:_SHOWN])
        if len(signed.query_string) > _MAX_QUERY:
            raise ApiError("RequestSizeLimitExceeded", limit=_MAX_QUERY)
        if not values.common("Action"):
            for neighbour in self._neighbours:
                if neighbour.recognises(request, values):
                    return neighbour.answer(request, values)
        return envelope.success(self._run(values), request_id)

    def _run(self, values: RequestValues) -> Mapping[str, Any]:
        action = self._dispatch(values)
        with self._access.admitted(values.request, action.name) as account:
            if values.body_error:
                raise values.body_error
            parameters = _check_parameters(action, values, strict=self._settings.strict_parameters)
            context = Context(
                settings=self._settings,
                inference=self._inference,
                templates=self._templates,
                owner=self._owner(account),
                extras=values.request.header("x-sealstack-extras") == "1",
                from_form=values.from_form,
            )
            answer: Mapping[str, Any] = action.response().dump(action.run(context, parameters))
            return answer

    def _owner(self, account: Account | None) -> str | None:
        """Tell whose templates a call works with; None when nobody can be told, and somebody must be."""
        if account is not None:
            return owner_of_account(account)
        try:
            return self._keys.owner_of(request.headers)
        except Unauthorized:
            return None

    def _dispatch(self, values: RequestValues) -> Action:
        """Find the Action that a request names, once it is sure that nothing common is missing."""
        name, version = values.common("Action"), values.common("Version")
        if not name and values.body_error:
            raise values.body_error  # it may well have been in there
        for parameter, value in (("Action", name), ("Version", version)):
            if not value:
                raise ApiError("MissingParameter", parameter=parameter)
        self._access.require_parameters(values.request)
        if version != VERSION:
            raise ApiError("NoSuchVersion", version=version[:_SHOWN])
        action = find_action(name)
        if action is None:
            raise ApiError("InvalidAction", action=name[:_SHOWN], version=version)
        return action


def _check_parameters(action: Action, values: RequestValues, *, strict: bool) -> Mapping[str, Any]:
    """Check the Action's own parameters by its schema, and fill in their defaults.

    Raises:
        ApiError: `UnknownParameter`, `MissingParameter` or
            `InvalidParameterValue.InvalidParameterValueLimit`, for the first that is wrong.
    """
    schema = action.request(unknown=EXCLUDE)
    known = {field.data_key or name for name, field in schema.load_fields.items()}
    if strict:
        for name in values.parameters:
            if name not in known:
                raise ApiError("UnknownParameter", parameter=name[:_SHOWN])
    try:
        parameters: Mapping[str, Any] = schema.load(values.parameters)
    except ValidationError as error:
        raise _first_invalid(error) from None
    return parameters


def _first_invalid(error: ValidationError) -> ApiError:
    messages: Mapping[str, Any] = error.messages if isinstance(error.messages, dict) else {"": error.messages}
    name, told = next(iter(messages.items()))
    while isinstance(told, dict):  # inside of a list, by index
        place, told = next(iter(told.items()))
        name = f"{name}.{place}"
    first = told[0] if isinstance(told, list) else told
    reason = first if isinstance(first, Text) else Text(str(first), str(first))
    return ApiError("InvalidParameterValue.InvalidParameterValueLimit", parameter=name, reason=reason)


def _as_api_error(raised: Exception, request: Request, settings: Settings) -> ApiError:
    """Tell anything that was raised in a code of the catalogue."""
    if isinstance(raised, ApiError):
        return raised
    if isinstance(raised, RequestEntityTooLarge):
        drain(request)
        return ApiError("RequestSizeLimitExceeded", limit=settings.max_body)
    if isinstance(raised, MethodNotAllowed):
        return ApiError("UnsupportedProtocol", method=request.method[:_SHOWN])
    if isinstance(raised, ClientDisconnected | ConnectionError | BlockingIOError):
        _LOG.info("the client went away before its request was complete")
        return ApiError("FailedOperation.UnKnowError")
    _LOG.error("unforeseen: %s", raised, exc_info=raised)
    return ApiError("FailedOperation.UnKnowError")


def _common(request: Request, name: str) -> str:
    """Look up a common parameter as far as the request could be read."""
    values = request.environ.get(_VALUES)
    return (
        values.common(name) if isinstance(values, RequestValues) else request.headers.get(f"X-TC-{name}", "")
    )
