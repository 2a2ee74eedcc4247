"""The caller of `bench.media`: RTP of its own, with the kernel's receive times, so that only cells are measured."""

import asyncio
import socket
import struct
import threading
import time
from itertools import pairwise

QUIET = b"\xff" * 160  # mu-law silence
LOUD = bytes([0x00, 0x80] * 80)
_LEVEL = 2000  # s16: what counts as a voice
_SO_TIMESTAMPNS = 35


class MediaPeer:
    """One call. RTP is sent and received by a thread, so that the event loop's work is not measured as jitter."""

    def __init__(self, cell_port: int) -> None:
        self._cell = ("127.0.0.1", cell_port)
        self._sip, self._rtp = self._socket(), self._socket()
        self._rtp.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._rtp.settimeout(0.2)
        self._loop = asyncio.get_running_loop()
        self._stopped = threading.Event()
        self._arrivals: list[float] = []
        self._awaits_voice = False
        self._awaits_frame = False
        self._sent_loud: asyncio.Future[float] | None = None
        self.payload = QUIET
        self.last_voice = 0.0
        self.voice: asyncio.Future[float] = self._loop.create_future()
        self.heard: asyncio.Future[float] = self._loop.create_future()

    @staticmethod
    def _socket() -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        return sock

    async def dial(self) -> None:
        self._sip.setblocking(False)
        port, rtp_port = self._sip.getsockname()[1], self._rtp.getsockname()[1]
        body = (
            f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {rtp_port} RTP/AVP 0\r\n"
        )
        self._send("INVITE", port, "", body)
        while True:
            text = (await self._loop.sock_recv(self._sip, 65535)).decode()
            if text.startswith("SIP/2.0 200"):
                break
        tag = text.partition("\r\nTo: ")[2].partition("\r\n")[0].partition("tag=")[2]
        self._send("ACK", port, f";tag={tag}", "")
        to_port = int(text.partition("m=audio ")[2].split()[0])
        for target in (self._receive, lambda: self._talk(to_port)):
            threading.Thread(target=target, daemon=True).start()

    def _send(self, method: str, port: int, tag: str, body: str) -> None:
        text = (
            f"{method} sip:agent@127.0.0.1 SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{method}{port}\r\n"
            f"From: <sip:bench@127.0.0.1>;tag=b\r\nTo: <sip:agent@127.0.0.1>{tag}\r\nCall-ID: bench{port}\r\n"
            f"CSeq: 1 {method}\r\nContact: <sip:bench@127.0.0.1:{port}>\r\nContent-Type: application/sdp\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        self._sip.sendto(text.encode(), self._cell)

    def _talk(self, to_port: int) -> None:
        due = time.perf_counter()
        sequence = 0
        while not self._stopped.is_set():
            payload = self.payload
            head = struct.pack("!BBHII", 0x80, 0, sequence & 0xFFFF, sequence * 160, 0xBE7C)
            now = time.perf_counter()
            self._rtp.sendto(head + payload, ("127.0.0.1", to_port))
            sequence += 1
            if payload is LOUD:
                self._loop.call_soon_threadsafe(self._loud_sent, now)
            due += 0.02
            time.sleep(max(0.0, due - time.perf_counter()))

    def _receive(self) -> None:
        while not self._stopped.is_set():
            try:
                data, ancillary, _, _ = self._rtp.recvmsg(2000, 64)
            except TimeoutError:
                continue
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2])
            self._arrivals.append(seconds * 1000 + nanoseconds / 1e6)
            if data[12:] != QUIET and any(byte not in (0xFF, 0x7F) for byte in data[12:]):
                self._loop.call_soon_threadsafe(self._voice_arrived, time.perf_counter())

    def gaps_ms(self) -> list[float]:
        """Between the packets that arrived, by the kernel's clock."""
        seen = self._arrivals[25:]
        return [later - earlier for earlier, later in pairwise(seen)]

    def expect_voice(self) -> None:
        """`voice` will be the moment of the next packet that is not silence."""
        self.voice = self._loop.create_future()

    def _voice_arrived(self, now: float) -> None:
        self.last_voice = now
        if not self.voice.done():
            self.voice.set_result(now)

    async def next_loud(self) -> float:
        """The moment the first loud packet was sent; `heard` will be the moment its frame arrived."""
        self.heard = self._loop.create_future()
        self._sent_loud = self._loop.create_future()
        return await self._sent_loud

    def _loud_sent(self, now: float) -> None:
        if self._sent_loud is not None and not self._sent_loud.done():
            self._sent_loud.set_result(now)

    def frame_arrived(self, pcm: bytes) -> None:
        if not self.heard.done() and max(struct.unpack(f"<{len(pcm) // 2}h", pcm)) > _LEVEL:
            self.heard.set_result(time.perf_counter())

    def close(self) -> None:
        self._stopped.set()
        self._sip.close()
