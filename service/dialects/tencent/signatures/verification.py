"""Reading and checking the signature of a request, whichever method it was made with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import parameter_signature, tc3
from sealstack.service.dialects.tencent.signatures.authorization import HeaderSignature, read_header_signature
from sealstack.service.dialects.tencent.signatures.hosts import signable_hosts
from sealstack.service.dialects.tencent.signatures.parameter_signature import (
    ParameterSignature,
    read_parameter_signature,
)
from sealstack.service.dialects.tencent.signatures.request import SignedRequest
from sealstack.service.dialects.tencent.signatures.timestamps import require_recent

Signature: TypeAlias = HeaderSignature | ParameterSignature
"""What a request says of its own signature: `secret_id` and `timestamp` (Unix seconds) above all."""

_SIGNATURE_PARAMETERS = ("Timestamp", "SecretId", "Nonce", "Signature")


def require_common_parameters(request: SignedRequest) -> None:
    """Check that the request carries what every signed request does, besides Action and Version.

    With an `Authorization` header that is the timestamp; without one, the parameters of the older methods.

    Raises:
        ApiError: `MissingParameter`, naming the first that is absent or empty.
    """
    if request.header("authorization"):
        if not request.header("x-tc-timestamp"):
            raise ApiError("MissingParameter", parameter="Timestamp")
        return
    for name in _SIGNATURE_PARAMETERS:
        if not request.parameter(name) and not _is_given_as_header(request, name):
            raise ApiError("MissingParameter", parameter=name)


def _is_given_as_header(request: SignedRequest, name: str) -> bool:
    # A request in the newer form that merely lacks `Authorization` is answered that nobody signed it
    # (SecretId), not that its timestamp is missing.
    return (
        name == "Timestamp" and bool(request.header("x-tc-timestamp")) and not request.parameter("SecretId")
    )


def read_signature(request: SignedRequest) -> Signature:
    """Read who signed the request, when and how, without believing it yet.

    Raises:
        ApiError: `MissingParameter`, `InvalidParameterValue` or `AuthFailure.InvalidAuthorization`.
    """
    require_common_parameters(request)
    if request.header("authorization"):
        return read_header_signature(request)
    return read_parameter_signature(request)


def check_timestamp(signature: Signature, now: float) -> None:
    """Refuse a signature made more than 300 seconds away from now (Unix seconds).

    Raises:
        ApiError: `AuthFailure.SignatureExpire`.
    """
    require_recent(signature.timestamp, now)


def check_signature(
    request: SignedRequest, signature: Signature, secret_key: str, public_hosts: Iterable[str] = ()
) -> None:
    """Verify a signature against the key of the account that it names.

    Args:
        request: the request that was received.
        signature: what `read_signature` read from it; `check_timestamp` has passed.
        secret_key: the secret key that belongs to `signature.secret_id`.
        public_hosts: configured names of this server that a client may have signed instead of `Host`.

    Raises:
        ApiError: `AuthFailure.SignatureFailure`.
    """
    hosts = signable_hosts(request.header("host"), public_hosts)
    if isinstance(signature, HeaderSignature):
        genuine = tc3.is_genuine(request, signature, secret_key, hosts)
    else:
        genuine = parameter_signature.is_genuine(request, signature, secret_key, hosts)
    if not genuine:
        raise ApiError("AuthFailure.SignatureFailure")
