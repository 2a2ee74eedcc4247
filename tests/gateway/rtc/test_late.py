import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from gateway.rtc.late import LateCalls
from tests.gateway.rtc.browser import LOOPBACK, browser
from tests.gateway.rtc.contract import MOST, Both, CallsContract

HEAVY = """
import sys, gateway.rtc.late
async def main():
    calls = gateway.rtc.late.LateCalls()
    print(calls.live, calls.late_ms, {"av", "aiortc"} & set(sys.modules))
    await calls.prepare()
    print(sorted({"av", "aiortc"} & set(sys.modules)))
    await calls.aclose()
import asyncio
asyncio.run(main())
"""


class TestLateCalls(CallsContract):
    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Both]:
        calls = LateCalls(replace(LOOPBACK, most=MOST))
        async with browser() as page:
            try:
                yield calls, page
            finally:
                await calls.aclose()


def test_nothing_heavy_is_loaded_before_a_browser_comes() -> None:
    done = subprocess.run([sys.executable, "-c", HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["0 0.0 set()", "['aiortc', 'av']"]
