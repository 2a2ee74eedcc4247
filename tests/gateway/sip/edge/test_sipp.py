"""Whole calls through the edge by SIPp, a SIP stack that is not ours, at both ends."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from gateway.sip.api import CellAddress
from gateway.sip.edge.server import Edge
from tests.gateway.sip.edge import sipp
from tests.gateway.sip.edge.directory import ListedCells
from tests.gateway.sip.edge.peers import LOOPBACK

pytestmark = sipp.needs_sipp
UDP, TCP = ("-t", "u1"), ("-t", "t1")


@asynccontextmanager
async def edge_before(cell_port: int) -> AsyncIterator[Edge]:
    edge = Edge(LOOPBACK, ListedCells(CellAddress("c1", "127.0.0.1", cell_port), calls_per_cell=10_000))
    await edge.start()
    try:
        yield edge
    finally:
        await edge.aclose()


async def converse(caller: str, cell: str, calls: int, *options: str) -> Edge:
    """Let SIPp call SIPp through an edge; every call must go as both scenarios have it."""
    cell_port = sipp.free_port()
    cell_process = await sipp.start(cell, cell_port, calls)
    await sipp.is_up(cell_port)
    async with edge_before(cell_port) as edge:
        target = (f"127.0.0.1:{edge.port}", "-s", "agent")
        await sipp.succeeded(await sipp.start(caller, sipp.free_port(), calls, *target, *options))
        await sipp.served(cell_process)
    return edge


@pytest.mark.parametrize("transport", [UDP, TCP])
async def test_two_hundred_standard_calls(transport: tuple[str, str]) -> None:
    edge = await converse("uac", "uas", 200, *transport, "-r", "200", "-d", "50")
    assert edge.counters["forwarded.INVITE"] == 200
    assert edge.counters["forwarded.BYE"] == 200
    assert edge.counters["failed"] == 0


@pytest.mark.parametrize("transport", [UDP, TCP])
@pytest.mark.parametrize(
    ("caller", "cell"),
    [("uac_hold", "uas_hold"), ("uac_cancel", "uas_cancel"), ("uac_bye_received", "uas_bye")],
)
async def test_hold_cancel_and_hanging_up_from_either_side(caller: str, cell: str, transport: tuple[str, str]) -> None:
    edge = await converse(caller, cell, 5, *transport, "-r", "50")
    assert edge.counters["failed"] == 0
    assert not [fact for fact in edge.counters if fact.startswith(("dropped", "answered"))]


async def test_three_requests_in_ten_are_lost_and_every_call_goes_through() -> None:
    edge = await converse("uac_lossy", "uas_lossy", 30, "-r", "60")
    assert edge.counters["failed"] == 0


@pytest.mark.skipif(shutil.which("sipsak") is None, reason="needs sipsak: apt install sipsak")
@pytest.mark.parametrize(("user", "status"), [("agent", b"200 OK"), ("nobody", b"404 Not Found")])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_sipsak_is_told_what_is_here(user: str, status: bytes, transport: str) -> None:
    async with edge_before(9) as edge:
        uri = f"sip:{user}@127.0.0.1:{edge.port}"
        pipe = asyncio.subprocess.PIPE
        asked = await asyncio.create_subprocess_exec(
            "sipsak", "-vv", "-E", transport, "-s", uri, stdout=pipe, stderr=pipe
        )
        said, _ = await asyncio.wait_for(asked.communicate(), 20)
        assert b"SIP/2.0 " + status in said
        assert (asked.returncode == 0) is (user == "agent")


async def test_a_stranger_who_speaks_no_sip_changes_nothing() -> None:
    cell_port = sipp.free_port()
    cell = await sipp.start("uas", cell_port, 20)
    await sipp.is_up(cell_port)
    async with edge_before(cell_port) as edge:
        calls = await sipp.start(
            "uac", sipp.free_port(), 20, f"127.0.0.1:{edge.port}", "-s", "agent", "-r", "40", "-d", "10"
        )
        for _ in range(50):
            _, writer = await asyncio.open_connection("127.0.0.1", edge.port)
            writer.write(b"\x16\x03\x01\x02\x00\x01" * 50 + b"\r\n\r\n")
            writer.close()
        await sipp.succeeded(calls)
        await sipp.served(cell)
