"""Does this sound hum like a voice? Evidence that comes with the first vowel, before the network makes up its mind.

Silero needs context: of a sentence that begins with an open vowel out of silence it may hear nothing for 300 ms. A
vowel repeats itself at its pitch from the first period on. So does a tone, but all its power lies at one or two
frequencies. Music hums as voices do, so a hum alone proves no speech.
"""

import numpy as np
import numpy.typing as npt

from asr.memory import Ring

_WINDOW_FRAMES = 2  # 40 ms: two periods of the lowest voice
_HIGHEST_HZ, _LOWEST_HZ = 400, 80
_HUMS = 0.8
_TONE_SHARE = 0.998  # of the power at the two strongest frequencies: DTMF, ringback, busy; of 9 vowels in 10 it is less

Floats = npt.NDArray[np.float64]


class Hum:
    """Remembers the newest 40 ms of one call."""

    def __init__(self, rate_hz: int) -> None:
        self._lags = np.arange(rate_hz // _HIGHEST_HZ, rate_hz // _LOWEST_HZ + 1)
        self._recent = Ring(_WINDOW_FRAMES)

    def add(self, pcm: bytes) -> None:
        """Take in one frame of s16le mono PCM. Costs nothing until `heard` is asked."""
        self._recent.add(pcm)

    def heard(self) -> bool:
        """Whether the newest 40 ms repeat themselves at the pitch of a voice, 80 to 400 Hz.

        The largest normalised autocorrelation (Talkin, "A robust algorithm for pitch tracking", 1995); about 60 us at
        8000 Hz.
        """
        samples = np.frombuffer(b"".join(self._recent.frames()), "<i2").astype(np.float64)
        if samples.size <= self._lags[-1] + 1:
            return False
        samples -= samples.mean()
        return self._repeats(samples) and not _is_tone(samples)

    def _repeats(self, samples: Floats) -> bool:
        count = samples.size
        products = np.correlate(samples, samples, "full")[count - 1 :]
        power = np.concatenate(([0.0], np.cumsum(samples * samples)))
        norm = np.sqrt(power[count - self._lags] * (power[count] - power[self._lags]))
        return bool((products[self._lags] > _HUMS * norm + 1e-9).any())

    def close(self) -> None:
        """Zero what is remembered of the sound."""
        self._recent.zero()


def _is_tone(samples: Floats) -> bool:
    """Whether one or two frequencies make up the sound, each smeared over five bins by the window."""
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
    total, strongest = float(power.sum()), 0.0
    for _ in range(2):
        peak = int(power.argmax())
        strongest += float(power[max(0, peak - 2) : peak + 3].sum())
        power[max(0, peak - 2) : peak + 3] = 0.0
    return strongest > _TONE_SHARE * total
