"""Where messages go, and tickets: return addresses the edge signs, hands out and believes when they come back.

A ticket travels as a parameter of our own Via. It makes the proxy stateless (RFC 3261 section 16.11; RFC 5626
section 5.2 does the same with flow tokens) and keeps it from being an open relay: nothing is ever sent to an
address that a message names, only to one that a ticket proves to be ours.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

_MAC_BYTES = 10

Address = tuple[str, int]
"""A host and a port."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One peer outside, as reached through one of our listeners: what a response or a BYE is sent over."""

    transport: str  # "udp", "tcp"; "tls", "ws" when such listeners exist
    listener: int  # index of the local socket the peer reached
    host: str
    port: int
    connection: int = 0  # of a stream transport; counts from 1 in a process

    def __repr__(self) -> str:
        return f"Flow({self.transport})"  # the address is the caller's


@dataclass(frozen=True, slots=True)
class ToCell:
    """A cell, by id: its address is looked up each time, so that a cell that is gone gets nothing."""

    cell_id: str


ReturnPath = Flow | ToCell


class Tickets:
    """Signs and checks return paths and route marks. Pure; the key lives as long as the process.

    Keyed BLAKE2 is a MAC (RFC 7693 section 2.9); 80 bits cannot be guessed over a network.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, path: ReturnPath, branch: str) -> str:
        """The path as a token for the Via whose branch this is; good for no other branch."""
        text = _print(path).encode()
        return base64.urlsafe_b64encode(self._mac(b"via", branch.encode("latin-1"), text) + text).decode().rstrip("=")

    def open(self, ticket: str, branch: str) -> ReturnPath | None:
        """The path, or None when we did not sign it for this branch."""
        try:
            raw = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
        except (binascii.Error, ValueError):
            return None
        mac, text = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(b"via", branch.encode("latin-1"), text)):
            return None
        return _parse(text.decode())

    def route_mark(self, call_key: str) -> str:
        """What our Record-Route carries for a call, and proves that a Route was learnt inside it."""
        return self._mac(b"route", call_key.encode()).hex()

    def branch(self, *parts: str) -> str:
        """A Via branch that is the same whenever the parts are (RFC 3261 section 16.11)."""
        return "z9hG4bK" + self._mac(b"branch", *(part.encode("latin-1") for part in parts)).hex()

    def to_tag(self, *parts: str) -> str:
        """A To tag that is the same for every retransmission of a request (RFC 3261 section 8.2.7)."""
        return self._mac(b"tag", *(part.encode("latin-1") for part in parts)).hex()

    def _mac(self, purpose: bytes, *parts: bytes) -> bytes:
        text = b"\0".join((purpose, *parts))
        return hashlib.blake2b(text, key=self._key, digest_size=_MAC_BYTES).digest()


def _print(path: ReturnPath) -> str:
    if isinstance(path, ToCell):
        return f"cell {path.cell_id}"
    return f"{path.transport} {path.listener} {path.host} {path.port} {path.connection}"


def _parse(text: str) -> ReturnPath:
    kind, *rest = text.split(" ")
    if kind == "cell":
        return ToCell(rest[0])
    return Flow(kind, int(rest[0]), rest[1], int(rest[2]), int(rest[3]))
