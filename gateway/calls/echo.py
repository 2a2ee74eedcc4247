"""The echo test: a spoken introduction, then the caller hears what the caller says."""

import asyncio

from agent.prompts import Prompt
from gateway.calls.audience import NOBODY, Audience
from gateway.calls.company import Company
from gateway.calls.watch import Watch
from gateway.legs.api import CallLeg, Ending, Frame, Held, LegEnded, LegEvent, LineReport, Resumed
from privacy.keeping.api import Receipt


class EchoTest:
    """One echo call. It transcribes nothing and remembers nothing. `close_down` is called on the loop that runs it."""

    def __init__(self, leg: CallLeg, company: Company, audience: Audience = NOBODY) -> None:
        self._leg = leg
        self._shelf = company.shelf
        self._longest_s = company.longest_s
        self._watch = Watch(leg.info, company.emit, audience)
        self._held = False
        self._leaving = False
        self._played = 0
        self._says = 0
        self._speaks_until = 0  # count of played samples at which our own words are over

    async def run(self) -> Ending:
        """Echo until the leg ends; how it ended."""
        ending = Ending.FAILED
        longest = asyncio.get_running_loop().call_later(self._longest_s, self.close_down, Prompt.TOO_LONG)
        try:
            self._say(Prompt.ECHO_INTRO)
            async for event in self._leg.events():
                if isinstance(event, LegEnded):
                    ending = event.ending
                await self._on_event(event)
        finally:
            longest.cancel()
            self._watch.ended(ending, Receipt())
        return ending

    def close_down(self, reason: Prompt = Prompt.DRAINING) -> None:
        """Say that the call has to end and why, and end it."""
        self._leaving = True
        self._leg.stop_playing()
        self._say(reason)

    def _say(self, prompt: Prompt) -> None:
        sound = self._shelf.sound(prompt, self._leg.info.rate_hz) or b""
        self._leg.play(sound)
        self._says += 1
        self._watch.captions.says(self._says, self._shelf.caption(prompt))
        self._watch.captions.sounds(self._says)
        self._speaks_until = self._played + len(sound) // 2

    async def _on_event(self, event: LegEvent) -> None:
        match event:
            case Frame(pcm=pcm, played_samples=played):
                self._played = played
                await self._on_frame(pcm)
            case Held() | Resumed():
                self._held = isinstance(event, Held)
            case LineReport():
                self._watch.measured(event)

    async def _on_frame(self, pcm: bytes) -> None:
        if self._leaving and (self._held or self._played >= self._speaks_until):
            await self._leg.hang_up()
        elif self._played >= self._speaks_until and not self._held:
            self._leg.play(pcm)
