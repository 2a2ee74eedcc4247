"""The mouth: what is to be said, what of it went to the leg, and what of that the caller has heard.

Pure bookkeeping in samples; the session tells it what the leg reports. One reply is spoken at a time. Its
clauses may be synthesised side by side and arrive interleaved; they are played in the planned order.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

SAMPLE_BYTES = 2


@dataclass(slots=True)
class Clause:
    """A piece of a reply with its sound: signed 16-bit mono PCM at the leg's rate."""

    text: str = field(repr=False)
    pcm: bytearray = field(default_factory=bytearray, repr=False)
    whole: bool = False

    @property
    def samples(self) -> int:
        return len(self.pcm) // SAMPLE_BYTES


@dataclass(slots=True)
class Speech:
    """A reply as sound. `heard` counts the samples the caller heard of it, `sent` those the leg was given."""

    reply: int
    clauses: list[Clause] = field(default_factory=list)
    whole: bool = False  # no clause will be added
    released: bool = False
    suspended: bool = False
    sent: int = 0
    heard: int = 0

    @property
    def samples(self) -> int:
        return sum(clause.samples for clause in self.clauses)

    def playable(self) -> Iterator[Clause]:
        """The clauses up to and including the first that is still being synthesised."""
        for clause in self.clauses:
            yield clause
            if not clause.whole:
                return

    def between(self, start: int, stop: int) -> bytes:
        """The playable sound from sample `start` up to `stop`."""
        found = bytearray()
        at = 0
        for clause in self.playable():
            if at >= stop:
                break
            found += clause.pcm[max(0, start - at) * SAMPLE_BYTES : (stop - at) * SAMPLE_BYTES]
            at += clause.samples
        return bytes(found)

    @property
    def heard_clauses(self) -> int:
        """The clauses that were heard to their end."""
        ends = itertools.accumulate(clause.samples for clause in self.playable())
        return sum(clause.whole and end <= self.heard for clause, end in zip(self.playable(), ends, strict=True))

    @property
    def finished(self) -> bool:
        """Whether everything was made and heard."""
        return self.whole and all(clause.whole for clause in self.clauses) and self.heard >= self.samples


class Mouth:
    """Owned by one session, which calls it on the event loop alone."""

    def __init__(self, ahead_samples: int = 1 << 30) -> None:
        """`ahead_samples` is how much the leg may be given that it has not played."""
        self._ahead_samples = ahead_samples
        self._speeches: dict[int, Speech] = {}
        self._speaking: Speech | None = None
        self._origin = 0  # the leg's count of played samples at which the current reply's first sample lies
        self._played = 0

    def begin(self, reply: int, *, released: bool = False) -> None:
        """Plan a reply; it makes no sound before it is released."""
        self._speeches[reply] = Speech(reply, released=released)

    def plan(self, reply: int, text: str) -> Clause | None:
        """A further clause of `reply`, its sound added as it is made; None when the reply was dropped."""
        speech = self._speeches.get(reply)
        if speech is None:
            return None
        speech.clauses.append(Clause(text))
        return speech.clauses[-1]

    def complete(self, reply: int) -> None:
        """No further clause of `reply` will come."""
        if speech := self._speeches.get(reply):
            speech.whole = True

    def release(self, reply: int) -> None:
        """Let `reply` be heard, from where it was suspended if it was."""
        if speech := self._speeches.get(reply):
            speech.released = True
            if speech.suspended:
                speech.suspended = False
                self._begin(speech)

    def suspend(self, reply: int) -> None:
        """Hand out nothing more of `reply`. What was handed out and not heard will be handed out again."""
        if speech := self._speeches.get(reply):
            speech.suspended = True

    def drop(self, reply: int) -> str:
        """The words of `reply` that were heard; the reply and its sound are gone."""
        speech = self._speeches.pop(reply, None)
        if speech is None:
            return ""
        if self._speaking is speech:
            self._speaking = None
        words = _heard_words(speech)
        for clause in speech.clauses:
            clause.pcm[:] = bytes(len(clause.pcm))
        return words

    def take(self) -> bytes:
        """The sound that may go to the leg and has not; takes up a released reply when the mouth is free."""
        if self._speaking is None or self._speaking.suspended:
            free = (each for each in self._speeches.values() if each.released and not each.suspended)
            self._begin(next(free, None))
        speech = self._speaking
        if speech is None or speech.suspended:
            return b""
        pcm = speech.between(speech.sent, speech.heard + self._ahead_samples)
        speech.sent += len(pcm) // SAMPLE_BYTES
        return pcm

    def _begin(self, speech: Speech | None) -> None:
        """Give the mouth to a reply: its first sample to go out follows what the leg has played."""
        self._speaking = speech or self._speaking
        if speech:
            speech.sent = speech.heard
            self._origin = self._played - speech.heard

    def tick(self, played_samples: int) -> int | None:
        """Take in the leg's count of played samples; the id of a reply that was just heard to its end."""
        self._played = played_samples
        speech = self._speaking
        if speech is None:
            return None
        speech.heard = max(speech.heard, min(played_samples - self._origin, speech.sent))
        return speech.reply if speech.finished and not speech.suspended else None

    def heard_samples(self, reply: int) -> int:
        """How much of `reply` the caller has heard."""
        speech = self._speeches.get(reply)
        return speech.heard if speech else 0

    def unheard_samples(self, reply: int) -> int:
        """How much of what was made of `reply` the caller has not heard."""
        speech = self._speeches.get(reply)
        return speech.samples - speech.heard if speech else 0

    def heard_clauses(self, reply: int) -> int:
        """How many clauses of `reply` the caller has heard to their end."""
        speech = self._speeches.get(reply)
        return speech.heard_clauses if speech else 0

    def finished(self, reply: int) -> bool:
        """Whether all of `reply` was made and heard."""
        speech = self._speeches.get(reply)
        return speech is not None and speech.finished

    @property
    def starved(self) -> bool:
        """Whether the caller has heard all there is of a reply that is not whole."""
        speech = self._speaking
        waits = speech is not None and speech.released and not speech.suspended and not speech.finished
        return waits and speech is not None and 0 < speech.heard >= speech.samples

    def in_hand_samples(self, reply: int) -> int:
        """How much of `reply` was made and is still to be heard."""
        speech = self._speeches.get(reply)
        return speech.samples - speech.heard if speech else 0

    def heard_words(self, reply: int) -> str:
        """The words of `reply` that the caller has heard so far."""
        speech = self._speeches.get(reply)
        return _heard_words(speech) if speech else ""

    def sounding(self, reply: int) -> bool:
        """Whether any of `reply` was handed to the leg."""
        speech = self._speeches.get(reply)
        return speech is not None and speech.sent > 0

    @property
    def speaking(self) -> int | None:
        """The reply that has the mouth."""
        return self._speaking.reply if self._speaking else None

    @property
    def owes(self) -> int:
        """Samples that the leg was given and has not played."""
        return self._speaking.sent - self._speaking.heard if self._speaking else 0


def _heard_words(speech: Speech) -> str:
    """The text that was heard, a clause that was cut counted by the share of its sound."""
    words: list[str] = []
    left = speech.heard
    for clause in speech.clauses:
        if left <= 0:
            break
        spoken = clause.text.split()
        share = min(1.0, left / clause.samples) if clause.samples else 1.0
        words += spoken if share >= 1.0 else spoken[: int(len(spoken) * share)]
        left -= clause.samples
    return " ".join(words)
