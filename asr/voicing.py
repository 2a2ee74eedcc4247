"""How much of an utterance is speech, by the Silero network over all of it."""

from dataclasses import dataclass
from threading import local

import numpy as np

from asr.level import FULL_SCALE
from asr.silero import WINDOW, Floats, Silero

_SPEECH = 0.5
_WINDOW_MS = 32

_mine = local()  # the network keeps state: one for each thread


@dataclass(frozen=True, slots=True)
class Voicing:
    """Speech in an utterance: for how long, how sure at the surest, and where it ends (in samples at 16 kHz)."""

    voiced_ms: int
    peak: float
    end: int


def voicing(sound: Floats) -> Voicing:
    """The speech in `sound`, samples at 16 kHz in -1..1. About 3 ms a second."""
    if not hasattr(_mine, "silero"):
        _mine.silero = Silero()
    silero: Silero = _mine.silero
    silero.reset()
    windows = [sound[at : at + WINDOW] for at in range(0, sound.size - WINDOW + 1, WINDOW)]
    if not windows or float(np.abs(sound).max()) * FULL_SCALE < 8:
        return Voicing(0, 0.0, 0)
    probabilities = np.array([silero.hear(window) or 0.0 for window in windows])
    silero.reset()
    speech = np.flatnonzero(probabilities > _SPEECH)
    end = (int(speech[-1]) + 1) * WINDOW if speech.size else 0
    return Voicing(int(speech.size) * _WINDOW_MS, float(probabilities.max()), end)
