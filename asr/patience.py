"""How long a silence ends the turn: from what the words sound like, and from how this caller pauses."""

from itertools import pairwise

from asr.facts import FRAME_MS
from asr.settings import EarSettings

# How much of the way from the shortest to the longest wait a probability of being finished is worth. Of whole
# sentences 4 in 5 reach 0.9, 19 in 20 reach 0.75; of those broken off 1 in 100 and 1 in 30 (bench.asr_finished).
_DOUBTS = ((0.25, 1.0), (0.5, 0.64), (0.75, 0.26), (0.9, 0.0))
_OWN_PAUSE_MARGIN = 1.25
_MISTRUST_STEP_MS = 80
_MOST_MISTRUST_MS = 240
_TOO_EARLY_MS = 1200  # a caller who goes on within this time of speech had not finished


class Patience:
    """The silence that ends a turn, for one call. Learns from each pause and each answer too early."""

    def __init__(self, settings: EarSettings) -> None:
        self._settings = settings
        self._own_pause_ms = 0.0
        self._mistrust_ms = 0

    def silence_ms(self, finished: float | None) -> int:
        """The silence to wait for, given the probability that the words are a whole turn; None if unknown."""
        settings = self._settings
        unknown_ms = min(settings.end_unfinished_ms, max(settings.end_unknown_ms, self._own_pause_ms))
        if finished is None:
            return round(unknown_ms)
        sure_ms = settings.end_finished_ms + self._mistrust_ms
        return round(sure_ms + _doubt(finished) * (settings.end_unfinished_ms - sure_ms))

    def paused(self, silence_ms: int) -> None:
        """The caller went on after `silence_ms` inside a turn."""
        own = silence_ms * _OWN_PAUSE_MARGIN
        share = 0.6 if own > self._own_pause_ms else 0.1
        self._own_pause_ms += share * (own - self._own_pause_ms)

    def resumed_after_end(self, silence_ms: int) -> None:
        """The caller spoke again `silence_ms` after the speech of a turn that had been ended."""
        if silence_ms <= _TOO_EARLY_MS:
            self._mistrust_ms = min(_MOST_MISTRUST_MS, self._mistrust_ms + _MISTRUST_STEP_MS)
        else:
            self._mistrust_ms = max(0, self._mistrust_ms - _MISTRUST_STEP_MS // 2)


def _doubt(finished: float) -> float:
    """Linear between the points of the table, flat beyond its ends."""
    if finished <= _DOUBTS[0][0]:
        return _DOUBTS[0][1]
    for (low, much), (high, little) in pairwise(_DOUBTS):
        if finished < high:
            return much + (little - much) * (finished - low) / (high - low)
    return _DOUBTS[-1][1]


def frames_of(duration_ms: int) -> int:
    """The frames that last at least `duration_ms`."""
    return -(-duration_ms // FRAME_MS)
