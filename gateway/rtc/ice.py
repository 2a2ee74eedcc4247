"""The way to one caller: ICE (RFC 8445) over aioice, with restarts that what runs above does not notice."""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Callable, Iterable
from enum import Enum
from itertools import chain
from typing import Any, Final

from aioice import Candidate as AioCandidate
from aioice import Connection
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import StunProtocol, server_reflexive_candidate
from aioice.stun import Message, TransactionError
from aiortc.rtcconfiguration import RTCIceServer
from aiortc.rtcicetransport import connection_kwargs

from gateway.observe.logs import LOGGER
from gateway.rtc.api import MAX_CANDIDATES, CallOver, NoRoom, RtcSettings
from gateway.rtc.candidates import Candidate
from gateway.rtc.sdp import IceRemote

MAX_SOURCES: Final = 16
"""Addresses of one caller that were not offered and show up all the same (peer-reflexive, RFC 8445 section 7.3.1.3)."""
MAX_DATAGRAMS: Final = 256
"""Waiting for whoever reads; the oldest go when more come, and `IcePath.dropped` counts them."""
MAX_RELAYED: Final = 32
"""Datagrams on their way to a relay; more are dropped, as it does not answer."""
_GATHER_S: Final = 2
"""For STUN and TURN servers to answer; a call is answered without what did not come by then."""
_LOOPBACK: Final = "127.0.0.1"
_LEAST_MEDIA_BYTE: Final = 20  # of DTLS and SRTP; STUN begins with 0 to 3 (RFC 7983 section 7)

Address = tuple[str, int]


class Reach(Enum):
    """Whether the caller can be reached."""

    NOT_YET = "not-yet"
    REACHED = "reached"
    LOST = "lost"
    CLOSED = "closed"


class Socket(StunProtocol):
    """One of our addresses. Media is heard only from where an authenticated check came from or went to."""

    receiver: "Generation"

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        if isinstance(data, bytes) and data[:1] >= bytes([_LEAST_MEDIA_BYTE]):
            if self.receiver.knows((addr[0], addr[1])):
                self.receiver.data_received(data, self.local_candidate.component)
        else:
            super().datagram_received(data, addr)


