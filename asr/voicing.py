"""How much of an utterance is speech, by the Silero network over all of it."""

from dataclasses import dataclass

import numpy as np

from asr.level import FULL_SCALE
from asr.silero import WINDOW, Floats, probabilities

_SPEECH = 0.5
_WINDOW_MS = 32


@dataclass(frozen=True, slots=True)
class Voicing:
    """Speech in an utterance: for how long, how sure at the surest, and where it ends (in samples at 16 kHz)."""

    voiced_ms: int
    peak: float
    end: int


def voicing(sound: Floats) -> Voicing:
    """The speech in `sound`, samples at 16 kHz in -1..1. About 1 ms a second."""
    if sound.size < WINDOW or float(np.abs(sound).max()) * FULL_SCALE < 8:
        return Voicing(0, 0.0, 0)
    likely = probabilities(sound)
    speech = np.flatnonzero(likely > _SPEECH)
    end = (int(speech[-1]) + 1) * WINDOW if speech.size else 0
    return Voicing(int(speech.size) * _WINDOW_MS, float(likely.max()), end)
