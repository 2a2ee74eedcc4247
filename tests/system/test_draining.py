"""Stopping: a gateway that is told to end sees its callers off."""

import asyncio
import os
import signal
from pathlib import Path

from tests.gateway.sip.cell.wireua import Reply, wire_ua
from tests.system.calling import calling, says, spoken
from tests.system.running import serving


async def invited(sip_port: int) -> Reply:
    async with wire_ua(sip_port) as ua:
        return await ua.invite()


def test_new_calls_are_refused_and_live_ones_hear_why_they_end(tmp_path: Path) -> None:
    question = spoken("Why do my calls fail with four eighty-eight?")
    with serving(tmp_path, calls_drain_seconds=1) as gateway, calling(gateway.uri(), *question) as call:
        call.wait_for("answered")
        gateway.terminate()
        gateway.out.wait_for("Stopping: 1 calls are under way", 5)
        refused = asyncio.run(invited(gateway.sip_port))
        assert (refused.status, refused.header("Retry-After")) == (503, "60")
        assert gateway.get("/readyz")[0] == 503 and gateway.get("/healthz")[0] == 200
        assert call.over() == 0
        assert call.ending == "caller-hung-up"
        assert says("restart", call.answer(0)), call.out.text
        assert gateway.wait() == 0
        assert gateway.events("call-refused")[-1]["reason"] == "draining"
        assert gateway.events("call-ended")[-1]["ending"] == "we-hung-up"


def test_an_idle_gateway_stops_at_once_at_ctrl_c(tmp_path: Path) -> None:
    with serving(tmp_path) as gateway:
        os.killpg(gateway.session, signal.SIGINT)  # a terminal sends it to the whole group
        assert gateway.wait(10) == 0
        assert gateway.out.lines[-1] == "Stopped."
