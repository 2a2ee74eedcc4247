"""Addresses as they come out of sockets and headers."""

import pytest

from gateway.web.networks import Networks, plain_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[::ffff:192.0.2.7]", "192.0.2.7"),
    ],
)
def test_an_address_is_found_in_its_forms(text: str, address: str) -> None:
    assert str(plain_address(text)) == address


@pytest.mark.parametrize("text", ["", "unknown", "_hidden", "192.0.2.7:80", "1.2.3", "localhost", "192.0.2.7, 1.1.1.1"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert plain_address(text) is None


def test_networks_know_what_is_in_them() -> None:
    networks = Networks(["192.0.2.0/24", "2001:db8::/32"])
    assert "192.0.2.200" in networks and "::ffff:192.0.2.200" in networks and "2001:db8:1::1" in networks
    assert "198.51.100.1" not in networks and "nobody" not in networks


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="x"):
        Networks(["x"])
