"""How loud a frame is, and how loud the room is when nobody speaks."""

from collections import deque

import numpy as np

SILENT_DBFS = -100.0
FULL_SCALE = 32_768.0

_BUCKET_FRAMES = 20  # 400 ms
_BUCKETS = 6  # the floor looks back 2.4 s: longer than a person speaks without a gap between words
_FIRST_FLOOR_DBFS = -62.0  # a quiet telephone line, until the first frames say otherwise
_SLOWEST_FLOOR_DBFS = -25.0  # nothing louder is taken for a room


def level_dbfs(pcm: bytes) -> float:
    """The RMS level of s16le `pcm` in dB below full scale; -100.0 for silence and for no samples at all."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    power = float(np.dot(samples, samples)) / max(1, samples.size)
    if power < 0.11:
        return SILENT_DBFS
    return float(10.0 * np.log10(power / (FULL_SCALE * FULL_SCALE)))


class NoiseFloor:
    """The level of the background, from the quietest frames of the last seconds.

    Minimum statistics (Martin, "Noise power spectral density estimation based on optimal smoothing and
    minimum statistics", 2001), in one band: speech leaves gaps, a fan does not. Falls at once, rises within 2.4 s.
    """

    def __init__(self) -> None:
        self._smooth = _FIRST_FLOOR_DBFS
        self._bucket = 0.0
        self._frames = 0
        self._minima: deque[float] = deque([_FIRST_FLOOR_DBFS], maxlen=_BUCKETS)
        self._dbfs = _FIRST_FLOOR_DBFS

    @property
    def dbfs(self) -> float:
        return self._dbfs

    def hear(self, level: float) -> None:
        """Take one frame's level into account. Digital silence says nothing of the room and is skipped."""
        if level <= SILENT_DBFS:
            return
        self._smooth += 0.4 * (level - self._smooth)
        self._bucket = min(self._bucket, self._smooth)
        self._frames += 1
        if self._frames >= _BUCKET_FRAMES:
            self._minima.append(self._bucket)
            self._bucket, self._frames = 0.0, 0
        self._dbfs = min(_SLOWEST_FLOOR_DBFS, self._bucket, *self._minima)
