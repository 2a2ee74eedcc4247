"""How late the event loop was, as the ticks of legs felt it. Pure: time is handed in."""

from collections import deque
from typing import Final

WINDOW_S: Final = 10


class Lag:
    """The worst lateness of the last ten seconds, by whole seconds."""

    def __init__(self) -> None:
        self._worst: deque[tuple[int, float]] = deque(maxlen=WINDOW_S)

    def note(self, now_s: float, late_s: float) -> None:
        """A tick came this much too late."""
        second = int(now_s)
        if self._worst and self._worst[-1][0] == second:
            self._worst[-1] = (second, max(self._worst[-1][1], late_s))
        else:
            self._worst.append((second, late_s))

    def worst_ms(self, now_s: float) -> float:
        """0.0 where no leg ticked."""
        return 1000 * max((late for second, late in self._worst if second > now_s - WINDOW_S), default=0.0)
