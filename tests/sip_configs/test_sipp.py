"""SIPp's scenarios, run as their README says."""

import pytest

from tests.gateway.sip.cell.ends import becomes_true
from tests.gateway.sip.edge import sipp
from tests.gateway.sip.edge.box import gateway_box
from tests.sip_configs.placed import CONFIGS

pytestmark = sipp.needs_sipp


@pytest.mark.parametrize(("scenario", "transport"), [("call", "u1"), ("call", "t1"), ("hold", "u1"), ("hold", "t1")])
async def test_each_scenario_goes_through(scenario: str, transport: str) -> None:
    async with gateway_box() as box:
        options = (f"127.0.0.1:{box.edge.port}", "-s", "echo", "-t", transport, "-r", "10", "-d", "200")
        file = CONFIGS / "sipp" / f"{scenario}.xml"
        await sipp.succeeded(await sipp.start(str(file), sipp.free_port(), 4, *options))
        await becomes_true(lambda: box.pool.calls == 0)
