"""SIPp straight against a cell, no edge between."""

import asyncio

from gateway.sip.cell.cell import IncomingCall
from tests.gateway.sip.cell.ends import called
from tests.gateway.sip.edge import sipp


@sipp.needs_sipp
async def test_sipps_own_calls_pass_through_one_cell() -> None:
    async with called() as to:
        address = to.pool.cells[0].address
        assert address
        where = f"{address.host}:{address.port}"
        load = ("-l", "4", "-r", "10", "-d", "150", "-s", "agent", where)
        process = await sipp.start("uac", sipp.free_port(), 20, *load)
        answering = asyncio.create_task(answer_all(to.ringing))
        await sipp.succeeded(process)
        answering.cancel()
        assert not to.pool.cells[0].faults


async def answer_all(ringing: "asyncio.Queue[IncomingCall]") -> None:
    async with asyncio.TaskGroup() as calls:
        while True:
            call = await ringing.get()
            calls.create_task(call.answer())
