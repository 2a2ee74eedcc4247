"""What a call tells its own page: the states, captions, times, line and receipt of docs/web.md, in a journal."""

from collections.abc import AsyncIterator

from agent.api import Line
from agent.line.report import estimated_mos
from gateway.calls.audience import Caption, Controls
from gateway.legs.api import CallerIdentity, CallLeg, Held, LegEvent, LegInfo, LineReport, Resumed
from gateway.observe.events import CallEnded, TurnTimed
from gateway.rtc.api import RtcCall
from gateway.web.journal import Journal
from gateway.web.receipt import told
from privacy.declared.terms import OptIn
from privacy.keeping.api import Receipt


class PageAudience:
    """A `gateway.calls.audience.Audience` that writes a journal, and closes it with the receipt."""

    def __init__(self, journal: Journal, call_id: str) -> None:
        self._journal = journal
        self._call_id = call_id
        self.controls: Controls | None = None  # while the conversation lasts
        self.state("connecting")

    def begun(self, controls: Controls) -> None:
        self.controls = controls

    def kept(self, opt_ins: frozenset[OptIn], reference: str) -> None:
        names = sorted(opt_in.value for opt_in in opt_ins)
        self._journal.write("kept", {"opt_ins": names, "reference": reference})

    def state(self, state: str) -> None:
        self._journal.write("state", {"state": state})

    def caption(self, caption: Caption) -> None:
        said = {
            "id": caption.id,
            "speaker": caption.speaker.value,
            "text": " ".join(piece.text for piece in caption.pieces),
            "redacted": any(piece.spans for piece in caption.pieces),
            "interrupted": caption.interrupted,
        }
        self._journal.write("caption", said, caption.id)

    def timed(self, turn: TurnTimed) -> None:
        times = {
            "turn": turn.turn,
            "endpoint_ms": turn.endpoint_ms,
            "transcript_ms": turn.transcript_ms,
            "text_ms": turn.first_text_ms,
            "audio_ms": turn.first_audio_ms,
        }
        self._journal.write("turn", times, turn.turn)

    def measured(self, report: LineReport) -> None:
        measures = {
            "codec": report.codec,
            "received_packets": report.received_packets,
            "lost_packets": report.lost_packets,
            "jitter_ms": report.jitter_ms,
            "round_trip_ms": report.round_trip_ms,
            "mos": round(_mos(report), 2),
        }
        self._journal.write("line", measures)

    def ended(self, ended: CallEnded, receipt: Receipt) -> None:
        self.controls = None
        self.state("ended")
        self._journal.write("receipt", told(receipt, ended.call_id, ended.ending, ended.seconds, ended.turns))
        self._journal.close()

    def never_began(self) -> None:
        """The call came to nothing."""
        self.ended(CallEnded(self._call_id, "cancelled", 0.0, 0), Receipt())


class WatchedCall:
    """A `Ringing` browser call that tells its page how it goes."""

    def __init__(self, call: RtcCall, audience: PageAudience) -> None:
        self._call = call
        self._audience = audience

    async def answer(self) -> CallLeg:
        try:
            leg = await self._call.answer()
        except BaseException:  # also when the gateway stops: the journal of a call has an end in any case
            self._audience.never_began()
            raise
        self._audience.state("talking")
        return WatchedLeg(leg, self._audience)


class WatchedLeg:
    """A leg whose page is told of hold and resume. Everything else goes straight through."""

    def __init__(self, leg: CallLeg, audience: PageAudience) -> None:
        self._leg = leg
        self._audience = audience
        self.play = leg.play
        self.stop_playing = leg.stop_playing
        self.hang_up = leg.hang_up

    @property
    def info(self) -> LegInfo:
        return self._leg.info

    @property
    def caller(self) -> CallerIdentity:
        return self._leg.caller

    async def events(self) -> AsyncIterator[LegEvent]:
        async for event in self._leg.events():
            if isinstance(event, Held | Resumed):
                self._audience.state("held" if isinstance(event, Held) else "talking")
            yield event


def _mos(report: LineReport) -> float:
    """What the line is worth to the ear, by the E-model."""
    expected = report.received_packets + report.lost_packets
    loss = report.lost_packets / expected if expected else 0.0
    rate_hz = 8000 if report.codec.startswith("PCM") else 16000
    return estimated_mos(Line(report.codec, rate_hz, report.jitter_ms, loss, report.round_trip_ms))
