"""One call's conversation: the leg's events become facts, the table's commands become work.

All of it runs in one task group on the event loop, which owns every job and timer of the call: when `run` returns,
none is left, the audio that was held is zeroed and the caller's values are wiped.
"""

import asyncio
from collections import deque
from dataclasses import replace

from agent.prompts import Prompt
from asr.api import Heard, SpeechEnded, SpeechResumed, SpeechStarted
from gateway.calls import facts
from gateway.calls.answering import Answerer
from gateway.calls.audience import NOBODY, Audience
from gateway.calls.company import Company
from gateway.calls.consented import BUTTON
from gateway.calls.facts import Command, Fact
from gateway.calls.jobs import Deadline, Jobs
from gateway.calls.keys import Keypad
from gateway.calls.listening import Listener
from gateway.calls.minutes import Minutes, channel_of, open_file
from gateway.calls.talk import Phase, Talk
from gateway.calls.turns import step
from gateway.calls.watch import Watch
from gateway.legs.api import CallLeg, Dtmf, Ending, Frame, Held, LegEnded, LegEvent, LineReport, Resumed
from privacy.api import RedactionSession
from privacy.declared.terms import OptIn
from privacy.keeping.api import Receipt


class Conversation:
    """Drives one call. Made and run by one task on the event loop; `close_down` is called on the same loop."""

    def __init__(
        self, leg: CallLeg, company: Company, redaction: RedactionSession, audience: Audience = NOBODY
    ) -> None:
        self._leg = leg
        self._longest_s = company.longest_s
        self._redaction = redaction
        self._audience = audience
        self._talk = Talk(company.limits)
        self._facts: deque[Fact] = deque()
        self._deadline = Deadline()
        self._keypad = Keypad(redaction, self._feed)
        self._group = asyncio.TaskGroup()
        self._jobs = Jobs(self._group, leg.info.call_id)
        file = open_file(company.keeping, leg.info, leg.caller, company.region)
        self._minutes = Minutes(file, channel_of(leg.info), redaction, spawn=self._jobs.spawn, feed=self._feed)
        self._watch = Watch(leg.info, company.emit, audience, self._minutes.note)
        self._listener = Listener(leg.info.rate_hz, company.speech, redaction, self._jobs.spawn, self._feed)
        self._answerer = Answerer(
            leg, company, redaction, self._watch.captions, spawn=self._jobs.spawn, feed=self._feed
        )

    async def run(self) -> Ending:
        """Talk until the leg ends; how it ended."""
        ending = Ending.FAILED
        try:
            async with self._group:
                longest = asyncio.get_running_loop().call_later(self._longest_s, self.close_down, Prompt.TOO_LONG)
                try:
                    self._audience.begun(self)
                    self._feed(facts.Connected(self._minutes.keepable))
                    ending = await self._listen()
                    self._feed(facts.HungUp())
                finally:
                    longest.cancel()
                    self._deadline.cancel()
                    self._keypad.close()
                    self._jobs.give_up()
        finally:
            receipt = await self._close()
            self._watch.ended(ending, receipt)
        return ending

    def close_down(self, reason: Prompt = Prompt.DRAINING) -> None:
        """Say that the call has to end and why, and end it."""
        self._feed(facts.ClosingDown(reason))

    def agree(self, opt_in: OptIn) -> None:
        """Keep what the caller agreed to with a button."""
        if self._minutes.keepable:
            self._minutes.keep(facts.Keep(0, opt_in, facts.Choice(opt_in, yes=True, key=BUTTON), None))

    def withdraw(self) -> None:
        """Take back and delete whatever was kept of this call."""
        self._carry_out(facts.Withdraw(0))

    async def _close(self) -> Receipt:
        """Zero and wipe everything, and store or forget what was said, whatever ended the call."""
        self._listener.close()
        self._answerer.close()
        try:
            return await asyncio.shield(self._minutes.end())
        finally:
            self._redaction.wipe()

    # -- the leg -----------------------------------------------------------------------------------------------------

    async def _listen(self) -> Ending:
        ending = Ending.FAILED
        async for event in self._leg.events():
            if isinstance(event, LegEnded):
                ending = event.ending
            self._on_event(event)
        return ending

    def _on_event(self, event: LegEvent) -> None:
        match event:
            case Frame():
                self._on_frame(event)
            case Dtmf(digit):
                self._keypad.press(digit)
            case Held():
                self._feed(facts.PutOnHold())
            case Resumed():
                self._feed(facts.TakenOffHold())
            case LineReport():
                self._watch.measured(event)

    def _on_frame(self, frame: Frame) -> None:
        if self._answerer.on_frame(frame.played_samples):
            self._watch.sounded()
        if self._talk.phase is Phase.ON_HOLD:  # music on hold is not the caller; what the hold cut off ends in silence
            frame = replace(frame, pcm=bytes(len(frame.pcm)))
        for heard in self._listener.hear(frame):
            self._on_heard(heard)

    def _on_heard(self, heard: Heard) -> None:
        self._watch.heard(heard, self._listener.pause_s)
        if isinstance(heard, SpeechStarted):
            speaking = self._talk.reply
            played_ms = self._answerer.heard_ms(speaking.id) if speaking else 0
            unplayed_ms = self._answerer.unheard_ms(speaking.id) if speaking else 0
            self._feed(facts.SpeechStarted(heard.utterance, played_ms, unplayed_ms))
            return
        if isinstance(heard, SpeechResumed):
            self._listener.give_up(heard.utterance)
        self._feed(heard)
        if isinstance(heard, SpeechEnded) and self._talk.utterance(heard.utterance) is None:
            self._listener.forget(heard.utterance)  # the table let go of it while it went on

    # -- the table ---------------------------------------------------------------------------------------------------

    def _feed(self, fact: Fact) -> None:
        """Take in a fact, and after it those that carrying it out brings about.

        A fault of ours ends the call through its task group, wherever it was met: a timer's would be heard by nobody.
        """
        self._facts.append(fact)
        if len(self._facts) > 1:
            return
        try:
            while self._facts:
                self._step(self._facts[0])
                self._facts.popleft()
        except Exception as fault:
            self._facts.clear()
            self._jobs.spawn(_failing(fault), "fault")

    def _step(self, fact: Fact) -> None:
        before = self._talk
        self._talk, commands = step(before, fact)
        self._watch.stepped(before, fact, self._talk)
        if self._talk.kept != before.kept:
            self._audience.kept(self._talk.kept, self._minutes.reference)
        for command in commands:
            self._carry_out(command)
        self._forget_settled(before)

    def _carry_out(self, command: Command) -> None:  # noqa: C901 - one line a command
        match command:
            case facts.Transcribe(utterance, take):
                self._listener.transcribe(utterance, take)
            case facts.Ask(reply, words):
                self._answerer.ask(reply, words, self._watch.line)
            case facts.Say(reply, prompt, more):
                self._answerer.say(reply, prompt, more)
            case facts.Speak(reply, text):
                self._answerer.speak(reply, text)
            case facts.Release(reply) | facts.Resume(reply):
                self._answerer.release(reply)
            case facts.Suspend(reply):
                self._answerer.suspend(reply)
            case facts.Drop(reply, reopened):
                self._answerer.drop(reply, reopened=reopened)
            case facts.Keep():
                self._minutes.keep(command)
            case facts.Withdraw(reply):
                self._answerer.forget()
                self._minutes.withdraw(reply)
            case facts.StartTimer(deadline, ms):
                self._deadline.start(ms, lambda: self._feed(facts.TimeRanOut(deadline)))
            case facts.CancelTimer():
                self._deadline.cancel()
            case facts.End():
                self._jobs.spawn(self._leg.hang_up(), "hang-up")

    def _forget_settled(self, before: Talk) -> None:
        """Zero the audio of utterances whose words are known for good or are no longer wanted."""
        for spoken in before.unanswered:
            kept = self._talk.utterance(spoken.id)
            if spoken.id and (kept is None or (kept.ended and kept.understood)):
                self._listener.forget(spoken.id)


async def _failing(fault: Exception) -> None:
    raise fault
