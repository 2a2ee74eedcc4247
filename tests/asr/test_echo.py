"""The echo guard: our own voice come back is not the caller."""

import numpy as np
import pytest

from asr.echo import EchoGuard

SPEECHLIKE = np.repeat(np.random.default_rng(7).uniform(-45.0, -18.0, 400), 4)  # syllables of 80 ms


def heard_louder(guard: EchoGuard, played: list[float], lag: int, gain_db: float, known: int = 0) -> int:
    """How many frames of nothing but echo pass for the caller, from frame `known` on."""
    floor, passed = -65.0, 0
    for frame, level in enumerate(played):
        echo = played[frame - lag] + gain_db if frame >= lag else -100.0
        guard.hear(max(floor, echo), level, learn=True)
        passed += frame >= known and echo > floor and guard.louder(echo)
    return passed


@pytest.mark.parametrize("lag", [2, 8, 20, 28])
@pytest.mark.parametrize("gain_db", [-35.0, -25.0, -12.0])
def test_echo_never_passes_once_the_path_is_known(lag: int, gain_db: float) -> None:
    guard = EchoGuard()
    assert heard_louder(guard, list(SPEECHLIKE[:800]), lag, gain_db, known=200) == 0


def test_a_caller_louder_than_the_echo_passes() -> None:
    guard = EchoGuard()
    heard_louder(guard, list(SPEECHLIKE[:200]), 8, -25.0)
    passed = 0
    for played in SPEECHLIKE[200:250]:
        guard.hear(-20.0, float(played), learn=False)
        passed += guard.louder(-20.0)
    assert passed > 40


def test_without_echo_even_a_quiet_caller_passes() -> None:
    guard = EchoGuard()
    for played in SPEECHLIKE[:200]:
        guard.hear(-65.0, float(played), learn=True)
    guard.hear(-45.0, float(SPEECHLIKE[201]), learn=False)
    assert guard.louder(-45.0)


def test_nothing_is_expected_when_nothing_was_played() -> None:
    guard = EchoGuard()
    guard.hear(-70.0, -100.0, learn=True)
    assert not guard.playing
    assert guard.louder(-60.0)


def test_the_tail_of_what_was_played_is_still_expected() -> None:
    guard = EchoGuard()
    heard_louder(guard, list(SPEECHLIKE[:200]), 10, -15.0)
    guard.hear(-65.0, -100.0, learn=False)
    assert guard.playing
    for _ in range(60):
        guard.hear(-65.0, -100.0, learn=False)
    assert not guard.playing
