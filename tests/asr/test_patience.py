"""How long the ear waits, and what it learns."""

from hypothesis import given
from hypothesis import strategies as st

from asr.api import EarSettings
from asr.patience import Patience, frames_of

SETTINGS = EarSettings()


def test_waits_by_what_the_words_sound_like() -> None:
    patience = Patience(SETTINGS)
    assert patience.silence_ms(0.95) == SETTINGS.end_finished_ms
    assert patience.silence_ms(None) == SETTINGS.end_unknown_ms
    assert patience.silence_ms(0.05) == SETTINGS.end_unfinished_ms


@given(st.floats(0.0, 1.0, allow_subnormal=False), st.floats(0.0, 1.0, allow_subnormal=False))
def test_surer_words_never_wait_longer(one: float, other: float) -> None:
    patience = Patience(SETTINGS)
    sure, unsure = max(one, other), min(one, other)
    assert patience.silence_ms(sure) <= patience.silence_ms(unsure)


def test_learns_that_this_caller_pauses_long() -> None:
    patience = Patience(SETTINGS)
    for _ in range(3):
        patience.paused(700)
    assert SETTINGS.end_unknown_ms < patience.silence_ms(None) <= SETTINGS.end_unfinished_ms


def test_short_pauses_do_not_hurry_it() -> None:
    patience = Patience(SETTINGS)
    patience.paused(160)
    assert patience.silence_ms(None) == SETTINGS.end_unknown_ms


def test_an_answer_too_early_makes_it_careful_for_a_while() -> None:
    patience = Patience(SETTINGS)
    patience.resumed_after_end(500)
    careful = patience.silence_ms(1.0)
    assert careful > SETTINGS.end_finished_ms
    for _ in range(4):
        patience.resumed_after_end(5000)
    assert patience.silence_ms(1.0) == SETTINGS.end_finished_ms


@given(st.lists(st.integers(0, 5000), max_size=50), st.lists(st.integers(0, 5000), max_size=50))
def test_never_waits_beyond_the_longest(pauses: list[int], gaps: list[int]) -> None:
    patience = Patience(SETTINGS)
    for pause in pauses:
        patience.paused(pause)
    for gap in gaps:
        patience.resumed_after_end(gap)
    for finished in (None, 0.0, 0.5, 1.0):
        assert SETTINGS.end_finished_ms <= patience.silence_ms(finished) <= SETTINGS.end_unfinished_ms


def test_frames_cover_their_time() -> None:
    assert [frames_of(ms) for ms in (0, 1, 20, 21, 140)] == [0, 1, 1, 2, 7]
