"""A gateway that repeats what it hears: the edge, real cells, and no conversation."""

import asyncio
import struct
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from gateway.legs.api import Frame, LegEvent
from gateway.sip.cell.cell import IncomingCall
from gateway.sip.cell.client import SipLeg
from gateway.sip.cell.errors import CallGone
from gateway.sip.cell.pool import CellPool, PoolSettings
from gateway.sip.edge.api import EdgeSettings
from gateway.sip.edge.server import Edge
from tests.gateway.sip.cell.ends import becomes_true
from tests.gateway.sip.edge.peers import LOOPBACK

HOST = "127.0.0.1"
TONE = b"".join(struct.pack("<h", 9000 if n // 8 % 2 else -9000) for n in range(8000))  # one second of 500 Hz


@dataclass
class Box:
    """A gateway that knows one trick: it repeats what it hears."""

    edge: Edge
    pool: CellPool
    legs: list[SipLeg] = field(default_factory=list)
    events: list[LegEvent] = field(default_factory=list)
    heard_voice: bool = False

    def uri(self, user: str = "echo", parameters: str = "") -> str:
        return f"sip:{user}@{HOST}:{self.edge.port}{parameters}"

    async def heard(self, kind: type[LegEvent]) -> None:
        """Wait until some call has told of an event of that kind."""
        await becomes_true(lambda: any(isinstance(event, kind) for event in self.events))


async def _repeat(box: Box, call: IncomingCall) -> None:
    try:
        leg = await call.answer()
    except CallGone:
        return
    box.legs.append(leg)
    async for event in leg.events():
        if isinstance(event, Frame):
            box.heard_voice = box.heard_voice or loud(event.pcm)
            leg.play(event.pcm)
        else:
            box.events.append(event)


@asynccontextmanager
async def gateway_box(
    settings: EdgeSettings = LOOPBACK, limit_calls: int = 40, answers: bool = True
) -> AsyncIterator[Box]:
    async with asyncio.TaskGroup() as calls:
        tasks: list[asyncio.Task[None]] = []

        def ring(call: IncomingCall) -> None:
            if answers:
                tasks.append(calls.create_task(_repeat(box, call)))

        pool = CellPool(PoolSettings(limit_calls=limit_calls), ring)
        await pool.start()
        edge = Edge(settings, pool)
        box = Box(edge, pool)
        await edge.start()
        try:
            yield box
        finally:
            await edge.aclose()
            await pool.close()
            for task in tasks:
                task.cancel()


def loud(pcm: bytes) -> bool:
    samples = array("h", pcm[: len(pcm) // 2 * 2])
    return max(map(abs, samples), default=0) > 3000
