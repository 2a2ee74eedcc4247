"""The events of a leg on their way to its session: in order, bounded, and `LegEnded` last and never lost."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

from gateway.legs.api import Frame, Held, LegEnded, LegEvent, Resumed

MAX_FRAMES: Final = 100
"""Two seconds: a session further behind hears the newest. `Mailbox.dropped_frames` counts the rest."""
MAX_FACTS: Final = 64
"""Everything but frames: who presses keys faster than they are read loses the newest. `dropped_facts` counts them.
Of holding and resuming, which alternate, the newest state is never lost: where there is no room for both, one that
nobody has read yet and the one that undoes it go together."""


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
        elif len(self._events) - self._frames >= MAX_FACTS and not self._make_room_for_fact(event):
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

    def _make_room_for_fact(self, event: LegEvent) -> bool:
        """Whether the event is to be added where there is no room for another."""
        self.dropped_facts += 1
        if not isinstance(event, Held | Resumed):
            return False
        newest = range(len(self._events) - 1, -1, -1)
        waiting = next((n for n in newest if isinstance(self._events[n], Held | Resumed)), None)
        if waiting is None:  # keys alone: the last of them makes room
            del self._events[next(n for n in newest if not isinstance(self._events[n], Frame))]
            return True
        del self._events[waiting]
        self.dropped_facts += 1
        return False

    def _make_room_for_frame(self) -> None:
        if self._frames >= MAX_FRAMES:
            oldest = next(n for n, event in enumerate(self._events) if isinstance(event, Frame))
            del self._events[oldest]
            self.dropped_frames += 1
            self._frames -= 1
        self._frames += 1
