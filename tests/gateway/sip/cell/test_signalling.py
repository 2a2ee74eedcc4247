"""What SIP peers do to a cell, byte by byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from gateway.legs.api import Dtmf, Ending, Frame, Held, LegEnded, Resumed
from gateway.sip.api import LOCAL_ADDRESS_HEADER, call_key
from gateway.sip.cell.client import SipLeg
from gateway.sip.cell.errors import CallGone
from tests.gateway.legs.contract import until
from tests.gateway.sip.cell.ends import Called, becomes_true, called
from tests.gateway.sip.cell.wireua import Reply, WireUa, wire_ua


@asynccontextmanager
async def peer(**settings: float) -> AsyncIterator[tuple[Called, WireUa]]:
    async with called(**settings) as to:
        address = to.pool.cells[0].address
        assert address
        async with wire_ua(address.port) as ua:
            yield to, ua


async def answered(to: Called, ua: WireUa, body: str | None = None, **headers: str) -> tuple[SipLeg, Reply]:
    invite = asyncio.create_task(ua.invite(body, headers))
    call = await to.ringing.get()
    leg = await call.answer()
    return leg, await invite


async def test_it_rings_before_it_is_answered() -> None:
    async with peer() as (to, ua):
        ua.send("INVITE", ua.sdp())
        await ua.provisional(180)
        call = await to.ringing.get()
        assert call.destination == "agent"
        answer = asyncio.create_task(call.answer())
        assert (await ua.acknowledge()).status == 200
        assert (await answer).info.codec == "PCMU"


@pytest.mark.parametrize("status", [486, 503, 603])
async def test_a_call_can_be_refused(status: int) -> None:
    async with peer() as (to, ua):
        ua.send("INVITE", ua.sdp())
        call = await to.ringing.get()
        call.reject(status)
        assert (await ua.acknowledge()).status == status
        await call.gone.wait()
        assert to.pool.calls == 0


@pytest.mark.parametrize("formats", ["3", "97", "18 4"])
async def test_codecs_that_we_do_not_have_are_488(formats: str) -> None:
    async with peer() as (to, ua):
        rtpmap = "a=rtpmap:97 opus/48000/2\r\n"
        assert (await ua.invite(ua.sdp(formats, extra=rtpmap))).status == 488
        assert to.ringing.empty()


@pytest.mark.parametrize("body", ["v=0\r\n", "nonsense", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"])
async def test_bad_session_descriptions_are_400(body: str) -> None:
    async with peer() as (to, ua):
        assert (await ua.invite(body)).status in (400, 488)
        ua.to_tag, ua.call_id = "", ua.call_id + "again"
        leg, _ = await answered(to, ua)
        assert leg.info.codec == "PCMU"


async def test_a_reservation_ends_with_a_refused_offer() -> None:
    async with peer() as (to, ua):
        assert to.pool.assign(call_key(ua.call_id))
        assert (await ua.invite(ua.sdp("3"))).status == 488
        await becomes_true(lambda: to.pool.calls == 0)


async def test_the_caller_cancels() -> None:
    async with peer() as (to, ua):
        ua.send("INVITE", ua.sdp())
        call = await to.ringing.get()
        await ua.provisional(180)
        ua.send("CANCEL")
        await call.gone.wait()
        with pytest.raises(CallGone) as gone:
            await call.answer()
        assert gone.value.status == 487
        assert to.pool.calls == 0


async def test_an_invite_without_an_offer_gets_one() -> None:
    async with peer() as (to, ua):
        ua.send("INVITE")
        call = await to.ringing.get()
        answer = asyncio.create_task(call.answer())
        reply = await ua.final()
        assert "PCMU/8000" in reply.sdp and "G722/8000" in reply.sdp and "GSM" not in reply.sdp
        ua.to_tag = reply.header("To").partition("tag=")[2]
        ua.send("ACK", ua.sdp("8 101"))
        assert (await answer).info.codec == "PCMA"


async def test_the_description_names_the_address_the_caller_reached() -> None:
    async with peer() as (to, ua):
        header = {LOCAL_ADDRESS_HEADER: "192.0.2.77"}
        leg, reply = await answered(to, ua, None, **header)
        assert reply.media[0] == "192.0.2.77"
        assert "127.0.0.1" not in reply.sdp
        assert "a=record:off" in reply.sdp.partition("m=")[0]
        again = await ua.invite(ua.sdp(direction="sendonly"), {LOCAL_ADDRESS_HEADER: "192.0.2.78"})
        assert again.media[0] == "192.0.2.78"
        assert "a=record:off" in again.sdp
        await leg.hang_up()
        await ua.request("BYE")


@pytest.mark.parametrize(("direction", "answer"), [("sendonly", "recvonly"), ("inactive", "inactive")])
async def test_holding_and_resuming(direction: str, answer: str) -> None:
    async with peer() as (to, ua):
        leg, _ = await answered(to, ua)
        events = leg.events()
        assert f"a={answer}" in (await ua.invite(ua.sdp(direction=direction))).sdp
        await until(events, Held)
        leg.play(b"\x10\x20" * 1600)
        held = [await until(events, Frame) for _ in range(10)]
        assert held[-1].played_samples == 0
        assert "a=sendrecv" in (await ua.invite(ua.sdp())).sdp
        await until(events, Resumed)
        resumed = [await until(events, Frame) for _ in range(15)]
        assert resumed[-1].played_samples == 1600


async def test_a_re_invite_that_changes_nothing_is_not_a_hold() -> None:
    async with peer() as (to, ua):
        leg, _ = await answered(to, ua)
        assert (await ua.invite()).status == 200
        await leg.hang_up()
        assert not [event async for event in leg.events() if isinstance(event, Held | Resumed)]


async def test_a_codec_changed_in_mid_call_leaves_our_rate_alone() -> None:
    async with peer() as (to, ua):
        leg, _ = await answered(to, ua)
        assert "G722" in (await ua.invite(ua.sdp("9 101"))).sdp
        frames = [await until(leg.events(), Frame)]
        assert len(frames[0].pcm) == 320


async def test_session_timers_are_agreed() -> None:
    async with peer() as (to, ua):
        headers = {"Supported": "timer", "Session-Expires": "90;refresher=uac", "Min-SE": "90"}
        _, reply = await answered(to, ua, None, **headers)
        assert reply.header("Session-Expires").startswith("90")


async def test_either_side_says_goodbye() -> None:
    async with peer() as (to, ua):
        leg, _ = await answered(to, ua)
        ua.send("BYE")
        assert (await ua.final()).status == 200
        assert [event async for event in leg.events()][-1] == LegEnded(Ending.CALLER_HUNG_UP)
        ua.to_tag, ua.call_id = "", ua.call_id + "2"
        leg, _ = await answered(to, ua)
        await leg.hang_up()
        await ua.request("BYE")
        assert [event async for event in leg.events()][-1] == LegEnded(Ending.WE_HUNG_UP)


async def test_who_calls_is_known_and_hidden() -> None:
    async with peer() as (to, ua):
        headers = {"From": '"Ada Løvelace" <sip:+4512345678@127.0.0.1>', "Privacy": "id"}
        leg, _ = await answered(to, ua, None, **headers)
        assert (leg.caller.number, leg.caller.display_name) == ("+4512345678", "Ada Løvelace")
        assert leg.caller.withheld
        assert "4512345678" not in repr(leg.caller) + repr(leg.info) + repr(leg)


@pytest.mark.parametrize(
    ("wish", "recordable"),
    [("", True), ("a=recordpref:on\r\n", True), ("a=recordpref:off\r\n", False), ("a=recordpref:pause\r\n", False)],
)
async def test_a_device_may_refuse_to_be_recorded(wish: str, recordable: bool) -> None:
    async with peer() as (to, ua):
        leg, _ = await answered(to, ua, ua.sdp(extra=wish))
        assert leg.info.recordable is recordable


async def test_a_silent_caller_is_hung_up_on() -> None:
    async with peer(media_timeout_s=0.4) as (to, ua):
        leg, reply = await answered(to, ua)
        await ua.talk(reply.media, 600)
        bye = asyncio.create_task(ua.request("BYE"))
        assert [event async for event in leg.events()][-1] == LegEnded(Ending.MEDIA_TIMEOUT)
        await bye


async def test_a_caller_on_hold_owes_no_packets() -> None:
    async with peer(media_timeout_s=0.3) as (to, ua):
        leg, _ = await answered(to, ua)
        events = leg.events()
        assert (await ua.invite(ua.sdp(direction="inactive"))).status == 200
        await until(events, Held)
        for _ in range(40):
            assert any((await until(events, Frame)).pcm) is False


async def test_a_call_whose_media_never_comes_is_given_up() -> None:
    async with peer(media_timeout_s=0.3) as (to, ua):
        invite = asyncio.create_task(ua.invite(ua.sdp(direction="inactive")))
        with pytest.raises(CallGone):
            await (await to.ringing.get()).answer()
        assert (await invite).status == 200
        await ua.request("BYE")


@pytest.mark.parametrize("marker", [True, False])
async def test_digits_with_and_without_the_marker_bit(marker: bool) -> None:
    async with peer() as (to, ua):
        leg, reply = await answered(to, ua)
        events = leg.events()
        await ua.talk(reply.media, 100)
        for event in (5, 5, 11):
            ua.digit(reply.media, event, marker=marker)
            await ua.talk(reply.media, 60)
        digits = [(await until(events, Dtmf)).digit for _ in range(3)]
        assert digits == ["5", "5", "#"]
