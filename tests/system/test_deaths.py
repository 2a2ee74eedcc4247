"""A process of the gateway is killed in the middle of things: what others notice of it."""

import asyncio
import os
import signal
from pathlib import Path

from tests.gateway.sip.cell.wireua import wire_ua
from tests.gateway.sip.edge import sipp
from tests.system.calling import calling, says, spoken
from tests.system.running import Gateway, serving
from tests.system.waiting import until

CALLS_A_CELL = 4
NEW_CALL_WITHIN_S = 1.0


async def answered_within(sip_port: int, seconds: float) -> bool:
    async with wire_ua(sip_port) as ua:
        async with asyncio.timeout(seconds):
            reply = await ua.invite()
        ua.send("BYE")
        await ua.final()
        return reply.status == 200


async def fill_a_cell(gateway: Gateway) -> asyncio.subprocess.Process:
    """Four echo calls that stay."""
    target = (f"127.0.0.1:{gateway.sip_port}", "-s", "echo", "-r", "10", "-d", "60000")
    calls = await sipp.start("uac", sipp.free_port(), CALLS_A_CELL, *target)
    await asyncio.to_thread(gateway.wait_for_calls, CALLS_A_CELL)
    return calls


async def test_a_killed_cell_costs_its_own_calls_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as gateway:
        (first,) = gateway.cells
        four = await fill_a_cell(gateway)
        with calling(gateway.uri("echo"), *spoken("The quick brown fox jumps over the lazy dog.")) as other:
            await asyncio.to_thread(gateway.wait_for_calls, CALLS_A_CELL + 1)
            os.kill(first, signal.SIGKILL)
            assert await answered_within(gateway.sip_port, NEW_CALL_WITHIN_S)
            await asyncio.to_thread(until, "four calls ended", lambda: len(gateway.events("call-ended")) >= 5)
            assert await asyncio.to_thread(other.over) == 0, other.err.text
            assert says("brown fox", other.answer(0)), other.out.text
        endings = [each["ending"] for each in gateway.events("call-ended")]
        assert endings.count("leg-lost") == CALLS_A_CELL, endings
        four.terminate()
        await four.communicate()


def test_a_killed_speech_process_costs_one_answer_at_most(tmp_path: Path) -> None:
    lines = spoken("I would like to know why my calls fail with four eighty-eight.", "Are you a robot?")
    with serving(tmp_path) as gateway:
        speech = gateway.speech
        assert speech is not None
        with calling(gateway.uri(), *lines) as call:
            call.wait_for("said")
            os.kill(speech, signal.SIGKILL)
            until("another speech process", lambda: gateway.speech not in (None, speech), 15)
            assert call.over() == 0, call.out.text
        assert call.answer(0) not in ("", "(no words)"), call.out.text
        assert says("machine", call.answer(1)), call.out.text
        assert [each["part"] for each in gateway.events("part-restarted")] == ["speech"]


def test_nothing_outlives_a_gateway_that_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as gateway:
        assert len(gateway.pids) >= 4, "the gateway, the nursery, a cell, and the speech process"
        gateway.exits_with = -signal.SIGKILL
        os.kill(gateway.pid, signal.SIGKILL)
        assert gateway.wait(5) == -signal.SIGKILL
