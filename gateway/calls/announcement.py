"""A call in which one sentence is said, and nothing is heard, understood or answered."""

from agent.prompts import Prompt
from gateway.calls.audience import NOBODY, Audience
from gateway.calls.company import Company
from gateway.calls.watch import Watch
from gateway.legs.api import CallLeg, Ending, Frame, LegEnded
from privacy.keeping.api import Receipt


class Announcement:
    """One announcement, for who asked not to be served by a machine. Owned by the task that runs it."""

    def __init__(self, leg: CallLeg, company: Company, prompt: Prompt, audience: Audience = NOBODY) -> None:
        self._leg = leg
        self._shelf = company.shelf
        self._prompt = prompt
        self._watch = Watch(leg.info, company.emit, audience)
        self._ends_at = 0  # count of played samples at which all is said

    async def run(self) -> Ending:
        """Say it and hang up; how it ended."""
        ending = Ending.FAILED
        try:
            self._say()
            async for event in self._leg.events():
                if isinstance(event, LegEnded):
                    ending = event.ending
                if isinstance(event, Frame) and event.played_samples >= self._ends_at:
                    await self._leg.hang_up()
        finally:
            self._watch.ended(ending, Receipt())
        return ending

    def close_down(self, reason: Prompt = Prompt.DRAINING) -> None:
        """It ends by itself within seconds."""

    def _say(self) -> None:
        sound = self._shelf.sound(self._prompt, self._leg.info.rate_hz) or b""
        self._leg.play(sound)
        self._ends_at = len(sound) // 2
        self._watch.captions.says(1, self._shelf.caption(self._prompt))
        self._watch.captions.sounds(1)
