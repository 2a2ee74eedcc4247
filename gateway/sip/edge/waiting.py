"""Calls that wait a moment for a cell that is starting, instead of being refused. Pure: time is handed in.

Several callers at the same moment are more than the cell kept warm has places for, and another is ready within
a fraction of a second. RFC 3261 lets a proxy take 200 ms before it says anything and a caller waits 32 s.
"""

from dataclasses import dataclass

from gateway.sip.edge.asked import Asked

WAIT_S = 3.0
RETRY_S = 0.05


@dataclass(frozen=True, slots=True)
class Waiting:
    """An admitted INVITE for which there was no cell yet."""

    asked: Asked
    destination: str
    until_s: float


class WaitingRoom:
    """At most `bound` INVITEs, in the order they came; who finds it full is refused at once."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._by_key: dict[str, Waiting] = {}

    def __len__(self) -> int:
        return len(self._by_key)

    def seat(self, asked: Asked, destination: str) -> bool:
        """Whether there was room for one more."""
        if len(self._by_key) >= self._bound:
            return False
        self._by_key[asked.envelope.key] = Waiting(asked, destination, asked.at.now_s + WAIT_S)
        return True

    def find(self, key: str) -> Waiting | None:
        """Who waits under that name."""
        return self._by_key.get(key)

    def leave(self, key: str) -> Waiting | None:
        """Take one out of the room."""
        return self._by_key.pop(key, None)

    def all(self) -> list[Waiting]:
        """Everyone, first come first."""
        return list(self._by_key.values())

    def forget_connection(self, connection: int) -> None:
        """Those whose connection closed cannot be answered any more."""
        gone = [key for key, waiting in self._by_key.items() if waiting.asked.at.flow.connection == connection]
        for key in gone:
            del self._by_key[key]
