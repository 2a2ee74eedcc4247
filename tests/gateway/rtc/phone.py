"""A caller one level below a browser: ICE, DTLS and each packet by hand, so that a test may lose, delay and forge."""

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aioice import Candidate, Connection
from aiortc import RTCCertificate, RTCDtlsTransport
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters
from aiortc.rtp import RtcpPacket, RtcpReceiverInfo, RtcpRrPacket, RtcpSrPacket, RtpPacket

from gateway.legs.api import CallLeg
from gateway.rtc.api import RtcCall
from gateway.rtc.calls import LiveCalls
from gateway.rtc.opus import OpusDecoder, OpusEncoder

OPUS, EVENTS = 111, 110
FRAME_BYTES = 640
FRAME_UNITS = 960
Impair = Callable[[int], float | None]
"""By how many seconds the nth packet is late, or None where it is lost."""


class Way:
    """What DTLS takes for a transport: it outlives each of its ICE connections."""

    role = "controlling"

    def __init__(self) -> None:
        self.now: Connection | None = None
        self._came: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._pumps: set[asyncio.Task[None]] = set()

    def use(self, connection: Connection) -> None:
        self.now = connection
        self._pumps.add(asyncio.create_task(self._pump(connection)))

    async def _pump(self, connection: Connection) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                self._came.put_nowait(await connection.recv())

    async def _recv(self) -> bytes:
        data = await self._came.get()
        if data is None:
            raise ConnectionError
        return data

    async def _send(self, data: bytes) -> None:
        assert self.now
        await self.now.send(data)

    async def close(self) -> None:
        self._came.put_nowait(None)
        for pump in self._pumps:
            pump.cancel()
        if self._pumps:
            await asyncio.wait(self._pumps)


class Association(RTCDtlsTransport):
    """Keeps what it decrypted for its phone."""

    def __init__(self, way: Way, phone: "Phone") -> None:
        super().__init__(way, [RTCCertificate.generateCertificate()])  # type: ignore[arg-type]
        self._phone = phone

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self._phone.take(RtpPacket.parse(data))

    async def _handle_rtcp_data(self, data: bytes) -> None:
        self._phone.heard_rtcp += RtcpPacket.parse(data)


