"""What the turn table is told, and what it commands. Facts are past tense, commands imperative.

Every fact names the utterance, take or reply it belongs to, so that late work is recognised and dropped
without a lock.
"""

from dataclasses import dataclass
from enum import Enum, auto

from agent.prompts import Prompt
from asr.api import SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from privacy.api import Redacted


class Meaning(Enum):
    """What words do to the conversation, before anyone thinks about what they say."""

    NOTHING = auto()  # no words: a noise, a breath
    BACKCHANNEL = auto()  # "mm-hm": goes on listening
    WORDS = auto()  # something to answer
    STOP = auto()
    GOODBYE = auto()


@dataclass(frozen=True, slots=True)
class Connected:
    """Media flows."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The ear's fact of the same name, with what it interrupted."""

    utterance: int
    played_ms: int = 0  # of the reply that was being spoken


@dataclass(frozen=True, slots=True)
class Transcript:
    utterance: int
    take: int
    words: Redacted
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class TranscriptFailed:
    utterance: int
    take: int


@dataclass(frozen=True, slots=True)
class Keyed:
    """Digits were pressed and the caller has stopped pressing."""

    words: Redacted


@dataclass(frozen=True, slots=True)
class ReplyPiece:
    reply: int
    text: Redacted


@dataclass(frozen=True, slots=True)
class ReplyEnded:
    reply: int
    hang_up: bool = False


@dataclass(frozen=True, slots=True)
class ReplyFailed:
    """The agent or the voice could not make this reply."""

    reply: int


@dataclass(frozen=True, slots=True)
class Stalled:
    """All that was made of a reply was played long ago, and no more of it has come."""

    reply: int


@dataclass(frozen=True, slots=True)
class SoundStarted:
    """The first sample of a reply was handed to the caller's line."""

    reply: int


@dataclass(frozen=True, slots=True)
class PlayedOut:
    """The last sample of a finished reply was played."""

    reply: int


@dataclass(frozen=True, slots=True)
class TimeRanOut:
    deadline: int


@dataclass(frozen=True, slots=True)
class PutOnHold:
    pass


@dataclass(frozen=True, slots=True)
class TakenOffHold:
    pass


@dataclass(frozen=True, slots=True)
class ClosingDown:
    """The call has to end, for the reason that is said."""

    reason: Prompt = Prompt.DRAINING


@dataclass(frozen=True, slots=True)
class HungUp:
    pass


Fact = (
    Connected
    | SpeechStarted
    | SpeechPaused
    | SpeechResumed
    | SpeechEnded
    | SpeechDismissed
    | Transcript
    | TranscriptFailed
    | Keyed
    | ReplyPiece
    | ReplyEnded
    | ReplyFailed
    | Stalled
    | SoundStarted
    | PlayedOut
    | TimeRanOut
    | PutOnHold
    | TakenOffHold
    | ClosingDown
    | HungUp
)


@dataclass(frozen=True, slots=True)
class Transcribe:
    utterance: int
    take: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Let the agent answer; its sound is held back until `Release`."""

    reply: int
    words: tuple[Redacted, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a fixed sentence; it needs no `Release`."""

    reply: int
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Speak:
    reply: int
    text: Redacted


@dataclass(frozen=True, slots=True)
class Release:
    """The turn is the agent's: let the reply be heard as soon as there is sound."""

    reply: int


@dataclass(frozen=True, slots=True)
class Suspend:
    """Stop the sound at once, and keep what was not heard."""

    reply: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on where the sound stopped."""

    reply: int


@dataclass(frozen=True, slots=True)
class Drop:
    """Stop and forget a reply. What was heard of it is remembered, unless its question was `reopened`."""

    reply: int
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class StartTimer:
    """There is one deadline at a time: this one replaces the last."""

    deadline: int
    ms: int


@dataclass(frozen=True, slots=True)
class CancelTimer:
    pass


@dataclass(frozen=True, slots=True)
class End:
    """Hang up."""


Command = Transcribe | Ask | Say | Speak | Release | Suspend | Resume | Drop | StartTimer | CancelTimer | End
