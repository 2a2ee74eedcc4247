"""What callers say: Debian's recorded prompts as G.711, whole, and with a pause where the sentence is not finished."""

from dataclasses import dataclass, field

import numpy as np

from bench.asr_finished import Listener
from bench.asr_prompts import RATE_HZ, Prompt, Samples, mu_law, prompts
from bench.asr_takes import BLOCK, is_sentence, levels, loud_blocks

SECONDS = (1.5, 5.0)
UNBROKEN_MS = 200  # a sentence with a longer pause of its own may be taken to end there
PAUSES_MS = (400, 800)
_REACH_BLOCKS = 8  # a word's beginning is known to within 80 ms: the cut is where it is quietest
_FADE = RATE_HZ // 200  # 5 ms, so that a cut is no click


@dataclass(frozen=True, slots=True)
class Saying:
    """Something a caller says: mu-law octets at 8000 Hz that begin and end with sound."""

    name: str
    mu_law: bytes = field(repr=False)
    pause_ms: int = 0  # the pause inside it


def sentences() -> list[Prompt]:
    """Whole sentences of 1.5 to 5 s, spoken without a pause, without the silence around them."""
    low, high = SECONDS
    chosen = [prompt for prompt in prompts() if is_sentence(prompt)]
    trimmed_ = [Prompt(prompt.name, prompt.words, trimmed(prompt.samples)) for prompt in chosen]
    fitting = [prompt for prompt in trimmed_ if low <= prompt.seconds <= high]
    return [prompt for prompt in fitting if longest_pause_ms(prompt.samples) < UNBROKEN_MS]


def longest_pause_ms(samples: Samples) -> int:
    """The longest silence inside the speech."""
    loud = np.flatnonzero(loud_blocks(samples))
    return int(np.diff(loud).max() - 1) * 10


def saying(prompt: Prompt) -> Saying:
    return Saying(prompt.name, mu_law(prompt.samples).tobytes())


def trimmed(samples: Samples) -> Samples:
    """From the first block of 10 ms with sound to the last."""
    loud = np.flatnonzero(loud_blocks(samples))
    return samples[int(loud[0]) * BLOCK : (int(loud[-1]) + 1) * BLOCK]


def quietest_near(samples: Samples, at_s: float) -> int:
    """The sample, near a moment, at which a cut hurts no sound: the middle of the quietest 10 ms."""
    level, middle = levels(samples), int(at_s * RATE_HZ) // BLOCK
    low = max(0, middle - _REACH_BLOCKS)
    return (low + int(level[low : middle + _REACH_BLOCKS].argmin())) * BLOCK + BLOCK // 2


def with_pause(samples: Samples, cut: int, pause_ms: int) -> Samples:
    """The same speech with silence of `pause_ms` at sample `cut`, from sound to sound."""
    before, after = trimmed(samples[:cut]).copy(), trimmed(samples[cut:]).copy()
    fade = np.linspace(0.0, 1.0, _FADE)
    before[-_FADE:] = before[-_FADE:] * fade[::-1]
    after[:_FADE] = after[:_FADE] * fade
    silence = np.zeros(pause_ms * RATE_HZ // 1000, np.int16)
    joined: Samples = np.concatenate((before, silence, after)).astype(np.int16)
    return joined


def interrupted(chosen: list[Prompt], count: int, rng: np.random.Generator) -> list[Saying]:
    """`count` sentences with a pause between two words in their middle, from 35 to 75 % of the way."""
    listener = _listener()
    made: list[Saying] = []
    for prompt in chosen:
        gaps = [gap for gap in listener.word_gaps(prompt) if 0.35 < gap / prompt.seconds < 0.75]
        if gaps and len(made) < count:
            pause_ms = int(rng.integers(*PAUSES_MS))
            cut = quietest_near(prompt.samples, float(rng.choice(gaps)))
            made.append(Saying(prompt.name, mu_law(with_pause(prompt.samples, cut, pause_ms)).tobytes(), pause_ms))
    return made


def _listener() -> Listener:
    from asr.weights import read  # noqa: PLC0415 - only this needs weights on the caller's side

    return Listener(read("tiny.en"), lanes=1, language="en")
