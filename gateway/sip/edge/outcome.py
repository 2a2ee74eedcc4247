"""What the router says after each message: a fact, and what to send."""

from dataclasses import dataclass

from gateway.sip.edge.flows import Address, Flow


@dataclass(frozen=True, slots=True)
class Send:
    """One message to put on the wire: over a flow to a caller, or to a cell's address."""

    data: bytes
    to: Flow | Address


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message: a fact's name from a closed set, and what to send."""

    fact: str
    send: Send | None = None
    also: Send | None = None  # a second message: the answer to a CANCEL beside its INVITE's
