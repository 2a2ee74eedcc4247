"""What the operator set, as browser calls take it."""

import ipaddress
import re

from gateway.errors import SettingsError
from gateway.rtc.api import IceServer, RtcSettings
from gateway.settings.schema import Settings

_STUN = re.compile(r"stun:[^\s?:/@]+(:\d{1,5})?")
_TURN = re.compile(r"turn:[^\s?:/@]+(:\d{1,5})?(\?transport=(udp|tcp))?|turns:[^\s?:/@]+(:\d{1,5})?(\?transport=tcp)?")
"""TLS goes over TCP alone: no browser and no library of ours speaks TURN over DTLS."""


def rtc_settings(settings: Settings) -> RtcSettings:
    """The settings of browser calls. Raises `SettingsError` with one sentence for what cannot be."""
    rtc, calls = settings.rtc, settings.calls
    if bool(rtc.port_low) != bool(rtc.port_high) or rtc.port_high < rtc.port_low:
        raise SettingsError("rtc.port_low and rtc.port_high must be set together, the lower one first")
    return RtcSettings(
        stun=_server("rtc.stun_url", _STUN, rtc.stun_url),
        turn=_server("rtc.turn_url", _TURN, rtc.turn_url, rtc.turn_username, rtc.turn_credential),
        addresses=tuple(_address("rtc.addresses", each) for each in rtc.addresses.split()),
        public_address=_address("rtc.public_address", rtc.public_address) if rtc.public_address else "",
        port_low=rtc.port_low,
        port_high=rtc.port_high,
        most=calls.most,
        connect_s=rtc.connect_seconds,
        reconnect_s=rtc.reconnect_seconds,
        media_timeout_s=calls.media_timeout_seconds,
    )


def _server(key: str, form: "re.Pattern[str]", url: str, username: str = "", credential: str = "") -> IceServer | None:
    if not url:
        return None
    if not form.fullmatch(url):
        raise SettingsError(f"{key} is no such URL: write it like stun:host:3478 or turn:host:3478?transport=udp")
    return IceServer(url, username, credential)


def _address(key: str, text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise SettingsError(f"{key} must hold addresses, such as 192.0.2.7") from None
