"""An agent that says what a test tells it to, under the same contract as the real one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from agent.api import Action, Ask, Closing, Memo, ReplyPart, Text
from agent.errors import AgentError


@dataclass(frozen=True, slots=True)
class Count(Memo):
    """The memo of `ScriptedAgent`: how many turns were answered before."""

    turns: int = 0


class ScriptedAgent:
    """Answers from a script: redacted words, lower case, to the texts of the reply.

    Words that are not in the script get `otherwise`; words in `actions` close with that action; words in `failing`
    raise `AgentError` before any text.
    """

    def __init__(
        self,
        script: Mapping[str, Sequence[str]] | None = None,
        *,
        otherwise: Sequence[str] = ("I see.",),
        actions: Mapping[str, Action] | None = None,
        failing: frozenset[str] = frozenset(),
    ) -> None:
        self._script = dict(script or {})
        self._otherwise = tuple(otherwise)
        self._actions = dict(actions or {})
        self._failing = failing

    async def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        """The scripted texts, then a `Closing` that counts the turn."""
        words = ask.words.text.lower()
        if words in self._failing:
            raise AgentError("The script says that this reply fails.")
        for text in self._script.get(words, self._otherwise):
            yield Text(text)
        turns = ask.memo.turns if isinstance(ask.memo, Count) else 0
        yield Closing(Count(turns + 1), self._actions.get(words, Action.NONE))
