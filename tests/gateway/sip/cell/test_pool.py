"""Cells come when they are needed, die alone, and leave nothing behind."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from gateway.legs.api import Ending, Frame, LegEnded
from gateway.sip.api import call_key
from gateway.sip.cell import pool as pool_module
from gateway.sip.cell.dialler import dialler
from gateway.sip.cell.errors import CallGone, DialFailed
from tests.gateway.legs.contract import until
from tests.gateway.sip.cell.ends import LOOPBACK, becomes_true, called, connect


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def rss_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_one_cell_is_ready_and_another_comes_with_the_first_call() -> None:
    async with called(limit_calls=8) as to:
        assert len(to.pool.cells) == 1
        assert to.pool.assign("a") is not None
        await becomes_true(lambda: len(to.pool.cells) == 2 and all(cell.address for cell in to.pool.cells))


async def test_a_key_keeps_its_cell_and_the_limit_holds() -> None:
    async with called(limit_calls=2) as to:
        first = to.pool.assign("a")
        assert to.pool.assign("a") == first
        assert to.pool.assign("b") is not None
        assert to.pool.assign("c") is None
        assert (to.pool.calls, to.pool.free_calls) == (2, 0)
        to.pool.release("a")
        to.pool.release("never")
        assert to.pool.assign("c") is not None


async def test_the_directory_finds_its_cells_and_no_other() -> None:
    async with called() as to:
        address = to.pool.assign("a")
        assert address is not None
        assert to.pool.find(address.cell_id) == address
        assert address.cell_id.isalnum()
        assert to.pool.find("c999") is None


async def test_the_fifth_call_goes_to_another_cell() -> None:
    async with called(limit_calls=8) as to:
        ids = []
        for key in "abcdefgh":
            await becomes_true(lambda: sum(cell.address is not None for cell in to.pool.cells) >= 1)
            address = None
            while address is None:
                address = to.pool.assign(key)
                await asyncio.sleep(0)
            ids.append(address.cell_id)
        assert sorted(ids.count(one) for one in set(ids)) == [4, 4]


async def test_a_reservation_that_no_call_claims_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "RESERVED_S", 0.05)
    async with called() as to:
        to.pool.assign("a")
        await becomes_true(lambda: to.pool.calls == 0)


async def test_a_call_claims_its_reservation_and_frees_it_at_its_end() -> None:
    async with called(limit_calls=1) as to, dialler(LOOPBACK) as caller:
        leg, far = await connect(to, caller)
        assert to.pool.calls == 1 and to.pool.free_calls == 0
        await far.leave()
        await far.ended()
        await becomes_true(lambda: to.pool.calls == 0)
        assert leg.info.kind == "sip"


async def test_draining_takes_no_call_and_ends_none() -> None:
    async with called() as to, dialler(LOOPBACK) as caller:
        leg, _ = await connect(to, caller)
        to.pool.drain()
        assert to.pool.assign("a") is None
        assert await until(leg.events(), Frame)


async def test_a_killed_cell_loses_its_own_calls_and_is_replaced_within_a_second() -> None:
    async with called(limit_calls=8) as to, dialler(LOOPBACK) as caller:
        doomed_leg, _ = await connect(to, caller)
        doomed = next(cell for cell in to.pool.cells if cell.calls)
        await becomes_true(lambda: len(to.pool.cells) == 2 and all(cell.address for cell in to.pool.cells))
        other = next(cell for cell in to.pool.cells if cell is not doomed)
        assert other.address
        spared_leg, _ = await connect(to, caller, f"sip:agent@{other.address.host}:{other.address.port}")
        os.kill(doomed.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        assert [event async for event in doomed_leg.events()][-1] == LegEnded(Ending.LEG_LOST)
        await becomes_true(lambda: any(cell.address and not cell.calls for cell in to.pool.cells))
        assert time.monotonic() - killed_at < 1
        assert to.pool.find(doomed.id) is None
        assert to.pool.calls == 1
        events = spared_leg.events()
        for _ in range(10):
            await until(events, Frame)


async def test_a_call_that_rings_in_a_killed_cell_is_gone() -> None:
    async with called() as to, dialler(LOOPBACK) as caller:
        dial = asyncio.create_task(caller.dial(to.uri()))
        call = await to.ringing.get()
        os.kill(next(cell for cell in to.pool.cells if cell.calls).pid, signal.SIGKILL)
        with pytest.raises(CallGone):
            await call.answer()
        dial.cancel()


async def test_a_killed_nursery_is_replaced() -> None:
    async with called() as to:
        nursery = to.pool._nest._process
        assert nursery is not None
        before = [cell.pid for cell in to.pool.cells]
        os.kill(nursery.pid, signal.SIGKILL)
        await becomes_true(lambda: any(cell.pid not in (0, *before) for cell in to.pool.cells))
        assert not any(is_alive(pid) for pid in before)


async def test_closing_leaves_no_process_and_no_socket() -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    async with dialler(LOOPBACK) as caller, called() as to:
        leg, _ = await connect(to, caller)
        await becomes_true(lambda: all(cell.pid for cell in to.pool.cells))
        pids = [cell.pid for cell in to.pool.cells]
    assert not any(is_alive(pid) for pid in pids)
    assert [event async for event in leg.events()][-1] == LegEnded(Ending.WE_HUNG_UP)
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


ORPHANS = """
import asyncio, os
from gateway.sip.cell.pool import CellPool, PoolSettings
async def main():
    pool = CellPool(PoolSettings(), lambda call: None)
    await pool.start()
    print(pool.cells[0].pid, pool._nest._process.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


async def test_a_killed_gateway_leaves_no_orphan() -> None:
    gateway = await asyncio.create_subprocess_exec(sys.executable, "-c", ORPHANS, stdout=asyncio.subprocess.PIPE)
    assert gateway.stdout is not None
    pids = [int(pid) for pid in (await gateway.stdout.readline()).split()]
    assert all(is_alive(pid) for pid in pids)
    gateway.kill()
    await gateway.wait()
    await becomes_true(lambda: not any(is_alive(pid) for pid in pids))


async def test_a_hundred_calls_one_after_another_leave_a_cell_as_it_was() -> None:
    async with called() as to, dialler(LOOPBACK) as caller:
        sizes = []
        uri = to.uri()
        cell = to.pool.cells[0]
        for n in range(100):
            leg, far = await connect(to, caller, uri)
            events = leg.events()
            leg.play(b"\x10\x20" * 160)
            await until(events, Frame)
            await (far.leave() if n % 2 else leg.hang_up())
            await far.ended()
            await becomes_true(lambda: cell.calls == 0)
            sizes.append(rss_kb(cell.pid))
        assert to.pool.find(cell.id) == cell.address
        # PJSIP keeps 20 KB of a call for the 32 s of Timer J; a stream that was not freed would be far more.
        assert sizes[-1] - sizes[9] < 90 * 40
        assert not cell.faults


async def test_four_calls_share_a_cell_and_the_library_refuses_a_fifth() -> None:
    async with called() as to, dialler(LOOPBACK) as one, dialler(LOOPBACK) as two:
        uri = to.uri()
        assert to.pool.cells[0].capacity == 4
        legs = [await connect(to, one, uri) for _ in range(4)]
        with pytest.raises(DialFailed) as refused:
            await two.dial(uri)
        assert refused.value.status == 486
        for leg, _ in legs:
            assert await until(leg.events(), Frame)


async def test_cancelling_a_dial_gives_up_the_call() -> None:
    async with called() as to, dialler(LOOPBACK) as caller:
        dial = asyncio.create_task(caller.dial(to.uri()))
        call = await to.ringing.get()
        dial.cancel()
        await call.gone.wait()
        await becomes_true(lambda: to.pool.calls == 0)


@pytest.mark.parametrize("codec", ["PCMU", "G722"])
async def test_srtp_is_answered_where_it_is_offered(codec: str) -> None:
    async with called() as to, dialler(LOOPBACK) as caller:
        leg, far = await connect(to, caller, codecs=(codec,), srtp=True)
        assert leg.info.encrypted and far.leg.info.encrypted
        leg, far = await connect(to, caller, codecs=(codec,))
        assert not leg.info.encrypted and not far.leg.info.encrypted


async def test_ports_for_rtp_stay_in_the_range_given() -> None:
    async with called(rtp_first_port=41000, rtp_port_count=400, limit_calls=8) as to, dialler(LOOPBACK) as caller:
        await connect(to, caller)
        ports = [udp_ports(cell.pid) - {cell.address.port} for cell in to.pool.cells if cell.address]
        held = set[int]().union(*ports)
        assert held
        assert all(41000 <= port < 41400 for port in held)


def udp_ports(pid: int) -> set[int]:
    links = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    rows = [line.split() for line in Path("/proc/net/udp").read_text().splitlines()[1:]]
    return {int(row[1].partition(":")[2], 16) for row in rows if f"socket:[{row[9]}]" in links}


def test_call_keys_tell_nothing_and_stay_the_same() -> None:
    assert call_key("a@b") == call_key("a@b") != call_key("a@c")
    assert "a@b" not in call_key("a@b")
