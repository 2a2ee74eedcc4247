"""When speech begins: enough of it within a moment, so that a click is none."""

from collections import deque

_WINDOW_FRAMES = 8  # 160 ms


class Onset:
    """Confirms speech after `needed` speech frames among the last eight."""

    def __init__(self, needed: int) -> None:
        self._needed = needed
        self._recent: deque[bool] = deque(maxlen=_WINDOW_FRAMES)

    def hear(self, speech: bool) -> bool:
        """Whether speech has begun with this frame; never on a frame that is not speech itself."""
        self._recent.append(speech)
        return speech and sum(self._recent) >= self._needed

    @property
    def speech_frames(self) -> int:
        """How many of the last eight frames were speech."""
        return sum(self._recent)

    def reset(self) -> None:
        """Start anew: what was heard belongs to an utterance that began."""
        self._recent.clear()
