"""RTP that is wrong: none of it may end the process or the call."""

import asyncio
import os

import pytest

from gateway.legs.api import Frame, LegEnded, LineReport
from tests.gateway.legs.contract import loud_ms, until
from tests.gateway.sip.cell.ends import called
from tests.gateway.sip.cell.test_signalling import answered, peer
from tests.gateway.sip.cell.wireua import PCMU, TELEPHONE_EVENT, WireUa, udp, wire_ua

LOUD = bytes([0x00, 0x80] * 80)  # u-law: full scale, both signs


def rubbish(ua: WireUa) -> list[bytes]:
    return [
        b"",
        b"\x80",
        b"\x00" * 12,
        ua.packet(b""),
        ua.packet(b"\xff" * 1400),
        ua.packet(b"\xff" * 8000),
        ua.packet(b"\xff" * 3),
        ua.packet(b"\xff" * 160, payload_type=96),
        ua.packet(b"\x05", TELEPHONE_EVENT),
        ua.packet(b"\xff\x0a\x00\xa0", TELEPHONE_EVENT),
        b"\xbf" + ua.packet(b"")[1:],  # padding, extension and fifteen CSRCs, none of them there
        b"\x90" + ua.packet(b"\xbe\xde\xff\xff")[1:],  # an extension longer than the packet
        b"\xa0" + ua.packet(b"\xff" * 20 + b"\xf0")[1:],  # more padding than payload
        *(os.urandom(size) for size in (13, 60, 172, 500, 1472)),
    ]


async def test_rubbish_ends_nothing() -> None:
    async with peer() as (to, ua):
        leg, reply = await answered(to, ua)
        events = leg.events()
        host, port = reply.media
        await ua.talk((host, port), 100)
        for packet in rubbish(ua):
            ua.rtp.sendto(packet, (host, port))
            ua.rtp.sendto(packet, (host, port + 1))  # RTCP
        await ua.talk((host, port), 200)
        heard = 0
        async for event in events:
            assert not isinstance(event, LegEnded)
            heard += isinstance(event, Frame)
            if heard > 20:
                break
        for _ in range(10):
            ua.voice((host, port), LOUD)
        spoken = b"".join([(await until(events, Frame)).pcm for _ in range(30)])
        assert loud_ms(spoken, 8000)


async def test_strangers_are_not_heard_while_the_caller_speaks() -> None:
    async with peer() as (to, ua):
        leg, reply = await answered(to, ua)
        events = leg.events()
        await ua.talk(reply.media, 100)
        stranger = udp()
        stranger_ua = WireUa(0, rtp=stranger, ssrc=0x6666)
        loud = 0
        for _ in range(25):
            ua.voice(reply.media)
            stranger_ua.voice(reply.media, LOUD)
            loud += loud_ms((await until(events, Frame)).pcm, 8000) > 0
        stranger_ua.close()
        assert loud == 0


async def test_a_caller_behind_nat_is_answered_where_its_packets_come_from() -> None:
    async with peer() as (to, ua):
        _, reply = await answered(to, ua)
        behind_nat = WireUa(0)
        for _ in range(3):
            behind_nat.voice(reply.media)
        loop = asyncio.get_running_loop()
        packet = await loop.sock_recv(behind_nat.rtp, 2000)
        behind_nat.close()
        assert packet[1] & 0x7F == PCMU
        assert len(packet) == 12 + 160


async def test_another_ssrc_in_mid_call_is_heard() -> None:
    async with peer() as (to, ua):
        leg, reply = await answered(to, ua)
        events = leg.events()
        await ua.talk(reply.media, 200)
        ua.ssrc, ua.sequence = 0x9999, 40000
        heard = bytearray()
        for _ in range(40):
            ua.voice(reply.media, LOUD)
            heard += (await until(events, Frame)).pcm
        assert loud_ms(bytes(heard), 8000) > 400


async def test_the_line_is_reported() -> None:
    async with peer() as (to, ua):
        leg, reply = await answered(to, ua)
        talking = asyncio.create_task(ua.talk(reply.media, 2400))
        report = await until(leg.events(), LineReport)
        talking.cancel()
        assert report.codec == "PCMU"
        assert 80 <= report.received_packets <= 110
        assert report.lost_packets == 0


@pytest.mark.parametrize("ptime_ms", [10, 30, 40, 60])
async def test_other_packet_sizes_become_frames_of_20_ms(ptime_ms: int) -> None:
    async with called() as to:
        address = to.pool.cells[0].address
        assert address
        async with wire_ua(address.port) as ua:
            leg, reply = await answered(to, ua, ua.sdp(extra=f"a=ptime:{ptime_ms}\r\n"))
            events = leg.events()
            leg.play(b"\x10\x20" * 1600)
            samples = ptime_ms * 8
            heard = bytearray()
            spoken_ms = 0
            for tick in range(40):
                while spoken_ms <= tick * 20:
                    ua.timestamp += samples
                    ua.rtp.sendto(ua.packet(LOUD * (samples // 160) + LOUD[: samples % 160]), reply.media)
                    spoken_ms += ptime_ms
                frame = await until(events, Frame)
                assert len(frame.pcm) == 320
                heard += frame.pcm
            assert loud_ms(bytes(heard), 8000) > 500
            assert frame.played_samples == 1600
