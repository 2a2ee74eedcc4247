"""What a conversation tells about itself: times and events to the world, redacted words to its own audience."""

import asyncio

from agent.api import Line
from asr.api import Heard, SpeechEnded, SpeechPaused
from gateway.calls import facts
from gateway.calls.audience import NOBODY, Audience
from gateway.calls.captions import Captions, Note, nowhere
from gateway.calls.talk import Phase, Talk
from gateway.calls.timing import TurnClock
from gateway.legs.api import Ending, LegInfo, LineReport
from gateway.observe import events
from gateway.observe.events import Emit
from privacy.keeping.api import Receipt

_HEARD = (Phase.HEARING, Phase.TRANSCRIBING)
_LATE = {Phase.TRANSCRIBING: "transcript", Phase.THINKING: "reply", Phase.SPEAKING: "voice"}


class Watch:
    """Observes one call. Made on the running loop, whose clock it reads."""

    def __init__(self, info: LegInfo, emit: Emit, audience: Audience = NOBODY, note: Note = nowhere) -> None:
        self._info = info
        self._audience = audience
        self.captions = Captions(audience, note)
        self._emit = emit
        self._time = asyncio.get_running_loop().time
        self._began = self._time()
        self._turn = TurnClock(info.call_id)
        self._report: LineReport | None = None
        emit(
            events.CallStarted(
                info.call_id, info.kind, info.destination, info.codec, info.transport, encrypted=info.encrypted
            )
        )

    def heard(self, heard: Heard, pause_s: float) -> None:
        """The ear told something; `pause_s` is the silence after which it makes a take."""
        if isinstance(heard, SpeechPaused):
            self._turn.paused(self._time(), pause_s)
        elif isinstance(heard, SpeechEnded):
            self._turn.ended(self._time(), heard.silence_ms / 1000)
            self.captions.ended(heard.utterance, heard.take)

    def stepped(self, before: Talk, fact: facts.Fact, after: Talk) -> None:
        """The table took in a fact."""
        if isinstance(fact, facts.Transcript):
            self._turn.transcribed(self._time())
            self.captions.transcribed(fact.utterance, fact.take, fact.words)
        elif isinstance(fact, facts.Keyed):
            self.captions.keyed(fact.words)
        elif isinstance(fact, facts.ReplyPiece):
            self._turn.texted(self._time())
        elif isinstance(fact, facts.TimeRanOut) and after is not before and before.phase in _LATE:
            self._emit(events.Watchdog(self._info.call_id, _LATE[before.phase]))
        elif isinstance(fact, facts.Stalled) and after is not before:
            self._emit(events.Watchdog(self._info.call_id, "reply"))
        if after.phase is Phase.LISTENING and before.phase in _HEARD:
            self._turn.dismissed()
        if before.suspended and not after.suspended:
            went_on = after.reply is not None and after.reply.id == before.suspended.id
            self._emit(events.Interrupted(self._info.call_id, words=not went_on))

    def sounded(self) -> None:
        """The leg played the first sample of a reply."""
        if times := self._turn.sounded(self._time()):
            self._emit(times)
            self._audience.timed(times)

    def measured(self, report: LineReport) -> None:
        self._report = report
        self._audience.measured(report)
        self._emit(
            events.LineMeasured(
                self._info.call_id,
                report.codec,
                report.jitter_ms,
                report.lost_packets,
                report.received_packets,
                report.round_trip_ms,
            )
        )

    def ended(self, ending: Ending, receipt: Receipt) -> None:
        seconds = round(self._time() - self._began, 1)
        ended = events.CallEnded(self._info.call_id, ending.value, seconds, self._turn.turns)
        self._emit(ended)
        self._audience.ended(ended, receipt)

    @property
    def line(self) -> Line:
        """What the agent may know of the call at this moment."""
        report = self._report or LineReport(self._info.codec)
        expected = report.received_packets + report.lost_packets
        return Line(
            codec=report.codec,
            rate_hz=self._info.rate_hz,
            jitter_ms=report.jitter_ms,
            loss_fraction=report.lost_packets / expected if expected else 0.0,
            round_trip_ms=report.round_trip_ms,
            transport=self._info.transport,
            encrypted=self._info.encrypted,
            seconds=self._time() - self._began,
        )
