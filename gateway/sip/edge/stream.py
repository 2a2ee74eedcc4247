"""Stream connections: TCP, and TLS when a context is given. Everything about them is bounded."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from gateway.sip.edge.api import EdgeSettings
from gateway.sip.edge.errors import StreamBroken
from gateway.sip.edge.flows import Address, Flow
from gateway.sip.edge.framing import PONG, Framer


@dataclass(frozen=True, slots=True)
class StreamHandler:
    """What a connection tells the edge."""

    received: Callable[[bytes, Flow, Address], None]
    broken: Callable[[StreamBroken, Flow, Address], None]
    counted: Callable[[str], None]
    closed: Callable[[int], None]


class Connection(asyncio.Protocol):
    """One peer's connection. Owned by its `StreamPort`; closes itself when the peer breaks a bound."""

    def __init__(self, port: "StreamPort", number: int) -> None:
        self._port = port
        self._framer = Framer(port.settings.max_message_bytes)
        self._transport: asyncio.Transport | None = None
        self._number = number
        self._now_s = asyncio.get_running_loop().time
        self.opened_s = self.heard_s = self._now_s()
        self.began_s: float | None = None  # when the message that is not whole yet began
        self.spoke = False  # a whole message came
        self.flow: Flow | None = None
        self.local: Address = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        peer, local = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        if peer is None or local is None:  # the peer went before we looked
            self._transport.abort()
            return
        self.local = (local[0], local[1])
        self.flow = Flow(self._port.transport_name, self._port.index, peer[0], peer[1], self._number)
        if not self._port.admit(self):
            self._port.handler.counted("connection.refused")
            self._transport.abort()
            return
        sock = cast("socket.socket", transport.get_extra_info("socket"))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def connection_lost(self, exc: Exception | None) -> None:
        self._port.forget(self)

    def data_received(self, data: bytes) -> None:
        if self.flow is None or self._transport is None or self._transport.is_closing():
            return
        self.heard_s = self._now_s()
        try:
            framed = self._framer.feed(data)
        except StreamBroken as broken:
            self._port.handler.broken(broken, self.flow, self.local)
            self._transport.close()
            return
        self._note(bool(framed.messages))
        if framed.pings:
            self._port.handler.counted("answered.ping")
            self.send(PONG)
        for message in framed.messages:
            self._port.handler.received(message, self.flow, self.local)

    def _note(self, whole: bool) -> None:
        self.spoke = self.spoke or whole
        if not self._framer.unfinished:
            self.began_s = None
        elif self.began_s is None or whole:
            self.began_s = self.heard_s

    def send(self, data: bytes) -> bool:
        """Whether the bytes were queued; a peer that does not read is let go."""
        if self._transport is None or self._transport.is_closing():
            return False
        if self._transport.get_write_buffer_size() > self._port.settings.max_unsent_bytes:
            self._port.handler.counted("connection.unread")
            self._transport.abort()
            return False
        self._transport.write(data)
        return True

    def overdue(self, now_s: float, in_use: bool) -> str | None:
        """Which bound on time the peer has broken; None when it may stay."""
        settings = self._port.settings
        if self.began_s is not None and now_s - self.began_s > settings.message_timeout_s:
            return "connection.slow"
        if not self.spoke and now_s - self.opened_s > settings.first_message_timeout_s:
            return "connection.silent"
        if not in_use and now_s - self.heard_s > settings.idle_timeout_s:
            return "connection.idle"
        return None

    def close(self) -> None:
        """Close once what is queued has been sent."""
        if self._transport is not None:
            self._transport.close()


class StreamPort:
    """One listening socket and its connections. Owned by the edge, one event loop."""

    def __init__(
        self,
        index: int,
        settings: EdgeSettings,
        handler: StreamHandler,
        numbers: Iterator[int],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.index = index
        self.settings = settings
        self.handler = handler
        self.transport_name = "tls" if tls else "tcp"
        self._numbers = numbers
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._connections: dict[int, Connection] = {}
        self._per_source: Counter[str] = Counter()

    async def open(self, bound: socket.socket) -> None:
        """Begin to accept on the socket, which is ours to close from now on."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self, next(self._numbers)), sock=bound, ssl=self._tls, backlog=256
        )

    def admit(self, connection: Connection) -> bool:
        """Whether one more connection fits, of all and of its source; counts it in."""
        flow = connection.flow
        assert flow is not None, "a connection asks once it knows its peer"
        if len(self._connections) >= self.settings.max_connections:
            return False
        if self._per_source[flow.host] >= self.settings.max_connections_per_source:
            return False
        self._connections[flow.connection] = connection
        self._per_source[flow.host] += 1
        return True

    def forget(self, connection: Connection) -> None:
        """Count a closed connection out; one that was never admitted is not there."""
        flow = connection.flow
        if flow is None or self._connections.pop(flow.connection, None) is None:
            return
        self._per_source[flow.host] -= 1
        if not self._per_source[flow.host]:
            del self._per_source[flow.host]
        self.handler.closed(flow.connection)

    def send(self, data: bytes, flow: Flow) -> bool:
        """Whether the connection of that flow is still there and took the bytes."""
        connection = self._connections.get(flow.connection)
        return connection is not None and connection.send(data)

    def sweep(self, now_s: float, in_use: set[int]) -> None:
        """Close the connections that have broken a bound on time."""
        for number, connection in list(self._connections.items()):
            if reason := connection.overdue(now_s, number in in_use):
                self.handler.counted(reason)
                connection.close()

    def close(self) -> None:
        """Stop accepting and close every connection once its queue is sent."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections.values()):
            connection.close()
