"""A caller who follows a list of lines: each is said when the far end has finished speaking."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from gateway.caller.meter import FarSpeech, Meter
from gateway.legs.api import CallLeg, Ending, Frame, LegEnded, LineReport


class Moment(Enum):
    """What a line of the timeline tells."""

    SAID = "said"
    ANSWERED = "answered"
    HEARD = "heard"
    LINE = "line"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `pcm` is what was heard, in memory alone.

    `latency_ms` is at the caller's ear, and below zero where the far end began before the line was over and went on
    after it, as an echo does.
    """

    at_ms: int
    moment: Moment
    line: int = -1
    latency_ms: int = 0
    report: LineReport | None = None
    ending: Ending | None = None
    pcm: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Manners:
    """How the caller behaves."""

    gap_ms: int = 700  # of silence, after which the far end has finished
    patience_ms: int = 15_000  # for an answer; then the next line
    barge_in_ms: int = 0  # speak this long after the far end began, instead of waiting; 0: wait
    linger_ms: int = 1_500  # after the last answer


class Caller:
    """Drives one leg. `entries` is everything that happened, once `call` is over."""

    def __init__(self, leg: CallLeg, lines: Sequence[bytes], manners: Manners | None = None, keep: bool = True) -> None:
        """`lines` are s16le PCM at the leg's rate; `keep` keeps what is heard, for transcription."""
        self._leg = leg
        self._lines = list(lines)
        self._manners = manners or Manners()
        self._keep = keep
        self._meter = Meter(leg.info.rate_hz, self._manners.gap_ms)
        self._next = 0
        self._awaiting = -1  # the line whose answer has not begun
        self._asked_ms = 0
        self._heard = bytearray()
        self._quiet_since_ms = 0
        self._greeted = False

    async def call(self, tell: Callable[[Entry], None]) -> Ending:
        """Speak every line, tell what happens as it happens, and hang up; how the call ended."""
        async for entry in self._entries():
            tell(entry)
            if entry.ending is not None:
                return entry.ending
        return Ending.FAILED

    async def _entries(self) -> AsyncIterator[Entry]:
        async for event in self._leg.events():
            if isinstance(event, Frame):
                for entry in self._on_frame(event):
                    yield entry
                if self._is_done():
                    await self._leg.hang_up()
            elif isinstance(event, LineReport):
                yield Entry(self._meter.now_ms, Moment.LINE, report=event)
            elif isinstance(event, LegEnded):
                if self._heard:
                    yield self._heard_out(FarSpeech(self._meter.far_start_ms or 0, self._meter.now_ms))
                yield Entry(self._meter.now_ms, Moment.ENDED, ending=event.ending)

    def _on_frame(self, frame: Frame) -> list[Entry]:
        entries: list[Entry] = []
        finished = self._meter.hear(frame.pcm, frame.played_samples)
        if self._keep and (self._meter.far_speaks or finished):
            self._heard += frame.pcm
        if latency := self._answered():
            entries.append(latency)
        if finished:
            if early := self._answered_early(finished):
                entries.append(early)
            self._greeted = True
            self._quiet_since_ms = self._meter.now_ms
            entries.append(self._heard_out(finished))
        if self._may_speak(finished is not None):
            entries.append(self._speak())
        return entries

    def _answered(self) -> Entry | None:
        """The answer to the line that was said, when its first sound has just come."""
        said, start = self._meter.said_ms, self._meter.far_start_ms
        if self._awaiting < 0 or said is None or start is None or start < said:
            return None
        return self._answer(start, said)

    def _answered_early(self, speech: FarSpeech) -> Entry | None:
        """What began during the line and outlasted it was the answer, since no other came meanwhile."""
        said = self._meter.said_ms
        if self._awaiting < 0 or said is None or speech.start_ms < self._asked_ms or speech.end_ms <= said:
            return None
        return self._answer(speech.start_ms, said)

    def _answer(self, start_ms: int, said_ms: int) -> Entry:
        line, self._awaiting = self._awaiting, -1
        return Entry(start_ms, Moment.ANSWERED, line=line, latency_ms=start_ms - said_ms)

    def _heard_out(self, speech: FarSpeech) -> Entry:
        pcm = bytes(self._heard)
        self._heard[:] = bytes(len(self._heard))
        self._heard.clear()
        return Entry(speech.start_ms, Moment.HEARD, pcm=pcm)

    def _may_speak(self, far_finished: bool) -> bool:
        if self._next >= len(self._lines):
            return False
        if self._awaiting >= 0:
            return self._meter.now_ms - self._asked_ms > self._manners.patience_ms + self._line_ms(self._awaiting)
        start = self._meter.far_start_ms
        if self._manners.barge_in_ms and self._next > 0 and start is not None:
            return self._meter.now_ms - start >= self._manners.barge_in_ms
        if self._greeted and not self._meter.far_speaks:
            return far_finished or self._meter.now_ms - self._quiet_since_ms >= self._manners.gap_ms
        return self._meter.now_ms > self._manners.patience_ms and not self._meter.far_speaks

    def _line_ms(self, line: int) -> int:
        return len(self._lines[line]) // 2 * 1000 // self._leg.info.rate_hz

    def _speak(self) -> Entry:
        line = self._next
        self._next += 1
        self._awaiting, self._asked_ms = line, self._meter.now_ms
        self._meter.say(self._lines[line])
        self._leg.play(self._lines[line])
        return Entry(self._meter.now_ms, Moment.SAID, line=line)

    def _is_done(self) -> bool:
        """All was said, and answered or given up, and the far end is quiet."""
        if self._next < len(self._lines) or self._meter.far_speaks:
            return False
        if self._awaiting >= 0:
            return self._meter.now_ms - self._asked_ms > self._manners.patience_ms + self._line_ms(self._awaiting)
        return self._meter.now_ms - self._quiet_since_ms >= self._manners.linger_ms
