"""What pages of other sites, in somebody's browser, may not ask of a service that asks nobody who they are.

A browser on this machine, or in this network, reaches the service on behalf of every page that it shows.
What needs a signature or a key is safe from them: they have none. For the rest a browser tells where a page
is from.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from flask import Request
from werkzeug.exceptions import Forbidden

from sealstack.service.settings.settings import Settings
from sealstack.service.texts import Text

_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_OWN_SITE = ("same-origin", "none")

_FOREIGN_HOST = Text(
    "本机服务不接受主机名`{host}`，请在OCR_PUBLIC_HOSTS中列出。",
    "this machine's service is not known as `{host}`: name it in OCR_PUBLIC_HOSTS.",
)
_FOREIGN_PAGE = Text(
    "其他网站的页面不得访问模板，请使用密钥保护服务。",
    "pages of other sites may neither change nor list templates.",
)


class ForeignPageError(Forbidden):
    """A page of another site asks for what it may not have.

    Attributes:
        reason: the sentence, in every language.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.render("en-US"))
        self.reason = reason


def require_known_host(request: Request, settings: Settings) -> None:
    """Refuse a name for this machine that only a stranger's name server gives it (DNS rebinding).

    Where the service listens on a loopback address it is known as `localhost`, as any name below that, by
    loopback addresses, by its configured names, and by names without a dot, such as this machine's own:
    nobody outside has one of those. Where it listens on others any name will do.

    Args:
        request: the request, let in though nobody says who sent it.
        settings: how the service is set up.

    Raises:
        ForeignPageError: the request names another host.
    """
    host = request.headers.get("Host", "")
    if not host or not _is_loopback(_address_of(request, settings)):
        return
    name = _name_of(host)
    if name is None or not (_is_loopback(name) or _is_local_name(name) or name in _own_names(settings)):
        raise ForeignPageError(_FOREIGN_HOST.filled(host=host[:64]))


def require_own_page(request: Request, settings: Settings) -> None:
    """Refuse what a page of another site asks for; whatever is no browser says nothing of pages.

    Pages of the host that the request names are the service's own, and those of the configured names.

    Args:
        request: the request, let in though nobody says who sent it.
        settings: how the service is set up.

    Raises:
        ForeignPageError: it comes from such a page.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
        raise ForeignPageError(_FOREIGN_PAGE)
    origin = request.headers.get("Origin")
    if origin is None:
        return
    scheme, name = origin.partition("://")[0].lower(), _name_of(origin)
    if scheme not in _DEFAULT_PORTS or name is None:
        raise ForeignPageError(_FOREIGN_PAGE)
    if name in _own_names(settings):
        return
    host, default = request.headers.get("Host", ""), _DEFAULT_PORTS[scheme]
    if name != _name_of(host) or _port_of(origin, default) != _port_of(host, default):
        raise ForeignPageError(_FOREIGN_PAGE)


def _address_of(request: Request, settings: Settings) -> str:
    """The address that is listened on: servers report it, or some name that they were given instead."""
    reported = str(request.environ.get("SERVER_NAME", ""))
    try:
        return str(ipaddress.ip_address(reported))
    except ValueError:
        return settings.host


def _own_names(settings: Settings) -> set[str | None]:
    return {_name_of(host) for host in (settings.host, *settings.public_hosts)}


def _name_of(host: str) -> str | None:
    """The host in `name:port`, in lower case and without its scheme; None when there is none."""
    try:
        return urlsplit(f"//{_SCHEME.sub('', host.strip())}").hostname
    except ValueError:
        return None


def _port_of(host: str, default: int) -> int | None:
    try:
        return urlsplit(f"//{_SCHEME.sub('', host.strip())}").port or default
    except ValueError:
        return None


def _is_local_name(name: str) -> bool:
    return "." not in name and ":" not in name


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.removesuffix(".").split(".")[-1] == "localhost"
