"""Calls one after the other and many at once: none is stuck, nothing grows."""

import asyncio

from tests.gateway.sip.edge import sipp
from tests.system.processes import memory_mb
from tests.system.running import Gateway
from tests.system.waiting import until

CALLS = 20
GROWTH_MOST_MB = 20.0
IDLE_CELLS_MOST = 2


async def by_sipp(gateway: Gateway, *options: str) -> None:
    target = (f"127.0.0.1:{gateway.sip_port}", "-s", "echo")
    await sipp.succeeded(await sipp.start("uac", sipp.free_port(), CALLS, *target, *options))


def many_calls(gateway: Gateway) -> float:
    """Megabytes after twenty calls in a row and twenty at once, of every process that echo calls concern: the speech
    process fills its memory for answers meanwhile."""
    asyncio.run(by_sipp(gateway, "-l", "1", "-r", "4", "-d", "100"))
    asyncio.run(by_sipp(gateway, "-r", "10", "-d", "4000"))
    gateway.wait_for_calls(0)
    until("cells that nobody needs ended", lambda: len(gateway.cells) <= IDLE_CELLS_MOST)
    return memory_mb([pid for pid in gateway.pids if pid != gateway.speech])


def test_twenty_calls_in_a_row_and_twenty_at_once(gateway: Gateway) -> None:
    warm_mb = many_calls(gateway)
    after_mb = many_calls(gateway)
    assert gateway.metric("calls_total") == 4 * CALLS
    assert gateway.metric("calls_ended_total") == 4 * CALLS
    assert gateway.metric("calls_refused_total") == 0
    assert after_mb - warm_mb < GROWTH_MOST_MB, f"{warm_mb:.0f} MB, then {after_mb:.0f} MB"
