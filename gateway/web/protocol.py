"""uvicorn's protocols with what they leave to a proxy: deadlines for those who send or read slowly, and bounds on the
connections of one source and of all."""

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from gateway.web.api import SocketSettings
from gateway.web.networks import Networks, plain_address


class Crowd:
    """How many connections each source has. A source with none is not in it."""

    def __init__(self, most: int, most_of_one: int, unlimited: Networks) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._unlimited = unlimited
        self._connections: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._connections.total()

    def enter(self, host: str) -> bool:
        """Whether one more is welcome; then it counts until it leaves."""
        source = self._source(host)
        crowded = host not in self._unlimited and self._connections[source] >= self._most_of_one
        if crowded or len(self) >= self._most:
            return False
        self._connections[source] += 1
        return True

    def leave(self, host: str) -> None:
        source = self._source(host)
        self._connections[source] -= 1
        if self._connections[source] <= 0:
            del self._connections[source]

    @staticmethod
    def _source(host: str) -> str:
        """An IPv6 host owns its /64."""
        address = plain_address(host)
        return host if address is None or address.version == 4 else str(int(address) >> 64)


class Deadline:
    """Something that is done unless it is called off in time. Set again while it runs, it stays as it is."""

    def __init__(self, within_s: float, act: Callable[[], object]) -> None:
        self._within_s = within_s
        self._act = act
        self._timer: asyncio.TimerHandle | None = None

    def set(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._within_s, self._act)

    def off(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _BoundedSocket(WebSocketsSansIOProtocol):
    """One WebSocket; `left` is called once it is gone."""

    def __init__(self, *, left: Callable[[], None], unread_within_s: float, **given: Any) -> None:
        super().__init__(**given)
        self._left = left
        self._unread = Deadline(unread_within_s, self._cut_off)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unread.off()
        self._left()
        super().connection_lost(exc)

    def _cut_off(self) -> None:
        self.transport.abort()

    def pause_writing(self) -> None:
        self._unread.set()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._unread.off()
        super().resume_writing()


class _BoundedConnection(H11Protocol):
    """One connection. It is cut off when it is one too many, when the head of a request does not come in time, and when
    its peer does not read."""

    def __init__(self, *, crowd: Crowd, bounds: SocketSettings, **given: Any) -> None:
        super().__init__(**given)
        self._crowd = crowd
        self._host: str | None = None  # once it counts
        self._head = Deadline(bounds.head_within_s, self._cut_off)
        self._unread = Deadline(bounds.unread_within_s, self._cut_off)
        self.ws_protocol_class = partial(  # type: ignore[assignment]
            _BoundedSocket, left=self._leave, unread_within_s=bounds.unread_within_s
        )

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        if self._crowd.enter(host):
            self._host = host
            self._head.set()
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head.off()
        self._unread.off()
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # it is a WebSocket, which has deadlines of its own
            self._head.off()
        elif self.cycle is None or self.cycle.response_complete:
            self._head.set()
        else:
            self._head.off()

    def pause_writing(self) -> None:
        self._unread.set()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._unread.off()
        super().resume_writing()

    def _cut_off(self) -> None:
        self.transport.abort()

    def _leave(self) -> None:
        if self._host is not None:
            self._crowd.leave(self._host)
            self._host = None


def bounded_protocol(bounds: SocketSettings) -> Callable[..., H11Protocol]:
    """The maker of connections for one listener."""
    unlimited = Networks(bounds.unlimited_networks)
    crowd = Crowd(bounds.max_connections, bounds.max_connections_per_source, unlimited)
    return partial(_BoundedConnection, crowd=crowd, bounds=bounds)
