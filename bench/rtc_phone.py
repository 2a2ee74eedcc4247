"""A browser's call without a browser: the HTTP of the page, ICE and DTLS by the library, and each packet by hand.

It shares no code with the gateway's own leg, and has no jitter buffer: what is timed is the wire.
"""

import asyncio
import contextlib
import json
import re
import secrets
import time
from http.client import HTTPConnection
from typing import Any

from aioice import Candidate, Connection
from aiortc import RTCCertificate, RTCDtlsTransport
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters
from aiortc.rtp import RtpPacket

from bench.call_dial import Called
from bench.call_line import TICK_NS, Line
from bench.call_rtp import PAYLOAD_TYPE, Packet, pack, unpack
from bench.call_scripts import AnyScript
from bench.rtc_codec import RATIO, Coder

OPUS = 111
CONNECT_S = 15


class Refused(Exception):
    """The gateway answered with another HTTP status than it should."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP status {status}")
        self.status = status


class Page:
    """A page's HTTP, one session. Blocks; used on a thread of its own."""

    def __init__(self, port: int) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers: dict[str, str] = {}

    def enter(self) -> None:
        self._headers = {"X-CSRF": json.loads(self.ask("POST", "/api/session", 200)[1])["csrf"], **self._headers}

    def ask(self, method: str, path: str, status: int, body: str = "", kind: str = "") -> tuple[str, str]:
        """Location and body of the answer. Raises `Refused`."""
        self._http.request(method, path, body, self._headers | ({"Content-Type": kind} if kind else {}))
        answer = self._http.getresponse()
        text = answer.read().decode()
        self._http.close()  # a call is longer than an idle connection is kept
        if answer.status != status:
            raise Refused(answer.status)
        if cookie := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return answer.getheader("Location") or "", text


class WebPhone:
    """As many calls as wanted; made for `bench.call_rounds`, like a SIP `Phone`."""

    def __init__(self, port: int, destination: str = "agent") -> None:
        self._port = port
        self._destination = destination

    async def call(self, script: AnyScript, line: Line) -> Called:
        """Press Call, play the script on the line, hang up."""
        page, media = Page(self._port), WebMedia(line)
        try:
            await asyncio.to_thread(page.enter)
            path = f"/api/calls?destination={self._destination}"
            offer = await media.offer()
            where, answer = await asyncio.to_thread(page.ask, "POST", path, 201, offer, "application/sdp")
            async with asyncio.timeout(CONNECT_S):
                await media.connect(answer)
            result = await media.play(script)
            await asyncio.to_thread(page.ask, "DELETE", where, 204)
            return Called(200, line, result)
        except Refused as refused:
            return Called(refused.status, line)
        finally:
            await media.close()


class WebMedia(RTCDtlsTransport):
    """One call's packets. It is its own way for DTLS: `_recv` and `_send` are those of its ICE connection."""

    role = "controlling"

    def __init__(self, line: Line) -> None:
        super().__init__(self, [RTCCertificate.generateCertificate()])  # type: ignore[arg-type]
        self._ice = Connection(ice_controlling=True)
        self._line = line
        self._coder = Coder()
        self._ssrc = secrets.randbits(32)

    async def offer(self) -> str:
        await self._ice.gather_candidates()
        ours = next(each for each in self.getLocalParameters().fingerprints if each.algorithm == "sha-256")
        lines = [
            *("v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", f"m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}"),
            *("a=sendrecv", "a=rtcp-mux", "a=setup:actpass", f"a=fingerprint:sha-256 {ours.value}"),
            *(f"a=ice-ufrag:{self._ice.local_username}", f"a=ice-pwd:{self._ice.local_password}"),
            f"a=rtpmap:{OPUS} opus/48000/2",
            *(f"a=candidate:{each.to_sdp()}" for each in self._ice.local_candidates),
        ]
        return "\r\n".join([*lines, ""])

    async def connect(self, answer: str) -> None:
        said = dict(re.findall(r"a=(ice-ufrag|ice-pwd|fingerprint|setup):(.*)\r", answer))
        self._ice.remote_username, self._ice.remote_password = said["ice-ufrag"], said["ice-pwd"]
        for each in re.findall(r"a=candidate:(.*)\r", answer):
            await self._ice.add_remote_candidate(Candidate.from_sdp(each))
        await self._ice.connect()
        self._set_role("server" if said["setup"] == "active" else "client")
        await self.start(RTCDtlsParameters([RTCDtlsFingerprint(*said["fingerprint"].split(" "))]))

    async def play(self, script: AnyScript) -> Any:
        """What the script returns; None where the gateway ended the call before."""
        due_ns = time.time_ns()
        while self.state == "connected":
            await self._say(unpack(self._line.send(time.time_ns())))
            try:
                next(script)
            except StopIteration as end:
                return end.value
            due_ns += TICK_NS
            await asyncio.sleep(max(0.0, (due_ns - time.time_ns()) / 1e9))
        return None

    async def close(self) -> None:
        await self.stop()
        await self._ice.close()

    async def _say(self, packet: Packet | None) -> None:
        assert packet
        payload = self._coder.encode(packet.payload)
        timestamp = packet.timestamp * RATIO % 2**32
        with contextlib.suppress(ConnectionError):
            await self._send_rtp(RtpPacket(OPUS, 0, packet.sequence, timestamp, self._ssrc, payload).serialize())

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        at_ns = time.time_ns()
        packet = RtpPacket.parse(data)
        if packet.payload_type == OPUS and (octets := self._coder.decode(packet.payload)):
            heard = Packet(PAYLOAD_TYPE, False, packet.sequence_number, 0, 1, octets)
            self._line.receive(pack(heard), at_ns)

    async def _handle_rtcp_data(self, data: bytes) -> None:
        pass

    async def _recv(self) -> bytes:
        return await self._ice.recv()

    async def _send(self, data: bytes) -> None:
        await self._ice.send(data)
