"""Recorded people to test hearing with: Debian's asterisk-core-sounds-en, over G.711."""

import gzip
import re
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SOUNDS = Path("/usr/share/asterisk/sounds/en")
TRANSCRIPTS = Path("/usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz")
RATE_HZ = 8000

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One recording at 8000 Hz and what is said in it."""

    name: str
    words: str
    samples: Samples = field(repr=False)

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ


def mu_law(samples: Samples) -> npt.NDArray[np.uint8]:
    """The G.711 mu-law octets of 16-bit samples (ITU-T G.711 table 2a)."""
    wide = samples.astype(np.int32)
    sign = np.where(wide < 0, 0x80, 0)
    size = np.minimum(np.abs(wide), 32_635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 0x0F
    octets: npt.NDArray[np.uint8] = (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)
    return octets


def mu_law_decoded(octets: npt.NDArray[np.uint8]) -> Samples:
    """The 16-bit samples of G.711 mu-law octets."""
    plain = ~octets.astype(np.int32) & 0xFF
    size = (((plain & 0x0F) << 3) + 132) << ((plain >> 4) & 7)
    decoded: Samples = np.where(plain & 0x80, 132 - size, size - 132).astype(np.int16)
    return decoded


def over_g711(samples: npt.NDArray[Any]) -> Samples:
    """What the far end of a PCMU call hears of `samples`."""
    return mu_law_decoded(mu_law(np.clip(samples, -32_768, 32_767).astype(np.int16)))


def read_wav(path: Path) -> Samples:
    """The samples of a mono 16-bit WAV file at 8000 Hz."""
    with wave.open(str(path), "rb") as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, RATE_HZ), path
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.int16)


def transcripts() -> Iterator[tuple[str, str]]:
    """Name and text of each prompt in which something is said."""
    with gzip.open(TRANSCRIPTS, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            name, colon, text = line.strip().partition(":")
            if colon and not line.startswith(";") and not re.search(r"[\[(<]", text):
                yield name.strip(), text.strip()


def prompts(min_words: int = 3, max_seconds: float = 28.0) -> list[Prompt]:
    """The recordings of at least `min_words` words, as recorded (not yet over G.711), by name."""
    found = []
    for name, words in sorted(transcripts()):
        path = SOUNDS / f"{name}.wav"
        if path.exists() and len(words.split()) >= min_words:
            prompt = Prompt(name, words, read_wav(path))
            if prompt.seconds <= max_seconds:
                found.append(prompt)
    return found
