"""What comes and goes over a line that loses, delays, doubles and reorders."""

import asyncio
import itertools

import pytest
from aiortc.rtp import RtcpSdesPacket, RtcpSrPacket

from gateway.legs.api import CallLeg, Dtmf, Frame, LegEnded, LineReport
from gateway.legs.playout import level_dbfs
from gateway.rtc.keys import DIGITS
from gateway.rtc.opus import FRAME_SAMPLES, OpusDecoder
from tests.gateway.legs.contract import buzz, until
from tests.gateway.rtc.browser import becomes_true, browser, serving
from tests.gateway.rtc.phone import phone

RATE_HZ = 16_000
SPEECH = buzz(RATE_HZ, 100) + bytes(RATE_HZ // 5)  # and as much silence


class Listener:
    """Everything a leg tells, as it comes."""

    def __init__(self, leg: CallLeg) -> None:
        self.pcm = bytearray()
        self.digits = ""
        self.reports: list[LineReport] = []
        self._task = asyncio.create_task(self._listen(leg))

    async def _listen(self, leg: CallLeg) -> None:
        async for event in leg.events():
            match event:
                case Frame(pcm=pcm):
                    self.pcm += pcm
                case Dtmf(digit=digit):
                    self.digits += digit
                case LineReport():
                    self.reports.append(event)
                case LegEnded():
                    return


async def test_loss_jitter_and_round_trip_are_told_as_they_were() -> None:
    """A tenth is lost, every other packet is 16 ms late, and the far end takes 60 ms."""
    async with serving() as calls, phone() as page:
        listener = Listener(await page.connect(calls))
        page.impair = lambda number: None if number % 10 == 7 else 0.016 * (number % 2)
        talking = asyncio.create_task(page.say(SPEECH * 10))
        await becomes_true(lambda: len(listener.reports) >= 1)
        await page.report(lost=0.25, late_s=0.06)
        await talking
        await becomes_true(lambda: len(listener.reports) >= 2 and listener.reports[-1].received_packets >= 90)
    report = listener.reports[-1]
    assert report.codec == "opus"
    assert (report.received_packets, report.lost_packets) == (90, 10)
    assert report.jitter_ms == pytest.approx(14.0, abs=7.0)  # two busy cores add some of their own
    assert report.round_trip_ms is not None
    assert 55 <= report.round_trip_ms <= 300
    assert report.far_lost_fraction == 0.25
    ours = [each for each in page.heard_rtcp if isinstance(each, RtcpSrPacket)]
    told = ours[-1].reports[0]
    assert (told.ssrc, told.packets_lost) == (page.ssrc, 10)
    assert ours[-1].sender_info.packet_count >= 90
    assert any(isinstance(each, RtcpSdesPacket) for each in page.heard_rtcp)


async def test_a_far_end_that_loses_packets_is_sent_correction() -> None:
    async with serving() as calls, phone() as page:
        leg = await page.connect(calls)
        listener = Listener(leg)
        leg.play(buzz(RATE_HZ, 200))
        await becomes_true(lambda: len(listener.reports) >= 1)
        before = [each.payload for each in page.heard_rtp]
        await page.report(lost=0.2)
        await becomes_true(lambda: len(listener.reports) >= 2)
        page.forget()
        leg.play(buzz(RATE_HZ, 400))
        await becomes_true(lambda: len(page.heard_rtp) >= 20)
        after = [each.payload for each in page.heard_rtp]
    assert corrections(before) == 0
    assert corrections(after) >= 10


def corrections(packets: list[bytes]) -> int:
    """How many bring back the packet before them, to a decoder that has heard nothing to guess from."""
    return sum(level_dbfs(OpusDecoder().recover(each, FRAME_SAMPLES)) > -30 for each in packets)


async def test_keys_by_telephone_event_are_told_once_whatever_is_lost() -> None:
    """All sixteen (RFC 4733 section 3.2), every third packet lost, some doubled; the line report counts no loss of
    sound by them."""
    async with serving() as calls, phone() as page:
        listener = Listener(await page.connect(calls))
        await page.say(SPEECH)
        page.impair = lambda number: None if number % 3 == 1 else 0.0
        for code in range(16):
            await page.press(code)
            await page.send(page.packet(b"\x05\x8a\0\0", 110, timestamp=page.timestamp - 8 * 960))  # one that is late
            page.pass_time()
            await asyncio.sleep(0.02)
        page.impair = lambda number: 0.0
        await page.say(SPEECH)
        await becomes_true(lambda: len(listener.digits) >= 16)
        await becomes_true(lambda: bool(listener.reports))
    assert listener.digits == DIGITS


async def test_keys_between_words_cost_no_loss_and_no_time() -> None:
    async with serving() as calls, phone() as page:
        listener = Listener(await page.connect(calls))
        await page.say(SPEECH)
        await page.press(5)
        await page.say(SPEECH)
        await becomes_true(lambda: bool(listener.reports))
    assert listener.digits == "5"
    assert (listener.reports[0].received_packets, listener.reports[0].lost_packets) == (28, 0)


async def test_a_browser_s_keypad() -> None:
    async with serving() as calls, browser() as page:
        leg = await page.connect(calls)
        events = leg.events()
        for digit in DIGITS:
            await page.press(digit)
            assert (await until(events, Dtmf)).digit == digit


async def test_a_packet_doubled_or_out_of_order_is_heard_once_and_in_order() -> None:
    """Once the first tone has taught us how late packets are here, three others are no longer and no shorter than they
    were said."""
    said = b"".join(buzz(RATE_HZ, ms) + bytes(RATE_HZ // 5) for ms in (200, 60, 120, 240))
    async with serving() as calls, phone() as page:
        listener = Listener(await page.connect(calls))
        await page.say(bytes(6400))
        page.impair = lambda number: 0.035 if number % 5 == 2 else 0.0
        plain = page.send_now

        async def doubled(packet):  # type: ignore[no-untyped-def]
            await plain(packet)
            await plain(packet)

        page.send_now = doubled  # type: ignore[method-assign]
        await page.say(said)
        await page.say(bytes(6400))
        await becomes_true(lambda: len(bursts(bytes(listener.pcm))) >= 4)
        await becomes_true(lambda: level_dbfs(listener.pcm[-6400:]) < -50)
    assert bursts(bytes(listener.pcm))[1:] == pytest.approx([60, 120, 240], abs=45)


def bursts(pcm: bytes) -> list[int]:
    """How long each stretch of sound is, in ms."""
    loud = [level_dbfs(pcm[at : at + 640]) > -35 for at in range(0, len(pcm) - 639, 640)]
    return [20 * len(list(group)) for sounds, group in itertools.groupby(loud) if sounds]


async def test_another_stream_of_the_same_caller_is_heard_at_once() -> None:
    """A microphone that was exchanged: another SSRC, numbers that would be late in the stream before."""
    async with serving() as calls, phone() as page:
        listener = Listener(await page.connect(calls))
        await page.say(bytes(6400))
        page.ssrc, page.sequence = page.ssrc ^ 1, page.sequence - 40
        await page.say(buzz(RATE_HZ, 300))
        await becomes_true(lambda: sum(bursts(bytes(listener.pcm))) >= 240)


async def test_what_came_before_anybody_listened_delays_nothing() -> None:
    """Packets that wait for the call to be answered are not a delay for the rest of it."""
    async with serving() as calls, phone() as page:
        page.call = await calls.offer(await page.offer(), "agent")
        await page.accept(page.call.answer_sdp)
        await becomes_true(lambda: page.dtls.state == "connected")
        await page.say(buzz(RATE_HZ, 500))
        leg = await page.call.answer()
        inbound = leg._inbound  # type: ignore[attr-defined]
        await until(leg.events(), Frame)
        assert len(inbound.packets) <= 1
