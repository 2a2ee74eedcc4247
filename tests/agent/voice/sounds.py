"""What the tests measure of speech."""

import numpy as np
from numpy.typing import NDArray

from agent.voice.api import Synthesizer


def speak(voice: Synthesizer, text: str, rate_hz: int = 8000) -> NDArray[np.float64]:
    """Everything the voice says, in -1 to 1."""
    return np.frombuffer(b"".join(voice.synthesize(text, rate_hz)), dtype="<i2") / 32768


def loud_windows(sound: NDArray[np.float64], rate_hz: int, window_ms: int = 5) -> NDArray[np.intp]:
    """Indices of the windows above -44 dBFS: quieter is silence to whoever listens on a telephone."""
    size = rate_hz * window_ms // 1000
    power = np.square(sound[: sound.size // size * size]).reshape(-1, size).mean(axis=1)
    return np.flatnonzero(power > 10**-4.4)


def active_dbfs(sound: NDArray[np.float64], rate_hz: int) -> float:
    """The level of what is above -40 dBFS."""
    size = rate_hz * 20 // 1000
    power = np.square(sound[: sound.size // size * size]).reshape(-1, size).mean(axis=1)
    return float(10 * np.log10(power[power > 1e-4].mean()))
