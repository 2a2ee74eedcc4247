"""A voice that hums: as long as speech would be, the same each time, at no cost."""

import hashlib
from collections.abc import Iterator

import numpy as np

from agent.voice.api import Provenance
from agent.voice.pauses import rest_ms, silence

_WORD_MS = 320  # the packaged voice says 187 words a minute
_WORD_GAP_MS = 20
_PEAK = 0.1414 * 32767  # a sine of -20 dBFS RMS


class ToneSynthesizer:
    """A `Synthesizer` for tests: each word is a tone whose pitch the word decides. Thread-safe.

    `spoken` counts the texts that were asked for; the texts themselves are not kept.
    """

    def __init__(self) -> None:
        self.spoken = 0

    @property
    def provenance(self) -> Provenance:
        return Provenance(name="tones", origin="sottovoce", sha256="", licence="GPL-3.0-or-later")

    def synthesize(self, text: str, rate_hz: int) -> Iterator[bytes]:
        """One piece a word, then the rest that belongs after the text."""
        if rate_hz not in (8000, 16000):
            raise ValueError(f"a voice speaks at 8000 or 16000 Hz, not at {rate_hz}")
        self.spoken += 1
        return self._hummed(text, rate_hz)

    def _hummed(self, text: str, rate_hz: int) -> Iterator[bytes]:
        words = [word for word in text.split() if any(letter.isalnum() for letter in word)]
        for word in words:
            yield _tone(word, rate_hz) + silence(rate_hz, _WORD_GAP_MS)
        if words:
            yield silence(rate_hz, rest_ms(text))


def _tone(word: str, rate_hz: int) -> bytes:
    pitch_hz = 250 + hashlib.blake2b(word.lower().encode(), digest_size=1).digest()[0] * 2
    times = np.arange(rate_hz * _WORD_MS // 1000) / rate_hz
    wave = np.sin(2 * np.pi * pitch_hz * times) * _PEAK
    return wave.astype("<i2").tobytes()
