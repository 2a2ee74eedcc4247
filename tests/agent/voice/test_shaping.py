import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from agent.voice.shaping import LineRate, Trimmer, level_dbfs, limit

RATE_HZ = 22050
Sound = NDArray[np.float32]


def tone(seconds: float, amplitude: float = 0.3) -> Sound:
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (amplitude * np.sin(2 * np.pi * 300 * times)).astype(np.float32)


def hush(seconds: float) -> Sound:
    return np.zeros(int(seconds * RATE_HZ), dtype=np.float32)


def trimmed(sound: Sound, piece: int) -> Sound:
    trimmer = Trimmer(RATE_HZ)
    pieces = [trimmer.push(sound[at : at + piece]) for at in range(0, sound.size, piece)]
    return np.concatenate([*pieces, trimmer.finish()])


@pytest.mark.parametrize("piece", [500, 2000, 6144, 10**6])
def test_silence_goes_from_both_ends_and_stays_inside(piece: int) -> None:
    sound = np.concatenate((hush(0.1), tone(0.3), hush(0.25), tone(0.3), hush(0.4)))
    kept = trimmed(sound, piece)
    assert kept.size / RATE_HZ == pytest.approx(0.3 + 0.25 + 0.3 + 0.05, abs=0.02)


def test_the_edges_are_soft() -> None:
    kept = trimmed(np.concatenate((tone(0.2) + 0.1, hush(0.1))), 1000)
    assert abs(kept[0]) < 0.01
    assert abs(kept[-1]) < 0.01


def test_silence_alone_leaves_nothing() -> None:
    assert trimmed(hush(0.5), 1000).size == 0


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=12))
def test_however_it_is_cut_nothing_audible_is_lost(sizes: list[int]) -> None:
    sound = np.concatenate((hush(0.05), tone(0.4), hush(0.05)))
    trimmer, at, kept = Trimmer(RATE_HZ), 0, []
    for size in [*sizes, sound.size]:
        kept.append(trimmer.push(sound[at : at + size]))
        at += size
    kept.append(trimmer.finish())
    energy = float(np.square(np.concatenate(kept)).sum())
    assert energy == pytest.approx(float(np.square(sound).sum()), rel=0.03)


def test_the_limiter_leaves_what_is_not_loud_alone() -> None:
    sound = tone(0.1, 0.3)
    assert np.allclose(limit(sound, 2.0), sound * 2)


def test_the_limiter_never_clips_and_keeps_the_order() -> None:
    ramp = np.linspace(-4, 4, 999, dtype=np.float32)
    bent = limit(ramp, 1.0)
    assert np.abs(bent).max() <= 1.0
    assert (np.diff(bent) >= 0).all()


def test_the_level_is_that_of_the_active_parts() -> None:
    sound = np.concatenate((tone(0.5, 0.2), hush(2.0)))
    assert level_dbfs(sound) == pytest.approx(20 * np.log10(0.2 / np.sqrt(2)), abs=0.2)
    assert level_dbfs(hush(1.0)) == level_dbfs(hush(0.0)) == -100.0


@pytest.mark.parametrize("rate_hz", [8000, 16000])
def test_a_stream_is_converted_as_a_whole(rate_hz: int) -> None:
    line, sound = LineRate(RATE_HZ, rate_hz), tone(1.0)
    pcm = b"".join(line.push(sound[at : at + 999], last=at + 999 >= sound.size) for at in range(0, sound.size, 999))
    heard = np.frombuffer(pcm, dtype="<i2") / 32767
    assert heard.size == pytest.approx(rate_hz, abs=2)
    times = np.arange(heard.size) / rate_hz
    expected = 0.3 * np.sin(2 * np.pi * 300 * times)
    middle = slice(heard.size // 10, -heard.size // 10)
    assert np.abs(heard - expected)[middle].max() < 0.01
