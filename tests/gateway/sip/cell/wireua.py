"""A SIP and RTP peer made of bytes, for what well-behaved user agents never send."""

import asyncio
import re
import secrets
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PCMU, TELEPHONE_EVENT = 0, 101


def udp() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((HOST, 0))
    sock.setblocking(False)
    return sock


@dataclass
class Reply:
    status: int
    text: str

    def header(self, name: str) -> str:
        found = re.search(rf"(?im)^{name}: *(.*?)\r?$", self.text)
        return found[1] if found else ""

    @property
    def sdp(self) -> str:
        return self.text.partition("\r\n\r\n")[2]

    @property
    def media(self) -> tuple[str, int]:
        address = re.search(r"(?m)^c=IN IP4 (\S+)", self.sdp)
        port = re.search(r"(?m)^m=audio (\d+)", self.sdp)
        assert address and port, "no audio in the answer"
        return address[1], int(port[1])


@dataclass
class WireUa:
    """One call of a peer that says exactly what it is told to."""

    cell_port: int
    sip: socket.socket = field(default_factory=udp)
    rtp: socket.socket = field(default_factory=udp)
    call_id: str = field(default_factory=lambda: secrets.token_hex(8))
    to_tag: str = ""
    cseq: int = 0
    sequence: int = 1000
    timestamp: int = 8000
    ssrc: int = 0x1234
    heard: list[bytes] = field(default_factory=list)

    @property
    def rtp_port(self) -> int:
        return int(self.rtp.getsockname()[1])

    def sdp(self, formats: str = "0 101", direction: str = "sendrecv", extra: str = "") -> str:
        return (
            f"v=0\r\no=- 1 {self.cseq + 1} IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\n"
            f"m=audio {self.rtp_port} RTP/AVP {formats}\r\n"
            f"a=rtpmap:101 telephone-event/8000\r\na={direction}\r\n{extra}"
        )

    def send(self, method: str, body: str = "", headers: Mapping[str, str] | None = None, cseq: int = 0) -> None:
        if not cseq and method not in ("ACK", "CANCEL"):
            self.cseq += 1
        own, port = cseq or self.cseq, self.sip.getsockname()[1]
        given = dict(headers or {})
        uri = given.pop("URI", f"sip:agent@{HOST}:{self.cell_port}")
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {HOST}:{port};rport;branch=z9hG4bK{self.call_id}{own}"
            + ("ack" if method == "ACK" and self.to_tag else ""),
            f"From: {given.pop('From', f'<sip:tester@{HOST}>')};tag=wire",
            f"To: <sip:agent@{HOST}>" + (f";tag={self.to_tag}" if self.to_tag else ""),
            f"Call-ID: {self.call_id}",
            f"CSeq: {own} {method}",
            f"Contact: <sip:tester@{HOST}:{port}>",
            "Max-Forwards: 70",
            *(f"{name}: {value}" for name, value in given.items()),
        ]
        if body:
            lines.append("Content-Type: application/sdp")
        text = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])
        self.sip.sendto(text.encode("utf-8", "surrogateescape"), (HOST, self.cell_port))

    async def receive(self) -> str:
        loop = asyncio.get_running_loop()
        return (await loop.sock_recv(self.sip, 65535)).decode("utf-8", "replace")

    async def final(self, cseq: int = 0) -> Reply:
        """The final response to our latest request (or to that of `cseq`)."""
        while True:
            text = await self.receive()
            if not text.startswith("SIP/2.0"):
                continue
            reply = Reply(int(text[8:11]), text)
            if reply.status >= 200 and reply.header("CSeq").split()[0] == str(cseq or self.cseq):
                return reply

    async def provisional(self, status: int) -> Reply:
        while True:
            text = await self.receive()
            if text.startswith(f"SIP/2.0 {status}"):
                return Reply(status, text)

    async def request(self, method: str) -> str:
        """The next request of that method from the cell, answered with 200."""
        while True:
            text = await self.receive()
            if text.startswith(f"{method} "):
                kept = [
                    line
                    for line in text.split("\r\n")
                    if line[:5] in ("Via: ", "From:", "To: s", "To: <", "Call-", "CSeq:")
                ]
                answer = "\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0", "", ""])
                self.sip.sendto(answer.encode(), (HOST, self.cell_port))
                return text

    async def invite(self, body: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """An INVITE, its final response, and the ACK."""
        self.send("INVITE", self.sdp() if body is None else body, headers)
        return await self.acknowledge()

    async def acknowledge(self, body: str = "") -> Reply:
        reply = await self.final()
        if reply.status < 300:
            self.to_tag = reply.header("To").partition("tag=")[2]
        self.send("ACK", body)
        return reply

    def packet(self, payload: bytes, payload_type: int = PCMU, marker: bool = False) -> bytes:
        self.sequence += 1
        head = struct.pack("!BBHII", 0x80, marker << 7 | payload_type, self.sequence, self.timestamp, self.ssrc)
        return head + payload

    def voice(self, to: tuple[str, int], payload: bytes = b"\xff" * 160) -> None:
        self.timestamp += 160
        self.rtp.sendto(self.packet(payload), to)

    def digit(self, to: tuple[str, int], event: int, *, marker: bool) -> None:
        """One key press as RFC 4733 packets, all with the time stamp of its start."""
        self.timestamp += 160
        for n in range(1, 6):
            body = struct.pack("!BBH", event, 10, n * 160)
            self.rtp.sendto(self.packet(body, TELEPHONE_EVENT, marker and n == 1), to)
        for _ in range(3):
            self.rtp.sendto(self.packet(struct.pack("!BBH", event, 0x8A, 800), TELEPHONE_EVENT), to)
        self.timestamp += 800

    async def talk(self, to: tuple[str, int], ms: int) -> None:
        """Silence at the pace of a phone."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        for _ in range(ms // 20):
            self.voice(to)
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    def close(self) -> None:
        self.sip.close()
        self.rtp.close()


@asynccontextmanager
async def wire_ua(cell_port: int) -> AsyncIterator[WireUa]:
    ua = WireUa(cell_port)
    try:
        async with asyncio.timeout(20):
            yield ua
    finally:
        ua.close()
