"""A platform over HTTPS, with nothing but the standard library: few headers, no redirect, no proxy, no cookie."""

import asyncio
import ssl
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from privacy.platforms.api import Entry, PlatformAway

_MOST_ANSWER: Final = 1 << 20  # bytes


def _modern() -> ssl.SSLContext:
    """TLS 1.2 or newer; the platform's name is checked against the authorities of this system."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True, slots=True)
class HttpsTransport:
    """`Transport` that posts JSON to the entry's URL, with the key of its file as a bearer token.

    A connection each time: one that is kept open would tie calls together.
    """

    timeout_s: float = 10.0
    context: ssl.SSLContext = field(default_factory=_modern)

    async def exchange(self, entry: Entry, body: bytes) -> bytes:
        try:
            return await asyncio.to_thread(self._exchange, entry, body)
        except ssl.SSLError:
            raise PlatformAway(f"platform '{entry.ident}' does not show a certificate that we trust") from None
        except (OSError, HTTPException):
            raise PlatformAway(f"platform '{entry.ident}' does not answer") from None

    def _exchange(self, entry: Entry, body: bytes) -> bytes:
        url = urlsplit(entry.url)
        if url.scheme != "https" or not url.hostname:
            raise PlatformAway(f"platform '{entry.ident}' has no https address: give its entry a url")
        key = _key(entry)
        connection = HTTPSConnection(url.hostname, url.port, timeout=self.timeout_s, context=self.context)
        try:
            connection.putrequest("POST", url.path or "/", skip_accept_encoding=True)
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
            if key:
                connection.putheader("Authorization", f"Bearer {key}")
            connection.endheaders(body)
            answer = connection.getresponse()
            content = answer.read(_MOST_ANSWER + 1)
        finally:
            connection.close()
        if answer.status != 200 or len(content) > _MOST_ANSWER:
            raise PlatformAway(f"platform '{entry.ident}' answers {answer.status} with what we do not take")
        return content


def _key(entry: Entry) -> str:
    """The platform's key; "" when it needs none. Raises `PlatformAway`."""
    if not entry.key_file:
        return ""
    path = Path(entry.key_file)
    try:
        if path.stat().st_mode & 0o077:
            raise PlatformAway(f"others may read the key of platform '{entry.ident}': chmod 600 its key_file")
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise PlatformAway(f"the key of platform '{entry.ident}' cannot be read: see its key_file") from None
    if not key.isprintable() or " " in key:
        raise PlatformAway(f"the key of platform '{entry.ident}' is no key: one word is meant")
    return key
