"""When a request says that it was signed."""

from __future__ import annotations

import re

from sealstack.service.dialects.tencent.errors import ApiError

WINDOW_SECONDS = 300
"""How far a signature's timestamp may be from the server's clock, either way."""

_SECONDS = re.compile(r"[0-9]{1,18}", re.ASCII)


def read_timestamp(text: str) -> int:
    """Read a timestamp in Unix seconds.

    Raises:
        ApiError: `MissingParameter` when it is empty, `InvalidParameterValue` when it is no whole number.
    """
    if not text:
        raise ApiError("MissingParameter", parameter="Timestamp")
    if not _SECONDS.fullmatch(text):
        raise ApiError("InvalidParameterValue", parameter="Timestamp", value=text[:64])
    return int(text)


def require_recent(timestamp: int, now: float) -> None:
    """Refuse a timestamp more than `WINDOW_SECONDS` away from now.

    Args:
        timestamp: Unix seconds, from the request.
        now: Unix seconds, from the server's clock.

    Raises:
        ApiError: `AuthFailure.SignatureExpire`, naming the server's time.
    """
    if abs(timestamp - int(now)) > WINDOW_SECONDS:
        raise ApiError("AuthFailure.SignatureExpire", now=int(now))
