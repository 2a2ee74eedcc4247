"""What a turn starts from and what it leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from agent.api import Action, Line, Memo
from agent.grammar import Intent
from agent.library import Article, Library, sentences
from agent.prompts import Prompt


class Offer(Enum):
    """What the agent offered last, so that "yes" and "no" mean something."""

    NOTHING = "nothing"
    STEP = "step"  # the next thing to check
    PERSON = "person"
    GUESS = "guess"  # "do you mean ...?", of the thread's article
    CHOICE = "choice"  # a clarifying question is open


@dataclass(frozen=True, slots=True)
class Thread(Memo):
    """Where the conversation stands. Holds names of articles and our own words, never the caller's."""

    article: str = ""
    section: str = ""
    step: int = 0  # how many steps of the article have been given
    offer: Offer = Offer.NOTHING
    said: str = field(default="", repr=False)  # the last answer, for "repeat that"
    waiting: tuple[str, ...] = field(default=(), repr=False)  # sentences still to come, one at a time
    misses: int = 0  # turns in a row without an answer
    hinted: bool = False  # the caller knows that "next" and "why" work


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a turn may look at."""

    words: str = field(repr=False)  # redacted, as understood by `agent.heard`
    spoken: str = field(repr=False)  # redacted, as transcribed
    intent: Intent
    thread: Thread
    library: Library
    prompts: Mapping[Prompt, str] = field(repr=False)
    line: Line | None = None

    @property
    def article(self) -> Article | None:
        """The article the conversation is about, if any."""
        return self.library.article(self.thread.article)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, sentence by sentence, and what to remember of it."""

    text: str = field(repr=False)
    thread: Thread
    action: Action = Action.NONE

    @property
    def pieces(self) -> tuple[str, ...]:
        return sentences(self.text)


def answer(scene: Scene, text: str, *, action: Action = Action.NONE, **changes: object) -> Answer:
    """An answer that keeps the thread, but for `changes`; whatever was pending is closed."""
    settled = {"offer": Offer.NOTHING, "waiting": (), "misses": 0, "said": text} | changes
    return Answer(text, replace(scene.thread, **settled), action)  # type: ignore[arg-type]
