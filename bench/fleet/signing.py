"""Calls of the Tencent dialect, signed by TC3-HMAC-SHA256 as the official SDKs do."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime
from typing import Any


def signed(
    host: str, action: str, parameters: Any, secret_id: str, secret_key: str
) -> tuple[dict[str, str], bytes]:
    """Make the headers and the body of a call.

    Args:
        host: as the client addresses it, with the port.
        action: such as `SealOCR`.
        parameters: of the Action.
        secret_id: of the account.
        secret_key: of the account.
    """
    body, moment = json.dumps(parameters).encode(), int(time.time())
    date = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
    kind = "application/json"
    digest = hashlib.sha256(body).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\n\ncontent-type;host\n{digest}"
    scope = f"{date}/ocr/tc3_request"
    text = f"TC3-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{secret_key}".encode()
    for part in (date, "ocr", "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    headers = {
        "Content-Type": kind,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Version": "2018-11-19",
        "X-TC-Timestamp": str(moment),
        "X-TC-Region": "",
        "Authorization": f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, "
        f"SignedHeaders=content-type;host, Signature={signature}",
    }
    return headers, body
