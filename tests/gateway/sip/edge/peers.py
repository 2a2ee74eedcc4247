"""Real sockets for the edge's tests: a datagram peer, and an edge with one such peer as its cell."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self, cast

from gateway.sip.api import CellAddress
from gateway.sip.edge.api import Admit, EdgeSettings, admit_all
from gateway.sip.edge.server import Edge
from tests.gateway.sip.edge.directory import ListedCells

Address = tuple[str, int]
LOOPBACK = EdgeSettings(hosts=("127.0.0.1",), port=0)


class UdpPeer(asyncio.DatagramProtocol):
    """A socket that keeps what it receives until asked."""

    def __init__(self) -> None:
        self._received: asyncio.Queue[tuple[bytes, Address]] = asyncio.Queue(1000)
        self._transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def open(cls, host: str = "127.0.0.1") -> Self:
        peer = cls()
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: peer, local_addr=(host, 0))
        return peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._received.put_nowait((data, addr))

    @property
    def address(self) -> Address:
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")[:2]
        return (host, port)

    def send(self, data: bytes, to: Address) -> None:
        assert self._transport is not None
        self._transport.sendto(data, to)

    async def receive(self) -> tuple[bytes, Address]:
        """The next datagram and its sender."""
        return await asyncio.wait_for(self._received.get(), 5)

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()


@dataclass(frozen=True, slots=True)
class Set:
    edge: Edge
    directory: ListedCells
    cell: UdpPeer

    @property
    def address(self) -> Address:
        return ("127.0.0.1", self.edge.port)


@asynccontextmanager
async def edge_before_a_cell(settings: EdgeSettings = LOOPBACK, admit: Admit = admit_all) -> AsyncIterator[Set]:
    """A started edge on loopback whose one cell is a socket of the test."""
    cell = await UdpPeer.open()
    directory = ListedCells(CellAddress("c1", *cell.address), calls_per_cell=1000)
    edge = Edge(settings, directory, admit)
    await edge.start()
    try:
        yield Set(edge, directory, cell)
    finally:
        await edge.aclose()
        cell.close()
