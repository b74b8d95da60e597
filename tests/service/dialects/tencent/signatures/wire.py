"""What clients put on the wire: a signer of our own, apart from the service's code, with every SDK's habits.

The habits are those of spec 1.2 and 1.7 and of the SDKs' published sources: which label of the endpoint
becomes the service, whether the port is signed, how the content type reads, how blanks are set.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from werkzeug import Request

from sealstack.service.dialects.tencent.signatures import SignedRequest

SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
NOW = 1551113065

Wire = SignedRequest


def taken_over(request: Request) -> SignedRequest:
    """A Flask (Werkzeug) request with its body, as the gateway takes it over."""
    return replace(SignedRequest.head_of(request), body=request.get_data(cache=True))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hmac_sha256(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def tc3_signature(
    method: str,
    query: str,
    headers: list[tuple[str, str]],
    payload: bytes,
    *,
    timestamp: int = NOW,
    service: str = "ocr",
    secret_key: str = SECRET_KEY,
) -> str:
    names = ";".join(name for name, _ in headers)
    canonical_headers = "".join(f"{name}:{value}\n" for name, value in headers)
    canonical = f"{method}\n/\n{query}\n{canonical_headers}\n{names}\n{sha256(payload)}"
    date = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    scope = f"{date}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{sha256(canonical.encode())}"
    key = f"TC3{secret_key}".encode()
    for part in (date, service, "tc3_request"):
        key = hmac_sha256(key, part)
    return hmac_sha256(key, to_sign).hex()


def first_label(endpoint: str) -> str:
    return endpoint.split(".")[0]


@dataclass(frozen=True)
class Sdk:
    """How one SDK signs with TC3-HMAC-SHA256.

    Attributes:
        json_type, form_type, multipart_type: the content type it sends, and signs.
        product_service: it puts the product's name into the scope, not the endpoint's first label.
        port_signed: it signs the endpoint with its port.
        method_gap: the blanks between the method's name and `Credential`.
        compact: its JSON has no blanks.
    """

    name: str
    json_type: str = "application/json"
    form_type: str = "application/x-www-form-urlencoded"
    multipart_type: str = "multipart/form-data; boundary={boundary}"
    product_service: bool = False
    port_signed: bool = True
    method_gap: str = " "
    compact: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def post_json(self, endpoint: str, parameters: dict, **options) -> Wire:
        separators = (",", ":") if self.compact else None
        body = json.dumps(parameters, separators=separators, ensure_ascii=self.name == "python").encode()
        return self._sign("POST", endpoint, self.json_type, body=body, **options)

    def post_multipart(self, endpoint: str, parameters: dict[str, bytes], **options) -> Wire:
        boundary = "5f0c0F3a9E"
        body = b"".join(
            b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (boundary.encode(), name.encode(), value)
            for name, value in parameters.items()
        )
        body += b"--%s--\r\n" % boundary.encode()
        content_type = self.multipart_type.format(boundary=boundary)
        return self._sign("POST", endpoint, content_type, body=body, **options)

    def get(self, endpoint: str, parameters: dict, **options) -> Wire:
        return self._sign("GET", endpoint, self.form_type, query=urlencode(parameters), **options)

    def _sign(
        self,
        method: str,
        endpoint: str,
        content_type: str,
        *,
        query: str = "",
        body: bytes = b"",
        unsigned: bool = False,
        timestamp: int = NOW,
        signed_action: str = "",
        secret_key: str = SECRET_KEY,
    ) -> Wire:
        host = endpoint if self.port_signed else endpoint.rpartition(":")[0] or endpoint
        service = "ocr" if self.product_service else first_label(endpoint)
        signed = [("content-type", content_type), ("host", host)]
        if signed_action:
            signed.append(("x-tc-action", signed_action))
        payload = b"UNSIGNED-PAYLOAD" if unsigned else body
        signature = tc3_signature(
            method, query, signed, payload, timestamp=timestamp, service=service, secret_key=secret_key
        )
        date = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
        names = ";".join(name for name, _ in signed)
        headers = {
            "host": endpoint,
            "content-type": content_type,
            "x-tc-action": "SealOCR",
            "x-tc-version": "2018-11-19",
            "x-tc-timestamp": str(timestamp),
            "authorization": f"TC3-HMAC-SHA256{self.method_gap}Credential={SECRET_ID}/{date}/{service}/"
            f"tc3_request, SignedHeaders={names}, Signature={signature}",
            **self.headers,
        }
        if unsigned:
            headers["x-tc-content-sha256"] = "UNSIGNED-PAYLOAD"
        return Wire(method=method, query_string=query.encode(), headers=headers, body=body)


PYTHON = Sdk("python", product_service=True, compact=False, headers={"x-tc-language": "zh-CN"})
GO = Sdk("go", product_service=True)
NODE = Sdk("node", port_signed=False)
JAVA = Sdk(
    "java",
    json_type="application/json; charset=utf-8",
    multipart_type="multipart/form-data; charset=utf-8; boundary={boundary}",
)
PHP = Sdk("php")
DOTNET = Sdk(
    "dotnet",
    json_type="application/json; charset=utf-8",
    form_type="application/x-www-form-urlencoded; charset=utf-8",
    method_gap="  ",
)
CPP = Sdk("cpp")
SDKS = (PYTHON, GO, NODE, JAVA, PHP, DOTNET, CPP)


@dataclass(frozen=True)
class OldSdk:
    """How one SDK signs with HmacSHA1 and HmacSHA256.

    Attributes:
        form_type: the content type of its forms.
        dots_for_underscores: it signs the names of parameters with dots where it sends underscores.
        empty_left_out: it signs no parameters without a value, but sends them.
    """

    name: str
    form_type: str = "application/x-www-form-urlencoded"
    dots_for_underscores: bool = False
    empty_left_out: bool = False

    def sign(
        self, http_method: str, endpoint: str, parameters: dict, method: str = "", timestamp: int = NOW
    ) -> Wire:
        sent = {
            "Action": "SealOCR",
            "Version": "2018-11-19",
            "Nonce": 11886,
            "Timestamp": timestamp,
            "SecretId": SECRET_ID,
            **({"SignatureMethod": method} if method else {}),
            **parameters,
        }
        signed = {
            (name.replace("_", ".") if self.dots_for_underscores else name): value
            for name, value in sent.items()
            if not self.empty_left_out or value != ""
        }
        plain = "&".join(f"{name}={signed[name]}" for name in sorted(signed))
        digest = hashlib.sha256 if method == "HmacSHA256" else hashlib.sha1
        to_sign = f"{http_method}{endpoint}/?{plain}".encode()
        code = hmac.new(SECRET_KEY.encode(), to_sign, digest).digest()
        encoded = urlencode(sent | {"Signature": base64.b64encode(code).decode()}).encode()
        if http_method == "GET":
            return Wire(method="GET", query_string=encoded, headers={"host": endpoint})
        return Wire(method="POST", headers={"host": endpoint, "content-type": self.form_type}, body=encoded)


OLD_SDKS = (
    OldSdk("python", dots_for_underscores=True),
    OldSdk("go", empty_left_out=True),
    OldSdk("node"),
    OldSdk("java", form_type="application/x-www-form-urlencoded; charset=utf-8"),
    OldSdk("php"),
    OldSdk("dotnet", form_type="application/x-www-form-urlencoded; charset=utf-8"),
)


def with_headers(request: Wire, **changed: str | None) -> Wire:
    """Return the request with headers replaced (underscores stand for hyphens), or left out where None."""
    headers = dict(request.headers)
    for name, value in changed.items():
        headers.pop(name.replace("_", "-"), None)
        if value is not None:
            headers[name.replace("_", "-")] = value
    return replace(request, headers=headers)
