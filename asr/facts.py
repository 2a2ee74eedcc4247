"""What an ear makes of the frames of one call: facts in the past tense, told in the order they happened.

Utterances are counted from 1 in a call. A *take* counts the snapshots of one utterance: each short silence
makes one, worth transcribing before anybody knows whether the turn is over. The order for one utterance is

    SpeechStarted (SpeechPaused SpeechResumed)* SpeechPaused SpeechEnded
    SpeechStarted (SpeechPaused SpeechResumed)* [SpeechPaused] SpeechDismissed

and the next utterance starts after the one before has ended or was dismissed.
"""

from dataclasses import dataclass

FRAME_MS = 20


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody speaks: long and voiced enough not to be a click. Sound that is being played should stop."""

    utterance: int


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """A short silence began: the words so far are worth transcribing speculatively."""

    utterance: int
    take: int


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The pause was a pause: whatever was made of `take` is void."""

    utterance: int
    take: int


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The turn is over. `take` holds the same speech as the last `SpeechPaused` of this utterance.

    `silence_ms` runs from the last frame of speech to the frame that decided.
    """

    utterance: int
    take: int
    silence_ms: int


@dataclass(frozen=True, slots=True)
class SpeechDismissed:
    """It was a noise, a cough or an echo after all: nothing is to be made of this utterance."""

    utterance: int


Heard = SpeechStarted | SpeechPaused | SpeechResumed | SpeechEnded | SpeechDismissed
