"""What an INVITE says of a call: whom it is for, who calls, and how it reached us. Pure; runs in the gateway."""

import re
from dataclasses import dataclass, field

import sipmessage

from gateway.legs.api import CallerIdentity

_FOLD = re.compile(r"\r?\n[ \t]+")  # RFC 3261 section 7.3.1
_COMPACT = {"f": "from", "v": "via"}  # RFC 3261 section 7.3.3
_USER = re.compile(r"sips?:([^@:;>\s]+)[^@>\s]*@|tel:([^;>\s]+)", re.IGNORECASE)
_HIDING = {"id", "user", "header"}  # RFC 3323 section 4.2, RFC 3325 section 9.3


@dataclass(frozen=True, slots=True)
class Invitation:
    """The parts of an INVITE that the gateway acts on; a part that cannot be read is empty."""

    destination: str = ""
    transport: str = "udp"  # between the caller and the edge
    caller: CallerIdentity = field(default_factory=CallerIdentity)


def read(head: str) -> Invitation:
    """The invitation in an INVITE's start line and headers. Never raises: PJSIP accepted the message."""
    start, _, rest = _FOLD.sub(" ", head).partition("\n")
    headers: dict[str, list[str]] = {}
    for line in rest.splitlines():
        name, _, value = line.partition(":")
        name = name.strip().lower()
        headers.setdefault(_COMPACT.get(name, name), []).append(value.strip())
    return Invitation(_user(start), _transport(headers), _caller(headers))


def _user(text: str) -> str:
    found = _USER.search(text)
    return _readable(found[1] or found[2]) if found else ""


def _transport(headers: dict[str, list[str]]) -> str:
    """The last Via is the caller's own; those above it were added by whoever passed the request on."""
    hops = ",".join(headers.get("via", [])).split(",")
    protocol = hops[-1].split(maxsplit=1)[:1]
    return "".join(protocol).rpartition("/")[2].lower() or "udp"


def _caller(headers: dict[str, list[str]]) -> CallerIdentity:
    """P-Asserted-Identity (RFC 3325) where a trunk gives it, else From."""
    value = next((headers[name][0] for name in ("p-asserted-identity", "from") if name in headers), "")
    privacy = re.split(r"[;,\s]+", ";".join(headers.get("privacy", [])).lower())
    return CallerIdentity(
        number=_user(value),
        display_name=_display_name(value),
        withheld=not _HIDING.isdisjoint(privacy),
    )


def _display_name(value: str) -> str:
    try:
        return _readable(sipmessage.Address.parse_many(value)[0].name)
    except (ValueError, TypeError, IndexError):
        return _readable(value.partition("<")[0].strip().strip('"'))


def _readable(text: str) -> str:
    """Bytes that were no UTF-8 arrive as surrogates; they would raise wherever the text is written."""
    return text.encode("utf-8", "replace").decode("utf-8", "replace")
