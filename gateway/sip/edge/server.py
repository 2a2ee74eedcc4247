"""The edge at work: sockets around the `Router`."""

import asyncio
import contextlib
import logging
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count

from gateway.sip.api import CellDirectory
from gateway.sip.edge.api import Admit, Counters, EdgeSettings, Observe, admit_all
from gateway.sip.edge.errors import StreamBroken
from gateway.sip.edge.flows import Address, Flow
from gateway.sip.edge.local import LocalAddresses
from gateway.sip.edge.outcome import Outcome, Send
from gateway.sip.edge.router import Router
from gateway.sip.edge.sockets import bind, bind_both, port_of
from gateway.sip.edge.stream import StreamHandler, StreamPort
from gateway.sip.edge.udp import UdpPort
from gateway.sip.edge.waiting import RETRY_S

log = logging.getLogger("sottovoce.edge")
_SWEEP_S = 1.0
_LOOK_AGAIN_SWEEPS = 60


@dataclass(frozen=True, slots=True)
class _Listener:
    udp: UdpPort
    tcp: StreamPort
    host: str


class Edge:
    """Receives and sends every SIP message of a gateway. Owned by the event loop it was started on.

    `observe` hears the name of each fact; `counters` adds them up.
    """

    def __init__(
        self,
        settings: EdgeSettings,
        directory: CellDirectory,
        admit: Admit = admit_all,
        observe: Observe | None = None,
    ) -> None:
        self._settings = settings
        self._directory = directory
        self._admit = admit
        self._observe = observe
        self._counts: Counter[str] = Counter()
        self._local = LocalAddresses(settings.public_address)
        self._listeners: list[_Listener] = []
        self._inner = UdpPort(self._from_cell, settings.max_unsent_bytes)
        self._router: Router | None = None
        self._port = 0
        self._sweeper: asyncio.Task[None] | None = None
        self._retry: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        """The port of every listener, UDP and TCP alike, once started."""
        return self._port

    @property
    def counters(self) -> Counters:
        """How often each fact has happened since the start."""
        return self._counts

    @property
    def draining(self) -> bool:
        """Whether new calls are refused with 503; calls under way are not touched."""
        return self._started().admission.draining

    @draining.setter
    def draining(self, draining: bool) -> None:
        self._started().admission.draining = draining

    async def start(self) -> None:
        """Listen on every host of the settings, UDP and TCP, and for cells.

        Raises:
            EdgePortTaken: another program holds the port; nothing is left listening.
            EdgeAddressUnusable: a host is no address of this machine.
        """
        pairs = bind_both(self._settings.hosts, self._settings.port)
        inner = bind("udp", self._settings.cells_host, 0)
        self._port = port_of(pairs[0][0])
        inner_address = (self._settings.cells_host, port_of(inner))
        self._router = Router(self._settings, self._directory, self._admit, inner_address, secrets.token_bytes(32))
        await self._inner.open(inner)
        handler = StreamHandler(self._from_stream, self._from_broken, self._count, self._router.flow_closed)
        numbers = count(1)
        for index, (host, (udp, tcp)) in enumerate(zip(self._settings.hosts, pairs, strict=True)):
            received = partial(self._from_datagram, index)
            listener = _Listener(
                UdpPort(received, self._settings.max_unsent_bytes),
                StreamPort(index, self._settings, handler, numbers),
                host,
            )
            self._listeners.append(listener)
            await listener.udp.open(udp)
            await listener.tcp.open(tcp)
        self._sweeper = asyncio.create_task(self._sweep(), name="sip-edge-sweep")

    async def aclose(self) -> None:
        """Stop listening and forget every call. Idempotent."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
            self._sweeper = None
        if self._retry is not None:
            self._retry.cancel()
        for listener in self._listeners:
            listener.udp.close()
            listener.tcp.close()
        self._inner.close()
        await asyncio.sleep(0)  # transports close their sockets in the loop's next turn

    def _started(self) -> Router:
        if self._router is None:
            raise RuntimeError("The edge has not been started.")
        return self._router

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    def _from_datagram(self, index: int, data: bytes, host: str, port: int) -> None:
        local = (self._local.towards(host, self._listeners[index].host), self._port)
        self._from_outside(data, Flow("udp", index, host, port), local)

    def _from_stream(self, data: bytes, flow: Flow, local: Address) -> None:
        self._from_outside(data, flow, (self._local.towards(flow.host, local[0]), self._port))

    def _from_outside(self, data: bytes, flow: Flow, local: Address) -> None:
        self._count(f"received.{flow.transport}")
        with self._guarded():
            self._act(self._started().from_outside(data, flow, local, self._now_s()))

    def _from_broken(self, broken: StreamBroken, flow: Flow, local: Address) -> None:
        with self._guarded():
            self._act(self._started().unread(broken, flow, local, self._now_s()))

    def _from_cell(self, data: bytes, host: str, port: int) -> None:
        self._count("received.cell")
        with self._guarded():
            self._act(self._started().from_cell(data, (host, port), self._now_s()))

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """A fault of ours costs one message and is counted; its text could hold the message, so it is not kept."""
        try:
            yield
        except Exception as fault:
            self._count("failed")
            log.error("a SIP message could not be routed: %s", type(fault).__name__)  # noqa: TRY400

    def _act(self, outcome: Outcome) -> None:
        self._count(outcome.fact)
        for send in (outcome.send, outcome.also):
            if send is not None and not self._send(send):
                self._count("undelivered")
        self._look_after_waiting()

    def _look_after_waiting(self) -> None:
        if self._retry is None and self._started().has_waiting:
            self._retry = asyncio.get_running_loop().call_later(RETRY_S, self._retry_waiting)

    def _retry_waiting(self) -> None:
        self._retry = None
        with self._guarded():
            for outcome in self._started().retry(self._now_s()):
                self._act(outcome)
            self._look_after_waiting()

    def _send(self, send: Send) -> bool:
        if not isinstance(send.to, Flow):
            return self._inner.send(send.data, *send.to)
        listener = self._listeners[send.to.listener]
        if send.to.connection:
            return listener.tcp.send(send.data, send.to)
        return listener.udp.send(send.data, send.to.host, send.to.port)

    def _count(self, fact: str) -> None:
        self._counts[fact] += 1
        if self._observe is not None:
            self._observe(fact)

    async def _sweep(self) -> None:
        for turn in count(1):
            await asyncio.sleep(_SWEEP_S)
            router, now_s = self._started(), self._now_s()
            router.sweep(now_s)
            in_use = router.connections_in_use()
            for listener in self._listeners:
                listener.tcp.sweep(now_s, in_use)
            if turn % _LOOK_AGAIN_SWEEPS == 0:
                self._local.forget()
