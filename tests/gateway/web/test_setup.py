"""What the operator set, as the web side takes it."""

import pytest

from gateway.errors import SettingsError
from gateway.settings.load import load
from gateway.settings.schema import Settings
from gateway.web.api import WebSettings
from gateway.web.setup import socket_settings, web_settings


def settings(**http: object) -> Settings:
    return load(flags={f"http.{name}": value for name, value in http.items()}).settings


def test_the_defaults_are_the_bounds_that_are_documented() -> None:
    made, default = web_settings(settings()), WebSettings()
    assert made.requests == default.requests and made.openings.burst == default.openings.burst
    assert made.monitors == default.monitors and made.allowed_origins == ()


def test_lists_are_taken_apart() -> None:
    made = web_settings(
        settings(
            allowed_origins="https://shop.example https://b.example:8443 http://[::1]:80",
            hosts="Box.example box",
            trusted_proxies="10.0.0.0/8 ::1/128",
        )
    )
    assert made.allowed_origins == ("https://shop.example", "https://b.example:8443", "http://[::1]:80")
    assert made.hosts == ("box.example", "box")
    assert made.trusted_proxies == ("10.0.0.0/8", "::1/128")


def test_a_proxy_may_connect_for_many() -> None:
    assert socket_settings(settings(trusted_proxies="10.0.0.1/32")).unlimited_networks == ("10.0.0.1/32",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allowed_origins", "*"),
        ("allowed_origins", "https://*.example"),
        ("allowed_origins", "https://shop.example/"),
        ("allowed_origins", "https://Shop.example"),  # a browser sends it in lower case: it would never match
        ("allowed_origins", "shop.example"),
        ("allowed_origins", "null"),
        ("hosts", "box.example:8080"),
        ("hosts", "http://box.example"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("monitors", "everybody"),
    ],
)
def test_what_cannot_be_is_told_with_its_key(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"http\.{name}"):
        web_settings(settings(**{name: value}))
