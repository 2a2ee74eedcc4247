"""Datagram sockets: the one callers reach and the one cells do."""

import asyncio
import socket
from collections.abc import Callable
from typing import Protocol, cast

Received = Callable[[bytes, str, int], None]


class _Datagrams(Protocol):
    """What every event loop's datagram transport does; typeshed leaves the size out."""

    def sendto(self, data: bytes, addr: tuple[str, int]) -> None: ...
    def get_write_buffer_size(self) -> int: ...
    def close(self) -> None: ...


class UdpPort(asyncio.DatagramProtocol):
    """One bound socket. Owned by the edge; hands each datagram on with its sender, in the order they came."""

    def __init__(self, received: Received, max_unsent_bytes: int) -> None:
        self._received = received
        self._max_unsent_bytes = max_unsent_bytes
        self._transport: _Datagrams | None = None

    async def open(self, bound: socket.socket) -> None:
        """Begin to receive on the socket, which is ours to close from now on."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, sock=bound)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("_Datagrams", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._received(data, addr[0], addr[1])

    def error_received(self, exc: Exception) -> None:
        """An ICMP error says that some earlier datagram was not delivered: SIP retransmits or gives up."""

    def send(self, data: bytes, host: str, port: int) -> bool:
        """Whether the datagram was handed to the system; it is dropped when too many wait already."""
        if self._transport is None or self._transport.get_write_buffer_size() > self._max_unsent_bytes:
            return False
        self._transport.sendto(data, (host, port))
        return True

    def close(self) -> None:
        """Stop receiving, at once."""
        if self._transport is not None:
            self._transport.close()
