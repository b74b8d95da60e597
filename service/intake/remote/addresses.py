"""Which network addresses a picture may be fetched from."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been given out to the public internet (RFC 4291, section 2.4)."""

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # shared (RFC 6598); Alibaba's metadata is at 100.100.100.200
        "168.63.129.16/32",  # Azure's own service on every virtual machine
        "192.0.0.0/24",  # IETF protocol assignments; Oracle's metadata is at 192.0.0.192
        "192.88.99.0/24",  # relays of 6to4, withdrawn (RFC 7526)
        "192.175.48.0/24",  # AS112, the sink of questions about private addresses
        "192.31.196.0/24",
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation (RFC 9637)
    )
)
"""What some version of `ipaddress` takes for public: its tables follow the registries years later."""


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet.

    Private, loopback, link-local, site-local, shared (RFC 6598), multicast, reserved and unspecified
    addresses are not, nor those under which clouds keep services of their own for every machine. An IPv6
    address that carries an IPv4 address (mapped, 6to4, NAT64) is only if that one is too.

    Args:
        text: an IPv4 or IPv6 address, perhaps with a zone (`fe80::1%eth0`).
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (address, *_carried(address)))


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None or address in _NAT64:
            return True  # judged by the address it carries
        if address not in _GLOBAL_UNICAST:
            return False
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: Address) -> list[ipaddress.IPv4Address]:
    """List the IPv4 addresses inside an IPv6 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _NAT64_LOCAL:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]
