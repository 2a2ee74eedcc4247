"""What both sides said, as an audience may read it: each stretch once it is certain, ours as it is heard.

What is final is noted besides: the caller's stretch once it is certain, ours as far as it was heard.
"""

from collections.abc import Callable

from agent.api import Speaker
from gateway.calls.audience import Audience, Caption
from privacy.api import Redacted

Note = Callable[[Speaker, Redacted], None]
UTTERANCES_MOST = 8  # whose end or words are still awaited


def nowhere(speaker: Speaker, words: Redacted) -> None:
    """A `Note` of a call of which nothing is noted."""


class Captions:
    """The captions of one call. Owned by its conversation."""

    def __init__(self, audience: Audience, note: Note = nowhere) -> None:
        self._audience = audience
        self._note = note
        self._words: dict[int, tuple[int, Redacted]] = {}  # by utterance: of its newest take
        self._ended: dict[int, int] = {}  # by utterance: the take that is all of it
        self._said: dict[int, list[Redacted]] = {}  # by reply
        self._sounding: set[int] = set()

    # -- the caller --------------------------------------------------------------------------------------------------

    def transcribed(self, utterance: int, take: int, words: Redacted) -> None:
        """The words of a take, which may not be the last."""
        self._words[utterance] = (take, words)
        self._tell_caller(utterance)

    def ended(self, utterance: int, take: int) -> None:
        """The utterance is over, and `take` holds all of it."""
        self._ended[utterance] = take
        self._tell_caller(utterance)

    def _tell_caller(self, utterance: int) -> None:
        take, words = self._words.get(utterance, (0, None))
        if words is not None and take == self._ended.get(utterance):
            if words.text.strip():
                self._audience.caption(Caption(2 * utterance, Speaker.CALLER, (words,)))
                self._note(Speaker.CALLER, words)
            del self._words[utterance], self._ended[utterance]
        for waiting in (self._words, self._ended):
            while len(waiting) > UTTERANCES_MOST:
                del waiting[min(waiting)]

    # -- the agent ---------------------------------------------------------------------------------------------------

    def says(self, reply: int, piece: Redacted) -> None:
        """A reply goes on; it is shown from when it sounds."""
        self._said.setdefault(reply, []).append(piece)
        if reply in self._sounding:
            self._tell_agent(reply)

    def sounds(self, reply: int) -> None:
        """The first of a reply is on its way to the caller."""
        self._sounding.add(reply)
        self._tell_agent(reply)

    def keyed(self, words: Redacted) -> None:
        """Digits were pressed. They are no words to read, but part of what was said."""
        self._note(Speaker.CALLER, words)

    def over(self, reply: int, heard: Redacted, *, cut: bool) -> None:
        """A reply is over, and this is as far as it was heard."""
        if reply in self._sounding and cut:
            self._audience.caption(Caption(2 * reply + 1, Speaker.AGENT, (heard,), interrupted=True))
        if heard.text:
            self._note(Speaker.AGENT, heard)
        self._said.pop(reply, None)
        self._sounding.discard(reply)

    def _tell_agent(self, reply: int) -> None:
        if pieces := self._said.get(reply):
            self._audience.caption(Caption(2 * reply + 1, Speaker.AGENT, tuple(pieces)))
