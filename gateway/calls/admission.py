"""How many calls may be answered: refused at the door rather than made to wait inside."""

from dataclasses import dataclass

TYPICAL_TURN_MS = 390.0  # of one lane: 90 ms to hear, 300 ms to say four seconds; the first guess, then measured
TURN_EVERY_S = 9.0  # a caller's turn and its answer take about this long together
MOST_LOAD = 0.75  # of the lanes: beyond it, waiting grows faster than throughput
WEIGHT = 0.05  # of the newest measurement
RETRY_AFTER_S = {"starting": 5, "busy": 10, "full": 30, "speechless": 30, "draining": 60}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call is not answered now, and when it is worth trying again."""

    reason: str  # "full", "busy", "draining", "starting", "speechless"

    @property
    def retry_after_s(self) -> int:
        return RETRY_AFTER_S[self.reason]


@dataclass(slots=True)
class Admission:
    """Decides from what a turn costs. Pure: told what was measured, asked before each call."""

    lanes: int
    most_calls: int
    turn_ms: float = TYPICAL_TURN_MS
    state: str = "starting"  # then "open", then "draining"

    def measured(self, turn_ms: float) -> None:
        """A turn kept the lanes busy for `turn_ms`, all its takes included."""
        self.turn_ms += WEIGHT * (turn_ms - self.turn_ms)

    @property
    def capacity(self) -> int:
        """Calls whose turns the lanes can bear."""
        bearable = int(self.lanes * MOST_LOAD * TURN_EVERY_S * 1000 / max(self.turn_ms, 1.0))
        return max(1, min(self.most_calls, bearable))

    def refusal(self, live_calls: int) -> Refusal | None:
        """None when one more call can be answered."""
        if self.state != "open":
            return Refusal(self.state)
        if live_calls >= self.most_calls:
            return Refusal("full")
        if live_calls >= self.capacity:
            return Refusal("busy")
        return None
