"""How a person is found again: by a keyed hash, so that the store cannot be asked "is this number in you?"."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Means(Enum):
    """What kind of thing identifies a person."""

    NUMBER = "number"
    SIP_URI = "sip-uri"
    ACCOUNT = "account"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value that finds a person; it is held as long as it takes to hash it."""

    means: Means
    value: str = field(repr=False)


def alias_of(pepper: bytes, identifier: Identifier) -> str:
    """HMAC-SHA-256 over kind and normal form, in hex: equal for every spelling, useless without the key."""
    normal = _NORMAL[identifier.means](identifier.value)
    return hmac.new(pepper, f"{identifier.means.value}\0{normal}".encode(), hashlib.sha256).hexdigest()


def _number(value: str) -> str:
    """E.164 digits: "+", "00", "tel:", spaces and punctuation do not count."""
    digits = re.sub(r"\D", "", re.sub(r"^tel:", "", value.strip(), flags=re.IGNORECASE).split(";")[0])
    return digits.removeprefix("00") if not value.strip().startswith("+") else digits


def _sip_uri(value: str) -> str:
    """User and host (RFC 3261 section 19.1.4): no scheme, port or parameter; the host in lower case."""
    bare = re.sub(r"^.*<|>.*$", "", value.strip())
    bare = re.sub(r"^sips?:", "", bare, flags=re.IGNORECASE)
    bare = re.split(r"[;?]", bare, maxsplit=1)[0]
    user, at, host = bare.rpartition("@")
    host = re.sub(r":\d+$", "", host).lower()
    return f"{user.split(':')[0]}{at}{host}"


def _plain(value: str) -> str:
    return " ".join(value.casefold().split())


_NORMAL: Final = {
    Means.NUMBER: _number,
    Means.SIP_URI: _sip_uri,
    Means.ACCOUNT: _plain,
    Means.REFERENCE: _plain,
}
