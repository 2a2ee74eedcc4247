"""Two real ends: a pool of cells that is called, and a cell that calls, joined over the loopback interface."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from gateway.legs.api import Frame, LegEnded, LegEvent
from gateway.sip.cell.cell import IncomingCall
from gateway.sip.cell.client import SipLeg
from gateway.sip.cell.dialler import Dialler, dialler
from gateway.sip.cell.pool import CellPool, PoolSettings

LOOPBACK = "127.0.0.1"


async def becomes_true(question: Callable[[], bool]) -> None:
    """Returns once it is so; fails after five seconds. For what another process does, and tells nobody."""
    for _ in range(1000):
        if question():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come true within five seconds")


@dataclass
class Called:
    """A pool and what rang in it."""

    pool: CellPool
    ringing: "asyncio.Queue[IncomingCall]"

    def uri(self, user: str = "agent", parameters: str = "") -> str:
        """A URI that reaches the first cell of the pool without an edge between."""
        address = next(cell.address for cell in self.pool.cells if cell.address)
        return f"sip:{user}@{address.host}:{address.port}{parameters}"


@asynccontextmanager
async def called(**settings: Any) -> AsyncIterator[Called]:
    ringing: asyncio.Queue[IncomingCall] = asyncio.Queue()
    pool = CellPool(PoolSettings(**settings), ringing.put_nowait)
    await pool.start()
    try:
        yield Called(pool, ringing)
    finally:
        await pool.close()


@dataclass
class Far:
    """The calling side of a call, with everything it heard."""

    leg: SipLeg
    pcm: bytearray = field(default_factory=bytearray)
    events: list[LegEvent] = field(default_factory=list)
    done: "asyncio.Task[None] | None" = None

    def listen(self) -> "Far":
        self.done = asyncio.create_task(self._listen())
        return self

    async def _listen(self) -> None:
        async for event in self.leg.events():
            if isinstance(event, Frame):
                self.pcm += event.pcm
            else:
                self.events.append(event)

    def speak(self, pcm: bytes) -> None:
        self.leg.play(pcm)

    async def press(self, digit: str) -> None:
        self.leg.press(digit)

    async def hold(self) -> None:
        self.leg.hold(True)

    async def resume(self) -> None:
        self.leg.hold(False)

    async def leave(self) -> None:
        await self.leg.hang_up()

    def heard(self) -> bytes:
        return bytes(self.pcm)

    async def ended(self) -> LegEnded:
        assert self.done is not None
        await self.done
        event = self.events[-1]
        assert isinstance(event, LegEnded)
        return event


async def connect(to: Called, caller: Dialler, uri: str = "", **how: Any) -> tuple[SipLeg, Far]:
    """One answered call: its leg and its caller."""
    dial = asyncio.create_task(caller.dial(uri or to.uri(), **how))
    leg = await (await to.ringing.get()).answer()
    return leg, Far(await dial).listen()


@asynccontextmanager
async def one_call(**how: Any) -> AsyncIterator[tuple[SipLeg, Far]]:
    async with called() as to, dialler(LOOPBACK) as caller:
        yield await connect(to, caller, **how)
