"""Browser calls whose media library is loaded when the first browser comes.

aiortc and PyAV take 35 MB and 0.15 s: a gateway that is called by SIP alone pays neither.
"""

import asyncio
from importlib import import_module

from gateway.rtc import opus
from gateway.rtc.api import CallOver, RtcCall, RtcCalls, RtcSettings


class LateCalls:
    """`RtcCalls`. Raises `RtcUnusable` where Opus cannot be coded: that is known at once."""

    def __init__(self, settings: RtcSettings | None = None) -> None:
        opus.check()
        self._settings = settings or RtcSettings()
        self._calls: RtcCalls | None = None
        self._loading = asyncio.Lock()
        self._closed = False

    @property
    def live(self) -> int:
        return self._calls.live if self._calls else 0

    @property
    def late_ms(self) -> float:
        return self._calls.late_ms if self._calls else 0.0

    async def offer(self, sdp: str | bytes, destination: str) -> RtcCall:
        return await (await self._loaded()).offer(sdp, destination)

    async def prepare(self) -> None:
        """Load it now, as a browser asks for a page from which it may call: that call need not wait."""
        await self._loaded()

    async def aclose(self) -> None:
        self._closed = True
        async with self._loading:
            if self._calls:
                await self._calls.aclose()

    async def _loaded(self) -> RtcCalls:
        async with self._loading:
            if self._closed:
                raise CallOver
            if self._calls is None:
                live = await asyncio.to_thread(import_module, "gateway.rtc.calls")  # calls under way go on meanwhile
                self._calls = live.LiveCalls(self._settings)
            return self._calls
