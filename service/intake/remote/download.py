"""Fetching a picture from a URL without being led astray."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sealstack.service.http.request_log import stage
from sealstack.service.intake.errors import DownloadError
from sealstack.service.intake.remote.connection import Deadline, open_connection, resolve
from sealstack.service.intake.remote.transfer import CHUNK, Content, TransferLimits
from sealstack.service.texts import Text

MAX_REDIRECTS = 3
MAX_SECONDS = 3.0
"""How long a download may take in all, as the public API documents: names, redirects and content together."""

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_URL = 8192
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

_NOT_A_URL = Text("URL无效。", "The URL is not valid.")
_SCHEME = Text("仅支持http和https的URL。", "Only http and https URLs are fetched.")
_REDIRECTED = Text("重定向超过{limit}次。", "There were more than {limit} redirects.")
_STATUS = Text("服务器返回状态码{status}。", "The server answered with status {status}.")
_UNREACHABLE = Text("无法从该URL获取完整内容。", "The URL could not be fetched whole.")


@dataclass(frozen=True)
class DownloadLimits(TransferLimits):
    """What a download may cost and where it may go.

    Attributes:
        allow_private: whether addresses that are not public may be reached.
    """

    max_seconds: float = MAX_SECONDS
    allow_private: bool = False


def download(url: str, limits: DownloadLimits) -> bytes:
    """Fetch a URL, following at most three redirects.

    Names are resolved here; the connection is made to an address that was checked, at every hop. Proxies of
    the environment are not used.

    Raises:
        DownloadError: the URL is refused or cannot be fetched in time.
        TooLargeError: there are more bytes than allowed.
    """
    with stage("downloading"):
        return _followed(url, limits)


def _followed(url: str, limits: DownloadLimits) -> bytes:
    deadline = Deadline(limits.max_seconds)
    try:
        for _ in range(MAX_REDIRECTS + 1):
            content, location = _fetch(_parse(url), limits, deadline)
            if location is None:
                return content
            url = urljoin(url, _as_sent(location))
    except TimeoutError:
        raise limits.too_slow() from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise DownloadError(_UNREACHABLE) from error
    raise DownloadError(_REDIRECTED.filled(limit=MAX_REDIRECTS))


def _parse(url: str) -> SplitResult:
    """Take a URL apart, as people paste it: names in it may have blanks and Chinese in them."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        raise DownloadError(_NOT_A_URL) from None
    if scheme not in _PORTS:
        raise DownloadError(_SCHEME)
    if not host or " " in host or parts.username is not None or len(url) > _MAX_URL:
        raise DownloadError(_NOT_A_URL)
    if any(ord(mark) < 0x20 or ord(mark) == 0x7F for mark in url):
        raise DownloadError(_NOT_A_URL)
    return parts


def _fetch(parts: SplitResult, limits: DownloadLimits, deadline: Deadline) -> tuple[bytes, str | None]:
    """Ask once; return the content, or where the server points instead."""
    scheme, port = parts.scheme.lower(), parts.port or _PORTS[parts.scheme.lower()]
    host = _ascii_host(parts.hostname or "")
    addresses = resolve(host, port, deadline, allow_private=limits.allow_private)
    with open_connection(scheme, host, port, addresses, deadline) as connection:
        connection.request(
            "GET", _target(parts), headers={"Accept-Encoding": "identity", "User-Agent": "sealstack"}
        )
        response = connection.getresponse()
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return b"", location
        if response.status != http.client.OK:
            raise DownloadError(_STATUS.filled(status=response.status))
        return _read(response, limits), None


def _read(response: http.client.HTTPResponse, limits: DownloadLimits) -> bytes:
    announced = response.length  # counted here: not every Python counts it down in read1
    content = Content(limits, announced)
    while announced is None or len(content) < announced:
        chunk = response.read1(CHUNK if announced is None else min(CHUNK, announced - len(content)))
        if not chunk:
            break
        content.add(chunk)
    if announced is not None and len(content) < announced:
        raise DownloadError(_UNREACHABLE)
    return content.whole()


def _ascii_host(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise DownloadError(_NOT_A_URL) from None


def _as_sent(location: str) -> str:
    """Read a redirect's target as UTF-8, which many servers send bare though headers are Latin-1."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _target(parts: SplitResult) -> str:
    """Write what is asked of the server, percent-encoded; what is encoded already stays as it is."""
    path = quote(_BARE_PERCENT.sub("%25", parts.path) or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(_BARE_PERCENT.sub("%25", parts.query), safe="/%:@!$&'()*+,;=~-._?[]{}|^`\"<>\\")
    return f"{path}?{query}" if query else path
