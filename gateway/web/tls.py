"""HTTPS with the operator's own certificate, checked before anyone connects."""

import ssl
from pathlib import Path

from gateway.errors import SettingsError


def server_context(certificate: str, key: str) -> ssl.SSLContext | None:
    """TLS 1.2 or newer with the certificate chain and key in these PEM files; None when neither is named.

    Raises `SettingsError`, which says which of the two is missing, unreadable, no PEM, encrypted, or of another pair.
    """
    if not certificate and not key:
        return None
    if not (certificate and key):
        raise SettingsError("http.certificate and http.key go together: set both, or neither")
    _require_readable("http.certificate", certificate)
    _require_readable("http.key", key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        raise SettingsError(_sentence(error, certificate, key)) from None
    return context


def _require_readable(setting: str, file: str) -> None:
    try:
        Path(file).read_bytes()
    except OSError as error:
        raise SettingsError(f"{setting}: cannot read {file}: {error.strerror}") from None


def _no_password() -> str:
    """Nobody is there to be asked; without this OpenSSL would ask the terminal and wait."""
    raise SettingsError("http.key is encrypted: give it without a passphrase, readable for this user alone")


def _sentence(error: ssl.SSLError, certificate: str, key: str) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"http.key: {key} is not the key of the certificate {certificate}"
    return f"http.certificate and http.key must be PEM files, the chain and its private key: {certificate}, {key}"
