"""What the operator set, as the web side takes it."""

import ipaddress
import re

from gateway.errors import SettingsError
from gateway.settings.schema import Settings
from gateway.sip.edge.api import Rate
from gateway.web.api import SocketSettings, WebSettings

_ORIGIN = re.compile(r"https?://([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")  # RFC 6454 section 6.2, as browsers send it
_NAME = re.compile(r"[a-z0-9_.-]+")


def web_settings(settings: Settings) -> WebSettings:
    """The settings of the application. Raises `SettingsError` with one sentence for what cannot be."""
    http = settings.http
    return WebSettings(
        allowed_origins=tuple(_origin(each) for each in http.allowed_origins.split()),
        hosts=tuple(_name(each) for each in http.hosts.split()),
        trusted_proxies=_networks("http.trusted_proxies", http.trusted_proxies),
        monitors=_networks("http.monitors", http.monitors),
        requests=Rate(http.requests_per_source, max(20, int(5 * http.requests_per_source))),
        openings=Rate(http.openings_per_source / 60, max(5, int(http.openings_per_source))),
        max_chats=max(64, 2 * settings.calls.most),
    )


def socket_settings(settings: Settings) -> SocketSettings:
    """The settings of the listener. Raises `SettingsError`."""
    http = settings.http
    proxies = _networks("http.trusted_proxies", http.trusted_proxies)
    return SocketSettings(certificate=http.certificate, key=http.key, unlimited_networks=proxies)


def _networks(key: str, text: str) -> tuple[str, ...]:
    for each in text.split():
        try:
            ipaddress.ip_network(each)
        except ValueError:
            raise SettingsError(f"{key}: '{each}' is no network, such as 192.0.2.0/24") from None
    return tuple(text.split())


def _origin(text: str) -> str:
    if not _ORIGIN.fullmatch(text):
        raise SettingsError(f"http.allowed_origins: '{text}' is no origin: write it like https://shop.example, no path")
    return text


def _name(text: str) -> str:
    if not _NAME.fullmatch(text.lower()):
        raise SettingsError(f"http.hosts: '{text}' is no name: write it like box.example, without port or path")
    return text.lower()
