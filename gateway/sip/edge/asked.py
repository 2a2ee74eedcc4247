"""A request from outside, with all that is known of how it came."""

from dataclasses import dataclass

from gateway.sip.edge.checks import Envelope
from gateway.sip.edge.flows import Address, Flow
from gateway.sip.edge.head import Request


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a message came: over which flow, at which of our addresses, when, and how long it was."""

    flow: Flow
    local: Address  # our address and port as this caller sees them
    now_s: float
    size: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose dialog and transaction are known."""

    request: Request
    envelope: Envelope
    at: Arrival
