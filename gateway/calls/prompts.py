"""Fixed sentences as sound, made once and kept in the gateway's memory, so that they can always be said."""

import asyncio
import contextlib
from collections.abc import Mapping

from agent.prompts import Prompt
from gateway.errors import SpeechUnavailable
from gateway.speech.api import Speech
from privacy.api import Redacted, RedactionSession

FIRST = (Prompt.DISCLOSURE, Prompt.GREETING, Prompt.ECHO_INTRO, Prompt.APOLOGY)  # what no call begins or fails without


class PromptShelf:
    """Sound by prompt and rate. Owned by the gateway; sessions only read. Holds about 16 kB a second of speech."""

    def __init__(self, texts: Mapping[Prompt, str], assistant: str = "") -> None:
        self._texts = dict(texts)
        self.assistant = assistant  # its name, which is nobody's to hide
        self._sounds: dict[tuple[Prompt, int], bytes] = {}
        self._captions: dict[Prompt, Redacted] = {}

    @property
    def texts(self) -> Mapping[Prompt, str]:
        return self._texts

    def text(self, prompt: Prompt) -> str:
        return self._texts[prompt]

    def sound(self, prompt: Prompt, rate_hz: int) -> bytes | None:
        """The whole prompt, s16le mono at `rate_hz`; None while it is still to be made."""
        return self._sounds.get((prompt, rate_hz))

    def caption(self, prompt: Prompt) -> Redacted:
        """The text as an audience may read it."""
        if prompt not in self._captions:
            self._captions[prompt] = RedactionSession(public=(self.assistant,)).redact(
                self._texts[prompt], speaker="agent"
            )
        return self._captions[prompt]

    async def stock(self, speech: Speech, prompts: tuple[Prompt, ...], rates_hz: tuple[int, ...]) -> None:
        """Make each prompt at each rate. Raises `SpeechUnavailable`."""
        wanted = [(prompt, rate) for prompt in prompts for rate in rates_hz if (prompt, rate) not in self._sounds]
        await asyncio.gather(*(self._make(speech, prompt, rate) for prompt, rate in wanted))

    async def stock_rest(self, speech: Speech, rates_hz: tuple[int, ...]) -> None:
        """Make what is missing, one after the other; what cannot be made is left for the voice of the call."""
        for prompt in Prompt:
            with contextlib.suppress(SpeechUnavailable):
                await self.stock(speech, (prompt,), rates_hz)

    async def _make(self, speech: Speech, prompt: Prompt, rate_hz: int) -> None:
        pieces = [piece async for piece in speech.speak(self._texts[prompt], rate_hz)]
        self._sounds[prompt, rate_hz] = b"".join(pieces)
