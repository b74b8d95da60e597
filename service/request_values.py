"""The names and values in a request to the Tencent dialect, wherever its client put them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from service.errors import ApiError
from service.flattening import unflatten
from service.long_json import load_json
from service.signatures import SignedRequest
from service.texts import Language, Text, choose_language

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
    """

    request: SignedRequest
    query: Values = field(default_factory=dict)
    body: Values = field(default_factory=dict)
    from_form: bool = False
    document: Values | None = None
    body_error: ApiError | None = None

    def common(self, name: str) -> str:
        """Look up a common parameter in the headers, the query string, then the body; empty when absent."""
        header = self.request.header(f"x-tc-{name.lower()}")
        if header:
            return header
        for values in (self.query, self.body):
            value = values.get(name)
            if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
                return str(value)
        return ""

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


def read_values(request: SignedRequest) -> RequestValues:
    """Read the values of a request. A body that cannot be read is told in the result, not raised."""
    try:
        query = _read_pairs(request.query_string)
    except ApiError as error:
        return RequestValues(request, body_error=error)
    if request.method != "POST" or not request.body.strip():
        return RequestValues(request, query, from_form=True)
    try:
        return _read_body(request, query)
    except ApiError as error:
        return RequestValues(request, query, body_error=error)


def _read_body(request: SignedRequest, query: Values) -> RequestValues:
    """Read the body by what it looks like; real clients send JSON under any Content-Type."""
    kind, options = parse_options_header(request.header("content-type"))
    if kind == "multipart/form-data":
        return RequestValues(request, query, body=_read_multipart(request.body, kind, options))
    if _is_json(request.body) or kind.endswith("json"):
        document = read_json_object(request.body)
        return RequestValues(request, query, body=document, document=document)
    if kind in ("application/x-www-form-urlencoded", ""):
        return RequestValues(request, query, body=_read_pairs(request.body), from_form=True)
    raise ApiError("InvalidParameter", reason=_NOT_AN_OBJECT)


def _is_json(body: bytes) -> bool:
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


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


def _read_pairs(text: bytes) -> Values:
    """Read `name=value&…`; nested values come flattened (`Filters.0.Name`)."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise ApiError("InvalidParameter", reason=_TOO_MANY_FIELDS.filled(limit=_MAX_FIELDS)) from None
    if any(part and b"=" not in part for part in text.split(b"&")):
        raise ApiError("InvalidParameter", reason=_NOT_A_PAIR)
    return unflatten({_text(name): _text(value) for name, value in pairs})


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
