"""ICE candidates as text (RFC 8839 section 5.1), theirs read with suspicion, ours written. Pure."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

_LINE: Final = re.compile(
    r"candidate:(?P<foundation>[A-Za-z0-9+/]{1,32}) (?P<component>[0-9]{1,3}) (?P<transport>[A-Za-z0-9-]{1,8})"
    r" (?P<priority>[0-9]{1,10}) (?P<host>[A-Za-z0-9.:-]{1,64}) (?P<port>[0-9]{1,5}) typ (?P<type>host|srflx|relay)\b"
)
_MDNS: Final = re.compile(r"[0-9A-Fa-f-]{36}\.local")
MAX_MDNS: Final = 4
"""Names of one call that are looked up on the local link: a browser hides each of its addresses behind one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where one side may be reached by UDP. An address is personal data: no part of it is shown."""

    foundation: str = field(repr=False)
    priority: int
    host: str = field(repr=False)  # an address, or an mDNS name
    port: int = field(repr=False)
    type: str
    related_host: str = field(default="", repr=False)
    related_port: int = field(default=0, repr=False)

    def __str__(self) -> str:
        text = f"candidate:{self.foundation} 1 udp {self.priority} {self.host} {self.port} typ {self.type}"
        return f"{text} raddr {self.related_host} rport {self.related_port}" if self.related_host else text


def read(value: str) -> Candidate | None:
    """The candidate in "candidate:…"; None where it cannot be used: another transport or component, a name that is
    not mDNS, an address that is nobody's."""
    match = _LINE.match(value)
    if not match or match["transport"].lower() != "udp" or match["component"] != "1":
        return None
    host, port, priority = match["host"], int(match["port"]), int(match["priority"])
    if not 0 < port < 65536 or not 0 < priority < 2**31 or not _is_reachable(host):
        return None
    return Candidate(match["foundation"], priority, host, port, match["type"])


def usable(values: Iterable[str], most: int) -> Iterator[Candidate]:
    """The first `most` candidates that can be used, each address once."""
    seen: set[tuple[str, int]] = set()
    names = 0
    for value in values:
        if len(seen) >= most:
            return
        candidate = read(value)
        if candidate is None or (candidate.host, candidate.port) in seen:
            continue
        names += candidate.host.endswith(".local")
        if names <= MAX_MDNS or not candidate.host.endswith(".local"):
            seen.add((candidate.host, candidate.port))
            yield candidate


def _is_reachable(host: str) -> bool:
    """An address of one machine, or an mDNS name: no packet of ours goes to a group or to everybody."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(_MDNS.fullmatch(host))
    return not (address.is_multicast or address.is_unspecified or address.is_reserved) and host != "255.255.255.255"
