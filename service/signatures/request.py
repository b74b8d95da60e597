"""The parts of an HTTP request that a signature can cover, exactly as they came over the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
"""What `X-TC-Content-SHA256` says, and what is hashed instead of the body, when the body is left unsigned."""

Parameters = tuple[tuple[bytes, bytes], ...]
"""Decoded names and values in the order in which they were sent."""

_MOST_PARAMETERS = 10_000


@dataclass(frozen=True)
class SignedRequest:
    """One HTTP request in the bytes that its sender signed.

    Nothing is normalised: a signature covers the query string and the body as they were sent.

    Attributes:
        method: `GET` or `POST`, in upper case.
        path: the path, `/` for every call of the dialect.
        query_string: what follows the `?`, still percent-encoded.
        headers: header values by lower-case name, without surrounding blanks; a header sent twice is one
            value joined by commas, as WSGI servers do.
        body: the whole body.
    """

    method: str
    path: str = "/"
    query_string: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def from_werkzeug(cls, request: Request) -> SignedRequest:
        """Take over a Flask (Werkzeug) request.

        Reads the body and leaves it cached in the request, so that it may still be parsed afterwards as a
        form; call this before anything touches `request.form` or `request.files`.

        Raises:
            werkzeug.exceptions.RequestEntityTooLarge: the body is longer than the application allows.
        """
        return cls(
            method=request.method.upper(),
            path=request.environ.get("PATH_INFO") or "/",
            query_string=request.query_string,
            headers={name.lower(): value.strip(" \t") for name, value in request.headers.items()},
            body=request.get_data(cache=True),
        )

    def header(self, name: str) -> str:
        """Return a header's value by its lower-case name; empty when it was not sent."""
        return self.headers.get(name, "")

    @cached_property
    def payload_hash(self) -> str:
        """The SHA-256 of the body in hexadecimal, or of `UNSIGNED-PAYLOAD` where the sender says so."""
        unsigned = self.header("x-tc-content-sha256") == UNSIGNED_PAYLOAD
        return hashlib.sha256(UNSIGNED_PAYLOAD.encode() if unsigned else self._payload).hexdigest()

    @cached_property
    def parameters(self) -> Parameters:
        """The parameters among which a signature of method HmacSHA1 or HmacSHA256 travels.

        For GET those of the query string; for POST those of an URL-encoded form, none for any other body.
        """
        if self.method == "GET":
            return _decode(self.query_string)
        return _decode(self.body) if self._is_form else ()

    def parameter(self, name: str) -> str:
        """Return the first of `parameters` with this name as text; empty when there is none."""
        wanted = name.encode()
        found = next((value for key, value in self.parameters if key == wanted), b"")
        return found.decode("utf-8", errors="replace")

    @property
    def _payload(self) -> bytes:
        return b"" if self.method == "GET" else self.body

    @property
    def _is_form(self) -> bool:
        content_type = self.header("content-type").partition(";")[0].strip().lower()
        return content_type in ("application/x-www-form-urlencoded", "")


def _decode(encoded: bytes) -> Parameters:
    if encoded.lstrip()[:1] in (b"{", b"["):
        # JSON that was sent without its content type is no form: parsing megabytes of it is wasted.
        return ()
    pairs = (pair.partition(b"=") for pair in encoded.split(b"&", _MOST_PARAMETERS) if pair)
    return tuple((_unquote(name), _unquote(value)) for name, _, value in pairs)


def _unquote(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" "))
