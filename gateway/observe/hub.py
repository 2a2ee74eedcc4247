"""Events from the calls to whoever watches, without ever making a call wait."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from gateway.observe.events import Event

UNREAD_MOST = 256  # events a watcher may be behind; then it misses the oldest


class EventHub:
    """Owned by the event loop. `emit` never blocks and never raises for a watcher's sake."""

    def __init__(self) -> None:
        self._taps: list[Callable[[Event], None]] = []
        self._watchers: set[asyncio.Queue[Event]] = set()
        self.missed = 0

    def tap(self, take: Callable[[Event], None]) -> None:
        """Call `take` with every event from here on; for the log and the metrics, which are quick."""
        self._taps.append(take)

    def emit(self, event: Event) -> None:
        for take in self._taps:
            take(event)
        for watcher in self._watchers:
            if watcher.full():
                self.missed += 1
                watcher.get_nowait()
            watcher.put_nowait(event)

    @property
    def watchers(self) -> int:
        """How many watch at this moment."""
        return len(self._watchers)

    @contextlib.asynccontextmanager
    async def watch(self) -> AsyncIterator[AsyncIterator[Event]]:
        """The events from here on, for as long as the block lasts."""
        queue: asyncio.Queue[Event] = asyncio.Queue(UNREAD_MOST)
        self._watchers.add(queue)
        try:
            yield _each(queue)
        finally:
            self._watchers.discard(queue)


async def _each(queue: "asyncio.Queue[Event]") -> AsyncIterator[Event]:
    while True:
        yield await queue.get()
