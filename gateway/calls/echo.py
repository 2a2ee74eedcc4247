"""The echo test: a spoken introduction, then the caller hears what the caller says."""

from agent.prompts import Prompt
from gateway.calls.company import Company
from gateway.calls.watch import Watch
from gateway.legs.api import CallLeg, Ending, Frame, Held, LegEnded, LineReport, Resumed


class EchoTest:
    """One echo call. It transcribes nothing and remembers nothing."""

    def __init__(self, leg: CallLeg, company: Company) -> None:
        self._leg = leg
        self._watch = Watch(leg.info, company.emit)
        self._introduction = company.shelf.sound(Prompt.ECHO_INTRO, leg.info.rate_hz) or b""
        self._held = False

    async def run(self) -> Ending:
        """Echo until the leg ends; how it ended."""
        ending = Ending.FAILED
        self._leg.play(self._introduction)
        spoken = len(self._introduction) // 2
        async for event in self._leg.events():
            match event:
                case Frame(pcm=pcm, played_samples=played):
                    if played >= spoken and not self._held:
                        self._leg.play(pcm)
                case Held() | Resumed():
                    self._held = isinstance(event, Held)
                case LineReport():
                    self._watch.measured(event)
                case LegEnded():
                    ending = event.ending
        self._watch.ended(ending)
        return ending
