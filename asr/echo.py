"""Telling our own voice, come back from the caller's loudspeaker, from the caller's.

The guard sees levels alone: what was played in each frame and what came in. The
lag at which what comes in follows best what was played is the echo path, and a linear regression at that lag
predicts the echo of what was played since. What is not louder than the prediction by twice the error it has
been having is not the caller. On a line without echo the regression predicts the noise, and nothing is lost.
"""

import math

import numpy as np
import numpy.typing as npt

from asr.level import SILENT_DBFS

_LAGS = 30  # 600 ms: a mobile network and a loudspeaker
_HISTORY = _LAGS + 8
_MEMORY = 0.985  # forgets with a time constant of 1.3 s of played frames
_KNOWN_FRAMES = 40  # played frames before the path counts as known
_FIRST_GAIN_DB = -18.0  # what the louder loudspeaker phones return, until this line is known
_MARGIN_DB = 6.0
_MOST_MARGIN_DB = 11.0
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
        self._margin = _MARGIN_DB

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
        return level_dbfs > self._predicted + self._margin

    def _learn(self, level: float) -> None:
        out = np.maximum(_LOWEST_DBFS, self._played[:_LAGS])
        self._sum_out = self._sum_out * _MEMORY + out
        self._sum_out2 = self._sum_out2 * _MEMORY + out * out
        self._sum_both = self._sum_both * _MEMORY + out * level
        self._sum_in = self._sum_in * _MEMORY + level
        self._sum_in2 = self._sum_in2 * _MEMORY + level * level
        self._weight = self._weight * _MEMORY + 1.0
        self._played_frames += 1

    def _predict(self) -> float:
        if self._played_frames < _KNOWN_FRAMES:
            return float(self._played.max()) + _FIRST_GAIN_DB
        mean_in, mean_out = self._sum_in / self._weight, self._sum_out / self._weight
        spread_in = max(1.0, self._sum_in2 / self._weight - mean_in**2)
        spread_out = np.maximum(1.0, self._sum_out2 / self._weight - mean_out**2)
        shared = self._sum_both / self._weight - mean_out * mean_in
        lag = int((shared / np.sqrt(spread_out)).argmax())
        slope = max(0.0, float(shared[lag] / spread_out[lag]))
        unexplained = max(0.0, spread_in - slope * float(shared[lag]))
        self._margin = min(_MOST_MARGIN_DB, max(_MARGIN_DB, 2.0 * math.sqrt(unexplained)))
        loudest = float(self._played[max(0, lag - 1) : lag + _RINGS_FRAMES].max())
        return mean_in + slope * (max(_LOWEST_DBFS, loudest) - float(mean_out[lag]))
