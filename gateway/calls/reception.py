"""The reception: answers the calls that come, each in a task of its own, and sees them off when it closes."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from agent.prompts import Prompt
from gateway.calls.admission import Admission, Refusal
from gateway.calls.announcement import Announcement
from gateway.calls.audience import NOBODY, Audience
from gateway.calls.company import Company
from gateway.calls.conversation import Conversation
from gateway.calls.echo import EchoTest
from gateway.calls.minutes import identifiers_of
from gateway.errors import SottovoceError
from gateway.legs.api import CallerIdentity, CallLeg
from gateway.observe.events import CallRefused, Event, KeepingTroubled, TurnTimed
from gateway.observe.logs import LOGGER, kinds
from privacy.api import Known, RedactionSession
from privacy.keys.errors import KeyProblem
from privacy.store.errors import StoreError

SPEECHLESS = Refusal("speechless")
WISHES_WITHIN_S = 0.5
Hosted = Conversation | EchoTest | Announcement


class Ringing(Protocol):
    """A call that rings and is not yet answered."""

    async def answer(self) -> CallLeg:
        """The leg once media flows. Raises `SottovoceError` where the caller gave up meanwhile."""
        ...


@dataclass(slots=True)
class Reception:
    """Owned by the gateway's main task; `on_ringing` and `refusal` are called on its loop."""

    company: Company
    admission: Admission
    _busy_s: float | None = None  # of the lanes at the last turn; None while prompts are made, which no turn costs
    _calls: dict["asyncio.Task[None]", Hosted | None] = field(default_factory=dict)

    def learn(self) -> None:
        """From here on the lanes work for callers alone, so that turns tell what they cost."""
        self._busy_s = self.company.speech.busy_s

    def watch(self, event: Event) -> None:
        """Learn from each turn what turns cost: the lanes' time since the last one, whichever call it was."""
        if isinstance(event, TurnTimed) and self._busy_s is not None:
            busy_s = self.company.speech.busy_s
            self.admission.measured((busy_s - self._busy_s) * 1000)
            self._busy_s = busy_s

    @property
    def live_calls(self) -> int:
        return len(self._calls)

    def refusal(self, destination: str, places_taken: int = 0) -> Refusal | None:
        """None when a new call to `destination` can be answered. An echo call costs the lanes nothing.

        `places_taken` counts those who were let in and do not ring yet too: many may come at once.
        """
        refusal = self.admission.refusal(max(self.live_calls, places_taken))
        if not refusal and not self.company.speech.usable:
            refusal = SPEECHLESS
        if refusal and refusal.reason in ("busy", "speechless") and destination == "echo":
            refusal = None
        if refusal:
            self.company.emit(CallRefused(refusal.reason))
        return refusal

    def on_ringing(self, call: Ringing, audience: Audience = NOBODY) -> None:
        """Answer in a task of its own; `audience` may look on."""
        task = asyncio.get_running_loop().create_task(self._serve(call, audience), name="call")
        self._calls[task] = None
        task.add_done_callback(self._over)

    async def drain(self, patience_s: float) -> None:
        """Let live calls end by themselves, then announce the end of those that go on, then end them."""
        self.admission.state = "draining"
        if self._calls:
            await asyncio.wait(self._calls, timeout=patience_s)
        for call in self._calls.values():
            if call:
                call.close_down()
        if self._calls:
            await asyncio.wait(self._calls, timeout=self.company.limits.leaving_ms / 1000 + 2)
        for task in tuple(self._calls):
            task.cancel()
        if self._calls:
            await asyncio.wait(self._calls)

    async def _serve(self, call: Ringing, audience: Audience) -> None:
        try:
            leg = await call.answer()
        except SottovoceError:  # the caller gave up while it rang
            return
        try:
            task = asyncio.current_task()
            assert task is not None
            served = self._calls[task] = await self._host(leg, audience)
            await served.run()
        finally:
            await leg.hang_up()

    async def _host(self, leg: CallLeg, audience: Audience) -> Hosted:
        if leg.info.destination == "echo":
            return EchoTest(leg, self.company, audience)
        if await self._opted_out(leg.caller):
            return Announcement(leg, self.company, Prompt.NO_MACHINE, audience)
        redaction = RedactionSession(
            known=known_values(leg.caller), operators=self.company.operators, public=(self.company.shelf.assistant,)
        )
        return Conversation(leg, self.company, redaction, audience)

    async def _opted_out(self, caller: CallerIdentity) -> bool:
        """Whether the caller asked not to be served by a machine. A store that does not answer soon is not waited for:
        who is not known to have asked is answered."""
        try:
            async with asyncio.timeout(WISHES_WITHIN_S):
                return await self.company.opted_out(identifiers_of(caller))
        except (StoreError, KeyProblem, TimeoutError) as error:
            self.company.emit(KeepingTroubled(type(error).__name__))
            return False

    def _over(self, task: "asyncio.Task[None]") -> None:
        """One call's fault ends that call alone. What the error says may be the caller's, and is not logged."""
        self._calls.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            LOGGER.error("call-failed error=%s", ",".join(kinds(error)))


def known_values(caller: CallerIdentity) -> tuple[Known, ...]:
    """What the signalling told of the caller, to be masked wherever it is said."""
    known = (("PHONE", caller.number), ("PERSON", caller.display_name))
    return tuple(Known(value, type_) for type_, value in known if value)
