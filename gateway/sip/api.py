"""What the SIP edge and the SIP cells know of each other: where a call lives, and what the edge adds.

A call is named here by its *call key*, a keyed hash of the SIP Call-ID, so that no header a caller wrote is
kept as a key. The edge forwards to addresses that a `CellDirectory` gave it and to no others, which is what
keeps it from being an open relay.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Protocol

LOCAL_ADDRESS_HEADER = "X-Sottovoce-Local"
"""The address by which the caller reached us. The edge writes it on every request with an offer or an answer
that it forwards to a cell (INVITE, re-INVITE, UPDATE, ACK, PRACK) and removes any that came from outside; the
cell puts it in SDP as its own address."""

_SECRET = secrets.token_bytes(16)


def call_key(sip_call_id: str) -> str:
    """A name for the call that tells nothing of the Call-ID, the same for the life of this process."""
    return hashlib.blake2b(sip_call_id.encode(errors="replace"), key=_SECRET, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class CellAddress:
    """Where the edge sends a call: a cell's SIP listener, always UDP on the loopback interface."""

    cell_id: str  # letters and digits alone: it travels as a parameter of Record-Route
    host: str
    port: int


class CellDirectory(Protocol):
    """The edge's view of the cells. Called on the event loop; never blocks."""

    def assign(self, call_key: str) -> CellAddress | None:
        """The cell for a new INVITE, one of its slots reserved; None when every slot is taken.

        The same key gives the same cell for as long as its call or its reservation lasts, so that a
        retransmitted INVITE goes where the first one went. A reservation that no call has claimed within
        32 s (RFC 3261's Timer B) is given up.
        """
        ...

    def expecting(self) -> bool:
        """Whether `assign` may find a place within a second or two though it has none: a cell is starting."""
        ...

    def find(self, cell_id: str) -> CellAddress | None:
        """The cell a Route header names, for requests inside a dialog; None when it is gone."""
        ...

    def release(self, call_key: str) -> None:
        """Give up the reservation of an INVITE that never became a call; leaves a call under way alone."""
        ...
