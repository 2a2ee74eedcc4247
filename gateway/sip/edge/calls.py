"""The call table: which cell a call lives on, and over which flow its caller is reached.

The one state the edge keeps. Many phones send ACK and BYE without the Route they were given, so Record-Route
alone does not keep a dialog on its cell. Bounded; entries are found by keyed hash, never by Call-ID.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from gateway.sip.edge.flows import Flow

TIMER_C_S = 180.0  # an INVITE without a final response is over (RFC 3261 section 16.6 step 11)
LINGER_S = 64.0  # 2 x 64*T1: retransmissions after the end still reach the cell that can answer them


class Phase(Enum):
    RINGING = "ringing"
    TALKING = "talking"
    ENDING = "ending"  # BYE seen, its answer not yet
    OVER = "over"


@dataclass(slots=True)
class Call:
    """One entry. Owned by the `Calls` it is in; only the router changes it."""

    key: str
    cell_id: str
    caller_tag: str = field(repr=False)
    invite_branch: str = field(repr=False)  # of the caller's first INVITE: tells a retransmission from a retry
    flow: Flow | None  # None while the connection it came over is closed
    local: tuple[str, int]  # our address and port as this caller sees them
    phase: Phase
    since_s: float  # when the phase began


class Calls:
    """A bounded table of calls. Pure: time is handed in."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._by_key: OrderedDict[str, Call] = OrderedDict()

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Call]:
        return iter(self._by_key.values())

    def find(self, key: str) -> Call | None:
        """The call, in whatever phase; None when it is unknown or long over."""
        return self._by_key.get(key)

    def add(self, call: Call) -> None:
        """Keep a call that `has_room` has room for, in place of an older one of the same key."""
        self._by_key[call.key] = call

    def enter(self, call: Call, phase: Phase, now_s: float) -> None:
        """Move a call on; a call that is over stays over."""
        if call.phase not in (phase, Phase.OVER):
            call.phase, call.since_s = phase, now_s

    def has_room(self) -> bool:
        """Whether one more call fits; the longest-known call that is over makes way."""
        if len(self._by_key) < self._bound:
            return True
        stale = next((call for call in self if call.phase is Phase.OVER), None)
        if stale is None:
            return False
        del self._by_key[stale.key]
        return True

    def sweep(self, now_s: float) -> list[Call]:
        """Forget calls that have been over for `LINGER_S`; returns those whose INVITE or BYE was never answered
        and that are over from now on."""
        timed_out: list[Call] = []
        for call in list(self):
            age_s = now_s - call.since_s
            if call.phase is Phase.OVER and age_s > LINGER_S:
                del self._by_key[call.key]
            elif (call.phase is Phase.RINGING and age_s > TIMER_C_S) or (
                call.phase is Phase.ENDING and age_s > LINGER_S
            ):
                self.enter(call, Phase.OVER, now_s)
                timed_out.append(call)
        return timed_out
