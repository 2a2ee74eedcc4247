"""Twenty browser calls at once."""

import asyncio
import gc
import re
from pathlib import Path

from gateway.legs.api import CallLeg, Frame
from gateway.rtc.calls import LiveCalls
from tests.gateway.legs.contract import buzz, loud_ms
from tests.gateway.rtc.browser import becomes_true, serving
from tests.gateway.rtc.leaks import nothing_left
from tests.gateway.rtc.phone import phone

CALLS = 20
SAID_MS = 1000
GROWTH_MB = 6
"""What a second round of calls may add to a process that has had one: an allocator is not exact."""


async def test_twenty_callers_at_once_hear_their_echo_and_leave_nothing() -> None:
    async with nothing_left(), serving() as calls:
        await round_of(calls)
        after_one_mb = memory_mb()
        await round_of(calls)
        assert 0 < calls.late_ms < 2000  # watched; how late depends on who else is on this machine
        assert memory_mb() - after_one_mb < GROWTH_MB
        assert calls.live == 0


async def round_of(calls: LiveCalls) -> None:
    async with asyncio.timeout(60):
        heard = await asyncio.gather(*(one(calls) for _ in range(CALLS)))
        await becomes_true(lambda: calls.live == 0)
    assert min(heard) >= SAID_MS // 2, "one of them is stuck"
    gc.collect()


async def one(calls: LiveCalls) -> int:
    """How much of its echo a caller hears, in ms."""
    async with phone() as page:
        leg = await page.connect(calls, "echo")
        echoing = asyncio.create_task(echo(leg))
        await page.say(buzz(16_000, SAID_MS) + bytes(6400))
        await becomes_true(lambda: loud_ms(page.heard(), 16_000) >= SAID_MS // 2, within_s=20)
        assert page.call
        await page.call.leave()
        await echoing
        return loud_ms(page.heard(), 16_000)


async def echo(leg: CallLeg) -> None:
    async for event in leg.events():
        if isinstance(event, Frame):
            leg.play(event.pcm)


def memory_mb() -> float:
    """What belongs to this process alone, and its share of the rest (PSS)."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024
