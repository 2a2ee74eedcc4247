"""A conversation in text with the agent over the same path as a call: redacted, answered, redacted again."""

from collections.abc import AsyncGenerator

from agent.api import Action, Agent, Ask, Closing, Memo, Text
from gateway.calls.history import History
from privacy.api import Redacted, RedactionSession


class TypedTalk:
    """One caller who types. Used by one task at a time; nothing is kept beyond the object, or in it after `close`."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._redaction = RedactionSession()
        self._history = History()
        self.over = False  # whether the agent's last answer was a goodbye
        self.turns = 0

    def hear(self, words: str) -> Redacted:
        """What the caller typed, without anything personal."""
        return self._redaction.redact(words, speaker="caller")

    async def answer(self, asked: Redacted) -> AsyncGenerator[Redacted, None]:
        """The agent's answer in pieces, as they are made. Of an answer that is cut off, the agent remembers the pieces
        that were taken, as of a spoken one it remembers what was heard."""
        self.turns += 1
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

    def restored(self, piece: Redacted) -> str:
        """A piece of an answer with the caller's own values put back, for that caller's eyes alone."""
        return self._redaction.restore(piece.text)

    def close(self) -> None:
        """Forget every word."""
        self._history.forget()
        self._redaction.wipe()

    def _remember(self, asked: Redacted, said: str, memo: Memo | None) -> None:
        self._history.remember((asked,), self._redaction.redact(said, speaker="agent"), memo)
