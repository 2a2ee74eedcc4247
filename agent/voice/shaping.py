"""From what a voice makes to what a line carries: silence trimmed, loudness set, rate converted.

Each stage is pure and streams: it gives out what it can and keeps a little back. Sound is float32 mono.
"""

import numpy as np
import soxr
from numpy.typing import NDArray

Sound = NDArray[np.float32]

_WINDOW_MS = 5
_SILENCE_DBFS = -48.0  # against speech near -23: consonants of the packaged voice begin above it
_LEAD_MS = 5  # of what is below it before the first sound: an "h" or an "f" begins there
_TAIL_MS = 40  # after the last sound: a final "s" or "t" fades there
_FADE_MS = 5

TARGET_DBFS = -20.0  # active level: within what ITU-T P.56 measurements and G.711 networks expect
_KNEE = 0.7  # -3 dBFS: below it the limiter changes nothing


def level_dbfs(sound: Sound) -> float:
    """The level of the active parts of `sound`: what is within 30 dB of its loudest 20 ms. -100 if empty."""
    power = _powers(sound, 440)  # 20 ms at 22,050 Hz
    if not power.size or not power.max() > 1e-10:
        return -100.0
    return float(10 * np.log10(power[power > power.max() / 1000].mean()))


def limit(sound: Sound, gain: float) -> Sound:
    """`sound` times `gain`, never beyond full scale: linear up to -3 dBFS, then bent, so that no state is
    needed and no click can arise."""
    louder = sound * np.float32(gain)
    size = np.abs(louder)
    over = size > _KNEE
    if over.any():
        room = 1 - _KNEE
        bent = _KNEE + room * np.tanh((size[over] - _KNEE) / room)
        louder[over] = np.copysign(bent, louder[over])
    return louder


class Trimmer:
    """Drops the silence at both ends of one sentence, in a stream, and softens the cut edges.

    What follows the last sound is held back until more sound comes: then it was a pause inside.
    """

    def __init__(self, rate_hz: int) -> None:
        self._window = rate_hz * _WINDOW_MS // 1000
        self._lead = rate_hz * _LEAD_MS // 1000
        self._tail = rate_hz * _TAIL_MS // 1000
        self._fade = np.linspace(0, 1, rate_hz * _FADE_MS // 1000, dtype=np.float32)
        self._held = np.zeros(0, dtype=np.float32)
        self._begun = False

    def push(self, sound: Sound) -> Sound:
        """What is surely wanted of the sound so far."""
        held = np.concatenate((self._held, sound))
        loud = np.flatnonzero(_powers(held, self._window) > 10 ** (_SILENCE_DBFS / 10))
        if not loud.size:
            self._held = held if self._begun else held[max(0, held.size - self._lead - self._window) :]
            return held[:0]
        start = 0 if self._begun else max(0, int(loud[0]) * self._window - self._lead)
        stop = (int(loud[-1]) + 1) * self._window
        self._held = held[stop:]
        return self._opened(held[start:stop])

    def finish(self) -> Sound:
        """The fading end of the last sound."""
        tail = self._held[: self._tail].copy() if self._begun else self._held[:0]
        size = min(self._fade.size, tail.size)
        if size:
            tail[-size:] *= self._fade[:size][::-1]
        self._held = self._held[:0]
        return tail

    def _opened(self, sound: Sound) -> Sound:
        if self._begun:
            return sound
        self._begun = True
        size = min(self._fade.size, sound.size)
        opened = sound.copy()
        opened[:size] *= self._fade[:size]
        return opened


class LineRate:
    """Converts a stream to the rate of a leg and to s16le. One for each text: it has a memory."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._resampler = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality="MQ")

    def push(self, sound: Sound, last: bool = False) -> bytes:
        resampled = self._resampler.resample_chunk(sound, last=last)
        samples: NDArray[np.int16] = np.clip(np.rint(resampled * 32767), -32768, 32767).astype("<i2")
        return samples.tobytes()


def _powers(sound: Sound, window: int) -> NDArray[np.float32]:
    count = sound.size // window
    powers: NDArray[np.float32] = np.square(sound[: count * window]).reshape(count, window).mean(axis=1)
    return powers
