"""The endpointer as a table, and under random speech."""

from hypothesis import given
from hypothesis import strategies as st

from asr.api import (
    EarSettings,
    Heard,
    SpeechDismissed,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
)
from asr.endpointer import Endpointer, Least
from asr.patience import Patience

SETTINGS = EarSettings(pause_ms=140)


def endpointer(settings: EarSettings = SETTINGS, least: int = 8) -> Endpointer:
    return Endpointer(1, Least(least, 4), Patience(settings), settings)


def follow(ears: Endpointer, pattern: str) -> list[tuple[int, Heard]]:
    """The facts of a pattern of speech ("#") and silence (".") frames, with the frame that brought them."""
    facts: list[tuple[int, Heard]] = []
    for number, mark in enumerate(pattern):
        if not ears.over:
            facts += [(number, fact) for fact in ears.hear(mark == "#")]
    return facts


def test_pauses_after_a_short_silence() -> None:
    assert follow(endpointer(), "#" * 20 + "." * 6) == []
    assert follow(endpointer(), "#" * 20 + "." * 7) == [(26, SpeechPaused(1, 1))]


def test_ends_soon_when_the_words_are_finished() -> None:
    ears = endpointer()
    follow(ears, "#" * 20 + "." * 7)
    ears.hint(1, 0.95)
    assert follow(ears, "." * 10) == [(3, SpeechEnded(1, 1, SETTINGS.end_finished_ms))]


def test_waits_when_more_must_follow() -> None:
    ears = endpointer()
    follow(ears, "#" * 20 + "." * 7)
    ears.hint(1, 0.02)
    assert follow(ears, "." * 60) == [(42, SpeechEnded(1, 1, SETTINGS.end_unfinished_ms))]


def test_does_not_wait_for_ever_for_a_hint() -> None:
    [_, (_, ended)] = follow(endpointer(), "#" * 20 + "." * 100)
    assert ended == SpeechEnded(1, 1, SETTINGS.end_unknown_ms)


def test_resumed_speech_voids_the_take_and_its_hint() -> None:
    ears = endpointer()
    facts = follow(ears, "#" * 20 + "." * 8 + "##")
    assert facts == [(26, SpeechPaused(1, 1)), (29, SpeechResumed(1, 1))]
    ears.hint(1, 0.99)
    follow(ears, "#" * 20 + "." * 7)
    ears.hint(1, 0.99)
    [(_, ended)] = follow(ears, "." * 100)
    assert ended == SpeechEnded(1, 2, SETTINGS.end_unknown_ms)


def test_a_click_in_a_pause_is_no_speech() -> None:
    ears = endpointer()
    facts = follow(ears, "#" * 20 + "." * 8 + "#" + "." * 3)
    assert facts == [(26, SpeechPaused(1, 1))]


def test_a_cough_is_dismissed_and_never_paused() -> None:
    assert follow(endpointer(least=13), "#" * 6 + "." * 30) == [(21, SpeechDismissed(1))]


def test_a_short_first_word_and_the_gap_behind_it_are_no_cough() -> None:
    """ "Press ... one": dismissed in the gap, we would speak on into the second word."""
    facts = follow(endpointer(least=13), "#" * 8 + "." * 14 + "#" * 12 + "." * 7)
    assert facts == [(40, SpeechPaused(1, 1))]


def test_an_endless_utterance_is_cut() -> None:
    settings = EarSettings(max_utterance_ms=2000)
    facts = follow(endpointer(settings), "#" * 100)
    assert facts == [(99, SpeechPaused(1, 1)), (99, SpeechEnded(1, 1, 0))]


def well_formed(facts: list[Heard]) -> bool:
    """(Paused Resumed)* (Paused Ended | [Paused] Dismissed), takes counting from one."""
    paused, take = False, 0
    for index, fact in enumerate(facts):
        last = index == len(facts) - 1
        match fact:
            case SpeechPaused():
                take += 1
                ok = not paused and fact.take == take
                paused = True
            case SpeechResumed():
                ok = paused and fact.take == take
                paused = False
            case SpeechEnded():
                ok = paused and fact.take == take and last
            case SpeechDismissed():
                ok = last
            case _:
                ok = False
        if not ok:
            return False
    return True


HINTS = st.one_of(st.none(), st.tuples(st.integers(0, 4), st.floats(0.0, 1.0, allow_subnormal=False)))


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 30), HINTS), max_size=40))
def test_any_speech_and_any_hints_make_a_well_formed_utterance(
    spans: list[tuple[bool, int, tuple[int, float] | None]],
) -> None:
    ears = endpointer()
    facts: list[Heard] = []
    for speech, length, hint in spans:
        for _ in range(length):
            if not ears.over:
                facts += ears.hear(speech)
        if hint:
            ears.hint(*hint)
    assert well_formed(facts)


@given(st.text("#.", max_size=400), st.none() | st.floats(0.0, 1.0, allow_subnormal=False))
def test_silence_always_ends_it_within_the_longest_wait(pattern: str, finished: float | None) -> None:
    ears = endpointer()
    follow(ears, pattern)
    if finished is not None:
        ears.hint(1, finished)
    follow(ears, "." * (SETTINGS.end_unfinished_ms // 20 + 1))
    assert ears.over
