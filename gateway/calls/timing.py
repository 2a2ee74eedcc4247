"""When things happened in a turn, in milliseconds from the caller's last sample of speech."""

from dataclasses import dataclass, field

from gateway.observe.events import TurnTimed


@dataclass(slots=True)
class TurnTimes:
    """The moments of one turn, in seconds of the loop's clock; None until they happen."""

    speech_end: float
    endpoint: float | None = None
    transcript: float | None = None
    text: float | None = None
    audio: float | None = None
    takes: int = 0

    def event(self, call_id: str, turn: int) -> TurnTimed:
        return TurnTimed(
            call_id,
            turn,
            self._ms(self.endpoint),
            self._ms(self.transcript),
            self._ms(self.text),
            self._ms(self.audio),
            self.takes,
        )

    def _ms(self, moment: float | None) -> int:
        return -1 if moment is None else round((moment - self.speech_end) * 1000)


@dataclass(slots=True)
class TurnClock:
    """Times the turn under way; the session tells it what happened and when."""

    call_id: str
    turns: int = 0
    _times: TurnTimes | None = field(default=None)

    def paused(self, now: float, silence_s: float) -> None:
        """A take was made; the speech in it ended `silence_s` ago."""
        takes = self._times.takes if self._times and self._times.audio is None else 0
        self._times = TurnTimes(now - silence_s, takes=takes + 1)

    def ended(self, now: float, silence_s: float) -> None:
        if self._times is None or self._times.audio is not None:
            self._times = TurnTimes(now - silence_s)
        self._times.speech_end = now - silence_s
        self._times.endpoint = now

    def dismissed(self) -> None:
        """Nothing was said that wants an answer: the next turn does not pay for it."""
        self._times = None

    def transcribed(self, now: float) -> None:
        if self._times:
            self._times.transcript = now

    def texted(self, now: float) -> None:
        if self._times and self._times.text is None:
            self._times.text = now

    def sounded(self, now: float) -> TurnTimed | None:
        """The turn's times, once the first sample of its answer was played."""
        times = self._times
        if times is None or times.endpoint is None or times.audio is not None:
            return None
        times.audio = now
        self.turns += 1
        return times.event(self.call_id, self.turns)
