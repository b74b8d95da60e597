"""The names and values in a request to the Tencent dialect, wherever its client put them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Any, TypeAlias

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.flattening import unflatten
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.http.long_json import is_json, load_json
from sealstack.service.http.url_encoding import is_form, split_pairs
from sealstack.service.texts import Language, Text, choose_language

Values: TypeAlias = Mapping[str, Any]

COMMON_PARAMETERS = frozenset(
    {
        *("Action", "Version", "Region", "Timestamp", "Nonce", "SecretId", "Signature", "SignatureMethod"),
        *("Token", "Language", "RequestClient"),
    }
)
"""Parameters that belong to the protocol, not to an Action."""

_MAX_FIELDS = 1000

_NOT_JSON = Text("请求体不是有效的JSON。", "The body is not valid JSON.")
_NOT_AN_OBJECT = Text("请求体不是JSON对象。", "The body is not a JSON object.")
_TOO_MANY_FIELDS = Text("参数个数超过{limit}个。", "There are more than {limit} parameters.")
_NOT_A_PAIR = Text("Url键和值应以`=`分隔。", "Url key and value should be splited by `=`.")
_NO_BOUNDARY = Text("格式错误或缺少boundary。", "its form is broken, or the boundary is missing.")


class Heeded(Enum):
    """Which parts of a request are believed to be of whoever signed it."""

    ALL = "all"
    """Everything: nobody has to sign, or nobody has."""

    SIGNED_BODY = "signed body"
    """TC3-HMAC-SHA256: a POST's body or a GET's query string. The SDKs leave the `X-TC-` headers unsigned,
    and have no other place for the Action's name: they count where the signed part says nothing else."""

    SIGNED_PARAMETERS = "signed parameters"
    """HmacSHA1 and HmacSHA256: a POST's form or a GET's query string, and no header."""


@dataclass(frozen=True)
class RequestValues:
    """What a request says, and where it said so.

    Attributes:
        request: the request it was read from.
        query: the values of the query string.
        body: the values of the body, whether JSON, URL-encoded or multipart.
        from_form: whether the values were URL-encoded, so that a blank may stand for a bare `+`.
        document: the body's JSON object; None when the body is none.
        body_error: why the body could not be read; None when it could.
        heeded: which of it counts.
    """

    request: SignedRequest
    query: Values = field(default_factory=dict)
    body: Values = field(default_factory=dict)
    from_form: bool = False
    document: Values | None = None
    body_error: ApiError | None = None
    heeded: Heeded = Heeded.ALL

    def common(self, name: str) -> str:
        """Look up a common parameter in the headers, the query string, then the body; empty when absent.

        What is signed comes before a header that is not.
        """
        header = self.request.header(f"x-tc-{name.lower()}")
        said = next(filter(None, (_common_text(values.get(name)) for values in (self.query, self.body))), "")
        if self.heeded is Heeded.ALL:
            return header or said
        return said or (header if self.heeded is Heeded.SIGNED_BODY else "")

    @property
    def language(self) -> Language:
        """The language in which the client wants messages."""
        return choose_language(self.common("Language"))

    @cached_property
    def parameters(self) -> Values:
        """The Action's own parameters; those of the body win over the query's, and null counts as absent."""
        return {
            name: value
            for name, value in {**self.query, **self.body}.items()
            if name not in COMMON_PARAMETERS and value is not None
        }


def read_values(request: SignedRequest, heeded: Heeded = Heeded.ALL) -> RequestValues:
    """Read the values of a request. A body that cannot be read is noted in the result, not raised."""
    try:
        query = _read_query(request, heeded)
    except ApiError as error:
        return RequestValues(request, body_error=error, heeded=heeded)
    if request.method != "POST" or not request.body.strip():
        return RequestValues(request, query, from_form=True, heeded=heeded)
    try:
        return replace(_read_body(request, query), heeded=heeded)
    except ApiError as error:
        return RequestValues(request, query, body_error=error, heeded=heeded)


def read_common_values(request: SignedRequest, heeded: Heeded = Heeded.ALL) -> RequestValues:
    """Read where the common parameters may stand, and leave everything else in the body unread.

    Of a form these are its short parameters; nothing is looked for in a body of another kind.
    """
    try:
        query = _read_query(request, heeded)
    except ApiError as error:
        return RequestValues(request, body_error=error, heeded=heeded)
    body = request.short_parameters if request.method == "POST" else {}
    return RequestValues(request, query, body=body, from_form=True, heeded=heeded)


def _read_query(request: SignedRequest, heeded: Heeded) -> Values:
    """Read the query string; that of a POST is in no signature."""
    if request.method != "GET" and heeded is not Heeded.ALL:
        return {}
    return _read_pairs(request.query_string, lambda: split_pairs(request.query_string, _MAX_FIELDS))


def _common_text(value: Any) -> str:
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if is_text else ""


def _read_body(request: SignedRequest, query: Values) -> RequestValues:
    """Read the body by what it looks like; real clients send JSON under any Content-Type."""
    kind, options = parse_options_header(request.header("content-type"))
    if kind == "multipart/form-data":
        return RequestValues(request, query, body=_read_multipart(request.body, kind, options))
    if is_json(request.body) or kind.endswith("json"):
        document = read_json_object(request.body)
        return RequestValues(request, query, body=document, document=document)
    if is_form(kind):
        # the pairs that a signature may cover are these: a picture in them is decoded once
        pairs = _read_pairs(request.body, lambda: request.parameters)
        return RequestValues(request, query, body=pairs, from_form=True)
    raise ApiError("InvalidParameter", reason=_NOT_AN_OBJECT)


def read_json_object(body: bytes) -> Values:
    """Parse a JSON object, with or without a byte order mark.

    Raises:
        ApiError: `InvalidParameter` when it is not JSON, or not an object.
    """
    try:
        document = load_json(body)
    except (ValueError, RecursionError):
        raise ApiError("InvalidParameter", reason=_NOT_JSON) from None
    if not isinstance(document, dict):
        raise ApiError("InvalidParameter", reason=_NOT_AN_OBJECT)
    return document


def _read_pairs(text: bytes, decode: Callable[[], Iterable[tuple[bytes, bytes]]]) -> Values:
    """Read `name=value&…`, once it is known to be that; nested values come flattened (`Filters.0.Name`)."""
    if text.count(b"&") >= _MAX_FIELDS:
        raise ApiError("InvalidParameter", reason=_TOO_MANY_FIELDS.filled(limit=_MAX_FIELDS))
    if any(part and b"=" not in part for part in text.split(b"&")):
        raise ApiError("InvalidParameter", reason=_NOT_A_PAIR)
    return unflatten({_text(name): _text(value) for name, value in decode()})


def _text(encoded: bytes) -> str:
    return encoded.decode("utf-8", "replace")


def _read_multipart(body: bytes, kind: str, options: dict[str, str]) -> Values:
    parser = FormDataParser(max_form_memory_size=None, max_form_parts=_MAX_FIELDS, silent=False)
    try:
        _, form, files = parser.parse(io.BytesIO(body), kind, len(body), options)
    except Exception as error:
        raise ApiError("InvalidRequest", reason=_NO_BOUNDARY) from error
    values = {name: form[name] for name in form}
    for name, file in files.items():
        values[name] = _text(file.stream.read())
    return unflatten(values)
