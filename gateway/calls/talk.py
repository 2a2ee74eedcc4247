"""The state of a conversation: what has been heard and not answered, and what is being answered."""

from dataclasses import dataclass, field, replace
from enum import Enum, auto

from gateway.calls.facts import Choice, Meaning
from privacy.api import Redacted
from privacy.declared.terms import OptIn


class Phase(Enum):
    LISTENING = auto()  # nobody speaks
    HEARING = auto()  # the caller speaks, or pauses
    TRANSCRIBING = auto()  # the caller has ended, the words are still to come
    THINKING = auto()  # a reply is due and nothing of it has sounded
    SPEAKING = auto()  # a reply is being played
    ON_HOLD = auto()  # the caller put us on hold
    LEAVING = auto()  # the last sentence, which nothing interrupts
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of the caller's speech. `take` is 0 while there is no take worth anything."""

    id: int
    take: int = 0
    words: Redacted | None = None  # of that take
    meaning: Meaning = Meaning.NOTHING
    choice: Choice | None = None
    ended: bool = False
    tries: int = 0  # how often words were asked for and did not come

    @property
    def understood(self) -> bool:
        return self.words is not None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of ours. `asked` is what it answers: empty for a fixed sentence of our own."""

    id: int
    asked: tuple[Utterance, ...] = ()
    released: bool = False
    hang_up: bool = False  # once it has been played
    person: bool = False  # tells how to reach a person
    played_ms: int = 0  # when it was suspended
    unplayed_ms: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each phase may last, in milliseconds, before something is said about it."""

    silence_ms: int = 12_000
    silences: int = 2
    hearing_ms: int = 40_000
    transcribing_ms: int = 2_500
    thinking_ms: int = 4_000
    speaking_ms: int = 120_000
    hold_ms: int = 900_000
    leaving_ms: int = 8_000
    barely_heard_ms: int = 700  # a reply cut this early answered too soon
    all_but_heard_ms: int = 2_000  # a question cut this late was understood


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything the turn table knows. At most one reply is being made or played, and at most one more is
    suspended; a suspended reply exists in HEARING and TRANSCRIBING alone."""

    limits: Limits = field(default_factory=Limits)
    phase: Phase = Phase.LISTENING
    unanswered: tuple[Utterance, ...] = ()
    reply: Reply | None = None
    suspended: Reply | None = None
    replies: int = 0  # how many were begun; the newest has this id
    deadline: int = 0  # the one deadline that counts
    silences: int = 0  # in a row
    keepable: bool = False  # whether anything may be kept if the caller agrees
    asking: OptIn | None = None  # what the caller was asked to agree to, and has not answered
    asked: frozenset[OptIn] = frozenset()  # of our own accord; once is enough
    kept: frozenset[OptIn] = frozenset()  # what the caller agreed to

    def utterance(self, id_: int) -> Utterance | None:
        return next((each for each in self.unanswered if each.id == id_), None)

    def with_utterance(self, changed: Utterance) -> "Talk":
        return replace(self, unanswered=tuple(changed if each.id == changed.id else each for each in self.unanswered))

    def without_utterance(self, id_: int) -> "Talk":
        return replace(self, unanswered=tuple(each for each in self.unanswered if each.id != id_))

    @property
    def reopens(self) -> bool:
        """Whether the suspended reply was cut so early that its question is still open."""
        held = self.suspended
        return held is not None and held.asked != () and held.played_ms < self.limits.barely_heard_ms

    @property
    def question(self) -> tuple[Utterance, ...]:
        """What a reply would have to answer."""
        said = tuple(each for each in self.unanswered if each.meaning is not Meaning.NOTHING)
        return self.suspended.asked + said if self.suspended and self.reopens else said
