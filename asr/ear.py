"""The ear of one call: frames in, facts about utterances out."""

from asr.echo import EchoGuard
from asr.endpointer import Endpointer, Least
from asr.errors import UnsupportedRate
from asr.facts import FRAME_MS, Heard, SpeechDismissed, SpeechStarted
from asr.gate import Gate, frame_bytes
from asr.hum import Hum
from asr.level import NoiseFloor, level_dbfs
from asr.memory import Recording, Recordings, Ring
from asr.onset import Onset
from asr.patience import Patience, frames_of
from asr.settings import EarSettings

_ONSET_PROBABILITY = 0.4
_ONSET_PROBABILITY_PLAYING = 0.5
_STILL_PROBABILITY = 0.3  # somebody who was speaking gets the benefit of the doubt
_ABOVE_FLOOR_DB = 5.0
_HUM_ABOVE_FLOOR_DB = 20.0
_HUM_MS = 160  # into an utterance; by then the network has made up its mind
_HUM_DISTRUST_MS = 5000  # after a hum that was no speech
_BELOW_PEAK_DB = 32.0  # what is so much quieter than the utterance was is its echo in the room
_PEAK_FALL_DB = 0.1  # a frame: a speaker who drops his voice is followed within seconds


class Ear:
    """Hears one call. Pure: no clock, no thread, no await; time is frames. Owned by one task.

    Frames are 20 ms of s16le mono PCM at `rate_hz`, 8000 or 16000 (`UnsupportedRate` otherwise); a frame of
    another length is heard as silence of 20 ms. Costs about 6 us for a silent frame, 95 us while somebody
    speaks.
    """

    def __init__(self, rate_hz: int, settings: EarSettings | None = None) -> None:
        if rate_hz not in (8000, 16000):
            raise UnsupportedRate(f"frames at {rate_hz} Hz: only 8000 and 16000 are heard")
        self._settings = settings or EarSettings()
        self._silence = bytes(frame_bytes(rate_hz))
        self._floor = NoiseFloor()
        self._gate = Gate(rate_hz)
        self._hum = Hum(rate_hz)
        self._echo = EchoGuard()
        self._onset = Onset(frames_of(self._settings.onset_ms))
        self._patience = Patience(self._settings)
        self._preroll = Ring(frames_of(self._settings.preroll_ms))
        self._recordings = Recordings()
        self._recording: Recording | None = None
        self._current: Endpointer | None = None
        self._utterance = 0
        self._peak_dbfs = 0.0
        self._since_end_ms: int | None = None
        self._distrust_ms = 0

    def hear(self, pcm: bytes, played_dbfs: float = -100.0) -> tuple[Heard, ...]:
        """The facts that this frame brings, in order.

        `played_dbfs` is the level of what we played in this tick, -100.0 for nothing: its echo is not speech.
        """
        frame = pcm if len(pcm) == len(self._silence) else self._silence
        speech = self._is_speech(frame, played_dbfs)
        current = self._current
        facts = self._follow(current, frame, speech) if current else self._listen(frame, speech)
        self._preroll.add(frame)
        return facts

    def hint(self, utterance: int, take: int, finished: float) -> None:
        """Say how likely the words of `take` are a finished turn. A stale hint changes nothing."""
        if self._current and utterance == self._utterance:
            self._current.hint(take, finished)

    def audio(self, utterance: int) -> bytes:
        """The sound of `utterance`: pre-roll, speech and at most 100 ms behind it; b"" once forgotten."""
        return self._recordings.audio(utterance)

    def forget(self, utterance: int) -> None:
        """Zero and drop the sound of `utterance`, unless it is still going on. Idempotent."""
        if self._current is None or utterance != self._utterance:
            self._recordings.forget(utterance)

    def close(self) -> None:
        """Zero and drop all sound; idempotent. The ear may not be used afterwards."""
        self._current = self._recording = None
        self._recordings.zero()
        self._preroll.zero()
        self._gate.close()
        self._hum.close()

    def _is_speech(self, frame: bytes, played_dbfs: float) -> bool:
        level = level_dbfs(frame)
        self._floor.hear(level)
        speaking = self._current is not None
        self._echo.hear(level, played_dbfs, learn=not speaking)
        probability = self._gate.hear(frame, level, self._floor.dbfs, held=speaking)
        self._peak_dbfs = max(level, self._peak_dbfs - _PEAK_FALL_DB) if speaking else level
        self._hum.add(frame)
        likely = probability >= self._wanted(speaking) or self._may_interrupt(level)
        return likely and self._stands_out(level)

    def _wanted(self, speaking: bool) -> float:
        if speaking:
            return _STILL_PROBABILITY
        return _ONSET_PROBABILITY_PLAYING if self._echo.playing else _ONSET_PROBABILITY

    def _may_interrupt(self, level: float) -> bool:
        """Whether a voice may be talking over ours: falling silent can be undone, so it takes less than an answer."""
        self._distrust_ms = max(0, self._distrust_ms - FRAME_MS)
        early = self._current is None or self._current.lasted_ms < _HUM_MS
        if self._distrust_ms or not (early and self._echo.playing and self._gate.passed):
            return False
        return level > self._floor.dbfs + _HUM_ABOVE_FLOOR_DB and self._hum.heard()

    def _stands_out(self, level: float) -> bool:
        quietest = max(self._floor.dbfs + _ABOVE_FLOOR_DB, self._peak_dbfs - _BELOW_PEAK_DB)
        return level > quietest and self._echo.louder(level)

    def _listen(self, frame: bytes, speech: bool) -> tuple[Heard, ...]:
        if self._since_end_ms is not None:
            self._since_end_ms += FRAME_MS
        if not self._onset.hear(speech):
            return ()
        return self._begin(frame)

    def _begin(self, frame: bytes) -> tuple[Heard, ...]:
        if self._since_end_ms is not None:
            self._patience.resumed_after_end(self._since_end_ms)
        settings = self._settings
        least_ms = settings.min_voiced_playing_ms if self._echo.playing else settings.min_voiced_ms
        least = Least(frames_of(least_ms), self._onset.speech_frames)
        self._utterance += 1
        self._current = Endpointer(self._utterance, least, self._patience, settings)
        self._recording = self._recordings.open(self._utterance, self._preroll)
        self._recording.add(frame)
        self._onset.reset()
        return (SpeechStarted(self._utterance),)

    def _follow(self, current: Endpointer, frame: bytes, speech: bool) -> tuple[Heard, ...]:
        assert self._recording is not None
        facts = current.hear(speech)
        self._recording.add(frame)
        self._recording.keep(current.silence_frames - frames_of(self._settings.tail_ms))
        if current.over:
            self._finish(current, facts)
        return facts

    def _finish(self, current: Endpointer, facts: tuple[Heard, ...]) -> None:
        self._since_end_ms = current.silence_ms
        self._current = self._recording = None
        if isinstance(facts[-1], SpeechDismissed):
            self._recordings.forget(self._utterance)
            self._since_end_ms = None
            self._distrust_ms = _HUM_DISTRUST_MS
