"""One ICE session (RFC 8445) over aioice: our addresses, theirs, and who of those that send is the caller."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Final

from aioice import Candidate as AioCandidate
from aioice import Connection
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import StunProtocol, server_reflexive_candidate
from aioice.stun import Message, TransactionError
from aiortc.rtcconfiguration import RTCIceServer
from aiortc.rtcicetransport import connection_kwargs

from gateway.rtc.api import MAX_CANDIDATES, RtcSettings
from gateway.rtc.candidates import Candidate

MAX_SOURCES: Final = 16
"""Addresses of one caller that were not offered and show up all the same (peer-reflexive, RFC 8445 section 7.3.1.3)."""
_GATHER_S: Final = 2
"""For STUN and TURN servers to answer; a call is answered without what did not come by then."""
_LOOPBACK: Final = "127.0.0.1"
_LEAST_MEDIA_BYTE: Final = 20  # of DTLS and SRTP; STUN begins with 0 to 3 (RFC 7983 section 7)

Address = tuple[str, int]


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


def _servers(settings: RtcSettings) -> dict[str, Any]:
    """STUN and TURN as aioice is told of them; nothing where none is set, so that nobody is asked."""
    set_ = [each for each in (settings.stun, settings.turn) if each]
    return connection_kwargs([RTCIceServer(each.url, each.username or None, each.credential or None) for each in set_])
