import ipaddress

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.network import CheckedNetwork, is_public, left


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "2606:2800:220:1:248:1893:25c8:1946",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8",
    ],
)
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
    ],
)
def test_addresses_of_one_machine_or_network(address: str) -> None:
    assert not is_public(address)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_wrapping_an_address_in_ipv6_does_not_open_it(ip: ipaddress.IPv4Address) -> None:
    number = int(ip)
    for wrapped in ((0xFFFF << 32) | number, (0x2002 << 112) | (number << 80)):
        assert is_public(str(ipaddress.IPv6Address(wrapped))) == is_public(str(ip))


def test_one_private_address_of_a_name_is_enough_to_refuse_it() -> None:
    network = CheckedNetwork(False, lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(InputError, match=r"mixed\.example is at 10\.0\.0\.1"):
        network.connect_tcp("mixed.example", 80)


def test_no_wait_goes_beyond_the_deadline() -> None:
    assert left(float("inf"), 3.0) == 3.0
    with pytest.raises(httpcore.TimeoutException):
        left(0.0, 3.0)
