"""The cell: one thread that lets PJSIP work, ticks every 20 ms and does what the gateway says."""

import socket
import time
from functools import partial
from typing import Any, Final

import pjsua2.pjsua2 as pj

from gateway.legs.api import Ending
from gateway.sip.cell.call import PjCall
from gateway.sip.cell.endpoint import CODECS, Endpoint
from gateway.sip.cell.leg import CellLeg
from gateway.sip.cell.outbox import GatewayGone, Outbox
from gateway.sip.cell.pacer import Pacer
from gateway.sip.cell.sdp import refuses_recording
from gateway.sip.cell.watch import Watch
from gateway.sip.cell.wire import (
    MAX_DATAGRAM,
    Answer,
    Clear,
    Command,
    Dial,
    Ended,
    Fact,
    Fault,
    HangUp,
    Hold,
    Incoming,
    Options,
    Play,
    Ready,
    Reject,
    SendDigit,
    Shutdown,
    TurnedAway,
    pack,
    pack_heard,
    unpack,
)

_CLOSING_NS: Final = 2_000_000_000
"""How long BYEs may take to be answered at the end."""
_IDLE_MS: Final = 60
_EVENTS_AT_ONCE: Final = 32


class CellServer:
    """Every call of one cell. Made and run by one thread, which owns PJSIP; nothing here is locked."""

    def __init__(self, options: Options, gateway: socket.socket, pid: int) -> None:
        gateway.setblocking(False)
        self._options = options
        self._gateway = gateway
        self._outbox = Outbox(gateway.send)
        self._calls: dict[int, PjCall] = {}
        self._last_number = 0
        self._bridge_dirty = False
        self._closing_ns: int | None = None
        self._watch = Watch(options.media_timeout_s)
        self._endpoint = Endpoint(options, self._incoming, self._turned_away, self._tell)
        self._tell(Ready(self._endpoint.port, self._endpoint.capacity, pid))

    def run(self) -> None:
        """Until the gateway says `Shutdown` or is gone."""
        pacer = Pacer(time.monotonic_ns())
        try:
            while not self._is_done():
                if not self._calls:
                    self._idle()
                    pacer = Pacer(time.monotonic_ns())
                    continue
                self._serve_until_due(pacer)
                self._obey()
                self._tick()
                pacer.tick(time.monotonic_ns())
                self._look_after_lines()
        except GatewayGone:
            self._hang_up_all()
            self._endpoint.handle_events(0)
        except Exception as error:
            self._tell(Fault("run", type(error).__name__))
            self._outbox.flush()
            raise
        self._close()

    def _idle(self) -> None:
        """Nobody is here: wake for the first INVITE, and now and then for the gateway."""
        self._endpoint.handle_events(_IDLE_MS)
        self._obey()
        self._outbox.flush()

    def _serve_until_due(self, pacer: Pacer) -> None:
        if not pacer.wait_ns(time.monotonic_ns()):
            self._catch_up()
        while wait_ns := pacer.wait_ns(time.monotonic_ns()):
            whole_ms = wait_ns // 1_000_000
            self._endpoint.handle_events(whole_ms)
            if not whole_ms:
                time.sleep(wait_ns / 1e9)
            self._outbox.flush()
        if self._bridge_dirty:
            self._endpoint.empty_bridge()
            self._bridge_dirty = False

    def _catch_up(self) -> None:
        """We are late: what arrived meanwhile belongs in the jitter buffers before the next frame is taken."""
        for _ in range(_EVENTS_AT_ONCE):
            if self._endpoint.handle_events(0) <= 0:
                return

    def _tick(self) -> None:
        heard = [one for call in self._calls.values() if (one := call.leg.tick()) is not None]
        if heard:
            self._outbox.put_tick(pack_heard(heard))
        else:
            self._outbox.flush()
        self._drop_finished()

    def _drop_finished(self) -> None:
        """Here and not in a callback: a call object must outlive the callback that ended it."""
        for number in [number for number, call in self._calls.items() if call.leg.over]:
            del self._calls[number]
            self._watch.forget(number)

    def _look_after_lines(self) -> None:
        now_ns = time.monotonic_ns()
        for number, call in list(self._calls.items()):
            if call.leg.acknowledged and not call.leg.over and self._watch.is_due(number, now_ns):
                self._attempt(partial(self._look_after, call, now_ns), number)

    def _look_after(self, call: PjCall, now_ns: int) -> None:
        on_hold = call.leg.established and call.leg.held
        if self._watch.is_dead(call.leg.number, call.signs_of_life(), now_ns, held=on_hold):
            self._end(call, Ending.MEDIA_TIMEOUT)
        elif call.leg.established and (line := call.line()) is not None:
            self._tell(line)

    def _is_done(self) -> bool:
        if self._closing_ns is None:
            return False
        return not self._calls or time.monotonic_ns() > self._closing_ns

    def _hang_up_all(self) -> None:
        for number, call in list(self._calls.items()):
            if not call.leg.over:
                self._attempt(partial(self._end, call, Ending.WE_HUNG_UP), number)

    def _close(self) -> None:
        self._calls.clear()
        self._endpoint.close()
        self._gateway.close()

    # --- what PJSIP reports ---

    def _tell(self, fact: Fact) -> None:
        self._outbox.put_fact(pack(fact))

    def _incoming(self, prm: Any) -> None:
        self._last_number += 1
        call = self._new_call(self._last_number, prm.callId, outgoing=False)
        call.readdress(prm.rdata.wholeMsg)
        head, _, offer = prm.rdata.wholeMsg.partition("\r\n\r\n")
        self._tell(Incoming(call.leg.number, call.getInfo().callIdString, head, not refuses_recording(offer)))
        if self._closing_ns is None:
            call.respond(pj.PJSIP_SC_RINGING)
        else:
            call.respond(pj.PJSIP_SC_SERVICE_UNAVAILABLE)

    def _turned_away(self, prm: Any) -> None:
        head = prm.rdata.wholeMsg
        sip_call_id = next(
            (line.partition(":")[2].strip() for line in head.split("\r\n") if line[:8].lower() == "call-id:"), ""
        )
        self._tell(TurnedAway(sip_call_id, prm.statusCode))

    def _new_call(self, number: int, pj_id: int, *, outgoing: bool) -> PjCall:
        leg = CellLeg(number, self._tell, outgoing=outgoing)
        call = PjCall(self._endpoint.account, pj_id, leg, self._tell, self._soil_bridge)
        self._calls[number] = call
        return call

    def _soil_bridge(self) -> None:
        self._bridge_dirty = True

    # --- what the gateway says ---

    def _obey(self) -> None:
        while True:
            try:
                datagram = self._gateway.recv(MAX_DATAGRAM)
            except BlockingIOError:
                return
            except OSError:
                raise GatewayGone from None
            if not datagram:
                raise GatewayGone
            self._do(unpack(datagram))  # type: ignore[arg-type]

    def _do(self, command: Command) -> None:
        if isinstance(command, Shutdown):
            self._closing_ns = time.monotonic_ns() + _CLOSING_NS
            self._hang_up_all()
        elif isinstance(command, Dial):
            self._attempt(partial(self._dial, command), command.leg)
        elif (call := self._calls.get(command.leg)) is not None and not call.leg.over:
            self._attempt(partial(self._do_to, call, command), command.leg)

    def _attempt(self, deed: partial[None], leg: int) -> None:
        """One call's mishap is that call's alone. PJSIP refuses what came too late: an answer after CANCEL."""
        try:
            deed()
        except Exception as error:
            self._tell(Fault(deed.func.__name__, type(error).__name__))
            call = self._calls.get(leg)
            if call is not None and not call.is_active():
                call.leg.disconnected(0)

    def _do_to(self, call: PjCall, command: Command) -> None:
        match command:
            case Play(_, pcm) if call.leg.ring is not None:
                call.leg.ring.append(pcm)
            case Clear() if call.leg.ring is not None:
                call.leg.ring.clear()
            case Answer():
                call.respond(pj.PJSIP_SC_OK)
            case Reject(_, status):
                call.leg.will_end(Ending.REFUSED)
                call.end(status)
            case HangUp():
                self._end(call, Ending.WE_HUNG_UP)
            case SendDigit(_, digit):
                call.press(digit)
            case Hold(_, on):
                call.hold(on)

    def _end(self, call: PjCall, ending: Ending) -> None:
        call.leg.will_end(ending)
        call.end()

    def _dial(self, command: Dial) -> None:
        if "transport=tcp" in command.uri.lower():
            self._endpoint.speak_tcp()
        self._endpoint.choose_codecs(command.codecs or CODECS)
        self._endpoint.choose_srtp(offer=command.srtp)
        call = self._new_call(command.leg, pj.PJSUA_INVALID_ID, outgoing=True)
        call.local_address = command.local_address
        try:
            call.dial(command.uri)
        except pj.Error:
            del self._calls[command.leg]
            self._tell(Ended(command.leg, Ending.FAILED.value))
            raise
