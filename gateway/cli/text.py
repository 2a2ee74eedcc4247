"""A text conversation with the agent over the same path as a call: redacted, answered, redacted again."""

from collections.abc import AsyncIterator

from agent.api import Action, Agent, Ask, Closing, Text
from gateway.calls.history import History
from privacy.api import RedactionSession


class TextTalk:
    """One caller who types. Nothing is kept beyond the object."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._redaction = RedactionSession()
        self._history = History()
        self.over = False

    async def answer(self, words: str) -> AsyncIterator[str]:
        """The agent's answer in pieces, as they are made."""
        asked = self._redaction.redact(words, speaker="caller")
        pieces: list[str] = []
        closing = None
        async for part in self._agent.reply(Ask(asked, self._history.turns, memo=self._history.memo)):
            if isinstance(part, Text):
                safe = self._redaction.redact(part.text, speaker="agent")
                pieces.append(safe.text)
                yield self._redaction.restore(safe.text)
            elif isinstance(part, Closing):
                closing = part
        spoken = self._redaction.redact(" ".join(pieces), speaker="agent")
        self._history.remember((asked,), spoken, closing.memo if closing else None)
        self.over = closing is not None and closing.action is Action.HANG_UP

    def close(self) -> None:
        self._history.forget()
        self._redaction.wipe()
