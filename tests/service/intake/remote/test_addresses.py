"""Which addresses are public."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.intake.remote.addresses import is_public


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1.1.1.1",
        "2001:0:7f00:1::",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.0.9",
        "192.88.99.1",
        "100.100.100.200",
        "fd00:ec2::254",
        "fec0::1",
        "feff::1",
        "3fff::1",
        "3fff:fff::1",
        "5f00::1",
        "::a9fe:a9fe",
        "::ffff:0:169.254.169.254",
        "::ffff:168.63.129.16",
        "64:ff9b::168.63.129.16",
        "2002:a83f:8110::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "not an address",
        "",
    ],
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8"))
def test_every_way_to_carry_a_private_address_is_seen(inner):
    number = int(inner)
    carriers = [
        (0xFFFF << 32) | number,
        (0x2002 << 112) | (number << 80),
        (0x64FF9B << 96) | number,
    ]
    assert not any(is_public(str(ipaddress.IPv6Address(carrier))) for carrier in carriers)
