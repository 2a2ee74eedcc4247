from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.gateway.legs.contract import Ends, LegContract
from tests.gateway.rtc.browser import browser, serving


class TestRtcLeg(LegContract):
    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Ends]:
        async with serving() as calls, browser() as page:
            yield await page.connect(calls, "agent"), page
