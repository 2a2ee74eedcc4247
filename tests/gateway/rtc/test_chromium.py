"""What a real browser does with its peer connection in a call: restarts, hold, keys both ways, a page that closes."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from gateway.legs.api import CallLeg, Dtmf, Ending, Frame, Held, LegEnded, LegEvent, LineReport, Resumed
from gateway.rtc.api import RtcCall, RtcSettings
from gateway.rtc.calls import LiveCalls
from tests.gateway.legs.contract import until
from tests.gateway.rtc.browser import serving
from tests.gateway.rtc.leaks import nothing_left
from tests.gateway.rtc.phone import value
from tests.gateway.rtc.test_reconnecting import hears

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt install chromium")

CALL = """async () => {
    const audio = new AudioContext(), tone = audio.createOscillator(), out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    window.pc = new RTCPeerConnection();
    out.stream.getTracks().forEach((track) => pc.addTrack(track, out.stream));
    window.keys = pc.createDataChannel("keys");
    window.opened = new Promise((done) => { keys.onopen = done; });
    window.offer = async () => {
        await pc.setLocalDescription(await pc.createOffer());
        while (pc.iceGatheringState !== "complete") await new Promise((done) => setTimeout(done, 20));
        await pc.setRemoteDescription({ type: "answer", sdp: await window.answered(pc.localDescription.sdp) });
    };
    window.turn = (direction) => { pc.getTransceivers()[0].direction = direction; return offer(); };
    await offer();
}"""


class Caller:
    """A page and its call."""

    def __init__(self, calls: LiveCalls, page: Page) -> None:
        self._calls = calls
        self.page = page
        self.call: RtcCall | None = None

    async def answered(self, sdp: str) -> str:
        if self.call:
            return await self.call.renegotiate(sdp)
        self.call = await self._calls.offer(sdp, "agent")
        return self.call.answer_sdp

    async def connect(self) -> CallLeg:
        await self.page.route("**/*", lambda route: route.fulfill(body="<html></html>", content_type="text/html"))
        await self.page.goto("http://localhost/")
        await self.page.expose_function("answered", self.answered)
        await self.page.evaluate(CALL)
        assert self.call
        return await self.call.answer()


async def test_restarts_hold_keys_and_a_page_that_is_closed() -> None:
    async with async_playwright() as play:
        chrome = await play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await chrome.new_page()
        async with nothing_left(), asyncio.timeout(60), serving(RtcSettings()) as calls:
            caller = Caller(calls, page)
            leg = await caller.connect()
            events = leg.events()
            await hears(events)
            await restarts(caller, events)
            await holds(caller, events)
            await presses(caller, events)
            report = await until(events, LineReport)
            assert report.lost_packets == 0  # keys are no losses
            await caller.page.evaluate("pc.close()")
            rest = [event async for event in events if not isinstance(event, Frame | LineReport)]
            assert rest == [LegEnded(Ending.CALLER_HUNG_UP)]
        await chrome.close()


async def restarts(caller: Caller, events: AsyncIterator[LegEvent]) -> None:
    """By the page's wish; the leg lives on, by the new way."""
    assert caller.call
    before = caller.call.answer_sdp
    await caller.page.evaluate("pc.restartIce(); offer()")
    assert value(caller.call.answer_sdp, "ice-ufrag") != value(before, "ice-ufrag")
    path = caller.call._link.path  # type: ignore[attr-defined]
    while path._current is not path._newest:
        await until(events, Frame)
    await hears(events)


async def holds(caller: Caller, events: AsyncIterator[LegEvent]) -> None:
    """By new offers, one of them with a restart, and by keys."""
    for hold, resume in (
        ('turn("sendonly")', 'turn("sendrecv")'),
        ('pc.restartIce(); turn("inactive")', 'turn("sendrecv")'),
        ('opened.then(() => keys.send("hold"))', 'keys.send("resume")'),
    ):
        await caller.page.evaluate(hold)
        await until(events, Held)
        await caller.page.evaluate(resume)
        await until(events, Resumed)
        await hears(events)


async def presses(caller: Caller, events: AsyncIterator[LegEvent]) -> None:
    """Over the data channel, then as telephone-events (RFC 4733)."""
    await caller.page.evaluate('keys.send("7")')
    assert (await until(events, Dtmf)).digit == "7"
    await caller.page.evaluate('pc.getSenders()[0].dtmf.insertDTMF("15#", 100, 60)')
    assert "".join([(await until(events, Dtmf)).digit for _ in range(3)]) == "15#"
