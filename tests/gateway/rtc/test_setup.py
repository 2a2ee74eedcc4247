from dataclasses import replace
from typing import Any

import pytest

from gateway.errors import SettingsError
from gateway.rtc.api import IceServer, RtcSettings
from gateway.rtc.setup import rtc_settings
from gateway.settings.schema import Rtc, Settings


def with_rtc(**values: Any) -> Settings:
    return replace(Settings(), rtc=Rtc(**values))


def test_by_default_nobody_is_asked() -> None:
    assert rtc_settings(Settings()) == RtcSettings()


def test_servers_addresses_and_ports() -> None:
    made = rtc_settings(
        with_rtc(
            stun_url="stun:stun.example.org",
            turn_url="turns:turn.example.org:5349?transport=tcp",
            turn_username="ada",
            turn_credential="s3cret",
            addresses="192.0.2.7 2001:db8::7",
            port_low=30000,
            port_high=30100,
        )
    )
    assert made.stun == IceServer("stun:stun.example.org")
    assert made.turn == IceServer("turns:turn.example.org:5349?transport=tcp", "ada", "s3cret")
    assert made.addresses == ("192.0.2.7", "2001:db8::7")
    assert (made.port_low, made.port_high) == (30000, 30100)
    assert "s3cret" not in repr(made)


@pytest.mark.parametrize(
    "values",
    [
        {"stun_url": "turn:host"},
        {"stun_url": "http://host"},
        {"turn_url": "turn:host?transport=sctp"},
        {"turn_url": "turns:host?transport=udp"},
        {"addresses": "host.example"},
        {"public_address": "1.2.3"},
        {"port_low": 30000},
        {"port_low": 30000, "port_high": 29000},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(values: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=r"^rtc\."):
        rtc_settings(with_rtc(**values))
