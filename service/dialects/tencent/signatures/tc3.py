"""Verifying the signature method TC3-HMAC-SHA256.

Sources: the public description of the method (cloud.tencent.com/document/api/1278/46696) and the published
demos and SDKs in their languages, which is where the spellings that `_canonical_headers` lists come from.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sealstack.service.dialects.tencent.signatures.authorization import (
    ALGORITHM,
    REQUIRED_HEADERS,
    TERMINATION,
    HeaderSignature,
)
from sealstack.service.dialects.tencent.signatures.request import SignedRequest


def is_genuine(
    request: SignedRequest, signature: HeaderSignature, secret_key: str, hosts: Iterable[str]
) -> bool:
    """Whether a signature was made over this request with this key.

    Every comparison takes the same time wherever the two differ.

    Args:
        request: the request as it came over the wire.
        signature: what its `Authorization` header says; its timestamp lies within the window.
        secret_key: the key of `signature.secret_id`.
        hosts: the host names that may have been signed.
    """
    if datetime.fromtimestamp(signature.timestamp, UTC).strftime("%Y-%m-%d") != signature.date:
        return False
    key = _signing_key(secret_key, signature)
    given = signature.text.encode("latin-1", errors="replace")
    for headers in _canonical_headers(request, signature, hosts):
        expected = hmac.digest(key, _string_to_sign(request, signature, headers), "sha256").hex()
        if hmac.compare_digest(expected.encode(), given):
            return True
    return False


def _signing_key(secret_key: str, signature: HeaderSignature) -> bytes:
    key = f"TC3{secret_key}".encode()
    for part in (signature.date, signature.service, TERMINATION):
        key = hmac.digest(key, part.encode("latin-1", errors="replace"), "sha256")
    return key


def _canonical_headers(
    request: SignedRequest, signature: HeaderSignature, hosts: Iterable[str]
) -> Iterator[str]:
    # The documentation has all values in lower case. In fact the content type and the host are signed as
    # they are sent, and only the further headers (`x-tc-action` in the published demos) are lowered;
    # clients that sign those as they are sent are met as well.
    spellings = [{name: request.header(name).lower() for name in signature.header_names}]
    spellings.append({name: request.header(name) for name in signature.header_names})
    tried = set()
    for host in hosts:
        for spelling in spellings:
            values = spelling | {name: request.header(name) for name in REQUIRED_HEADERS} | {"host": host}
            headers = "".join(f"{name}:{values[name]}\n" for name in signature.header_names)
            if headers not in tried:
                tried.add(headers)
                yield headers


def _string_to_sign(request: SignedRequest, signature: HeaderSignature, headers: str) -> bytes:
    query = request.query_string.decode("latin-1") if request.method == "GET" else ""
    canonical = "\n".join(
        (request.method, request.path, query, headers, signature.signed_headers, request.payload_hash)
    )
    digest = hashlib.sha256(canonical.encode("latin-1", errors="replace")).hexdigest()
    lines = (ALGORITHM, signature.timestamp_text, signature.scope, digest)
    return "\n".join(lines).encode("latin-1", errors="replace")