class Generation(Connection):
    """One ICE session: a restart begins another. Hands datagrams on as they come, instead of queueing them."""

    def __init__(self, settings: RtcSettings, deliver: Callable[[bytes], None]) -> None:
        super().__init__(ice_controlling=False, **_servers(settings))
        self._deliver = deliver
        self._settings = settings
        self._room = MAX_CANDIDATES
        self._checked: set[Address] = set()  # where authenticated checks came from

    def knows(self, address: Address) -> bool:
        """Whether this is the caller's."""
        return address in self._checked or any(pair.remote_addr == address for pair in self._nominated.values())

    @property
    def relayed(self) -> bool:
        """Whether what is sent goes by the TURN server."""
        return any(pair.local_candidate.type == "relay" for pair in self._nominated.values())

    async def send_if_possible(self, data: bytes) -> None:
        """Send it; drop it where the way was lost this very moment, or the relay does not let it through."""
        with contextlib.suppress(ConnectionError, TransactionError):
            await self.send(data)

    def data_received(self, data: bytes, component: int) -> None:
        """DTLS and SRTP, from an address that is known or over the relay."""
        self._deliver(data)

    def check_incoming(self, message: Message, addr: Address, protocol: StunProtocol) -> None:
        """A check with our password in it. One without a priority is none (RFC 8445 section 7.1.1)."""
        offered = any(each._network_host == addr[0] and each.port == addr[1] for each in self._remote_candidates)
        if "PRIORITY" not in message.attributes or (not offered and len(self._checked) >= MAX_SOURCES):
            return
        self._checked.add(addr)
        super().check_incoming(message, addr, protocol)

    async def get_component_candidates(
        self,
        component: int,
        addresses: list[str],
        timeout: int = 0,  # noqa: ASYNC109 - the library's signature
    ) -> list[AioCandidate]:
        """Ours, on the addresses and ports the settings allow."""
        for each in self._settings.addresses or addresses or [_LOOPBACK]:
            await self._bind(each, component)
        hosts = [each.local_candidate for each in self._protocols]
        asked = await asyncio.gather(self._reflexive(), self._relayed(component))
        return [*hosts, *asked[0], *asked[1]]

    async def _bind(self, address: str, component: int) -> None:
        for port in self._ports():
            with contextlib.suppress(OSError):
                await self._bind_to(address, port, component)
                return

    def _ports(self) -> Iterable[int]:
        """Those to try, in order. A call that ended may still be sent to: not always the lowest first."""
        low, high = self._settings.port_low, self._settings.port_high
        if not low:
            return (0,)
        start = random.randint(low, high)  # noqa: S311 - nobody has to be kept from guessing it
        return chain(range(start, high + 1), range(low, start))

    async def _bind_to(self, address: str, port: int, component: int) -> None:
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.create_datagram_endpoint(lambda: Socket(self), local_addr=(address, port))
        host, port = transport.get_extra_info("sockname")[:2]
        foundation, priority = candidate_foundation("host", "udp", host), candidate_priority(component, "host")
        protocol.local_candidate = AioCandidate(foundation, component, "udp", priority, host, port, "host")
        self._protocols.append(protocol)

    async def _reflexive(self) -> list[AioCandidate]:
        """How the STUN server sees us, where one is set; it is asked over IPv4 alone, as the library does."""
        server = self.stun_server
        ours = [each for each in self._protocols if ":" not in each.local_candidate.host] if server else []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GATHER_S):
                asked = (server_reflexive_candidate(each, server) for each in ours if server)
                answers = await asyncio.gather(*asked, return_exceptions=True)
                return [each[0] for each in answers if not isinstance(each, BaseException)]
        return []

    async def _relayed(self, component: int) -> list[AioCandidate]:
        """Our address at the TURN server, where one is set: with no address the library gathers it alone."""
        return await super().get_component_candidates(component, [], _GATHER_S) if self.turn_server else []

    async def take(self, candidates: Iterable[Candidate]) -> None:
        """Try these too, until `MAX_CANDIDATES` were tried."""
        for each in sorted(candidates, key=lambda each: each.host.endswith(".local")):  # who has to be looked up waits
            self._room -= 1
            if self._room < 0:
                return
            remote = AioCandidate(each.foundation, 1, "udp", each.priority, each.host, each.port, each.type)
            with contextlib.suppress(OSError, ValueError):  # no multicast here; or the list is closed
                await self.add_remote_candidate(remote)


