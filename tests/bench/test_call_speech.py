"""Cutting recorded speech."""

import numpy as np

from bench.asr_prompts import RATE_HZ, Samples
from bench.call_speech import longest_pause_ms, quietest_near, trimmed, with_pause


def tone(ms: int, amplitude: int = 8_000) -> Samples:
    made: Samples = (amplitude * np.sin(np.arange(ms * RATE_HZ // 1000) * 0.5)).astype(np.int16)
    return made


def quiet(ms: int) -> Samples:
    return np.zeros(ms * RATE_HZ // 1000, np.int16)


def test_silence_around_speech_is_taken_away() -> None:
    samples = np.concatenate((quiet(200), tone(500), quiet(100), tone(300), quiet(400)))
    assert len(trimmed(samples)) == 900 * RATE_HZ // 1000


def test_the_longest_pause_is_found() -> None:
    samples = np.concatenate((tone(300), quiet(100), tone(300), quiet(250), tone(300)))
    assert abs(longest_pause_ms(samples) - 250) <= 10


def test_a_cut_is_made_where_it_is_quietest() -> None:
    samples = np.concatenate((tone(500), tone(30, amplitude=50), tone(500)))
    cut_ms = quietest_near(samples, 0.48) * 1000 // RATE_HZ
    assert 500 <= cut_ms < 530


def test_a_pause_is_as_long_as_it_was_ordered() -> None:
    samples = tone(1_000)
    paused = with_pause(samples, len(samples) // 2, 600)
    silent = np.flatnonzero(np.abs(paused.astype(int)) > 50)
    longest = int(np.diff(silent).max())
    assert abs(longest * 1000 // RATE_HZ - 600) < 12
    assert len(paused) == len(samples) + 600 * RATE_HZ // 1000


def test_a_pause_replaces_the_silence_that_was_there() -> None:
    samples = np.concatenate((tone(400), quiet(200), tone(400)))
    paused = with_pause(samples, 500 * RATE_HZ // 1000, 600)
    assert len(paused) == (400 + 600 + 400) * RATE_HZ // 1000
