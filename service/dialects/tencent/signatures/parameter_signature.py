"""The older signature methods HmacSHA1 and HmacSHA256, whose signature travels among the parameters.

Sources: the public description of signature v1 (cloud.tencent.com/document/api/213/15693) and the SDKs.
"""

from __future__ import annotations

import base64
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures.request import SignedRequest
from sealstack.service.dialects.tencent.signatures.timestamps import read_timestamp
from sealstack.service.http.url_encoding import iter_pairs, unquote, unquoted_windows

DEFAULT_METHOD = "HmacSHA1"
_DIGESTS = {"HmacSHA1": "sha1", "HmacSHA256": "sha256"}
_MOST = 10_000
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
        ApiError: `InvalidParameterValue` when the timestamp or the signature method is invalid.
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
    """Whether a signature was made over this request's parameters with this key.

    Every comparison takes the same time wherever the two differ. All parameters are signed, those that
    appear twice as well, so that nothing unsigned can be slipped in beside them.

    Args:
        request: the request as it came over the wire.
        signature: what its parameters say.
        secret_key: the key of `signature.secret_id`.
        hosts: the endpoints that may have been signed.
    """
    given = signature.text.encode("utf-8")
    pairs = [_Pair.read(pair) for pair in iter_pairs(request.encoded_parameters, _MOST)]
    signed = [pair for pair in pairs if pair.name != b"Signature"]
    starts = [f"{request.method}{host}{request.path}?".encode("latin-1", errors="replace") for host in hosts]
    for spelling in _spellings(signed):
        # a picture is decoded a window at a time, once for all hosts
        digests = [hmac.new(secret_key.encode(), start, _DIGESTS[signature.method]) for start in starts]
        for part in _joined(spelling):
            for digest in digests:
                digest.update(part)
        matches = [hmac.compare_digest(base64.b64encode(digest.digest()), given) for digest in digests]
        if any(matches):
            return True
    return False


@dataclass(frozen=True)
class _Pair:
    """A parameter: its name decoded, its value as it was sent."""

    name: bytes
    encoded_value: bytes

    @classmethod
    def read(cls, pair: bytes) -> _Pair:
        name, _, value = pair.partition(b"=")
        return cls(unquote(name), value)


def _spellings(pairs: list[_Pair]) -> Iterator[list[_Pair]]:
    yield pairs
    if any(b"_" in pair.name for pair in pairs):
        # Python signs names with dots for underscores, and sends the underscores.
        yield [replace(pair, name=pair.name.replace(b"_", b".")) for pair in pairs]
    if any(pair.name in _SENT_EMPTY and not pair.encoded_value for pair in pairs):
        # Go leaves empty values out of what it signs, and sends them.
        yield [pair for pair in pairs if pair.encoded_value or pair.name not in _SENT_EMPTY]


def _joined(pairs: list[_Pair]) -> Iterator[bytes]:
    """Write the parameters as they are signed, in parts."""
    names = Counter(pair.name for pair in pairs)

    def order(pair: _Pair) -> tuple[bytes, bytes]:
        # values decide only between pairs of one name
        return pair.name, unquote(pair.encoded_value) if names[pair.name] > 1 else b""

    for number, pair in enumerate(sorted(pairs, key=order)):
        yield (b"&" if number else b"") + pair.name + b"="
        yield from unquoted_windows(pair.encoded_value)
