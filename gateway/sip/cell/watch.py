"""Which lines are due for a look, and which are dead: pure, told the time by its caller."""

from dataclasses import dataclass
from typing import Final

LOOK_EVERY_NS: Final = 2_000_000_000
HELD_PATIENCE: Final = 60


@dataclass(slots=True)
class _Seen:
    next_look_ns: int
    signs_of_life: int
    alive_ns: int  # when there was last a sign


class Watch:
    """Follows the packet counts of every leg. `timeout_s` without a sign of life means that a line is dead."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_ns = int(timeout_s * 1e9)
        self._look_every_ns = min(LOOK_EVERY_NS, self._timeout_ns // 4 or LOOK_EVERY_NS)
        self._seen: dict[int, _Seen] = {}

    def is_due(self, leg: int, now_ns: int) -> bool:
        """Whether to look now; the first look comes one interval after the first question."""
        seen = self._seen.get(leg)
        if seen is None:
            self._seen[leg] = _Seen(now_ns + self._look_every_ns, 0, now_ns)
            return False
        if now_ns < seen.next_look_ns:
            return False
        seen.next_look_ns += self._look_every_ns
        return True

    def is_dead(self, leg: int, signs_of_life: int, now_ns: int, *, held: bool) -> bool:
        """Whether nothing has come for too long.

        A holding caller owes us no packet (RFC 3264 section 8.4) and is given `HELD_PATIENCE` times as long.
        """
        seen = self._seen[leg]
        if signs_of_life != seen.signs_of_life:
            seen.signs_of_life, seen.alive_ns = signs_of_life, now_ns
        timeout_ns = self._timeout_ns * (HELD_PATIENCE if held else 1)
        return 0 < timeout_ns <= now_ns - seen.alive_ns

    def forget(self, leg: int) -> None:
        self._seen.pop(leg, None)