class Phone:
    """Use `phone` to have it closed. `impair` is what the way to the gateway does to its packets."""

    def __init__(self) -> None:
        self.call: RtcCall | None = None
        self.heard_rtp: list[RtpPacket] = []
        self.heard_rtcp: list[Any] = []
        self.impair: Impair = lambda number: 0.0
        self.ssrc = secrets.randbits(32)
        self.sequence = 65_000  # it wraps soon
        self.timestamp = secrets.randbits(32)
        self.sent = 0
        self.encoder = OpusEncoder()
        self._decoder = OpusDecoder()
        self._pcm = bytearray()
        self.connections: list[Connection] = []
        self._way = Way()
        self.dtls = Association(self._way, self)

    # -- signalling ----------------------------------------------------------------------------------------------------

    async def offer(self, direction: str = "sendrecv", *, restart: bool = True) -> str:
        """A new offer; with `restart` of another ICE session than the one before."""
        if restart:
            self.connections.append(Connection(ice_controlling=True))
            await self.connections[-1].gather_candidates()
        ice = self.connections[-1]
        ours = next(each for each in self.dtls.getLocalParameters().fingerprints if each.algorithm == "sha-256")
        lines = [
            *("v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", f"m=audio 9 UDP/TLS/RTP/SAVPF {OPUS} {EVENTS}"),
            *(f"a={direction}", "a=rtcp-mux", "a=setup:actpass", f"a=fingerprint:sha-256 {ours.value}"),
            *(f"a=ice-ufrag:{ice.local_username}", f"a=ice-pwd:{ice.local_password}"),
            *(f"a=rtpmap:{OPUS} opus/48000/2", f"a=rtpmap:{EVENTS} telephone-event/48000"),
            *(f"a=candidate:{each.to_sdp()}" for each in ice.local_candidates),
        ]
        return "\r\n".join([*lines, ""])

    async def accept(self, answer: str) -> None:
        """Connect as the answer says, by its newest ICE session."""
        ice = self.connections[-1]
        if ice.remote_username is not None:
            return
        ice.remote_username, ice.remote_password = value(answer, "ice-ufrag"), value(answer, "ice-pwd")
        for each in re.findall(r"a=candidate:(.*)\r", answer):
            await ice.add_remote_candidate(Candidate.from_sdp(each))
        await ice.connect()
        self._way.use(ice)
        if self.dtls.state == "new":
            algorithm, digest = value(answer, "fingerprint").split(" ")
            self.dtls._set_role("server" if value(answer, "setup") == "active" else "client")
            await self.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint(algorithm, digest)]))

    async def connect(self, calls: LiveCalls, destination: str = "agent") -> CallLeg:
        """Call; the leg that the gateway has of it."""
        self.call = await calls.offer(await self.offer(), destination)
        connecting = asyncio.create_task(self.accept(self.call.answer_sdp))
        leg = await self.call.answer()
        await connecting
        return leg

    async def restart(self) -> None:
        """ICE begins anew, as after a change of network."""
        assert self.call
        await self.accept(await self.call.renegotiate(await self.offer()))

    # -- media ---------------------------------------------------------------------------------------------------------

    async def send(self, packet: RtpPacket) -> None:
        """Send it on the way that `impair` makes of it."""
        self.sent += 1
        late_s = self.impair(self.sent - 1)
        if late_s is None:
            return
        if late_s:
            loop = asyncio.get_running_loop()
            loop.call_later(late_s, lambda: loop.create_task(self.send_now(packet)))
        else:
            await self.send_now(packet)

    async def send_now(self, packet: RtpPacket) -> None:
        with contextlib.suppress(ConnectionError):
            await self.dtls._send_rtp(packet.serialize())

    def packet(self, payload: bytes, payload_type: int = OPUS, **fields: int) -> RtpPacket:
        """The next packet, whose time is now unless `timestamp` is given."""
        made = RtpPacket(payload_type, 0, self.sequence, self.timestamp, self.ssrc, payload)
        for name, number in fields.items():
            setattr(made, name, number)
        self.sequence = (self.sequence + 1) % 65536
        return made

    def pass_time(self) -> None:
        self.timestamp = (self.timestamp + FRAME_UNITS) % 2**32

    async def say(self, pcm: bytes) -> None:
        """Say it in its own time; s16le at 16 kHz."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        for at in range(0, len(pcm), FRAME_BYTES):
            frame = pcm[at : at + FRAME_BYTES].ljust(FRAME_BYTES, b"\0")
            await self.send(self.packet(self.encoder.encode(frame)))
            self.pass_time()
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def press(self, digit_code: int, *, packets: int = 5) -> None:
        """A key by telephone-event (RFC 4733): some packets while it is down, three that say it is up."""
        began = self.timestamp
        for n in range(1, packets + 4):
            volume = 0x8A if n > packets else 0x0A
            payload = bytes([digit_code, volume]) + (FRAME_UNITS * min(n, packets)).to_bytes(2, "big")
            await self.send(self.packet(payload, EVENTS, timestamp=began))
            self.pass_time()

    async def report(self, lost: float = 0.0, late_s: float = 0.0) -> None:
        """Answer their newest sender report (RFC 3550 section 6.4.2), `late_s` after it came without saying so."""
        theirs = next(each for each in reversed(self.heard_rtcp) if isinstance(each, RtcpSrPacket))
        await asyncio.sleep(late_s)
        info = RtcpReceiverInfo(
            ssrc=theirs.ssrc,
            fraction_lost=int(lost * 256),
            packets_lost=0,
            highest_sequence=0,
            jitter=0,
            lsr=theirs.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF,
            dlsr=0,
        )
        await self.dtls._send_rtp(bytes(RtcpRrPacket(self.ssrc, [info])))

    def take(self, packet: RtpPacket) -> None:
        self.heard_rtp.append(packet)
        self._pcm += self._decoder.decode(packet.payload)

    def heard(self) -> bytes:
        """Everything that came since `forget`, decoded."""
        return bytes(self._pcm)

    def forget(self) -> None:
        """What came so far."""
        self.heard_rtp.clear()
        self._pcm.clear()

    # -- ends ----------------------------------------------------------------------------------------------------------

    async def vanish(self) -> None:
        """Be gone without a word: no packet is sent or taken in from here on."""
        for each in self.connections:
            await each.close()

    async def close(self) -> None:
        await self.dtls.stop()
        await self._way.close()
        await self.vanish()
        self.encoder.close()
        self._decoder.close()


def value(sdp: str, name: str) -> str:
    found = re.search(rf"a={name}:(.*)\r", sdp)
    assert found, name
    return found[1]


@asynccontextmanager
async def phone() -> AsyncIterator[Phone]:
    made = Phone()
    try:
        yield made
    finally:
        await made.close()
