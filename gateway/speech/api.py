"""The port to hearing and speaking: what a session asks, whoever does the work."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from asr.api import Transcript


@dataclass(frozen=True, slots=True)
class Made:
    """What the models are and where they came from, to be printed at start."""

    role: str  # "transcriber" or "voice"
    name: str
    origin: str
    sha256: str
    licence: str


class Speech(Protocol):
    """Words from sound and sound from words. Called on the event loop; PCM is s16le mono."""

    @property
    def busy_s(self) -> float:
        """How long callers' jobs have kept a lane, all together: what admission learns from."""
        ...

    @property
    def usable(self) -> bool:
        """Whether work is done, or will be in a moment; False once no process can be started."""
        ...

    async def transcribe(self, pcm: bytes, rate_hz: int) -> Transcript:
        """The words of one utterance. Cancelling gives the work up.

        Raises `gateway.errors.SpeechUnavailable` when the work was refused, lost or came too late.
        """
        ...

    def speak(self, text: str, rate_hz: int, *, keep: bool = False, in_hand_s: float = 0.0) -> AsyncIterator[bytes]:
        """Speech for one clause, in pieces as they are made. Closing the iterator gives the work up.

        `keep` states that the text is the same for every caller: its sound may be remembered and used again.
        `in_hand_s` of speech before it are still to be played: so long it may wait for who has none.
        Raises `gateway.errors.SpeechUnavailable`.
        """
        ...
