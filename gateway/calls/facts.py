"""What the turn table is told, and what it commands. Facts are past tense, commands imperative.

Every fact names the utterance, take or reply it belongs to, so that late work is recognised and dropped
without a lock.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from agent.prompts import Prompt
from asr.api import SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from privacy.api import Redacted
from privacy.declared.terms import OptIn


class Meaning(Enum):
    """What words do to the conversation, before anyone thinks about what they say."""

    NOTHING = auto()  # no words: a noise, a breath
    BACKCHANNEL = auto()  # "mm-hm": goes on listening
    WORDS = auto()  # something to answer
    STOP = auto()
    GOODBYE = auto()
    KEEP = auto()  # "keep this for support": has a `Choice` with it
    KEPT_QUESTION = auto()  # "what do you keep?"
    WITHDRAWAL = auto()  # "don't save this"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the caller says to keeping something, in words or with a key."""

    opt_in: OptIn | None  # None: whatever is being asked
    yes: bool
    plain: bool = True  # said with what it is for, so that it need not be asked
    confidence: float = 1.0  # 0 to 1: how sure the recogniser was
    key: str = ""


@dataclass(frozen=True, slots=True)
class Connected:
    """Media flows."""

    keepable: bool = False  # whether anything of this call may be kept if its caller agrees


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The ear's fact of the same name, with what it interrupted."""

    utterance: int
    played_ms: int = 0  # of the reply that was being spoken
    unplayed_ms: int = 0  # and how much of it was still to come


@dataclass(frozen=True, slots=True)
class Transcript:
    utterance: int
    take: int
    words: Redacted
    meaning: Meaning
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class TranscriptFailed:
    utterance: int
    take: int


@dataclass(frozen=True, slots=True)
class Keyed:
    """Digits were pressed and the caller has stopped pressing."""

    words: Redacted
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class ReplyPiece:
    reply: int
    text: Redacted


@dataclass(frozen=True, slots=True)
class ReplyEnded:
    reply: int
    hang_up: bool = False
    person: bool = False  # the caller was told how to reach a person


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


@dataclass(frozen=True, slots=True)
class Kept:
    """A yes is recorded, and what was said so far is stored. `reply` waits to say so; 0: none does."""

    reply: int
    opt_in: OptIn
    reference: str = field(default="", repr=False)  # the code that finds it again


@dataclass(frozen=True, slots=True)
class NotKept:
    """The store did not take it: nothing is kept."""

    reply: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whatever was kept of this call is deleted; not `done` when the store does not answer and it will be."""

    reply: int
    done: bool = True


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
    | Kept
    | NotKept
    | Withdrawn
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
    """Speak a fixed sentence, and what is true of this call alone behind it; it needs no `Release`."""

    reply: int
    prompt: Prompt
    more: str = field(default="", repr=False)


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
class Keep:
    """Record the caller's yes and store what it covers; `reply` waits to say so."""

    reply: int
    opt_in: OptIn
    choice: Choice
    words: Redacted | None  # as recognised; None for a key


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Delete what is kept of this call and take back every yes; `reply` waits to say so."""

    reply: int


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


Command = (
    Transcribe
    | Ask
    | Say
    | Speak
    | Release
    | Suspend
    | Resume
    | Drop
    | Keep
    | Withdraw
    | StartTimer
    | CancelTimer
    | End
)
