"""One cell as the gateway sees it: calls that ring, calls that are dialled, legs that live, and its end."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.legs.api import CallerIdentity, Ending, LegEnded, LegInfo
from gateway.sip.api import CellAddress, call_key
from gateway.sip.cell.client import SipLeg, leg_event, new_info, with_media
from gateway.sip.cell.errors import CallGone, CellLost, DialFailed
from gateway.sip.cell.invite import read
from gateway.sip.cell.link import Link
from gateway.sip.cell.wire import (
    Answer,
    Dial,
    Ended,
    Established,
    Fact,
    Fault,
    HangUp,
    Heard,
    HoldChanged,
    Incoming,
    Line,
    Options,
    Pressed,
    Ready,
    Reject,
    Shutdown,
    TurnedAway,
)

_FIRST_DIALLED = 1 << 31  # a cell numbers the calls it receives from 1


@dataclass(slots=True)
class _Pending:
    """A call that rings, or is being set up."""

    info: LegInfo
    caller: CallerIdentity = field(repr=False)
    leg: "asyncio.Future[SipLeg]" = field(repr=False)
    key: str = ""


class IncomingCall:
    """A call that rings. Answer it or reject it; a caller may give up meanwhile, which sets `gone`."""

    def __init__(self, cell: "Cell", number: int, pending: _Pending) -> None:
        self._cell = cell
        self._number = number
        self._pending = pending
        self.call_key = pending.key
        self.gone = asyncio.Event()
        pending.leg.add_done_callback(self._settled)

    @property
    def info(self) -> LegInfo:
        """Codec and rate are empty until the call is answered."""
        return self._pending.info

    @property
    def destination(self) -> str:
        """The user part that was dialled."""
        return self._pending.info.destination

    @property
    def caller(self) -> CallerIdentity:
        return self._pending.caller

    async def answer(self) -> SipLeg:
        """The leg, once the caller has acknowledged and media flows.

        Raises `CallGone` where the caller gave up, or the answer was never acknowledged (32 s), or the cell
        died.
        """
        self._cell.send(Answer(self._number))
        return await asyncio.shield(self._pending.leg)

    def reject(self, status: int = 603) -> None:
        """Refuse with a SIP status of 300 or more (RFC 3261 section 21)."""
        self._cell.send(Reject(self._number, status))

    def _settled(self, leg: "asyncio.Future[SipLeg]") -> None:
        if leg.cancelled() or leg.exception() is not None:
            self.gone.set()


class Cell:
    """A handle on a cell process. Everything happens on the event loop it was made on.

    `ready` is set once it listens, `lost` once it is gone; then every leg has ended with `LEG_LOST`.
    """

    def __init__(
        self,
        options: Options,
        connection: socket.socket,
        *,
        on_ready: Callable[["Cell"], None],
        on_incoming: Callable[["Cell", IncomingCall], None],
        on_call_over: Callable[["Cell", str], None],
        on_lost: Callable[["Cell"], None],
    ) -> None:
        self.id = options.cell_id
        self.capacity = 0
        self.pid = 0
        self.address: CellAddress | None = None
        self.ready = asyncio.Event()
        self.lost = asyncio.Event()
        self.faults: deque[Fault] = deque(maxlen=100)
        self._listen_host = options.listen_host
        self._pending: dict[int, _Pending] = {}
        self._legs: dict[int, SipLeg] = {}
        self._keys: dict[int, str] = {}
        self._dialled = _FIRST_DIALLED
        self._on_ready = on_ready
        self._on_incoming = on_incoming
        self._on_call_over = on_call_over
        self._on_lost = on_lost
        self._link = Link(connection, self._receive, self._lose)
        self.send = self._link.send

    @property
    def calls(self) -> int:
        """How many calls it has, ringing ones included."""
        return len(self._pending) + len(self._legs)

    async def dial(
        self,
        uri: str,
        *,
        codecs: tuple[str, ...] = (),
        srtp: bool = False,
        local_address: str = "",
    ) -> SipLeg:
        """The leg of a call that we make, once it was answered and media flows.

        `codecs` in order of preference ("PCMU", "PCMA", "G722"); empty offers all. Raises `DialFailed` with
        the SIP status. Cancelling hangs up.
        """
        self._dialled += 1
        number = self._dialled
        transport = "tcp" if "transport=tcp" in uri.lower() else "udp"
        pending = self._await_leg(number, new_info("", transport), CallerIdentity())
        self.send(Dial(number, uri, codecs, srtp, local_address))
        try:
            return await pending.leg
        except CallGone as gone:
            raise DialFailed(gone.status) from None
        except asyncio.CancelledError:
            self.send(HangUp(number))
            raise

    def shut_down(self) -> None:
        """Hang up every call; the cell then exits and `lost` is set."""
        self.send(Shutdown())

    def close(self) -> None:
        """Let go at once. The cell says BYE on each call and exits."""
        self._link.close()

    def _receive(self, message: Fact | list[Heard]) -> None:
        if isinstance(message, list):
            for heard in message:
                if (leg := self._legs.get(heard.leg)) is not None:
                    leg.heard(heard)
            return
        match message:
            case Ready():
                self._begin(message)
            case Incoming():
                self._ring(message)
            case TurnedAway(sip_call_id):
                self._on_call_over(self, call_key(sip_call_id))
            case Established():
                self._establish(message)
            case Ended():
                self._end(message)
            case Fault():
                self.faults.append(message)
            case _:
                self._tell_leg(message)

    def _tell_leg(self, fact: Pressed | HoldChanged | Line) -> None:
        if (leg := self._legs.get(fact.leg)) is not None:
            leg.happened(leg_event(fact))

    def _begin(self, fact: Ready) -> None:
        self.capacity, self.pid = fact.capacity, fact.pid
        self.address = CellAddress(self.id, self._listen_host, fact.port)
        self.ready.set()
        self._on_ready(self)

    def _ring(self, fact: Incoming) -> None:
        invitation = read(fact.head)
        info = new_info(invitation.destination, invitation.transport, recordable=fact.recordable)
        pending = self._await_leg(fact.leg, info, invitation.caller)
        pending.key = self._keys[fact.leg] = call_key(fact.sip_call_id)
        self._on_incoming(self, IncomingCall(self, fact.leg, pending))

    def _await_leg(self, number: int, info: LegInfo, caller: CallerIdentity) -> _Pending:
        leg: asyncio.Future[SipLeg] = asyncio.get_running_loop().create_future()
        leg.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, even if nobody awaits
        self._pending[number] = _Pending(info, caller, leg)
        return self._pending[number]

    def _establish(self, fact: Established) -> None:
        pending = self._pending.pop(fact.leg)
        leg = SipLeg(fact.leg, with_media(pending.info, fact), pending.caller, self.send)
        if pending.leg.done():  # whoever wanted it has gone
            self.send(HangUp(fact.leg))
            return
        self._legs[fact.leg] = leg
        pending.leg.set_result(leg)

    def _end(self, fact: Ended) -> None:
        if (leg := self._legs.pop(fact.leg, None)) is not None:
            leg.happened(LegEnded(Ending(fact.ending)))
        elif (pending := self._pending.pop(fact.leg, None)) is not None and not pending.leg.done():
            pending.leg.set_exception(CallGone(fact.status))
        if (key := self._keys.pop(fact.leg, None)) is not None:
            self._on_call_over(self, key)

    def _lose(self) -> None:
        for leg in self._legs.values():
            leg.happened(LegEnded(Ending.LEG_LOST))
        for pending in self._pending.values():
            if not pending.leg.done():
                pending.leg.set_exception(CellLost())
        self._legs.clear()
        self._pending.clear()
        self._keys.clear()
        self.address = None
        self.lost.set()
        self._on_lost(self)
