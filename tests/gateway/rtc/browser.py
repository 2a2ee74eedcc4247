"""A browser as aiortc makes one: a microphone, an ear, a keypad, and what can go wrong with them."""

import asyncio
import fractions
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from gateway.legs.api import CallLeg
from gateway.rtc.api import RtcCall, RtcSettings
from gateway.rtc.calls import LiveCalls

RATE_HZ = 16_000
FRAME_BYTES = RATE_HZ // 50 * 2
LOOPBACK = RtcSettings(addresses=("127.0.0.1",), connect_s=10.0)


class Microphone(MediaStreamTrack):
    """Says what it is given, silence else, every 20 ms."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.says: deque[bytes] = deque()
        self._due: float | None = None
        self._samples = 0

    def speak(self, pcm: bytes) -> None:
        for at in range(0, len(pcm), FRAME_BYTES):
            self.says.append(pcm[at : at + FRAME_BYTES].ljust(FRAME_BYTES, b"\0"))

    async def recv(self) -> av.AudioFrame:
        loop = asyncio.get_running_loop()
        self._due = loop.time() if self._due is None else self._due + 0.02
        await asyncio.sleep(max(0.0, self._due - loop.time()))
        frame = av.AudioFrame("s16", "mono", FRAME_BYTES // 2)
        frame.planes[0].update(self.says.popleft() if self.says else bytes(FRAME_BYTES))
        frame.sample_rate, frame.pts = RATE_HZ, self._samples
        frame.time_base = fractions.Fraction(1, RATE_HZ)
        self._samples += FRAME_BYTES // 2
        return frame


class Browser:
    """One page's peer connection. Use `browser` to have it closed."""

    def __init__(self) -> None:
        self.microphone = Microphone()
        self.pcm = bytearray()
        self.call: RtcCall | None = None
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.pc.addTrack(self.microphone)
        self.keys: RTCDataChannel = self.pc.createDataChannel("keys")
        self.keys_open = asyncio.Event()
        self._ear: asyncio.Task[None] | None = None
        self.keys.on("open", self.keys_open.set)
        self.pc.on("track", self._listen)

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return str(self.pc.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def connect(self, calls: LiveCalls, destination: str = "echo") -> CallLeg:
        """Call; the leg that the gateway has of it."""
        self.call = await calls.offer(await self.offer(), destination)
        await self.accept(self.call.answer_sdp)
        return await self.call.answer()

    async def turn(self, direction: str) -> None:
        """Offer again, with another direction of the audio."""
        assert self.call
        self.pc.getTransceivers()[0].direction = direction
        await self.accept(await self.call.renegotiate(await self.offer()))

    async def close(self) -> None:
        await self.pc.close()
        if self._ear:
            self._ear.cancel()
            await asyncio.wait([self._ear])

    # -- the caller of the contract ------------------------------------------------------------------------------------

    def speak(self, pcm: bytes) -> None:
        self.microphone.speak(pcm)

    async def press(self, digit: str) -> None:
        await self.keys_open.wait()
        self.keys.send(digit)

    async def hold(self) -> None:
        await self.turn("sendonly")

    async def resume(self) -> None:
        await self.turn("sendrecv")

    async def leave(self) -> None:
        await self.pc.close()

    def heard(self) -> bytes:
        return bytes(self.pcm)

    def _listen(self, track: MediaStreamTrack) -> None:
        self._ear = asyncio.create_task(self._hear(track))

    async def _hear(self, track: MediaStreamTrack) -> None:
        at_16_khz = av.AudioResampler("s16", "mono", RATE_HZ)
        try:
            while True:
                frame: Any = await track.recv()
                for piece in at_16_khz.resample(frame):
                    self.pcm += bytes(piece.planes[0])[: piece.samples * 2]
        except MediaStreamError:
            return


@asynccontextmanager
async def serving(settings: RtcSettings = LOOPBACK) -> AsyncIterator[LiveCalls]:
    calls = LiveCalls(settings)
    try:
        yield calls
    finally:
        await calls.aclose()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    page = Browser()
    try:
        yield page
    finally:
        await page.close()


async def becomes_true(question: Callable[[], bool], within_s: float = 10.0) -> None:
    """Returns once it is so. For what a library's task does, and tells nobody."""
    async with asyncio.timeout(within_s):
        while not question():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
