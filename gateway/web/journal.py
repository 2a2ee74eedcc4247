"""What a caller's own page is told of its call: a bounded record that any number of readers can follow or read again.

There are no queues: a reader remembers the last number it saw and takes what came after it. What a later entry replaces
(a caption that grew, the state of the line) is not kept twice, so that a slow reader catches up with what counts.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ENTRIES_MOST = 256
ALIVE_EVERY_S = 15.0
LASTING = ("state", "line")  # one of each, and not for age to push out

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One server-sent event; `data` is JSON on one line."""

    number: int
    name: str
    data: str = field(repr=False)

    def wire(self) -> str:
        """The entry as WHATWG HTML section 9.2.6 has it."""
        return f"id: {self.number}\nevent: {self.name}\ndata: {self.data}\n\n"


class Journal:
    """Owned by the call it tells of; written and read on the loop."""

    def __init__(self, entries_most: int = ENTRIES_MOST) -> None:
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._most = entries_most
        self._number = 0
        self._changed = asyncio.Event()
        self._closing: list[Callable[[], None]] = []
        self.closed = False
        self.readers = 0

    def __len__(self) -> int:
        return len(self._entries)

    def write(self, name: str, data: Mapping[str, Any], id_: int = 0) -> None:
        """Add an entry, in the place of an earlier one of the same name and `id_`. Nothing is added after the end."""
        if self.closed:
            return
        self._number += 1
        self._entries.pop((name, id_), None)
        self._entries[name, id_] = Entry(self._number, name, json.dumps(data))
        if len(self._entries) > self._most:
            self._entries.pop(next(key for key in self._entries if key[0] not in LASTING))
        self._wake()

    def close(self) -> None:
        """Nothing more will come: readers are at the end once they have read all. Idempotent."""
        if not self.closed:
            self.closed = True
            self._wake()
            for act in self._closing:
                act()

    def when_closed(self, act: Callable[[], None]) -> None:
        """Do this at the end, once."""
        self._closing.append(act)

    def forget(self) -> None:
        """Let go of every word."""
        self.close()
        self._entries.clear()
        self._closing.clear()

    async def follow(self, after: int = 0) -> AsyncIterator[str]:
        """What came after number `after`, then what comes, to the end; a comment now and then shows that we are here.

        A number that was never given, from a server before this one, is as good as none.
        """
        after = after if after <= self._number else 0
        self.readers += 1
        try:
            yield "retry: 1000\n\n"
            while True:
                changed = self._changed
                for entry in self._after(after):
                    yield entry.wire()
                    after = entry.number
                if self.closed and not self._after(after):
                    return
                if not await _set_within(changed, ALIVE_EVERY_S):
                    yield ": alive\n\n"
        finally:
            self.readers -= 1

    def _after(self, number: int) -> list[Entry]:
        """In order; the newest stand last, so this looks no further than it must."""
        found: list[Entry] = []
        for entry in reversed(self._entries.values()):
            if entry.number <= number:
                break
            found.append(entry)
        return found[::-1]

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
