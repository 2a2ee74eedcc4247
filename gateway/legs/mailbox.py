"""The events of a leg on their way to its session: in order, bounded, and `LegEnded` last and never lost."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

from gateway.legs.api import Frame, LegEnded, LegEvent

MAX_FRAMES: Final = 100
"""Two seconds: a session further behind hears the newest. `Mailbox.dropped_frames` counts the rest."""
MAX_FACTS: Final = 64
"""Everything but frames: who presses keys faster than they are read loses the newest. `dropped_facts` counts them."""


class Mailbox:
    """Filled and read on one event loop; read once."""

    def __init__(self) -> None:
        self.dropped_frames = 0
        self.dropped_facts = 0
        self._events: deque[LegEvent] = deque()
        self._frames = 0
        self._ended = False
        self._arrived = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether `LegEnded` is in it: nothing follows."""
        return self._ended

    def put(self, event: LegEvent) -> None:
        """Add an event; dropped where it would follow the end, or where its kind has no room left."""
        if self._ended:
            return
        if isinstance(event, Frame):
            self._make_room_for_frame()
        elif isinstance(event, LegEnded):
            self._ended = True
        elif len(self._events) - self._frames >= MAX_FACTS:
            self.dropped_facts += 1
            return
        self._events.append(event)
        self._arrived.set()

    async def read(self) -> AsyncIterator[LegEvent]:
        """Each event as it comes, ending with `LegEnded`."""
        while True:
            while not self._events:
                self._arrived.clear()
                await self._arrived.wait()
            event = self._events.popleft()
            self._frames -= isinstance(event, Frame)
            yield event
            if isinstance(event, LegEnded):
                return

    def _make_room_for_frame(self) -> None:
        if self._frames >= MAX_FRAMES:
            oldest = next(n for n, event in enumerate(self._events) if isinstance(event, Frame))
            del self._events[oldest]
            self.dropped_frames += 1
            self._frames -= 1
        self._frames += 1
