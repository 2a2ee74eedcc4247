"""Whole calls: real user agents, the edge, real cells. Every call is answered and repeats what it hears."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest

from gateway.legs.api import Dtmf, Ending, Held, LegEnded, Resumed
from gateway.sip.api import LOCAL_ADDRESS_HEADER
from gateway.sip.cell.dialler import dialler
from gateway.sip.cell.errors import DialFailed
from tests.gateway.sip.cell.ends import Far, becomes_true
from tests.gateway.sip.cell.wireua import Reply, WireUa, wire_ua
from tests.gateway.sip.edge import sipp
from tests.gateway.sip.edge.box import HOST, TONE, Box, gateway_box, loud
from tests.gateway.sip.edge.peers import LOOPBACK


@asynccontextmanager
async def wire_call(box: Box) -> AsyncIterator[tuple[WireUa, Reply]]:
    """A call of a peer made of bytes, set up; its RTP flows."""
    async with wire_ua(box.edge.port) as ua:
        reply = await ua.invite()
        assert reply.status == 200
        await ua.talk(reply.media, 100)
        yield ua, reply


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_softphone_is_heard_and_hears_holds_presses_keys_and_hangs_up(transport: str) -> None:
    async with gateway_box() as box, dialler(HOST) as caller:
        far = Far(await caller.dial(box.uri(parameters=f";transport={transport}"))).listen()
        far.speak(TONE)
        await becomes_true(lambda: loud(far.heard()))
        assert (box.legs[0].info.destination, box.legs[0].info.transport) == ("echo", transport)
        await far.hold()
        await box.heard(Held)
        await far.resume()
        await box.heard(Resumed)
        await far.press("5")
        await box.heard(Dtmf)
        await far.leave()
        await box.heard(LegEnded)
        assert box.events[-1] == LegEnded(Ending.CALLER_HUNG_UP)
        assert (await far.ended()).ending is Ending.WE_HUNG_UP


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_the_gateway_hangs_up_over_the_callers_own_flow(transport: str) -> None:
    async with gateway_box() as box, dialler(HOST) as caller:
        far = Far(await caller.dial(box.uri(parameters=f";transport={transport}"))).listen()
        await becomes_true(lambda: bool(box.legs))
        await box.legs[0].hang_up()
        assert (await far.ended()).ending is Ending.CALLER_HUNG_UP  # the far end, as seen from there
        assert box.edge.counters["forwarded-out.BYE"] == 1
        assert box.edge.counters["returned-in.2xx"] == 1


async def test_callers_who_come_at_once_wait_for_their_cells_and_one_beyond_the_limit_is_503() -> None:
    async with gateway_box(limit_calls=9) as box, AsyncExitStack() as stack:
        callers = [await stack.enter_async_context(wire_ua(box.edge.port)) for _ in range(10)]
        replies = await asyncio.gather(*(caller.invite() for caller in callers))
        assert sorted(reply.status for reply in replies) == [200] * 9 + [503]
        assert len([cell for cell in box.pool.cells if cell.calls]) == 3


@pytest.mark.parametrize("user", ["nobody", "agents"])
async def test_an_unknown_user_is_404_without_a_cell_hearing_of_it(user: str) -> None:
    async with gateway_box() as box, dialler(HOST) as caller:
        with pytest.raises(DialFailed, match="404"):
            await caller.dial(box.uri(user))
        assert "received.cell" not in box.edge.counters


@pytest.mark.parametrize("marker", [True, False])
async def test_keys_are_heard_with_the_marker_bit_or_without(marker: bool) -> None:
    async with gateway_box() as box, wire_call(box) as (ua, reply):
        ua.digit(reply.media, 7, marker=marker)
        await box.heard(Dtmf)
        assert [event for event in box.events if isinstance(event, Dtmf)] == [Dtmf("7")]


async def test_an_invite_without_an_offer_is_offered_one() -> None:
    async with gateway_box() as box, wire_ua(box.edge.port) as ua:
        ua.send("INVITE")
        reply = await ua.final()
        assert reply.status == 200
        assert reply.media[0] == HOST
        ua.to_tag = reply.header("To").partition("tag=")[2]
        ua.send("ACK", ua.sdp())
        await becomes_true(lambda: bool(box.legs))


async def test_only_codecs_we_do_not_have_is_488_and_the_place_is_free_again() -> None:
    async with gateway_box(limit_calls=1) as box:
        for _ in range(3):
            async with wire_ua(box.edge.port) as ua:
                assert (await ua.invite(ua.sdp("3 18"))).status == 488
        await becomes_true(lambda: box.pool.calls == 0)


async def test_a_caller_who_gives_up_while_it_rings_is_told_487() -> None:
    async with gateway_box(answers=False) as box, wire_ua(box.edge.port) as ua:
        ua.send("INVITE", ua.sdp())
        await ua.provisional(180)
        ua.send("CANCEL")
        statuses = {(await ua.final()).status, (await ua.final()).status}
        assert statuses == {200, 487}
        ua.send("ACK")
        await becomes_true(lambda: box.pool.calls == 0)


async def test_the_session_description_names_the_address_the_caller_reached() -> None:
    async with gateway_box(replace(LOOPBACK, hosts=("0.0.0.0",))) as box, wire_ua(box.edge.port) as ua:
        reply = await ua.invite(headers={LOCAL_ADDRESS_HEADER: "6.6.6.6"})
        assert reply.media[0] == HOST
        assert LOCAL_ADDRESS_HEADER.lower() not in reply.text.lower()


async def test_a_killed_cell_ends_its_own_calls_and_new_ones_are_taken() -> None:
    async with gateway_box() as box, wire_call(box) as (ua, _):
        victim = next(cell for cell in box.pool.cells if cell.calls)
        os.kill(victim.pid, 9)
        await box.heard(LegEnded)
        ua.send("BYE")
        assert (await ua.final()).status == 481
        async with wire_call(box):
            assert box.edge.counters["forwarded.INVITE"] == 2


@sipp.needs_sipp
@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_sixty_standard_sipp_calls_one_after_the_other_and_twenty_at_once(transport: str) -> None:
    async with gateway_box() as box:
        target = (f"{HOST}:{box.edge.port}", "-s", "echo", "-t", transport)
        for calls, at_once, length_ms in ((40, 2, 20), (20, 20, 300)):
            pace = ("-l", str(at_once), "-r", "20", "-d", str(length_ms))
            await sipp.succeeded(await sipp.start("uac", sipp.free_port(), calls, *target, *pace))
        await becomes_true(lambda: box.pool.calls == 0)
        assert box.edge.counters["failed"] == 0
