"""Sounds to hear in tests: made from a seed, or recorded people where Debian's prompts are installed."""

import numpy as np
import numpy.typing as npt
import pytest

from bench.asr_prompts import RATE_HZ, SOUNDS, Samples, over_g711, read_wav

Wave = npt.NDArray[np.floating]

needs_prompts = pytest.mark.skipif(
    not (SOUNDS / "activated.wav").exists(), reason="apt install asterisk-core-sounds-en-wav"
)


def recorded(name: str) -> Samples:
    """One of Debian's recorded prompts over G.711, at 8000 Hz."""
    return over_g711(read_wav(SOUNDS / f"{name}.wav"))


def quiet(seconds: float, seed: int = 1, dbfs: float = -70.0) -> Samples:
    """The noise of an ordinary line."""
    wave = np.random.default_rng(seed).normal(0.0, 32_768 * 10 ** (dbfs / 20), int(seconds * RATE_HZ))
    return over_g711(wave)


def frames(samples: Samples, rate_hz: int = RATE_HZ) -> list[bytes]:
    """The 20 ms frames of `samples`, as s16le; an incomplete last one is dropped."""
    size = rate_hz // 50
    return [samples[i : i + size].astype("<i2").tobytes() for i in range(0, len(samples) - size + 1, size)]
