"""The echo cut and the token budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.repeats import echo_cut, token_budget


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Press 1 to accept. Press 1 to accept.", "Press 1 to accept."),
        ("How is my line? How is my", "How is my line?"),
        ("Call waiting. Call waiting. Call waiting. Call", "Call waiting."),
        ("No no", "No no"),
        ("4 1 1 1 4 1 1 1", "4 1 1 1 4 1 1 1"),
        ("Press 1 to call. Press 2 to hang up.", "Press 1 to call. Press 2 to hang up."),
        ("Thank you for your patience. Thank you for", "Thank you for your patience."),
        ("", ""),
    ],
)
def test_keeps_what_was_said_once(said: str, kept: str) -> None:
    words = said.split()
    assert " ".join(words[: echo_cut(words)]) == kept


WORDS = st.lists(st.text("abcdefg123", min_size=1, max_size=3), max_size=12)


@given(WORDS)
def test_never_cuts_words_that_are_all_different(words: list[str]) -> None:
    different = list(dict.fromkeys(words))
    assert echo_cut(different) == len(different)


@given(WORDS)
def test_what_it_keeps_begins_what_was_said(words: list[str]) -> None:
    kept = echo_cut(words)
    assert (kept == 0) == (not words)
    assert kept <= len(words)


@given(st.lists(st.text("abcdefg", min_size=2, max_size=5), min_size=3, max_size=12, unique=True))
def test_cuts_every_sentence_that_is_said_again(words: list[str]) -> None:
    assert echo_cut(words * 3) == len(words)


def test_budget_is_eight_and_six_a_second() -> None:
    assert [token_budget(seconds) for seconds in (0.0, 1.0, 2.5, 30.0)] == [8, 14, 23, 188]
