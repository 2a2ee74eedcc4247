"""The media path, measured on the wire: `python -m bench.media [--busy] [--calls N]`.

Prints the gaps between the RTP packets that a cell sends, what a frame takes from the caller's packet to the
gateway and from the gateway to the caller's packet, how soon a barge-in is silent, and what cells cost.
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bench.media_peer import LOUD, QUIET, MediaPeer
from gateway.legs.api import Frame
from gateway.sip.api import CellAddress
from gateway.sip.cell.cell import IncomingCall
from gateway.sip.cell.client import SipLeg
from gateway.sip.cell.pool import CellPool, PoolSettings

SPEECH = b"\x00\x40\x00\xc0" * 4000  # a second at 8 kHz, loud


async def main() -> None:
    arguments = _arguments()
    ringing: asyncio.Queue[IncomingCall] = asyncio.Queue()
    pool = CellPool(PoolSettings(limit_calls=max(4, arguments.calls)), ringing.put_nowait)
    started = time.perf_counter()
    await pool.start()
    print(f"first cell ready after        {(time.perf_counter() - started) * 1000:8.0f} ms")
    try:
        with busy(os.cpu_count() or 1) if arguments.busy else nothing():
            async with calls(pool, ringing, arguments.calls) as pairs:
                await measure(pool, pairs, arguments.seconds)
    finally:
        await pool.close()


async def measure(pool: CellPool, pairs: Sequence[tuple[SipLeg, MediaPeer]], seconds: float) -> None:
    peer = pairs[0][1]
    cpu = sum(cpu_s(cell.pid) for cell in pool.cells)
    await asyncio.sleep(seconds)
    used = sum(cpu_s(cell.pid) for cell in pool.cells) - cpu
    gaps = sorted(gap for _, one in pairs for gap in one.gaps_ms())
    print(f"{len(pairs)} calls for {seconds:.0f} s; load {os.getloadavg()[0]:.1f}")
    table("gap between packets sent, ms", gaps)
    share = used / seconds * 100
    print(f"cells, of one core            {share:8.2f} %  ({share / len(pairs):.2f} % a call)")
    print(f"cells, PSS                    {sum(pss_mb(cell.pid) for cell in pool.cells):8.1f} MB in {len(pool.cells)}")
    leg = pairs[0][0]
    table("caller's packet to frame, ms", [await inbound_ms(leg, peer) for _ in range(20)])
    table("play() to packet, ms", [await outbound_ms(leg, peer) for _ in range(20)])
    table("stop_playing() to silence, ms", [await barge_in_ms(leg, peer) for _ in range(10)])


async def inbound_ms(leg: SipLeg, peer: MediaPeer) -> float:
    """From sending the first loud packet to the frame that holds it, with the frame's own 20 ms not counted."""
    await asyncio.sleep(0.1 + time.perf_counter() % 0.02)
    peer.payload = LOUD
    sent = await peer.next_loud()
    heard = await peer.heard
    peer.payload = QUIET
    return (heard - sent) * 1000


async def outbound_ms(leg: SipLeg, peer: MediaPeer) -> float:
    await asyncio.sleep(0.1 + time.perf_counter() % 0.02)
    peer.expect_voice()
    asked = time.perf_counter()
    leg.play(SPEECH[:960])
    return (await peer.voice - asked) * 1000


async def barge_in_ms(leg: SipLeg, peer: MediaPeer) -> float:
    await asyncio.sleep(0.15)
    peer.expect_voice()
    leg.play(SPEECH)
    await peer.voice
    await asyncio.sleep(0.1 + time.perf_counter() % 0.02)
    asked = time.perf_counter()
    leg.stop_playing()
    await asyncio.sleep(0.15)
    return max(0.0, (peer.last_voice - asked) * 1000)


@asynccontextmanager
async def calls(
    pool: CellPool, ringing: "asyncio.Queue[IncomingCall]", count: int
) -> AsyncIterator[list[tuple[SipLeg, MediaPeer]]]:
    pairs = []
    readers = []
    for n in range(count):
        address = await place(pool, f"bench-{n}")
        peer = MediaPeer(address.port)
        dial = asyncio.create_task(peer.dial())
        leg = await (await ringing.get()).answer()
        await dial
        pool.release(f"bench-{n}")
        readers.append(asyncio.create_task(listen(leg, peer)))
        pairs.append((leg, peer))
    try:
        await asyncio.sleep(1)
        yield pairs
    finally:
        for _, peer in pairs:
            peer.close()
        for reader in readers:
            reader.cancel()


async def place(pool: CellPool, key: str) -> CellAddress:
    for _ in range(500):
        if (address := pool.assign(key)) is not None:
            return address
        await asyncio.sleep(0.01)  # the next cell is starting
    raise SystemExit("no cell has room")


async def listen(leg: SipLeg, peer: MediaPeer) -> None:
    async for event in leg.events():
        if isinstance(event, Frame):
            peer.frame_arrived(event.pcm)


def table(name: str, values: Sequence[float]) -> None:
    ordered = sorted(values)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    print(f"{name:<30}{at[0]:8.1f} p50 {at[1]:8.1f} p95 {at[2]:8.1f} p99 {ordered[-1]:8.1f} most")


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss_mb(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("Pss:")[2].split()[0]) / 1024


@contextmanager
def busy(count: int) -> Iterator[None]:
    """As many busy processes as there are cores, at nice 15 like the speech process."""
    workers = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.join()


def _spin() -> None:
    os.nice(15)
    while True:
        statistics.fmean(range(1000))


@contextmanager
def nothing() -> Iterator[None]:
    yield


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--busy", action="store_true", help="with every core at work for somebody else")
    parser.add_argument("--calls", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
