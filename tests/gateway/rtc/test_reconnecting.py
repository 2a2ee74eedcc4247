"""Calls whose network changes, fails and goes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from gateway.legs.api import CallLeg, Ending, Frame, Held, LegEnded, LegEvent, Resumed
from gateway.legs.playout import level_dbfs
from gateway.rtc.api import CallOver
from tests.gateway.legs.contract import buzz, loud_ms, until
from tests.gateway.rtc.browser import LOOPBACK, becomes_true, browser, serving
from tests.gateway.rtc.leaks import nothing_left
from tests.gateway.rtc.phone import Phone, phone, value

RATE_HZ = 16_000


async def hears(events: AsyncIterator[LegEvent]) -> None:
    """Returns once the caller is heard."""
    while level_dbfs((await until(events, Frame)).pcm) < -40:
        pass


async def ending(events: AsyncIterator[LegEvent]) -> Ending:
    async with asyncio.timeout(15):
        last = [event async for event in events][-1]
    assert isinstance(last, LegEnded)
    return last.ending


async def talks_both_ways(leg: CallLeg, events: AsyncIterator[LegEvent], page: Phone) -> None:
    said = asyncio.create_task(page.say(buzz(RATE_HZ, 400)))
    await hears(events)
    await said
    before = len(page.heard_rtp)
    leg.play(buzz(RATE_HZ, 200))
    await becomes_true(lambda: len(page.heard_rtp) > before + 15)
    assert loud_ms(page.heard(), RATE_HZ) >= 100


async def test_an_ice_restart_keeps_the_leg_and_goes_another_way() -> None:
    async with nothing_left(), serving() as calls, phone() as page:
        leg = await page.connect(calls)
        events = leg.events()
        await talks_both_ways(leg, events, page)
        assert page.call
        first = page.call.answer_sdp
        await page.restart()
        assert value(first, "ice-ufrag") != value(page.call.answer_sdp, "ice-ufrag")
        assert value(first, "fingerprint") == value(page.call.answer_sdp, "fingerprint")
        await page.connections[0].close()  # the old way is gone: what is heard now goes the new one
        page.forget()
        await talks_both_ways(leg, events, page)
        assert page.call.leg is leg


async def test_the_old_way_serves_until_the_new_one_does() -> None:
    async with serving() as calls, phone() as page:
        leg = await page.connect(calls)
        events = leg.events()
        assert page.call
        for _ in range(3):  # offers of restarts that never come about
            await page.call.renegotiate(await page.offer())
        await talks_both_ways(leg, events, page)


async def test_a_way_lost_while_another_is_tried_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    consent_expires_soon(monkeypatch)
    async with nothing_left(), serving(replace(LOOPBACK, reconnect_s=0.3)) as calls, phone() as page:
        leg = await page.connect(calls)
        assert page.call
        await page.call.renegotiate(await page.offer("inactive"))  # on hold no media is missed
        await page.vanish()
        assert await ending(leg.events()) is Ending.LEG_LOST


async def test_a_held_caller_whose_consent_expires_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    consent_expires_soon(monkeypatch)
    async with nothing_left(), serving(replace(LOOPBACK, reconnect_s=0.3)) as calls, phone() as page:
        leg = await page.connect(calls)
        assert page.call
        await page.call.renegotiate(await page.offer("inactive", restart=False))
        await page.vanish()
        assert await ending(leg.events()) is Ending.LEG_LOST


async def test_a_lost_caller_may_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Consent expired, media is missing for longer than it may; a new offer within `reconnect_s` saves the call."""
    consent_expires_soon(monkeypatch)
    async with serving(replace(LOOPBACK, reconnect_s=10.0, media_timeout_s=5.0)) as calls, phone() as page:
        leg = await page.connect(calls)
        events = leg.events()
        await page.vanish()
        link = page.call._link  # type: ignore[union-attr]
        await becomes_true(lambda: link.lost)
        await page.restart()
        await talks_both_ways(leg, events, page)
        assert not link.lost


async def test_a_caller_who_is_gone_without_a_word_is_missed() -> None:
    async with nothing_left(), serving(replace(LOOPBACK, media_timeout_s=0.4)) as calls, phone() as page:
        leg = await page.connect(calls)
        await page.say(buzz(RATE_HZ, 100))
        await page.vanish()
        assert await ending(leg.events()) is Ending.MEDIA_TIMEOUT


