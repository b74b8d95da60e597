"""Reading the `Authorization` header of the signature method TC3-HMAC-SHA256."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures.request import SignedRequest
from sealstack.service.dialects.tencent.signatures.timestamps import read_timestamp
from sealstack.service.texts import Text

ALGORITHM = "TC3-HMAC-SHA256"
TERMINATION = "tc3_request"
REQUIRED_HEADERS = ("content-type", "host")
"""Headers that have to be among the signed ones."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)

_SKIPPED = Text("本服务需要签名，不接受`SKIP`。", "this server needs a signature, `SKIP` will not do.")
_NOT_TC3 = Text(f"签名方法不是`{ALGORITHM}`。", f"its signature method is not `{ALGORITHM}`.")
_PART_NOT_VALID = Text("`{part}`无效。", "`{part}` not valid.")
_SCOPE_NOT_VALID = Text("Credential中的`{part}`无效。", "`{part}` in Credential not valid.")
_HEADER_NOT_SENT = Text(
    "SignedHeaders中的`{name}`不在请求头部中。", "`{name}` in SignedHeaders is not a header of the request."
)
_HEADER_NOT_SIGNED = Text("SignedHeaders中缺少`{name}`。", "`{name}` not found in SignedHeaders.")


@dataclass(frozen=True)
class HeaderSignature:
    """A TC3-HMAC-SHA256 signature, taken apart but not verified.

    Attributes:
        secret_id: whose key is said to have signed.
        timestamp: when, in Unix seconds.
        timestamp_text: the same as it was sent, which is what was signed.
        date: the date in the credential's scope, `YYYY-MM-DD`.
        service: the service in the credential's scope. The SDKs put here the product's name or the first
            label of whatever endpoint they were given (`ocr`, `127`, `localhost:8000`): any is right.
        signed_headers: the list as sent, names joined by semicolons.
        text: the signature, hexadecimal in lower case when it is sound.
    """

    secret_id: str
    timestamp: int
    timestamp_text: str
    date: str
    service: str
    signed_headers: str
    text: str

    @property
    def scope(self) -> str:
        """The credential's scope, as it is signed."""
        return f"{self.date}/{self.service}/{TERMINATION}"

    @property
    def header_names(self) -> tuple[str, ...]:
        """The signed headers' names in lower case, in the order in which they were signed."""
        return tuple(name.lower() for name in self.signed_headers.split(";"))


def read_header_signature(request: SignedRequest) -> HeaderSignature:
    """Read the `Authorization` and `X-TC-Timestamp` headers.

    Blanks around the parts may be missing or doubled: the .NET SDK doubles the one after the method.

    Raises:
        ApiError: `AuthFailure.InvalidAuthorization` when the header has another form;
            `InvalidParameterValue` when the timestamp is no number of seconds.
    """
    parts = _split(request.header("authorization"))
    secret_id, date, service = _read_credential(parts.get("Credential", ""))
    signed_headers = parts.get("SignedHeaders", "")
    text = parts.get("Signature", "")
    if not text:
        raise _invalid(_PART_NOT_VALID.filled(part="Signature"))
    _check_signed_headers(request, signed_headers)
    timestamp_text = request.header("x-tc-timestamp")
    return HeaderSignature(
        secret_id=secret_id,
        timestamp=read_timestamp(timestamp_text),
        timestamp_text=timestamp_text,
        date=date,
        service=service,
        signed_headers=signed_headers,
        text=text,
    )


def _split(header: str) -> dict[str, str]:
    method, _, rest = header.strip(" \t").partition(" ")
    if method == "SKIP":
        raise _invalid(_SKIPPED)
    if method != ALGORITHM:
        raise _invalid(_NOT_TC3)
    parts: dict[str, str] = {}
    for part in rest.split(","):
        name, equals, value = part.strip(" \t").partition("=")
        if not equals or name in parts:
            raise _invalid(_PART_NOT_VALID.filled(part=name))
        parts[name] = value
    return parts


def _read_credential(credential: str) -> tuple[str, str, str]:
    secret_id, _, scope = credential.partition("/")
    date, _, rest = scope.partition("/")
    service, _, termination = rest.rpartition("/")
    if not secret_id or termination != TERMINATION:
        raise _invalid(_PART_NOT_VALID.filled(part="Credential"))
    if not _DATE.fullmatch(date):
        raise _invalid(_SCOPE_NOT_VALID.filled(part="Date"))
    if not service:
        raise _invalid(_SCOPE_NOT_VALID.filled(part="Service"))
    return secret_id, date, service


def _check_signed_headers(request: SignedRequest, signed_headers: str) -> None:
    names = signed_headers.split(";")
    if not all(_HEADER_NAME.fullmatch(name) for name in names):
        raise _invalid(_PART_NOT_VALID.filled(part="SignedHeaders"))
    lowered = [name.lower() for name in names]
    for required in REQUIRED_HEADERS:
        if required not in lowered:
            raise _invalid(_HEADER_NOT_SIGNED.filled(name=required))
    for name in lowered:
        if name not in request.headers:
            raise _invalid(_HEADER_NOT_SENT.filled(name=name))


def _invalid(reason: Text) -> ApiError:
    return ApiError("AuthFailure.InvalidAuthorization", reason=reason)
