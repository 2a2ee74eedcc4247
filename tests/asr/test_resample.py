"""Telephone audio at Whisper's rate."""

import numpy as np
import pytest

from asr.api import UnsupportedRate
from asr.resample import at_16_khz


def test_keeps_a_tone_where_it_was() -> None:
    tone = (8000 * np.sin(2 * np.pi * 1000 * np.arange(8000) / 8000)).astype("<i2")
    doubled = at_16_khz(tone.tobytes(), 8000)
    assert doubled.size == 16_000
    assert np.abs(np.fft.rfft(doubled)).argmax() == 1000


def test_leaves_16_khz_as_it_is() -> None:
    assert at_16_khz(b"\x00\x40\x00\xc0", 16_000).tolist() == [0.5, -0.5]


@pytest.mark.parametrize("pcm", [b"", b"\x01"])
def test_nothing_stays_nothing(pcm: bytes) -> None:
    assert at_16_khz(pcm, 8000).size == 0


def test_refuses_other_rates() -> None:
    with pytest.raises(UnsupportedRate):
        at_16_khz(b"", 48_000)
