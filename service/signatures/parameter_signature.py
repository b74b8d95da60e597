"""The older signature methods HmacSHA1 and HmacSHA256, whose signature travels among the parameters.

Sources: the public description of signature v1 (cloud.tencent.com/document/api/213/15693) and the SDKs.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.errors import ApiError
from service.signatures.request import Parameters, SignedRequest
from service.signatures.timestamps import read_timestamp

DEFAULT_METHOD = "HmacSHA1"
_DIGESTS = {"HmacSHA1": "sha1", "HmacSHA256": "sha256"}
_SENT_EMPTY = (b"Region", b"Language")


@dataclass(frozen=True)
class ParameterSignature:
    """An HmacSHA1 or HmacSHA256 signature, read but not verified.

    Attributes:
        secret_id: whose key is said to have signed.
        timestamp: when, in Unix seconds.
        method: `HmacSHA1` or `HmacSHA256`.
        text: the signature in base64.
    """

    secret_id: str
    timestamp: int
    method: str
    text: str


def read_parameter_signature(request: SignedRequest) -> ParameterSignature:
    """Read the common parameters of a signature from the query string or the form.

    Raises:
        ApiError: `InvalidParameterValue` when the timestamp or the signature method cannot be.
    """
    method = request.parameter("SignatureMethod") or DEFAULT_METHOD
    if method not in _DIGESTS:
        raise ApiError("InvalidParameterValue", parameter="SignatureMethod", value=method[:64])
    return ParameterSignature(
        secret_id=request.parameter("SecretId"),
        timestamp=read_timestamp(request.parameter("Timestamp")),
        method=method,
        text=request.parameter("Signature"),
    )


def is_genuine(
    request: SignedRequest, signature: ParameterSignature, secret_key: str, hosts: Iterable[str]
) -> bool:
    """Tell whether a signature was made over this request's parameters with this key.

    Every comparison takes the same time wherever the two differ. All parameters are signed, those that
    appear twice as well, so that nothing unsigned can be slipped in beside them.

    Args:
        request: the request as it came over the wire.
        signature: what its parameters say.
        secret_key: the key of `signature.secret_id`.
        hosts: the endpoints that may have been signed.
    """
    given = signature.text.encode("utf-8")
    signed = [(name, value) for name, value in request.parameters if name != b"Signature"]
    spellings = [_join(parameters) for parameters in _spellings(signed)]
    for host in hosts:
        start = f"{request.method}{host}{request.path}?".encode("latin-1", errors="replace")
        for spelling in spellings:
            digest = hmac.digest(secret_key.encode(), start + spelling, _DIGESTS[signature.method])
            if hmac.compare_digest(base64.b64encode(digest), given):
                return True
    return False


def _spellings(parameters: list[tuple[bytes, bytes]]) -> Iterator[Parameters]:
    yield tuple(parameters)
    if any(b"_" in name for name, _ in parameters):
        # Python signs names with dots for underscores, and sends the underscores.
        yield tuple((name.replace(b"_", b"."), value) for name, value in parameters)
    if any((name, b"") in parameters for name in _SENT_EMPTY):
        # Go leaves empty values out of what it signs, and sends them.
        yield tuple(parameter for parameter in parameters if parameter[1] or parameter[0] not in _SENT_EMPTY)


def _join(parameters: Parameters) -> bytes:
    return b"&".join(name + b"=" + value for name, value in sorted(parameters))
