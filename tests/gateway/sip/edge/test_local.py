"""By which address a peer reaches us."""

import pytest

from gateway.sip.edge.local import LocalAddresses


@pytest.mark.parametrize(
    ("peer", "bound", "local"),
    [
        ("127.0.0.1", "0.0.0.0", "127.0.0.1"),
        ("::1", "::", "::1"),
        ("127.0.0.1", "192.0.2.5", "192.0.2.5"),
        ("8.8.8.8", "0.0.0.0", "203.0.113.9"),
        ("8.8.8.8", "192.0.2.5", "203.0.113.9"),
        ("10.0.0.1", "192.168.1.2", "192.168.1.2"),
    ],
)
def test_the_internet_is_told_the_public_address_and_neighbours_the_real_one(peer: str, bound: str, local: str) -> None:
    addresses = LocalAddresses("203.0.113.9")
    assert addresses.towards(peer, bound) == local
    assert addresses.towards(peer, bound) == local


def test_without_a_public_address_everybody_is_told_the_real_one() -> None:
    assert LocalAddresses(None).towards("8.8.8.8", "192.0.2.5") == "192.0.2.5"


def test_addresses_are_looked_up_again_when_told() -> None:
    addresses = LocalAddresses(None)
    assert addresses.towards("127.0.0.1", "0.0.0.0") == "127.0.0.1"
    addresses.forget()
    assert addresses.towards("127.0.0.1", "0.0.0.0") == "127.0.0.1"
