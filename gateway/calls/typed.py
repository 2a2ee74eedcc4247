"""A conversation in text with the agent over the same path as a call: redacted, answered, redacted again."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping

from agent.api import Action, Agent, Ask, Closing, Memo, Text
from agent.prompts import Prompt, prompts
from gateway.calls.consented import Consented
from gateway.calls.history import History
from privacy.api import Redacted, RedactionSession
from privacy.declared.terms import Channel, OptIn, Speaker
from privacy.keeping.api import CallFile, NothingKept, Receipt
from privacy.operators import ALL_PLACEHOLDERS, Operators


class TypedTalk:
    """One caller who types. Used by one task at a time; nothing is kept beyond the object, or in it after `close`,
    but what the caller agreed to, in `file`."""

    def __init__(
        self,
        agent: Agent,
        file: CallFile | None = None,
        channel: Channel = Channel.CONSOLE,
        texts: Mapping[Prompt, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        operators: Operators = ALL_PLACEHOLDERS,
        assistant: str = "",
    ) -> None:
        self._agent = agent
        self._redaction = RedactionSession(operators=operators, public=(assistant,))
        self._history = History()
        self._file = file or NothingKept()
        self._texts = texts or prompts()
        self._clock = clock
        self._began_s = clock()
        self._noted: list[Redacted] = []
        self._consented = Consented(self._file, channel, self._redaction, self._now_ms)
        self.over = False  # whether the agent's last answer was a goodbye
        self.settled = (
            asyncio.Event()
        )  # what the last words mean for keeping is done: `answer` may be cancelled from here
        self.turns = 0

    @property
    def kept(self) -> frozenset[OptIn]:
        """What the caller has agreed to so far."""
        return frozenset(self._consented.kept)

    @property
    def reference(self) -> str:
        """The code by which the caller finds the conversation again; "" while nothing is kept."""
        return self._file.reference

    def hear(self, words: str) -> Redacted:
        """What the caller typed, without anything personal."""
        self.settled.clear()
        return self._redaction.redact(words, speaker="caller")

    async def answer(self, asked: Redacted) -> AsyncGenerator[Redacted, None]:
        """The agent's answer in pieces, as they are made. Of an answer that is cut off, the agent remembers the pieces
        that were taken, as of a spoken one it remembers what was heard."""
        self.turns += 1
        self._note(Speaker.CALLER, asked)
        try:
            told = await self._consented.answer(asked)
        finally:
            self.settled.set()
        if told:
            yield self._tell(*told)
            return
        pieces: list[str] = []
        closing: Closing | None = None
        try:
            async for part in self._agent.reply(Ask(asked, self._history.turns, memo=self._history.memo)):
                if isinstance(part, Text):
                    piece = self._redaction.redact(part.text, speaker="agent")
                    pieces.append(piece.text)
                    yield piece
                elif isinstance(part, Closing):
                    closing = part
        finally:
            self._remember(asked, " ".join(pieces), closing.memo if closing else None)
        self.over = closing is not None and closing.action is Action.HANG_UP

    async def keep(self, opt_in: OptIn) -> Redacted:
        """The caller pressed a button that says what is kept and what for; what is said to it."""
        return self._tell(*await self._consented.keep(opt_in))

    async def withdraw(self) -> Redacted:
        """The caller pressed the button that takes it back; what is said to it."""
        return self._tell(Prompt.DELETED if await self._withdraw() else Prompt.DELETED_LATER)

    def restored(self, piece: Redacted) -> str:
        """A piece of an answer with the caller's own values put back, for that caller's eyes alone."""
        return self._redaction.restore(piece.text)

    async def finish(self) -> Receipt:
        """The conversation is over: store what the caller agreed to, forget the rest; what became of it."""
        again = tuple(self._redaction.again(words) for words in self._noted)
        self.close()
        return await self._file.end(again)

    def close(self) -> None:
        """Forget every word."""
        self._noted.clear()
        self._history.forget()
        self._redaction.wipe()

    async def _withdraw(self) -> bool:
        done = await self._consented.withdraw()
        self._forget()
        return done

    def _forget(self) -> None:
        self._noted.clear()
        self._history.forget()

    def _tell(self, prompt: Prompt, more: str = "") -> Redacted:
        """A fixed sentence. What was said before a deletion is forgotten with it."""
        if prompt in (Prompt.DELETED, Prompt.DELETED_LATER):
            self._forget()
        told = self._redaction.redact(f"{self._texts[prompt]} {more}".strip(), speaker="agent")
        self._note(Speaker.AGENT, told)
        return told

    def _remember(self, asked: Redacted, said: str, memo: Memo | None) -> None:
        answered = self._redaction.redact(said, speaker="agent")
        self._history.remember((asked,), answered, memo)
        self._note(Speaker.AGENT, answered)

    def _note(self, speaker: Speaker, words: Redacted) -> None:
        if words.text:
            self._noted.append(words)
            self._file.add(speaker, self._now_ms(), words)

    def _now_ms(self) -> int:
        return int((self._clock() - self._began_s) * 1000)
