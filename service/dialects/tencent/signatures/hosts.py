"""The names under which a client may have known this server when it signed its request."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_PORT = re.compile(r":[0-9]+$")


def signable_hosts(host_header: str, public_hosts: Iterable[str] = ()) -> tuple[str, ...]:
    """List the host names to try, the most usual first and each once.

    The official SDKs do not agree on what they sign: most sign the endpoint with its port, Node signs the
    host name alone. An endpoint that was set with a scheme by mistake (`http://127.0.0.1:8000`) arrives as
    such in `Host`. Behind a reverse proxy, or with Python's `apigw_endpoint`, the name that was signed is
    not in the request at all and has to be configured.

    Args:
        host_header: the `Host` header as received.
        public_hosts: names of this server that are configured, with or without a port.
    """
    tried: dict[str, None] = {}
    for host in (host_header, _SCHEME.sub("", host_header), *public_hosts):
        tried[host] = None
        tried[_PORT.sub("", host)] = None
    tried.pop("", None)
    return tuple(tried)
