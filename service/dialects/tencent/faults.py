"""Faults on demand, for testing how a client takes them. Only with `OCR_FAULTS=1`."""

from __future__ import annotations

import re
import time

from sealstack.service.dialects.tencent.catalogue import CATALOGUE
from sealstack.service.dialects.tencent.errors import ApiError, example_error
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.texts import Text

MAX_DELAY = 60_000
"""The longest delay, in milliseconds."""

_DELAY = re.compile(r"[0-9]{1,9}", re.ASCII)

_UNKNOWN = Text(
    "未知的错误码`{code}`。可用的错误码：{known}", "`{code}` is no known code. Known are: {known}"
)
_NOT_A_DELAY = Text(
    "X-Sealstack-Delay应为0到{limit}之间的毫秒数。",
    "X-Sealstack-Delay must be a number of milliseconds from 0 to {limit}.",
)


def inject(request: SignedRequest) -> None:
    """Wait as long as `X-Sealstack-Delay` says, then fail as `X-Sealstack-Fault` says.

    Raises:
        ApiError: the one asked for, or `InvalidParameter` when the headers ask for something unknown.
    """
    delay = request.header("x-sealstack-delay")
    if delay:
        if not _DELAY.fullmatch(delay) or int(delay) > MAX_DELAY:
            raise ApiError("InvalidParameter", reason=_NOT_A_DELAY.filled(limit=MAX_DELAY))
        time.sleep(int(delay) / 1000)
    code = request.header("x-sealstack-fault")
    if code and code not in CATALOGUE:
        known = ", ".join(sorted(CATALOGUE))
        raise ApiError("InvalidParameter", reason=_UNKNOWN.filled(code=code[:64], known=known))
    if code:
        raise example_error(code)
