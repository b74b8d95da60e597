"""The parts of an HTTP request that a signature can cover, exactly as they came over the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sealstack.service.http.url_encoding import is_form, iter_pairs, split_pairs, unquote

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
"""What `X-TC-Content-SHA256` says, and what is hashed instead of the body, when the body is left unsigned."""

Parameters = tuple[tuple[bytes, bytes], ...]
"""Decoded names and values in the order in which they were sent."""

_MOST_PARAMETERS = 10_000
_LONGEST_SHORT = 4096  # bytes, encoded; signatures and names of Actions have a tenth of it
_BLANKS = 4096


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
    def head_of(cls, request: Request) -> SignedRequest:
        """Take over all of a Flask (Werkzeug) request but its body, of which nothing is read."""
        return cls(
            method=request.method.upper(),
            path=request.environ.get("PATH_INFO") or "/",
            query_string=request.query_string,
            headers={name.lower(): value.strip(" \t") for name, value in request.headers.items()},
        )

    def header(self, name: str) -> str:
        """Return a header's value by its lower-case name; empty when it was not sent."""
        return self.headers.get(name, "")

    @cached_property
    def payload_hash(self) -> str:
        """The SHA-256 of the body in hexadecimal, or of `UNSIGNED-PAYLOAD` where the sender says so."""
        payload = self._payload if self.is_payload_signed else UNSIGNED_PAYLOAD.encode()
        return hashlib.sha256(payload).hexdigest()

    @property
    def encoded_parameters(self) -> bytes:
        """The parameters among which a signature of method HmacSHA1 or HmacSHA256 travels, URL-encoded.

        For GET those of the query string; for POST those of an URL-encoded form, none for any other body.
        """
        encoded = self.query_string if self.method == "GET" else self.body if self.is_form else b""
        # JSON that was sent without its content type is no form: parsing megabytes of it is wasted
        return b"" if encoded[:_BLANKS].lstrip()[:1] in (b"{", b"[") else encoded

    @property
    def parameters(self) -> Parameters:
        """Those parameters, decoded; a picture among them is decoded anew each time."""
        return tuple(split_pairs(self.encoded_parameters, _MOST_PARAMETERS))

    @cached_property
    def short_parameters(self) -> Mapping[str, str]:
        """The first of each name among those parameters, decoded, without those that are long.

        This is what the protocol's own parameters are looked up in: a picture beside them stays as it is.
        """
        found: dict[str, str] = {}
        for pair in iter_pairs(self.encoded_parameters, _MOST_PARAMETERS):
            if len(pair) <= _LONGEST_SHORT:
                name, _, value = pair.partition(b"=")
                found.setdefault(_text(unquote(name)), _text(unquote(value)))
        return found

    def parameter(self, name: str) -> str:
        """Return the first of `short_parameters` with this name; empty when there is none."""
        return self.short_parameters.get(name, "")

    @property
    def is_form(self) -> bool:
        """Whether the body may be an URL-encoded form by its content type, or for the lack of one."""
        return is_form(self.header("content-type"))

    @property
    def is_payload_signed(self) -> bool:
        """Whether a signature of method TC3-HMAC-SHA256 is to cover the body too."""
        return self.header("x-tc-content-sha256") != UNSIGNED_PAYLOAD

    @property
    def _payload(self) -> bytes:
        return b"" if self.method == "GET" else self.body


def _text(decoded: bytes) -> str:
    return decoded.decode("utf-8", errors="replace")
