"""Telling our own voice, come back from the caller's loudspeaker, from the caller's.

The guard sees levels alone: what was played in each frame and what came in. If what comes in rises and falls
with what was played some frames ago, that lag and the difference in level are the echo path, and the echo of
what was played since can be predicted. What is not clearly louder than the prediction is not the caller.
"""

import numpy as np
import numpy.typing as npt

from asr.level import SILENT_DBFS

_LAGS = 30  # 600 ms: a mobile network and a loudspeaker
_HISTORY = _LAGS + 8
_MEMORY = 0.985  # forgets with a time constant of 1.3 s of played frames
_KNOWN_FRAMES = 40  # played frames before the path counts as known
_ECHO_CORRELATION = 0.55
_FIRST_GAIN_DB = -18.0  # what the louder loudspeaker phones return, until this line is known
_MARGIN_DB = 6.0
_RINGS_FRAMES = 3  # an echo smears over 60 ms
_LOWEST_DBFS = -60.0

Floats = npt.NDArray[np.float64]


class EchoGuard:
    """The echo path of one call, learned from levels. One `hear` a frame."""

    def __init__(self) -> None:
        self._played = np.full(_HISTORY, SILENT_DBFS)
        self._weight = 0.0
        self._sum_in = 0.0
        self._sum_in2 = 0.0
        self._sum_out = np.zeros(_LAGS)
        self._sum_out2 = np.zeros(_LAGS)
        self._sum_both = np.zeros(_LAGS)
        self._played_frames = 0
        self._quiet_frames = _HISTORY
        self._predicted = SILENT_DBFS

    @property
    def playing(self) -> bool:
        """Whether what was played can still be coming back."""
        return self._quiet_frames < _HISTORY

    def hear(self, level_dbfs: float, played_dbfs: float, learn: bool) -> None:
        """Take one frame into account; `learn` is False while the caller speaks over us."""
        self._quiet_frames = 0 if played_dbfs > _LOWEST_DBFS else self._quiet_frames + 1
        if not self.playing:
            self._predicted = SILENT_DBFS
            return
        self._played[1:] = self._played[:-1]
        self._played[0] = played_dbfs
        if learn:
            self._learn(max(_LOWEST_DBFS, level_dbfs))
        self._predicted = self._predict()

    def louder(self, level_dbfs: float) -> bool:
        """Whether the frame just heard is clearly more than the echo of what was played."""
        return level_dbfs > self._predicted + _MARGIN_DB

    def _learn(self, level: float) -> None:
        out = np.maximum(_LOWEST_DBFS, self._played[:_LAGS])
        self._sum_out = self._sum_out * _MEMORY + out
        self._sum_out2 = self._sum_out2 * _MEMORY + out * out
        self._sum_both = self._sum_both * _MEMORY + out * level
        self._sum_in = self._sum_in * _MEMORY + level
        self._sum_in2 = self._sum_in2 * _MEMORY + level * level
        self._weight = self._weight * _MEMORY + 1.0
        self._played_frames += 1

    def _correlations(self) -> Floats:
        """Pearson's correlation of the level that came in with the level played, for each lag."""
        mean_in, mean_out = self._sum_in / self._weight, self._sum_out / self._weight
        spread_in = max(1.0, self._sum_in2 / self._weight - mean_in**2)
        spread_out = np.maximum(1.0, self._sum_out2 / self._weight - mean_out**2)
        shared = self._sum_both / self._weight - mean_out * mean_in
        correlations: Floats = shared / np.sqrt(spread_in * spread_out)
        return correlations

    def _predict(self) -> float:
        if self._played_frames < _KNOWN_FRAMES:
            return float(self._played.max()) + _FIRST_GAIN_DB
        correlations = self._correlations()
        lag = int(correlations.argmax())
        if correlations[lag] < _ECHO_CORRELATION:
            return SILENT_DBFS
        return self._echo_of(lag)

    def _echo_of(self, lag: int) -> float:
        """The level expected now through a path of `lag` frames, by linear regression on the level played."""
        mean_in, mean_out = self._sum_in / self._weight, float(self._sum_out[lag] / self._weight)
        spread = max(1.0, float(self._sum_out2[lag] / self._weight) - mean_out**2)
        slope = (float(self._sum_both[lag] / self._weight) - mean_in * mean_out) / spread
        loudest = float(self._played[max(0, lag - 1) : lag + _RINGS_FRAMES].max())
        return mean_in + slope * (max(_LOWEST_DBFS, loudest) - mean_out)
