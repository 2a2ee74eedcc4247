"""What hums like a voice, and what only sounds as if it might."""

import numpy as np
import pytest

from asr.hum import Hum
from bench.asr_noises import noise
from bench.asr_prompts import Samples
from tests.asr.sounds import frames, needs_prompts, recorded


def share_that_hums(samples: Samples, rate_hz: int = 8000) -> float:
    """Of the frames that are loud enough to matter."""
    hum, loud = Hum(rate_hz), []
    for frame in frames(samples, rate_hz):
        hum.add(frame)
        if np.abs(np.frombuffer(frame, "<i2").astype(int)).mean() > 300:
            loud.append(hum.heard())
    return float(np.mean(loud)) if loud else 0.0


@needs_prompts
@pytest.mark.parametrize("rate_hz", [8000, 16_000])
def test_a_voice_hums(rate_hz: int) -> None:
    spoken = recorded("vm-rec-busy")
    assert share_that_hums(np.repeat(spoken, rate_hz // 8000), rate_hz) > 0.4


@pytest.mark.parametrize("name", ["white noise", "pink noise", "hold hiss", "keyboard", "clicks", "ringback", "DTMF"])
def test_noises_and_tones_do_not(name: str) -> None:
    assert share_that_hums(noise(name, 6.0)) < 0.2


def test_silence_and_too_little_sound_do_not() -> None:
    hum = Hum(8000)
    hum.add(bytes(320))
    assert not hum.heard()
    hum.add(bytes(320))
    assert not hum.heard()


def test_nothing_is_remembered_when_the_call_is_over() -> None:
    hum = Hum(8000)
    tone = (8000 * np.sign(np.sin(2 * np.pi * 120 * np.arange(320) / 8000))).astype("<i2").tobytes()
    hum.add(tone[:320])
    hum.add(tone[320:])
    assert hum.heard()
    hum.close()
    assert not hum.heard()
