"""The second voice activity model, its resampler, and the measure of voicing built on it."""

import numpy as np
import pytest

from asr.resample import at_16_khz
from asr.silero import Doubler, Silero, probabilities
from asr.voicing import voicing
from tests.asr.sounds import needs_prompts, quiet, recorded


def tone(hz: float, seconds: float, rate_hz: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.sin(2 * np.pi * hz * np.arange(int(seconds * rate_hz)) / rate_hz).astype(np.float32)


@pytest.mark.parametrize("hz", [300.0, 1000.0, 2500.0])
def test_doubling_frame_by_frame_makes_no_seams(hz: float) -> None:
    doubler, low = Doubler(), tone(hz, 1.0, 8000)
    high = np.concatenate([doubler.double(low[at : at + 160]) for at in range(0, 8000, 160)])
    spectrum = np.abs(np.fft.rfft(high[1600:] * np.hanning(14_400))) ** 2
    at = round(hz * 14_400 / 16_000)
    assert spectrum[at - 3 : at + 4].sum() / spectrum.sum() > 0.99


def test_judges_once_for_each_window_of_32_ms() -> None:
    silero, sound = Silero(), np.zeros(16_000, np.float32)
    judged = [silero.hear(sound[at : at + 320]) for at in range(0, 16_000, 320)]
    assert sum(one is not None for one in judged) == 16_000 // 512


def test_two_calls_do_not_disturb_each_other() -> None:
    noise = (quiet(1.0, dbfs=-30.0) / 32_768).astype(np.float32)
    windows = [np.repeat(noise[at : at + 256], 2) for at in range(0, 7680, 256)]
    lonely = Silero()
    alone = [one for window in windows if (one := lonely.hear(window)) is not None]
    first, second = Silero(), Silero()
    mixed = []
    for window in windows:
        second.hear(window[::-1])
        mixed.append(first.hear(window))
    assert mixed == alone


@needs_prompts
def test_a_whole_sound_is_judged_as_its_windows_are_one_by_one() -> None:
    sound = at_16_khz(recorded("all-circuits-busy-now").astype("<i2").tobytes(), 8000)
    silero = Silero()
    windows = [silero.hear(sound[at : at + 512]) for at in range(0, sound.size - 511, 512)]
    assert probabilities(sound).tolist() == pytest.approx(windows, abs=1e-3)


@needs_prompts
def test_voicing_of_a_person() -> None:
    speech = recorded("all-circuits-busy-now")
    heard = voicing(at_16_khz(speech.astype("<i2").tobytes(), 8000))
    assert heard.voiced_ms == pytest.approx(len(speech) / 8, rel=0.35)
    assert heard.peak > 0.9


@pytest.mark.parametrize("seconds", [0.0, 0.01, 2.0])
def test_voicing_of_nothing(seconds: float) -> None:
    assert voicing(np.zeros(int(16_000 * seconds), np.float32)).voiced_ms == 0
