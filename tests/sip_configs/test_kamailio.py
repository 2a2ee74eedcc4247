"""Kamailio with its configuration from `sip_configs`, in front of the gateway."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.sip.cell.dialler import dialler
from tests.gateway.sip.cell.ends import Far, becomes_true
from tests.gateway.sip.cell.wireua import wire_ua
from tests.gateway.sip.edge import sipp
from tests.gateway.sip.edge.box import HOST, TONE, Box, gateway_box, loud
from tests.sip_configs.placed import CONFIGS, change, place, running

pytestmark = pytest.mark.skipif(shutil.which("kamailio") is None, reason="needs Kamailio: apt install kamailio")


@asynccontextmanager
async def dispatcher(folder: Path, *gateway_ports: int) -> AsyncIterator[int]:
    """The port of a Kamailio that knows these gateways."""
    place("kamailio", folder, gateway_ports[0])
    gateways = "".join(f"1 sip:127.0.0.1:{port} 0 0\n" for port in gateway_ports)
    (folder / "dispatcher.list").write_text(gateways)
    config = folder / "kamailio.cfg"
    change(config, "0.0.0.0", HOST)
    change(config, '"ds_ping_interval", 5', '"ds_ping_interval", 1')
    port = sipp.free_port()
    defines = ("-A", f"LISTEN_PORT={port}", "-A", f'DISPATCHER_LIST="{folder}/dispatcher.list"')
    sizes = ("-m", "32", "-M", "4", "-Y", str(folder), "-P", str(folder / "pid"))
    async with running("kamailio", "-DD", "-f", str(config), *defines, *sizes, cwd=folder):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)  # it is starting its processes
            else:
                writer.close()
                break
        yield port


async def is_in_use(*boxes: Box) -> None:
    """Kamailio asks each gateway for OPTIONS before it sends calls."""
    await becomes_true(lambda: all(box.edge.counters.get("answered.200") for box in boxes))


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("by_gateway", [True, False])
async def test_a_softphone_talks_and_either_side_hangs_up(tmp_path: Path, transport: str, by_gateway: bool) -> None:
    async with gateway_box() as box, dispatcher(tmp_path, box.edge.port) as port, dialler(HOST) as caller:
        await is_in_use(box)
        far = Far(await caller.dial(f"sip:echo@{HOST}:{port};transport={transport}")).listen()
        far.speak(TONE)
        await becomes_true(lambda: loud(far.heard()))
        await (box.legs[0].hang_up() if by_gateway else far.leave())
        await far.ended()
        await becomes_true(lambda: box.pool.calls == 0)
        assert box.edge.counters["forwarded-out.BYE" if by_gateway else "forwarded.BYE"] == 1


@sipp.needs_sipp
@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_sipps_scenarios_go_through(tmp_path: Path, transport: str) -> None:
    async with gateway_box() as box, dispatcher(tmp_path, box.edge.port) as port:
        await is_in_use(box)
        for scenario in ("call", "hold"):
            file = CONFIGS / "sipp" / f"{scenario}.xml"
            options = (f"127.0.0.1:{port}", "-s", "echo", "-t", transport, "-r", "10", "-d", "100")
            await sipp.succeeded(await sipp.start(str(file), sipp.free_port(), 5, *options))
        await becomes_true(lambda: box.pool.calls == 0)


async def test_a_gateway_that_drains_gets_no_calls_and_the_other_does(tmp_path: Path) -> None:
    async with gateway_box() as one, gateway_box() as two, dispatcher(tmp_path, one.edge.port, two.edge.port) as port:
        await is_in_use(one, two)
        one.edge.draining = True
        for _ in range(3):
            async with wire_ua(port) as ua:
                assert (await ua.invite()).status == 200
        assert one.edge.counters["forwarded.INVITE"] == 0
        assert two.edge.counters["forwarded.INVITE"] == 3


async def test_nothing_but_the_gateways_is_reached(tmp_path: Path) -> None:
    async with gateway_box() as box, dispatcher(tmp_path, box.edge.port) as port, wire_ua(port) as ua:
        for method, status in (("REGISTER", 405), ("MESSAGE", 405), ("OPTIONS", 200)):
            ua.send(method)
            assert (await ua.final()).status == status
        ua.to_tag = "unknown"
        ua.send("BYE")
        assert (await ua.final()).status == 481
