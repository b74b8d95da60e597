"""Signed requests to a closed service, to be sent as they are, changed, or once more."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sealstack.service.dialects.tencent.signatures import SignedRequest
from tests.service.client import Caller
from tests.service.dialects.tencent.signatures.wire import PYTHON, SECRET_ID, SECRET_KEY

ENDPOINT = "localhost"


def closed(folder: Path, **settings: Any) -> Caller:
    """A service with one account, that of `tests.service.dialects.tencent.signatures.wire`."""
    return Caller(data_dir=folder, secret_id=SECRET_ID, secret_key=SECRET_KEY, rate_limit=0, **settings)


@dataclass(frozen=True)
class Captured:
    """A request as it went over the wire, for whoever listened.

    Attributes:
        wire: the signed request.
        action: what it names in `X-TC-Action`.
    """

    wire: SignedRequest
    action: str

    def send(self, caller: Caller, action: str = "", query: str = "", **headers: str) -> dict[str, Any]:
        """Send it, perhaps under another Action, with a query string or with other headers besides."""
        sent = {
            **self.wire.headers,
            "x-tc-action": action or self.action,
            "x-tc-language": "en-US",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return caller.send(self.wire.method, data=self.wire.body, headers=sent, query_string=query)

    def with_body(self, **parameters: Any) -> Captured:
        """The same signature over another body."""
        return replace(self, wire=replace(self.wire, body=json.dumps(parameters).encode()))


_TAKEN: set[int] = set()


def a_moment() -> int:
    """A timestamp of the last seconds, another for each call: the same body is then signed anew each time."""
    moment = int(time.time())
    while moment in _TAKEN:
        moment -= 1
    _TAKEN.add(moment)
    return moment


def call(action: str, *, unsigned: bool = False, **parameters: Any) -> Captured:
    """Sign a call as the Python SDK does, with or without its body."""
    wire = PYTHON.post_json(ENDPOINT, parameters, unsigned=unsigned, timestamp=a_moment())
    return Captured(wire, action)
