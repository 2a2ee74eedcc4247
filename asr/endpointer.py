"""From speech and silence, frame by frame, to pauses, resumptions and the end of one utterance.

A table of two states. SPEAKING goes to PAUSED after a short silence; PAUSED goes back on speech, or ends the
utterance after a silence that depends on what its words sound like (`Patience`).
"""

from dataclasses import dataclass
from enum import Enum

from asr.facts import FRAME_MS, Heard, SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from asr.patience import Patience
from asr.settings import EarSettings

_RESUME_FRAMES = 2  # one loud frame in a pause is a click
_DISMISS_MS = 320  # longer than the gap behind a short first word: "press", "please"


class _State(Enum):
    SPEAKING = "speaking"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Least:
    """How much speech makes an utterance, and how much its onset already had."""

    frames: int
    had_frames: int


class Endpointer:
    """One utterance, from its confirmed onset to its end. `over` afterwards, for good."""

    def __init__(self, utterance: int, least: Least, patience: Patience, settings: EarSettings) -> None:
        self._utterance = utterance
        self._least_frames = least.frames
        self._patience = patience
        self._settings = settings
        self._state = _State.SPEAKING
        self._take = 0
        self._finished: float | None = None
        self._voiced_frames = least.had_frames
        self._run_frames = 0
        self._frames = 0
        self._gap_frames = 0
        self.silence_frames = 0

    @property
    def over(self) -> bool:
        return self._state is _State.OVER

    @property
    def paused(self) -> bool:
        return self._state is _State.PAUSED

    @property
    def silence_ms(self) -> int:
        """Since the last speech."""
        return self.silence_frames * FRAME_MS

    @property
    def lasted_ms(self) -> int:
        """Since the onset."""
        return self._frames * FRAME_MS

    def hint(self, take: int, finished: float) -> None:
        """Take the probability that the words of `take` are a whole turn into account, unless it is stale."""
        if take == self._take and self.paused:
            self._finished = finished

    def hear(self, speech: bool) -> tuple[Heard, ...]:
        """What one more frame makes of the utterance, in order."""
        assert not self.over, "an utterance that is over hears nothing"
        self._count(speech)
        if self._frames * FRAME_MS >= self._settings.max_utterance_ms:
            return self._cut()
        if self.paused:
            return self._resume() if self.silence_frames == 0 else self._maybe_end()
        return self._maybe_pause()

    def dismiss(self) -> tuple[Heard, ...]:
        """It was no speech after all."""
        self._state = _State.OVER
        return (SpeechDismissed(self._utterance),)

    def _count(self, speech: bool) -> None:
        self._frames += 1
        self._run_frames = self._run_frames + 1 if speech else 0
        self._gap_frames = self.silence_frames
        if self._run_frames >= _RESUME_FRAMES or (speech and self.silence_frames == 0):
            self._voiced_frames += 1 if self.silence_frames == 0 else self._run_frames
            self.silence_frames = 0
        else:
            self.silence_frames += 1

    def _maybe_pause(self) -> tuple[Heard, ...]:
        if self._voiced_frames < self._least_frames:
            return self.dismiss() if self.silence_ms >= _DISMISS_MS else ()
        return self._pause() if self.silence_ms >= self._settings.pause_ms else ()

    def _pause(self) -> tuple[Heard, ...]:
        self._state = _State.PAUSED
        self._take += 1
        self._finished = None
        return (SpeechPaused(self._utterance, self._take),)

    def _resume(self) -> tuple[Heard, ...]:
        self._state = _State.SPEAKING
        self._patience.paused(self._gap_frames * FRAME_MS)
        return (SpeechResumed(self._utterance, self._take),)

    def _maybe_end(self) -> tuple[Heard, ...]:
        return self._end() if self.silence_ms >= self._patience.silence_ms(self._finished) else ()

    def _end(self) -> tuple[Heard, ...]:
        self._state = _State.OVER
        return (SpeechEnded(self._utterance, self._take, self.silence_ms),)

    def _cut(self) -> tuple[Heard, ...]:
        """The utterance is as long as one may be: what was said so far is a turn, or nothing."""
        if self._voiced_frames < self._least_frames:
            return self.dismiss()
        paused = () if self.paused else self._pause()
        return (*paused, *self._end())
