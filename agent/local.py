"""The embedded agent: useful with no language model, in a millisecond or two, from articles and rules."""

from collections.abc import AsyncIterator

from agent.api import Ask, Closing, ReplyPart, Text
from agent.dialogue import Thread, converse, smalltalk, testing
from agent.dialogue.lookup import HINT, UNKNOWN
from agent.library import Library, load_articles, sentences
from agent.prompts import Operator, prompts


class LocalAgent:
    """An `agent.api.Agent` that answers from the library. Stateless between asks, safe for every call at once.

    Raises `agent.errors.KnowledgeDamaged` when it is made with a broken library.
    """

    def __init__(self, operator: Operator | None = None, library: Library | None = None) -> None:
        self._library = library or Library(load_articles())
        self._prompts = prompts(operator)

    async def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        """The answer, a sentence a piece, then the memo to hand back at the next turn."""
        thread = ask.memo if isinstance(ask.memo, Thread) else Thread()
        found = converse(ask.words.text, thread, self._library, self._prompts, ask.line)
        for piece in found.pieces:
            yield Text(piece)
        yield Closing(found.thread, found.action)

    def common_texts(self) -> tuple[str, ...]:
        """The first pieces of the answers that are likely, without repetition, for the voice to make ahead of time."""
        answers = [article.answer for article in self._library.articles]
        likely = [*self._rules_texts(), *answers]
        return tuple(dict.fromkeys(sentences(text)[0] for text in likely))

    def fixed_texts(self) -> tuple[str, ...]:
        """Every text of which answers are made and that is the same for all callers."""
        articles = self._library.articles
        pieces = [
            text for each in articles for text in (each.answer, each.clarify, *each.steps, *each.sections.values())
        ]
        return tuple(dict.fromkeys([*self._rules_texts(), HINT.strip(), *filter(None, pieces)]))

    def _rules_texts(self) -> tuple[str, ...]:
        return (*self._prompts.values(), *UNKNOWN, *smalltalk.REPLIES, *testing.REPLIES)