async def test_a_caller_on_hold_is_not_missed() -> None:
    async with serving(replace(LOOPBACK, media_timeout_s=1.0)) as calls, phone() as page:
        leg = await page.connect(calls)
        events = leg.events()
        assert page.call
        await page.accept(await page.call.renegotiate(await page.offer("inactive", restart=False)))
        await until(events, Held)
        for _ in range(60):  # longer than that
            await until(events, Frame)
        await page.accept(await page.call.renegotiate(await page.offer(restart=False)))
        await until(events, Resumed)
        await talks_both_ways(leg, events, page)


async def test_a_farewell_of_dtls_ends_the_call_at_once() -> None:
    async with nothing_left(), serving() as calls, phone() as page:
        leg = await page.connect(calls)
        await page.dtls.stop()
        assert await ending(leg.events()) is Ending.CALLER_HUNG_UP


async def test_another_peer_connection_takes_the_call_over() -> None:
    """A page that was loaded again: another certificate, another stream; hold of the first is of the first."""
    async with nothing_left(), serving() as calls, phone() as first, phone() as second:
        leg = await first.connect(calls)
        events = leg.events()
        await talks_both_ways(leg, events, first)
        second.call = first.call
        await second.restart()
        await talks_both_ways(leg, events, second)
        before = len(first.heard_rtp)
        await becomes_true(lambda: first.dtls.state == "closed")  # we took our leave of it
        assert len(first.heard_rtp) <= before + 1


async def test_another_peer_connection_may_come_before_the_first_has_connected() -> None:
    async with nothing_left(), serving() as calls, phone() as first, phone() as second:
        second.call = await calls.offer(await first.offer(), "agent")
        answering = asyncio.create_task(second.call.answer())
        await second.restart()
        leg = await answering
        await talks_both_ways(leg, leg.events(), second)


async def test_of_many_new_peer_connections_the_newest_counts() -> None:
    async with nothing_left(), serving() as calls, phone() as first, phone() as never, phone() as second:
        leg = await first.connect(calls)
        assert first.call
        for _ in range(3):
            await first.call.renegotiate(await never.offer())
        second.call = first.call
        await second.restart()
        await talks_both_ways(leg, leg.events(), second)


async def test_who_is_hung_up_on_hears_it() -> None:
    async with nothing_left(), serving() as calls, phone() as page:
        leg = await page.connect(calls)
        await leg.hang_up()
        await becomes_true(lambda: page.dtls.state == "closed")


async def test_who_never_connects_is_let_go() -> None:
    async with nothing_left(), serving(replace(LOOPBACK, connect_s=0.2)) as calls, phone() as page:
        call = await calls.offer(await page.offer(), "agent")
        with pytest.raises(CallOver):
            await call.answer()
        await becomes_true(lambda: calls.live == 0)
        assert call.over and call.leg is None


async def test_an_answer_that_is_no_longer_wanted_ends_the_call() -> None:
    async with nothing_left(), serving() as calls, phone() as page:
        call = await calls.offer(await page.offer(), "agent")
        answering = asyncio.create_task(call.answer())
        await asyncio.sleep(0)
        answering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answering
        await becomes_true(lambda: calls.live == 0)


async def test_a_browser_holds_and_resumes_by_offer_and_by_key() -> None:
    async with serving() as calls, browser() as page:
        leg = await page.connect(calls)
        events = leg.events()
        for hold, resume in ((page.hold, page.resume), (partial(page.press, "hold"), partial(page.press, "resume"))):
            await hold()
            await until(events, Held)
            page.speak(buzz(RATE_HZ, 100))
            held = [await until(events, Frame) for _ in range(10)]
            assert not any(any(frame.pcm) for frame in held)  # who holds us is not listened to
            await resume()
            await until(events, Resumed)
            page.speak(buzz(RATE_HZ, 100))
            await hears(events)


def consent_expires_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within half a second instead of half a minute (RFC 7675 section 5.1)."""
    monkeypatch.setattr("aioice.ice.CONSENT_INTERVAL", 0.05)
    monkeypatch.setattr("aioice.ice.CONSENT_FAILURES", 1)
    monkeypatch.setattr("aioice.stun.RETRY_RTO", 0.05)
