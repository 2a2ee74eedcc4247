"""What the SIP edge costs: microseconds a message in the router, and the delay it adds between two sockets.

python -m bench.sip_edge
"""

import asyncio
import statistics
import time
from collections.abc import Callable

from gateway.sip.edge.api import EdgeSettings, Rate
from gateway.sip.edge.flows import Flow
from tests.gateway.sip.edge.messages import CALLER, SDP, Bench, reply, request
from tests.gateway.sip.edge.peers import UdpPeer, edge_before_a_cell

ROUNDS = 2000
GENEROUS = Rate(per_s=1e9, burst=10**9)


def cost_us(work: Callable[[int], object]) -> float:
    """The median over ten batches, in microseconds a call."""
    batches = []
    for batch in range(10):
        began_ns = time.perf_counter_ns()
        for n in range(ROUNDS // 10):
            work(batch * ROUNDS // 10 + n)
        batches.append((time.perf_counter_ns() - began_ns) / (ROUNDS // 10) / 1000)
    return statistics.median(batches)


def router_costs() -> dict[str, float]:
    settings = EdgeSettings(source_invites=GENEROUS, source_strays=GENEROUS, all_invites=GENEROUS, max_calls=10**6)
    bench = Bench(settings, calls_per_cell=2)
    invite = bench.talking()
    ringing, ack, bye = reply(invite, 200), request("ACK", to_tag="cell-tag"), request("BYE", cseq=2, to_tag="cell-tag")
    again, options, garbage = request(body=SDP), request("OPTIONS", "sip:h"), b"\x16\x03\x01" * 100
    register = request("REGISTER", "sip:h")
    fresh = Bench(settings, calls_per_cell=10**6)
    fresh.directory.assign = lambda key: next(iter(fresh.directory.cells.values()))  # type: ignore[method-assign, assignment]
    new = [request(body=SDP, call_id=str(n)) for n in range(ROUNDS)]
    return {
        "new INVITE": cost_us(lambda n: fresh.outside(new[n])),
        "INVITE again": cost_us(lambda n: bench.outside(again)),
        "response from a cell": cost_us(lambda n: bench.inside(ringing)),
        "ACK": cost_us(lambda n: bench.outside(ack)),
        "BYE": cost_us(lambda n: bench.outside(bye)),
        "OPTIONS answered": cost_us(lambda n: bench.outside(options)),
        "REGISTER refused": cost_us(lambda n: bench.outside(register)),
        "REGISTER in a flood": flood_cost_us(register),
        "garbage dropped": cost_us(lambda n: bench.outside(garbage)),
    }


def flood_cost_us(message: bytes) -> float:
    bench = Bench(EdgeSettings(source_strays=Rate(0, 1)))
    source = Flow("udp", 0, CALLER.host, 5060)
    return cost_us(lambda n: bench.outside(message, source))


async def delay_us() -> float:
    """The median from a caller's send to the cell's receive and back, over loopback sockets."""
    async with edge_before_a_cell() as world:
        caller = await UdpPeer.open()
        via = f"SIP/2.0/UDP 127.0.0.1:{caller.address[1]};branch=z9hG4bKb;rport"
        delays = []
        for _ in range(300):
            began_ns = time.perf_counter_ns()
            caller.send(request(via=via, body=SDP), world.address)
            invite, edge = await world.cell.receive()
            world.cell.send(reply(invite, 180), edge)
            await caller.receive()
            delays.append((time.perf_counter_ns() - began_ns) / 1000)
        caller.close()
        return statistics.median(delays)


def main() -> None:
    print("| message | us in the router |\n|---|---|")
    for name, cost in router_costs().items():
        print(f"| {name} | {cost:.0f} |")
    print(f"\nINVITE to a cell and its 180 back, over loopback sockets: {asyncio.run(delay_us()):.0f} us")


if __name__ == "__main__":
    main()
