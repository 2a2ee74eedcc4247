from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.gateway.rtc.browser import LOOPBACK, browser, serving
from tests.gateway.rtc.contract import MOST, Both, CallsContract


class TestLiveCalls(CallsContract):
    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Both]:
        async with serving(replace(LOOPBACK, most=MOST)) as calls, browser() as page:
            yield calls, page
