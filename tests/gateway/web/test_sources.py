"""Who asks, behind proxies that are trusted and behind none."""

import pytest

from gateway.web.networks import Networks
from gateway.web.sources import scheme_of, source_of

PROXIES = Networks(["10.0.0.0/8"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "source"),
    [
        ("198.51.100.1", [], "198.51.100.1"),
        ("198.51.100.1", ["192.0.2.1"], "198.51.100.1"),  # a stranger's word is not believed
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["203.0.113.9, 192.0.2.1"], "192.0.2.1"),  # what the caller itself added is not believed
        ("10.0.0.1", ["203.0.113.9", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.1, 10.0.0.2"], "192.0.2.1"),  # two proxies
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1, nonsense, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["2001:db8::7"], "2001:db8::7"),
    ],
)
def test_the_source_is_the_first_who_is_not_trusted(peer: str, forwarded: list[str], source: str) -> None:
    assert source_of(peer, forwarded, PROXIES) == source


@pytest.mark.parametrize(
    ("scheme", "peer", "said", "is_"),
    [
        ("http", "198.51.100.1", ["https"], "http"),
        ("http", "10.0.0.1", ["https"], "https"),
        ("http", "10.0.0.1", [], "http"),
        ("https", "10.0.0.1", ["http"], "http"),
        ("http", "10.0.0.1", ["http", " HTTPS "], "https"),
        ("http", "10.0.0.1", ["gopher"], "http"),
        ("ws", "198.51.100.1", [], "http"),
        ("wss", "198.51.100.1", [], "https"),
    ],
)
def test_only_a_trusted_proxy_says_what_the_browser_used(scheme: str, peer: str, said: list[str], is_: str) -> None:
    assert scheme_of(scheme, peer, said, PROXIES) == is_
