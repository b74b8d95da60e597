"""Which network addresses a picture may be fetched from."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")


def is_public(text: str) -> bool:
    """Tell whether an address is one of the public internet.

    Private, loopback, link-local, shared (RFC 6598), multicast, reserved and unspecified addresses are not.
    An IPv6 address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is only if that one is too.

    Args:
        text: an IPv4 or IPv6 address, perhaps with a zone (`fe80::1%eth0`).
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (address, *_carried(address)))


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return True  # judged by the address it carries
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: Address) -> list[ipaddress.IPv4Address]:
    """List the IPv4 addresses inside an IPv6 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _NAT64_LOCAL:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]
