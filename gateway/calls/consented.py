"""Keeping in a typed conversation: the same opt-ins as in a call, by words or by a button."""

from collections.abc import Callable

from agent import grammar
from agent.grammar import Intent
from agent.prompts import Prompt
from gateway.calls import facts
from gateway.calls.agreeing import CONFIRMED, QUESTIONS
from gateway.calls.words import choose
from privacy.api import Known, Redacted, RedactionSession
from privacy.declared.terms import Channel, OptIn
from privacy.keeping.api import Answer, CallFile
from privacy.store.errors import StoreError

BUTTON = "button"


class Consented:
    """What one typing caller has agreed to. `now_ms` counts from the beginning of the conversation."""

    def __init__(
        self, file: CallFile, channel: Channel, redaction: RedactionSession, now_ms: Callable[[], int]
    ) -> None:
        self._file = file
        self._channel = channel
        self._redaction = redaction
        self._now_ms = now_ms
        self._asking: OptIn | None = None
        self.kept: set[OptIn] = set()

    async def answer(self, asked: Redacted) -> tuple[Prompt, str] | None:
        """What is said to words about keeping, with what is true of this call alone; None when they are about anything
        else. An open question is answered by them, or was answered with no."""
        intent = grammar.intent(asked.text)
        choice = choose(asked.text, intent)
        asking, self._asking = self._asking, None
        if intent is Intent.DELETE_REQUEST:
            return (Prompt.DELETED if await self.withdraw() else Prompt.DELETED_LATER), ""
        if intent is Intent.KEPT_QUESTION and self.kept:
            return Prompt.KEEPING, ""
        if choice and choice.opt_in:
            return await self._wished(choice.opt_in, choice, asked)
        if asking is None or not (choice or intent in (Intent.BACKCHANNEL, Intent.STOP)):
            return None
        return await self.keep(asking, choice.key, asked) if choice and choice.yes else (Prompt.NOT_KEPT, "")

    async def keep(self, opt_in: OptIn, key: str = BUTTON, words: Redacted | None = None) -> tuple[Prompt, str]:
        """Record a yes and store what it covers; what to say of it."""
        if not self._file.keepable:
            return Prompt.CANNOT_KEEP, ""
        try:
            await self._file.consent(opt_in, Answer(self._channel, self._now_ms(), words, key))
        except StoreError:
            return Prompt.CANNOT_KEEP, ""
        self.kept.add(opt_in)
        self._redaction.know(Known(self._file.reference, "ACCOUNT_ID"))
        return CONFIRMED[opt_in], self._file.reference

    async def withdraw(self) -> bool:
        """Take everything back; whether the store has deleted it already."""
        self.kept.clear()
        try:
            await self._file.withdraw()
        except StoreError:
            return False
        return True

    async def _wished(self, opt_in: OptIn, choice: facts.Choice, words: Redacted) -> tuple[Prompt, str]:
        if choice.plain or not self._file.keepable:
            return await self.keep(opt_in, "", words)
        self._asking = opt_in
        return QUESTIONS[opt_in], ""
