"""Signing requests as the official SDKs do, for tests."""

import hashlib
import hmac
from datetime import UTC, datetime

from sealstack.service.dialects.tencent.signatures import SignedRequest


def authorization(request: SignedRequest, secret_id: str, secret_key: str, service: str = "ocr") -> str:
    """Make the `Authorization` header of TC3-HMAC-SHA256, over content type and host."""
    timestamp = request.header("x-tc-timestamp")
    date = datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%d")
    canonical = (
        f"{request.method}\n{request.path}\n\ncontent-type:{request.header('content-type')}\n"
        f"host:{request.header('host')}\n\ncontent-type;host\n{hashlib.sha256(request.body).hexdigest()}"
    )
    scope = f"{date}/{service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = f"TC3{secret_key}".encode()
    for part in (date, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{digest}".encode(), "sha256").hex()
    return (
        f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders=content-type;host, "
        f"Signature={signature}"
    )
