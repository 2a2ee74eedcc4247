"""A speech process without a process: any transcriber and voice, on the event loop's clock.

Ships beside the port and passes the same contract tests. On a virtual-time loop its delays cost nothing.
"""

import asyncio
from collections.abc import AsyncIterator

from agent.api import Synthesizer
from asr.api import Transcriber, Transcript
from gateway.errors import SpeechUnavailable


class LocalSpeech:
    """`Speech` in this process. `broken` makes every request fail, `stuck` makes none end."""

    def __init__(
        self, transcriber: Transcriber, voice: Synthesizer, transcribe_ms: int = 70, piece_ms: int = 40
    ) -> None:
        self._transcriber = transcriber
        self._voice = voice
        self._transcribe_s = transcribe_ms / 1000
        self._piece_s = piece_ms / 1000
        self.broken = False
        self.stuck = False
        self.asked = 0
        self.busy_s = 0.0
        self.usable = True
        self.kept: list[str] = []
        self.in_hand_s: list[float] = []

    async def transcribe(self, pcm: bytes, rate_hz: int) -> Transcript:
        await self._work(self._transcribe_s)
        return self._transcriber.transcribe(pcm, rate_hz)

    async def speak(
        self, text: str, rate_hz: int, *, keep: bool = False, in_hand_s: float = 0.0
    ) -> AsyncIterator[bytes]:
        await self._work(0.0)
        self.in_hand_s.append(in_hand_s)
        if keep:
            self.kept.append(text)
        for piece in self._voice.synthesize(text, rate_hz):
            await self._work(self._piece_s)
            yield piece

    async def _work(self, seconds: float) -> None:
        self.asked += 1
        if self.stuck:
            await asyncio.Event().wait()
        await asyncio.sleep(seconds)
        self.busy_s += seconds
        if self.broken:
            raise SpeechUnavailable("broken for a test")