class IcePath:
    """The way of datagrams to one caller and back. Owned by its link, which closes it.

    It is what `RTCDtlsTransport` takes for an ICE transport: `_recv`, `_send`, `role`. `changed` is called on the
    loop whenever `reach` changes. While the caller cannot be reached, what is sent is dropped like any datagram.
    """

    role = "controlled"

    def __init__(self, settings: RtcSettings, changed: Callable[[], None]) -> None:
        self.reach = Reach.NOT_YET
        self.dropped = 0
        self._settings = settings
        self._changed = changed
        self._newest: Generation | None = None
        self._current: Generation | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._datagrams: deque[bytes] = deque()
        self._arrived = asyncio.Event()

    async def begin(self, remote: IceRemote) -> None:
        """Begin a generation and try to reach the caller; the one before serves until this one does.

        Raises `NoRoom`, and `CallOver` where it was closed meanwhile; then nothing changed.
        """
        generation = Generation(self._settings, self._deliver)
        generation.remote_username, generation.remote_password = remote.ufrag, remote.password
        generation.remote_is_lite = remote.lite
        generation.ice_controlling = remote.lite  # RFC 8445 section 6.1.1
        try:
            await generation.gather_candidates()
            self._require_use(generation)
        except BaseException:
            await generation.close()
            raise
        superseded, self._newest = self._newest, generation
        if superseded and superseded is not self._current:
            await superseded.close()
        self._spawn(generation.take(remote.candidates), "ice-candidates")
        self._spawn(self._live(generation), "ice")

    def _require_use(self, generation: Generation) -> None:
        if self.reach is Reach.CLOSED:
            raise CallOver
        if not generation.local_candidates:
            LOGGER.warning("rtc-no-port: free UDP ports, or check rtc.addresses, rtc.port_low and rtc.port_high")
            raise NoRoom("no call from a browser can be carried at the moment: try again later")

    @property
    def ufrag(self) -> str:
        """Ours, of the newest generation."""
        return self._newest.local_username if self._newest else ""

    @property
    def password(self) -> str:
        """Ours, of the newest generation."""
        return self._newest.local_password if self._newest else ""

    @property
    def remote_ufrag(self) -> str:
        """Theirs, of the newest generation."""
        return (self._newest.remote_username or "") if self._newest else ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Ours, of the newest generation, the public address in front of us included."""
        ours = [_candidate(each) for each in self._newest.local_candidates] if self._newest else []
        public = self._settings.public_address
        if not public:
            return tuple(ours)
        hosts = [each for each in ours if each.type == "host" and (":" in each.host) == (":" in public)]
        priority = candidate_priority(1, "srflx")
        return (
            *ours,
            *(
                Candidate(f"9{n}", priority - n, public, each.port, "srflx", each.host, each.port)
                for n, each in enumerate(hosts)
            ),
        )

    def add(self, remote: IceRemote) -> None:
        """Take in trickled candidates, unless they belong to another generation."""
        if self._newest and remote.ufrag in ("", self._newest.remote_username):
            self._spawn(self._newest.take(remote.candidates), "ice-candidates")

    async def close(self) -> None:
        """Close every socket and end every task. Idempotent."""
        if self.reach is Reach.CLOSED:
            return
        self.reach = Reach.CLOSED
        self._arrived.set()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        for generation in (self._newest, self._current):
            if generation:
                await generation.close()
        if tasks:
            await asyncio.wait(tasks)
        self._datagrams.clear()

    async def _recv(self) -> bytes:
        while not self._datagrams:
            if self.reach is Reach.CLOSED:
                raise ConnectionError
            self._arrived.clear()
            await self._arrived.wait()
        return self._datagrams.popleft()

    async def _send(self, data: bytes) -> None:
        current = self._current
        if current is None or self.reach is Reach.CLOSED:
            return
        if not current.relayed:
            await current.send_if_possible(data)
        elif len(self._tasks) < MAX_RELAYED:  # a relay may have to be asked first, and nobody waits for that
            self._spawn(current.send_if_possible(data), "ice-relay")

    def _deliver(self, data: bytes) -> None:
        if not data:
            return
        if len(self._datagrams) >= MAX_DATAGRAMS:
            self._datagrams.popleft()
            self.dropped += 1
        self._datagrams.append(data)
        self._arrived.set()

    async def _live(self, generation: Generation) -> None:
        """From the first check of a generation to its loss."""
        try:
            await generation.connect()
        except ConnectionError:
            if generation is self._newest and not self._current:
                self._become(Reach.LOST)
            return
        if generation is not self._newest:
            return
        before, self._current = self._current, generation
        self._become(Reach.REACHED)
        if before:
            await before.close()
        await generation.get_event()  # consent to send expired (RFC 7675), or it was closed
        if generation is self._current:  # whether or not a newer one is still being tried
            self._become(Reach.LOST)

    def _become(self, reach: Reach) -> None:
        if self.reach not in (Reach.CLOSED, reach):
            self.reach = reach
            self._changed()

    def _spawn(self, work: Any, name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _servers(settings: RtcSettings) -> dict[str, Any]:
    """STUN and TURN as aioice is told of them; nothing where none is set, so that nobody is asked."""
    set_ = [each for each in (settings.stun, settings.turn) if each]
    return connection_kwargs([RTCIceServer(each.url, each.username or None, each.credential or None) for each in set_])


def _candidate(ours: AioCandidate) -> Candidate:
    related = (ours.related_address or "", ours.related_port or 0)
    return Candidate(ours.foundation[:32], ours.priority, ours.host, ours.port, ours.type, *related)
