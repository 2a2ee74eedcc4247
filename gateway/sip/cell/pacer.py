"""When the next 20 ms tick is due: pure, free of drift, and told the time by its caller."""

from typing import Final

from gateway.legs.api import FRAME_MS

TICK_NS: Final = FRAME_MS * 1_000_000
_LOST_AFTER_NS: Final = 5 * TICK_NS


class Pacer:
    """Ticks at multiples of 20 ms from its start, on the monotonic clock.

    A late tick does not delay the next one: ticks that were missed are made up for, so that the far end gets as
    many packets as its clock expects. After more than 100 ms (the machine slept, the process was stopped) they
    are given up and counted in `skipped`, since a burst would only fill the caller's jitter buffer.
    """

    def __init__(self, now_ns: int) -> None:
        self._due_ns = now_ns + TICK_NS
        self.skipped = 0
        self.worst_late_ns = 0

    def wait_ns(self, now_ns: int) -> int:
        """How long until the tick is due; 0 when it is."""
        return max(0, self._due_ns - now_ns)

    def tick(self, now_ns: int) -> None:
        """The tick that was due happened at `now_ns`."""
        late_ns = now_ns - self._due_ns
        self.worst_late_ns = max(self.worst_late_ns, late_ns)
        self._due_ns += TICK_NS
        if late_ns > _LOST_AFTER_NS:
            missed = late_ns // TICK_NS
            self._due_ns += missed * TICK_NS
            self.skipped += missed
