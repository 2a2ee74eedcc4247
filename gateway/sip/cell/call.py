"""PJSIP's callbacks of one call, translated. Nothing may be raised into PJSIP: it would be printed, and what the
traceback holds alive would abort the process at its end."""

import functools
from collections.abc import Callable
from typing import Any, Protocol

import pjsua2.pjsua2 as pj

from gateway.sip.api import LOCAL_ADDRESS_HEADER
from gateway.sip.cell import sdp, stats
from gateway.sip.cell.leg import CellLeg
from gateway.sip.cell.media import PcmPort
from gateway.sip.cell.ownership import Ownership
from gateway.sip.cell.wire import Fault, Line

_UPDATE_OF_A_DIGIT = 1  # PJMEDIA_STREAM_DTMF_IS_UPDATE
_SECURE_PROTOCOLS = {pj.PJMEDIA_TP_PROTO_RTP_SAVP, pj.PJMEDIA_TP_PROTO_RTP_SAVPF}


class Watched(Protocol):
    """Whoever has callbacks: it is told of what they raised."""

    def fault(self, fault: Fault) -> None: ...


def guarded(callback: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """The callback, with whatever it raises turned into a fact; no traceback is kept."""

    @functools.wraps(callback)
    def run(self: Watched, prm: Any) -> None:
        try:
            callback(self, prm)
        except Exception as error:
            self.fault(Fault(callback.__name__, type(error).__name__))

    return run


class PjCall(pj.Call):  # type: ignore[misc]
    """The pjsua2 object of one leg. Lives in the cell's dict alone, and is dropped there once the leg is over.
    Owned by the thread that made it: every method of ours raises `WrongThread` in any other.

    `report` is told faults; `bridge_dirty` that PJSIP put a stream on its bridge.
    """

    def __init__(
        self,
        account: pj.Account,
        pj_id: int,
        leg: CellLeg,
        report: Callable[[Fault], None],
        bridge_dirty: Callable[[], None],
    ) -> None:
        super().__init__(account, pj_id)
        self._owner = Ownership()
        self.leg = leg
        self.local_address = ""
        self.totals = stats.Totals()
        self.fault = report
        self._bridge_dirty = bridge_dirty
        self._stream: int | None = None  # its index in the SDP, while one runs

    def readdress(self, message: str) -> None:
        """Take our address for SDP from a request that the edge forwarded."""
        self.local_address = _header(message, LOCAL_ADDRESS_HEADER) or self.local_address

    def dial(self, uri: str) -> None:
        """Call somebody; what comes of it is told by callbacks. Raises `pj.Error` for a URI that is none."""
        self._owner.check()
        parameters = pj.CallOpParam(True)
        parameters.opt.videoCount = 0
        self.makeCall(uri, parameters)

    def respond(self, status: int) -> None:
        """Answer the INVITE."""
        self._owner.check()
        parameters = pj.CallOpParam()
        parameters.statusCode = status
        self.answer(parameters)

    def end(self, status: int = 0) -> None:
        """BYE, CANCEL or a final response, whichever fits; with 0 PJSIP chooses the code."""
        self._owner.check()
        parameters = pj.CallOpParam()
        parameters.statusCode = status
        self.hangup(parameters)

    def hold(self, on: bool) -> None:
        """Put the far end on hold, or take it off."""
        self._owner.check()
        parameters = pj.CallOpParam(True)
        if on:
            self.setHold(parameters)
        else:
            parameters.opt.flag = pj.PJSUA_CALL_UNHOLD
            self.reinvite(parameters)

    def press(self, digit: str) -> None:
        """Send a digit as RFC 4733 events."""
        self._owner.check()
        self.dialDtmf(digit)

    def is_active(self) -> bool:
        """Whether PJSIP still has a dialog for it."""
        self._owner.check()
        return bool(self.isActive())

    def line(self) -> Line | None:
        """The state of the line, all streams of the call together; None where no stream runs."""
        self._owner.check()
        if self._stream is None:
            return None
        info, stat = self.getStreamInfo(self._stream), self.getStreamStat(self._stream)
        return self.totals.line(self.leg.number, info, stat)

    def signs_of_life(self) -> int:
        """A number that grows with every RTP packet and every RTCP report that arrives."""
        self._owner.check()
        stat = None if self._stream is None else self.getStreamStat(self._stream)
        return self.totals.signs_of_life(stat)

    @guarded
    def onCallState(self, prm: Any) -> None:  # noqa: N802
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self.leg.confirmed()
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.leg.disconnected(info.lastStatusCode)

    @guarded
    def onCallMediaState(self, prm: Any) -> None:  # noqa: N802
        info = self.getInfo()  # held: iterating the media of a temporary reads freed memory
        states = [media.status for media in info.media if media.type == pj.PJMEDIA_TYPE_AUDIO]
        if states:
            self.leg.hold_changed(states[0] == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)

    @guarded
    def onStreamCreated(self, prm: Any) -> None:  # noqa: N802
        self._bridge_dirty()
        info = self.getStreamInfo(prm.streamIdx)
        port = PcmPort(int(prm.pPort), self.leg.rate_hz)
        self._stream = prm.streamIdx
        self.leg.stream_started(port, str(info.codecName), encrypted=info.proto in _SECURE_PROTOCOLS)

    @guarded
    def onStreamDestroyed(self, prm: Any) -> None:  # noqa: N802
        self.leg.stream_stopped()
        self._stream = None
        self._bridge_dirty()
        self.totals.add(self.getStreamStat(prm.streamIdx))

    @guarded
    def onCallSdpCreated(self, prm: Any) -> None:  # noqa: N802
        prm.sdp.wholeSdp = sdp.finish(prm.sdp.wholeSdp, self.local_address)

    @guarded
    def onCallRxReinvite(self, prm: Any) -> None:  # noqa: N802
        self.readdress(prm.rdata.wholeMsg)

    @guarded
    def onDtmfEvent(self, prm: Any) -> None:  # noqa: N802
        if not prm.flags & _UPDATE_OF_A_DIGIT:
            self.leg.pressed(prm.digit)


def _header(message: str, name: str) -> str:
    """The value of a header that our own edge wrote, so in one line and in this spelling."""
    _, found, rest = message.partition(f"\r\n{name}: ")
    return rest.partition("\r\n")[0].strip() if found else ""
