"""Secrets that are stored as salted scrypt hashes (RFC 7914) and compared in constant time."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Final

LEAST_PASSWORD: Final = 12  # characters; NIST SP 800-63B asks for length, not for kinds of characters
MOST_PASSWORD: Final = 256


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: 128 * n * r bytes of memory, p times over."""

    n: int
    r: int = 8
    p: int = 1


# What a person chose may be guessed: the OWASP cheat sheet's cost, 16 MB. A token is 256 random bits, which no hash
# has to protect from guessing: it is hashed so that a copy of the store lets nobody in, a hundred times a second.
PASSWORD: Final = Cost(2**14, p=5)
TOKEN: Final = Cost(2**10)


def new_token() -> str:
    """256 random bits that fit in a URL."""
    return secrets.token_urlsafe(32)


def hashed(secret: str, cost: Cost) -> str:
    """Cost, salt and hash in one line. Takes tens of milliseconds for a password: call it in a thread."""
    salt = os.urandom(16)
    return f"scrypt${cost.n}${cost.r}${cost.p}${_text(salt)}${_text(_scrypt(secret, salt, cost))}"


def matches(secret: str, stored: str) -> bool:
    """Whether it is the secret that was hashed, in a time that does not tell where they differ."""
    _, n, r, p, salt, expected = stored.split("$")
    found = _scrypt(secret, base64.b64decode(salt), Cost(int(n), int(r), int(p)))
    return hmac.compare_digest(found, base64.b64decode(expected))


@cache
def nobodys() -> str:
    """A hash that no secret matches, to compare with when nobody has the name: it takes as long."""
    return hashed(new_token(), PASSWORD)


def _scrypt(secret: str, salt: bytes, cost: Cost) -> bytes:
    memory = 132 * cost.n * cost.r * cost.p
    return hashlib.scrypt(secret.encode(), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
