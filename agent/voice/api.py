"""The port through which the gateway speaks. It imports nothing, so that the speech process stays small."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a voice comes from, to be printed at start-up."""

    name: str
    origin: str  # package and version, or "file"
    sha256: str
    licence: str


class Synthesizer(Protocol):
    """Text in, speech out. Blocking and thread-safe: one object serves every lane of the speech process."""

    @property
    def provenance(self) -> Provenance: ...

    def synthesize(self, text: str, rate_hz: int) -> Iterator[bytes]:
        """Pieces of speech, s16le mono PCM at `rate_hz` (8000 or 16000), the first as early as possible.

        The last piece is the rest that belongs after the text, so that pieces of one reply can be joined as
        they are. A text with nothing to say gives no piece. Raises ValueError for another rate, and
        `agent.errors.SynthesisFailed` while iterating.
        """
        ...
